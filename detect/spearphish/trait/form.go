package trait

import (
	"strconv"
	"strings"
)

// dateForm is how a date is written: words, figures, the clock, the offset, whether a
// comment follows. Not how a day of one figure is filled up, which two of three days do not
// tell: the first day of a month that does would be news.
func dateForm(value string) string {
	value = cut(value, longest)
	var b strings.Builder
	for word := range strings.FieldsSeq(value) {
		b.WriteString(dateWord(word))
	}
	return b.String()
}

// dateWord is the class of one word of a date.
func dateWord(word string) string {
	switch c := word[0]; {
	case c == '(':
		return "("
	case c == '+', c == '-':
		return "z" // which offset is a trait of its own
	case c >= '0' && c <= '9' && strings.Contains(word, ":"):
		return "t" + strconv.Itoa(strings.Count(word, ":"))
	case c >= '0' && c <= '9':
		return "d"
	case strings.HasSuffix(word, ","):
		return "w,"
	case len(word) == len("Jan"):
		return "w"
	}
	const zoneName = 4 // "GMT", "CEST", "UTC"
	return cut(word, zoneName)
}

// addressForm is how the first address of a list is written and what stands between
// several.
func addressForm(value string) string {
	value = strings.TrimSpace(cut(value, longest))
	first, _, several := strings.Cut(value, ",")
	form := "bare"
	switch at := strings.IndexByte(first, '<'); {
	case strings.HasPrefix(value, `"`):
		form = "quoted"
	case at == 0:
		form = "angle"
	case at > 0:
		form = "name"
	case strings.Contains(first, "("):
		form = "comment"
	}
	if several && strings.Contains(value, ",\n") {
		form += " folded"
	}
	if several && !strings.Contains(value, ", ") {
		form += " tight"
	}
	return form
}

// marks is what stands before a subject.
func marks(subject string) string {
	subject = cut(strings.TrimSpace(subject), longest)
	if strings.HasPrefix(subject, "[") {
		word := strings.FieldsFunc(subject, func(r rune) bool { return r == ' ' || r == ']' })
		return shape(cut(word[0], 8), longest)
	}
	const longestMark = 5
	if colon := strings.IndexByte(subject, ':'); colon > 0 && colon <= longestMark {
		mark := subject[:colon+1]
		if strings.HasPrefix(strings.TrimSpace(subject[colon+1:]), "[") {
			mark += "["
		}
		return mark
	}
	return ""
}
