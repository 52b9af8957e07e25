package mariadb

import "strings"

// secret is a kind of statement that holds a password: how it begins, and the words
// behind which the password stands in quotation marks.
type secret struct {
	first, second string // words of the statement; second may be ""
	word, by      string // before the password; by may be ""
	anywhere      bool   // the password is the next text in quotation marks
}

func secrets() [7]secret {
	return [...]secret{
		{first: "SET", second: "PASSWORD", word: "=", anywhere: true},
		{first: "ALTER", second: "SERVER", word: "PASSWORD"},
		{first: "ALTER", second: "USER", word: "IDENTIFIED", by: "BY"},
		{first: "GRANT", word: "IDENTIFIED", by: "BY"},
		{first: "CREATE", second: "USER", word: "IDENTIFIED", by: "BY"},
		{first: "CREATE", second: "SERVER", word: "PASSWORD"},
		{first: "CHANGE", second: "MASTER", word: "MASTER_PASSWORD", by: "="},
	}
}

// secretOf returns the kind of a statement; false when the plugin looks for no password
// in it.
func secretOf(query string) (secret, bool) {
	first, rest := keyword(leadingComments(query))
	for _, s := range secrets() {
		if !strings.EqualFold(first, s.first) {
			continue
		}
		if s.second == "" {
			return s, true
		}
		if second, _ := keyword(strings.TrimLeft(rest, blanks)); strings.EqualFold(second, s.second) {
			return s, true
		}
	}
	return secret{}, false
}

const blanks = " \t\r\n"

// leadingComments cuts off what may stand before the first word; the number of an
// executable comment ("/*!40101 SET") goes, its text counts.
func leadingComments(s string) string {
	for s != "" && strings.IndexByte(blanks+"(/", s[0]) >= 0 {
		switch {
		case strings.HasPrefix(s, "/*!"):
			s = strings.TrimLeft(s[3:], "0123456789")
		case strings.HasPrefix(s, "/*"):
			_, s, _ = strings.Cut(s[2:], "*/")
		default:
			s = s[1:]
		}
	}
	return s
}

func keyword(s string) (word, rest string) {
	n := 0
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || s[n] == '_') {
		n++
	}
	return s[:n], s[n:]
}

// before returns the length of what stands from the word up to the password's quotation
// mark when query begins with the word, or 0.
func (s *secret) before(query string) int {
	if len(query) <= len(s.word)+1 || !strings.EqualFold(query[:len(s.word)], s.word) {
		return 0
	}
	n := len(s.word)
	if !s.anywhere && s.by != "" {
		n += len(query[n:]) - len(strings.TrimLeft(query[n:], blanks))
		if len(query) < n+len(s.by)+1 || !strings.EqualFold(query[n:n+len(s.by)], s.by) {
			return 0
		}
		n += len(s.by)
	}
	if i := strings.IndexAny(query[n:], `'"`); i >= 0 {
		return n + i
	}
	return len(query)
}

// quoted returns the length of the text in quotation marks that s begins with. A doubled
// mark ends it too, which is why the rest of such a password stays.
func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case s[0]:
			return i + 1
		case '\\':
			i++
		}
	}
	return len(s)
}

// appendQuery appends a statement with the plugin's escapes, without its passwords, and
// at most limit bytes of it, which may cut a character.
func appendQuery(dst []byte, query string, limit int) []byte {
	kind, hides := secretOf(query)
	query = query[:min(len(query), limit)]
	end := len(dst) + limit
	for query != "" {
		if hides {
			if n := kind.before(query); n > 0 {
				if len(dst)+n+len(stars) > end {
					return dst
				}
				for _, c := range []byte(query[:n]) {
					dst = append(dst, blank(c))
				}
				query = query[n:]
				if query != "" {
					dst = append(dst, stars...)
					query = query[quoted(query):]
				}
				continue
			}
		}
		escape := escaped(query[0])
		switch {
		case len(dst) >= end, escape != 0 && len(dst)+1 >= end:
			return dst
		case escape != 0:
			dst = append(dst, '\\', escape)
		default:
			dst = append(dst, query[0])
		}
		query = query[1:]
	}
	return dst
}

// stars stand for a password.
const stars = "*****"

func blank(c byte) byte {
	if strings.IndexByte(blanks, c) >= 0 {
		return ' '
	}
	return c
}

// escaped returns what stands behind the backslash for a byte that is escaped, or 0.
func escaped(c byte) byte {
	switch c {
	case '\'', '\\':
		return c
	case '\b':
		return 'b'
	case '\t':
		return 't'
	case '\n':
		return 'n'
	case '\f':
		return 'f'
	case '\r':
		return 'r'
	}
	return 0
}
