package trait

import (
	"strconv"
	"strings"

	"dwell/entity"
)

// shape writes text as classes of its runs of characters: figures "9", letters "a" or
// "A", both mixed "x"; punctuation stays. Runs of figures and of mixed characters keep
// a class of their length, which programs choose and people do not.
func shape(text string, most int) string {
	text = text[:min(len(text), most)]
	var b strings.Builder
	for i := 0; i < len(text); {
		if !alphanumeric(text[i]) {
			b.WriteByte(text[i])
			i++
			continue
		}
		start := i
		var figures, lower, upper bool
		for ; i < len(text) && alphanumeric(text[i]); i++ {
			switch c := text[i]; {
			case c >= '0' && c <= '9':
				figures = true
			case c >= 'a' && c <= 'z':
				lower = true
			default:
				upper = true
			}
		}
		b.WriteString(class(figures, lower, upper))
		if figures {
			b.WriteString(magnitude(i - start))
		}
	}
	return b.String()
}

func class(figures, lower, upper bool) string {
	switch {
	case figures && !lower && !upper:
		return "9"
	case figures && lower && upper:
		return "X"
	case figures:
		return "x"
	case lower && upper:
		return "aA"
	case upper:
		return "A"
	}
	return "a"
}

// magnitude is a class of lengths, the wider the longer.
func magnitude(n int) string {
	switch {
	case n <= 6:
		return ""
	case n <= 12:
		return "m"
	case n <= 20:
		return "l"
	}
	return "h"
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// undigited takes the figures out of a name: servers of one pool are numbered.
func undigited(name string) string {
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; c < '0' || c > '9' {
			b.WriteByte(c)
		} else if b.Len() == 0 || b.String()[b.Len()-1] != '#' {
			b.WriteByte('#')
		}
	}
	return b.String()
}

// unnumbered takes the versions out of a program's name: what follows a space or stroke and
// begins with a figure, whatever stands in it ("2.1.0.rc2.206.gedb03e5").
func unnumbered(name string) string {
	var b strings.Builder
	version, begin, figure := false, true, false
	for i := range len(name) {
		c := name[i]
		switch {
		case c == ' ' || c == ';' || c == ')' || c == ',':
			version, begin, figure = false, true, false
			b.WriteByte(c)
			continue
		case version:
			continue
		case c >= '0' && c <= '9':
			if version = begin; begin || !figure {
				b.WriteByte('#')
			}
			figure, begin = true, false
			continue
		default:
			b.WriteByte(c)
		}
		begin, figure = c == '/' || c == '(', false
	}
	return b.String()
}

// kin says how a domain relates to that of the sender.
func kin(domain, sender string) string {
	switch registered := entity.Registered(strings.ToLower(domain)); registered {
	case "":
		return "none"
	case sender:
		return "own"
	default:
		return registered
	}
}

// bucket is the class of a count: exact up to three, then doubling.
func bucket(n int) string {
	const exact, wide = 3, 1 << 16
	if n <= exact {
		return strconv.Itoa(n)
	}
	limit := exact + 1
	for limit*2 <= n && limit < wide {
		limit *= 2
	}
	return strconv.Itoa(limit) + "+"
}
