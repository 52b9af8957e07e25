package trait

import "strings"

// width is a class of the longest line of own text: programs wrap at their place.
func width(text string) string {
	const most = 20_000
	widest := 0
	for line := range strings.SplitSeq(cut(text, most), "\n") {
		if !strings.HasPrefix(line, ">") && !strings.Contains(line, "://") {
			widest = max(widest, len(line))
		}
	}
	switch {
	case widest <= 72:
		return "72"
	case widest <= 80:
		return "80"
	case widest <= 120:
		return "120"
	}
	return "more"
}

// attribution is the line that stands before quoted text ("On ... wrote:"), as
// classes.
func attribution(text string) string {
	const most = 6000
	before := ""
	for line := range strings.SplitSeq(cut(text, most), "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, ">") {
			return attributionForm(before)
		}
		if line != "" {
			before = line
		}
	}
	return ""
}

func attributionForm(line string) string {
	if len(line) > longest || !strings.HasSuffix(line, ":") {
		return "none"
	}
	var b strings.Builder
	for word := range strings.FieldsSeq(line) {
		switch {
		case strings.ContainsAny(word, "@<"):
			b.WriteByte('M')
		case strings.ContainsAny(word, "0123456789"):
			b.WriteString(shape(word, 20))
		case word == "On" || word == "wrote:" || word == "at" || strings.HasPrefix(word, "writes") || word == "AM" || word == "PM" || word == "schrieb":
			b.WriteString(word)
		default:
			if n := b.Len(); n == 0 || b.String()[n-1] != 'a' {
				b.WriteByte('a')
			}
			if strings.HasSuffix(word, ",") {
				b.WriteByte(',')
			}
		}
	}
	return b.String()
}
