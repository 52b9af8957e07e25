package sqlread

import (
	"strings"
	"unicode/utf8"
)

type kind uint8

const (
	word   kind = iota // a name or keyword, in lower case
	name               // a quoted name
	number             // a numeric literal
	text               // a string literal
	param              // $1, ?, :name
	mark               // punctuation and operators, one byte each
)

type token struct {
	kind    kind
	keyword bool // a word or mark that the parser may ask for
	text    string
}

// maxTokens bounds what is read of one statement. Longer ones are lists of
// values, whose beginning says what there is to know.
const maxTokens = 20_000

// lex appends the tokens of a text, without spaces and comments. A literal or comment
// that does not end goes to the end of the text.
func lex(s string, tokens []token) []token {
	for pos := 0; pos < len(s) && len(tokens) < maxTokens; {
		c := s[pos]
		switch {
		case IsSpace(c):
			pos++
		case strings.HasPrefix(s[pos:], "--"):
			end := strings.IndexByte(s[pos:], '\n')
			if end < 0 {
				return tokens
			}
			pos += end
		case strings.HasPrefix(s[pos:], "/*"):
			pos = comment(s, pos)
		default:
			var t token
			t, pos = next(s, pos)
			tokens = append(tokens, t)
		}
	}
	return tokens
}

// comment returns the end of the comment at pos; comments nest.
func comment(s string, pos int) int {
	depth := 0
	for pos+1 < len(s) {
		switch {
		case s[pos] == '/' && s[pos+1] == '*':
			depth++
			pos += 2
		case s[pos] == '*' && s[pos+1] == '/':
			depth--
			pos += 2
			if depth == 0 {
				return pos
			}
		default:
			pos++
		}
	}
	return len(s)
}

// next reads the token at pos.
func next(s string, pos int) (token, int) {
	c := s[pos]
	switch {
	case c == '\'':
		return literal(s, pos, false)
	case (c|0x20 == 'e' || c|0x20 == 'b' || c|0x20 == 'x' || c|0x20 == 'n') && pos+1 < len(s) && s[pos+1] == '\'':
		return literal(s, pos+1, c|0x20 == 'e')
	case c == '"':
		return quotedName(s, pos)
	case c == '$':
		return dollar(s, pos)
	case isLetter(c):
		end := pos + 1
		for end < len(s) && (isLetter(s[end]) || isDigit(s[end]) || s[end] == '$') {
			end++
		}
		t := fold(s[pos:end])
		return token{word, keywords[t], t}, end
	case isDigit(c) || c == '.' && pos+1 < len(s) && isDigit(s[pos+1]):
		end := pos + 1
		for end < len(s) && (isDigit(s[end]) || isLetter(s[end]) || s[end] == '.') {
			end++
		}
		return token{number, false, s[pos:end]}, end
	case c == '?' || c == ':' && pos+1 < len(s) && isLetter(s[pos+1]) && (pos == 0 || s[pos-1] != ':'):
		end := pos + 1
		for c == ':' && end < len(s) && (isLetter(s[end]) || isDigit(s[end])) {
			end++
		}
		return token{param, false, s[pos:end]}, end
	}
	return token{mark, true, s[pos : pos+1]}, pos + 1
}

// literal reads a string that opens at pos. A backslash escapes only in E'...'.
func literal(s string, pos int, escapes bool) (token, int) {
	start := pos + 1
	for end := start; end < len(s); end++ {
		switch {
		case s[end] == '\\' && escapes:
			end++
		case s[end] != '\'':
		case end+1 < len(s) && s[end+1] == '\'':
			end++
		default:
			return token{text, false, s[start:end]}, end + 1
		}
	}
	return token{text, false, s[min(start, len(s)):]}, len(s)
}

func quotedName(s string, pos int) (token, int) {
	start, doubled := pos+1, false
	for end := start; end < len(s); end++ {
		if s[end] != '"' {
			continue
		}
		if end+1 < len(s) && s[end+1] == '"' {
			doubled = true
			end++
			continue
		}
		t := s[start:end]
		if doubled {
			t = strings.ReplaceAll(t, `""`, `"`)
		}
		return token{name, false, t}, end + 1
	}
	return token{name, false, s[start:]}, len(s)
}

// dollar reads $1 or $tag$...$tag$.
func dollar(s string, pos int) (token, int) {
	end := pos + 1
	for end < len(s) && (isLetter(s[end]) || isDigit(s[end])) {
		end++
	}
	if end >= len(s) || s[end] != '$' || end > pos+1 && isDigit(s[pos+1]) {
		return token{param, false, s[pos:end]}, end
	}
	tag := s[pos : end+1]
	start := end + 1
	if close := strings.Index(s[start:], tag); close >= 0 {
		return token{text, false, s[start : start+close]}, start + close + len(tag)
	}
	return token{text, false, s[start:]}, len(s)
}

// IsSpace reports whether a byte only separates tokens. NUL is one, because logs are
// padded with it where a disk ran full.
func IsSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= utf8.RuneSelf
}

// fold lowers ASCII letters only, as the server does.
func fold(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for j := i; j < len(b); j++ {
				if b[j] >= 'A' && b[j] <= 'Z' {
					b[j] |= 0x20
				}
			}
			return string(b)
		}
	}
	return s
}
