package score

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dwell/internal/humanize"
	"dwell/notify"
)

// unknownClasses returns the classes of personal data that nothing supports. Their
// spelling differs by hyphens and spaces.
func (f *facts) unknownClasses(value string) []string {
	spelling := strings.NewReplacer("-", "", " ", "", "_", "")
	same := func(a string) func(string) bool {
		return func(b string) bool {
			return strings.EqualFold(spelling.Replace(a), spelling.Replace(b))
		}
	}
	var out []string
	for class := range strings.SplitSeq(value, ",") {
		if class = strings.TrimSpace(class); class != "" && !slices.ContainsFunc(f.classes, same(class)) {
			out = append(out, class)
		}
	}
	return out
}

// unknown returns the numbers, dates and names of a text that nothing supports.
func (f *facts) unknown(value string, duty *notify.Regime) []string {
	zones := []*time.Location{time.UTC, f.zone}
	if duty != nil && duty.Zone != nil {
		zones = append(zones, duty.Zone)
	}
	var out []string
	for _, p := range partsOf(value) {
		if !f.supports(p, zones) {
			out = append(out, p.text)
		}
	}
	return out
}

func (f *facts) supports(p part, zones []*time.Location) bool {
	switch p.kind {
	case date:
		return slices.ContainsFunc(f.times, func(t time.Time) bool {
			return slices.ContainsFunc(zones, func(z *time.Location) bool {
				return strings.HasPrefix(t.In(z).Format(time.DateTime), p.when)
			})
		})
	case size:
		return f.says(p.text) || slices.ContainsFunc(f.numbers, func(n float64) bool {
			return n >= 0 && n < 1<<62 && humanize.Bytes(int64(n)) == p.text
		})
	case number:
		n, ok := p.number()
		return ok && slices.Contains(f.numbers, n)
	}
	return f.says(strings.Trim(p.text, `"`))
}

// says reports whether the words stand in the texts, and not merely inside of
// longer ones: 10.0.0.1 does not stand in 10.0.0.12.
func (f *facts) says(words string) bool {
	words = strings.ToLower(words)
	for rest := f.text; words != ""; {
		i := strings.Index(rest, words)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(rest[:i])
		after, _ := utf8.DecodeRuneInString(rest[i+len(words):])
		if !inWord(before) && !inWord(after) {
			return true
		}
		rest = rest[i+len(words):]
	}
	return true // nothing was said
}

func inWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
