package lookalike

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Invisible reports whether a character takes no room and so can break a word
// without anybody seeing it: soft hyphen, zero-width characters, direction marks,
// variation selectors.
func Invisible(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u034f', r == '\u061c', r == '\u180e', r == '\ufeff', r == '\u3164', r == '\u115f', r == '\u1160':
		return true
	case r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f', r >= '\ufe00' && r <= '\ufe0f':
		return true
	}
	return false
}

// ASCII reports whether s has only ASCII characters.
func ASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Text folds s and keeps the case of letters. ASCII text comes back unchanged.
func Text(s string) string {
	if ASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKC.String(s) {
		switch latin, ok := confusable[r]; {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case ok:
			b.WriteByte(latin)
		case Invisible(r):
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// digits are characters of addresses that are taken for one another whatever the
// case of letters. Each becomes the letter it imitates.
var digits = strings.NewReplacer("0", "o", "1", "l", "i", "l", "|", "l", "3", "e", "5", "s", "$", "s", "8", "b", "rn", "m", "vv", "w", "cl", "d")

// Address folds a domain or the local part of an address: lower case, the letters
// of Text, and the figures and pairs that are read as letters ("paypa1", "rnicrosoft").
func Address(s string) string {
	return digits.Replace(strings.ToLower(Text(s)))
}
