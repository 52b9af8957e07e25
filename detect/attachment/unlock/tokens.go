package unlock

import (
	"slices"
	"strings"
	"unicode"
)

// The bounds of the search for passwords in one text.
const (
	maxText   = 64 << 10 // bytes
	maxWords  = 8        // places that speak of a password
	MaxTokens = 16
	before    = 60 // bytes in front of the word, and behind it
	behind    = 100
	shortest  = 3
	longest   = 40
)

// words speak of a password, in lower case.
var words = []string{"password", "pass word", "passcode", "passwd", "passphrase", "비밀번호", "비번", "암호", "패스워드", "pw", "pwd"}

// Tokens gives what a text offers as passwords, in the order of the text: what stands
// behind "password:", "비밀번호는" and the like, and tokens near them that look like a
// password. A text without such words gives nothing, at little cost.
func Tokens(text string) []string {
	text = text[:min(len(text), maxText)]
	if !Speaks(text) {
		return nil
	}
	lower := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r | 0x20
		}
		return r
	}, text)
	if len(lower) != len(text) {
		lower = text // bytes that are no text: search as it is
	}
	var out []string
	found := 0
	for _, w := range words {
		for at := 0; found < maxWords; {
			i := strings.Index(lower[at:], w)
			if i < 0 {
				break
			}
			at += i + len(w)
			if !apart(lower, at-len(w), at) {
				continue
			}
			found++
			out = near(out, text, at-len(w), at)
		}
	}
	return out
}

// Speaks reports whether a text may speak of a password. It is asked of every mail, so
// it looks for the rare letter of the English words, and for the first byte of the
// Korean ones, which English text does not have.
func Speaks(text string) bool {
	text = text[:min(len(text), maxText)]
	for _, w := range []byte{'w', 'W'} {
		for at := 0; ; {
			i := strings.IndexByte(text[at:], w)
			if i < 0 {
				break
			}
			at += i + 1
			if before := text[max(0, at-2)] | 0x20; before == 'p' || before == 's' {
				return true
			}
		}
	}
	for _, part := range []string{"비밀번호", "비번", "암호", "패스워드", "sscode", "ssphrase"} {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// apart reports whether a short word stands on its own: "pw", not "upward".
func apart(text string, from, to int) bool {
	const short = 4
	if to-from > short {
		return true
	}
	return (from == 0 || !alphanumeric(text[from-1])) && (to == len(text) || !alphanumeric(text[to]))
}

func alphanumeric(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' }

// near adds the tokens around a word: first those behind it, then those in front.
func near(out []string, text string, from, to int) []string {
	tail, _, _ := strings.Cut(text[to:min(len(text), to+behind)], "\n\n")
	tail = withoutParticle(tail)
	head := text[max(0, from-before):from]
	if cut := strings.LastIndexByte(head, '\n'); cut >= 0 {
		head = head[cut+1:]
	}
	offered := true // the first token behind the word counts whatever it looks like
	for _, t := range split(tail) {
		if filler(t) {
			continue
		}
		if offered || looksSecret(t) {
			out = add(out, t)
		}
		offered = false
	}
	for _, t := range split(head) {
		if looksSecret(t) {
			out = add(out, t)
		}
	}
	return out
}

// withoutParticle takes the particle of "비밀번호는" off, which no other letter of the
// same word follows.
func withoutParticle(tail string) string {
	for _, particle := range []string{"은", "는", "이", "가"} {
		if rest, ok := strings.CutPrefix(tail, particle); ok && rest != "" && rest[0] < 0x80 {
			return rest
		}
	}
	return tail
}

// split cuts text into tokens at blanks, and each at the marks that sentences put
// around a password, and where Korean follows it.
func split(text string) []string {
	var out []string
	for _, field := range strings.Fields(text) {
		field = strings.TrimLeft(field, `"'“”‘’([{<:=-*`)
		out = append(out, trim(field))
	}
	return out
}

func trim(field string) string {
	if field == "" || field[0] >= 0x80 {
		return strings.TrimRight(field, `"'“”‘’)]}>.,;:!*`)
	}
	if cut := strings.IndexFunc(field, func(r rune) bool { return r >= '가' && r <= '힣' }); cut > 0 {
		field = field[:cut] // "1234입니다"
	}
	return strings.TrimRight(field, `"'“”‘’)]}>.,;:`)
}

// fillers are words between "password" and the password.
var fillers = []string{"is", "for", "the", "this", "to", "of", "are", "zip", "file", "archive", "attachment", "attached", "open", "document", "and", "your", "입니다", "파일", "압축", "첨부", "첨부파일", "는", "은"}

func filler(t string) bool {
	return len(t) == 0 || slices.Contains(fillers, strings.ToLower(t))
}

// looksSecret reports whether a token looks like a password: it has a figure, a sign,
// or letters of both cases within.
func looksSecret(t string) bool {
	figure := strings.ContainsAny(t, "0123456789")
	sign := strings.ContainsAny(t, "!@#$%^&*_+=?~")
	inner := strings.ContainsFunc(t[min(1, len(t)):], unicode.IsUpper) && strings.ContainsFunc(t, unicode.IsLower)
	return figure || sign || inner
}

func add(out []string, t string) []string {
	if len(t) < shortest || len(t) > longest || len(out) >= MaxTokens || slices.Contains(out, t) {
		return out
	}
	return append(out, t)
}
