package deadline

import (
	"regexp"
	"strings"
	"time"

	"dwell/event"
)

const (
	month    = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?`
	leadIn   = `(?i)\b(` + until + ` )?(?:the |end of |on )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?`
	itsClock = `(?:(?:,|T| |\()*(?:at |before )?` + timeOfDay + `)?`
)

// The patterns of dates. A date of figures with slashes is read where only one order
// is possible.
var datePatterns = []struct {
	pattern *regexp.Regexp
	read    func(g []string) (year, month, day int)
}{
	{regexp.MustCompile(leadIn + `(\d{4})[-./](\d{1,2})[-./](\d{1,2})` + itsClock),
		func(g []string) (int, int, int) { return number(g[0]), number(g[1]), number(g[2]) }},
	{regexp.MustCompile(leadIn + `(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b` + itsClock),
		func(g []string) (int, int, int) { return number(g[2]), number(g[1]), number(g[0]) }},
	{regexp.MustCompile(leadIn + `(\d{1,2})/(\d{1,2})/(\d{4})` + itsClock),
		func(g []string) (int, int, int) { return slashed(number(g[0]), number(g[1]), number(g[2])) }},
	{regexp.MustCompile(leadIn + `(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?` + month + `(?:,?[ -](\d{4})\b)?` + itsClock),
		func(g []string) (int, int, int) { return number(g[2]), monthNumber(g[1]), number(g[0]) }},
	{regexp.MustCompile(leadIn + month + `[ -](\d{1,2})(?:st|nd|rd|th)?\b(?:,? (\d{4})\b)?` + itsClock),
		func(g []string) (int, int, int) { return number(g[2]), monthNumber(g[0]), number(g[1]) }},
}

var months = map[string]time.Month{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

func monthNumber(name string) int { return int(months[strings.ToLower(name[:3])]) }

// slashed reads 15/07/2016 and 07/15/2016; 07/08/2016 could be either and is none.
func slashed(a, b, year int) (int, int, int) {
	const last = 12 // month
	switch {
	case a > last && b <= last:
		return year, b, a
	case b > last && a <= last:
		return year, a, b
	case a == b:
		return year, a, b
	}
	return year, 0, 0
}

// dates reads days of the calendar.
func dates(all []mention, text string, sent event.Time) []mention {
	if !strings.ContainsAny(text, "123456789") {
		return all
	}
	for _, p := range datePatterns {
		for _, m := range p.pattern.FindAllStringSubmatchIndex(text, maxMentions) {
			g := groups(text, m)
			year, month, day := p.read(g[2:5])
			at, ok := clockOf(g[5:12]).date(year, month, day, sent)
			if ok {
				all = append(all, mention{start: m[0], end: m[1], limit: Limit{At: at}, marked: g[1] != ""})
			}
		}
	}
	return all
}
