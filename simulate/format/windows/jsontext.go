package windows

import (
	"strings"
	"unicode/utf8"
)

// appendQuoted writes a JSON string.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	dst = appendJSONText(dst, s)
	return append(dst, '"')
}

// appendMember writes "name":"value" behind a comma where one is needed, or nothing for an empty value. The name
// must need no escape.
func appendMember(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	dst = appendComma(dst)
	dst = append(dst, '"')
	dst = append(dst, name...)
	dst = append(dst, `":`...)
	return appendQuoted(dst, value)
}

// appendComma separates from the member before, if there is one.
func appendComma(dst []byte) []byte {
	if dst[len(dst)-1] == '{' {
		return dst
	}
	return append(dst, ',')
}

// trimLineEnds cuts line ends at the end of a value, as Winlogbeat does.
func trimLineEnds(s string) string {
	if n := strings.IndexByte(s, 0); n >= 0 {
		s = s[:n]
	}
	return strings.TrimRight(s, "\r\n")
}

// appendJSONText writes the inside of a JSON string as Winlogbeat shows the text of Event XML: up to the first NUL,
// with line feeds only (its XML reader turns CR LF and CR into LF), and with control characters as the six visible
// characters \u001b, because it replaces them before it reads the XML. Angle brackets stay as they are.
func appendJSONText(dst []byte, s string) []byte {
	done := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7F && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			if r, size = utf8.DecodeRuneInString(s[i:]); !specialRune(r, size) {
				i += size
				continue
			}
		}
		dst = append(dst, s[done:i]...)
		if c == 0 {
			return dst
		}
		if c == '\r' && i+1 < len(s) && s[i+1] == '\n' {
			size = 2
		}
		dst = appendSpecial(dst, r, size)
		i += size
		done = i
	}
	return append(dst, s[done:]...)
}

// specialRune tells the runes beyond ASCII that are not written as they are.
func specialRune(r rune, size int) bool {
	switch {
	case r == utf8.RuneError && size == 1:
		return true
	case r == '\u2028' || r == '\u2029': // line ends to JavaScript
		return true
	}
	return r <= 0x9F && r != '\u0085' // control characters; U+0085 counts as a space
}

func appendSpecial(dst []byte, r rune, size int) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\n', '\r':
		return append(dst, `\n`...)
	case '\t':
		return append(dst, `\t`...)
	case utf8.RuneError:
		if size == 1 {
			return append(dst, `\ufffd`...)
		}
	case '\u2028':
		return append(dst, `\u2028`...)
	case '\u2029':
		return append(dst, `\u2029`...)
	}
	return append(dst, '\\', '\\', 'u', '0', '0', lowerDigits[r>>4&15], lowerDigits[r&15])
}
