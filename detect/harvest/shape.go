package harvest

import "dwell/detect/harvest/sqlread"

// shape writes a statement without the values of its literals, so that statements
// that differ in nothing else are parsed once. ok is false where a literal may matter
// or cannot be told from the rest without a full lexer: in comments, escapes, dollar
// quotes, "1 = 1". A number behind a word stays, because it may be a LIMIT.
func shape(into []byte, s string) (out []byte, ok bool) {
	out = into[:0]
	last := byte(' ') // the last byte that was neither space nor sign
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\\' || c == '$' && (i+1 == len(s) || !isDigit(s[i+1])),
			i+1 < len(s) && (c == '-' && s[i+1] == '-' || c == '/' && s[i+1] == '*'),
			c == '=' && (isDigit(last) || last == '\''):
			return out, false
		case c == '\'':
			end := closing(s, i)
			if end < 0 {
				return out, false
			}
			out, i = append(out, "''"...), end
		case c == '"':
			end := closing(s, i)
			if end < 0 {
				return out, false
			}
			out, i = append(out, s[i:end]...), end
		case isDigit(c) && !isWord(last):
			for i < len(s) && (isDigit(s[i]) || s[i] == '.') {
				i++
			}
			out, c = append(out, '0'), '0'
		case isWord(c): // with what follows it, so that no digit of a name is taken for a number
			start := i
			for i < len(s) && isWord(s[i]) {
				i++
			}
			out, c = append(out, s[start:i]...), s[i-1]
		default:
			out = append(out, c)
			i++
		}
		if c != '-' && c != '+' && !sqlread.IsSpace(c) { // a sign may stand before a number behind a word
			last = c
		}
	}
	return out, true
}

// closing returns the end of the quoted text that opens at i, or -1.
func closing(s string, i int) int {
	quote := s[i]
	for i++; i < len(s); i++ {
		if s[i] != quote {
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			i++
			continue
		}
		return i + 1
	}
	return -1
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isWord reports whether a byte is part of a name, a keyword or a parameter.
func isWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || isDigit(c) || c == '_' || c == '$' || c >= 0x80
}
