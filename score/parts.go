package score

import (
	"regexp"
	"strconv"
	"strings"
)

// A part is a piece of a sentence that states a fact: a date, a size, a name or a
// number. The words between them state none that can be checked one by one.
type part struct {
	kind kind
	text string
	when string // of a date: without fraction and zone, as time.DateTime writes it
}

type kind uint8

const (
	date   kind = iota // "2016-05-03 16:38:00 KST", RFC 3339, a day
	size               // "410 MB"
	name               // in quotes, or a word with a dot, @, colon or backslash inside, or of letters and digits
	number             // "48,211"
)

// pattern finds candidates: a date with what belongs to it, a size, a word.
var pattern = regexp.MustCompile(
	`(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?)(?:\.\d+)?(?: ?(?:Z|UTC[+-]\d{2}:\d{2}|[+-]\d{2}:?\d{2}|[A-Z]{3,5}|[+-]\d{2})\b)?` +
		`|(\d[\d,]*(?:\.\d+)? (?:B|kB|MB|GB|TB|PB|EB)\b)` +
		`|("[^"]*"|[\pL\pN_][\pL\pN_.@:/\\%+-]*(?:,\d{3})*(?:\.\d+)?)`)

var (
	plainNumber = regexp.MustCompile(`^\d[\d,]*(\.\d+)?$`)
	joined      = regexp.MustCompile(`[\pL\pN_][.@:\\][\pL\pN_]|[\pL_]\pN|\pN[\pL_]`)
)

// partsOf takes a text apart.
func partsOf(text string) []part {
	var out []part
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] != "":
			out = append(out, part{date, m[0], strings.Replace(m[1], "T", " ", 1)})
		case m[2] != "":
			out = append(out, part{kind: size, text: m[2]})
		case strings.HasPrefix(m[3], `"`):
			out = append(out, part{kind: name, text: m[3]})
		default:
			word := strings.TrimRight(m[3], ".:/\\%+-")
			switch {
			case plainNumber.MatchString(word):
				out = append(out, part{kind: number, text: word})
			case joined.MatchString(word):
				out = append(out, part{kind: name, text: word})
			}
		}
	}
	return out
}

// number reads "48,211".
func (p part) number() (float64, bool) {
	if p.kind != number {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(p.text, ",", ""), 64)
	return n, err == nil
}
