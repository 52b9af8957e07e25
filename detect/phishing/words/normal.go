package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dwell/detect/lookalike"
)

// copyright is what its sign is read as, so that it can stand in a phrase.
const copyright = "copyright"

// Normal appends text to out in lower case, its words set off by single blanks,
// everything else left out. Foreign reports whether there are letters beyond Latin.
func Normal(out []byte, text string) (normal []byte, foreign bool) {
	if !lookalike.ASCII(text) {
		return folded(out, text)
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			out = append(out, c)
		case c >= 'A' && c <= 'Z':
			out = append(out, c|0x20)
		default:
			out = space(out)
		}
	}
	return out, false
}

// folded is Normal for text beyond ASCII.
func folded(out []byte, text string) ([]byte, bool) {
	foreign := false
	text = strings.ReplaceAll(text, "©", " "+copyright+" ")
	for _, r := range lookalike.Text(text) {
		switch {
		case r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
			out = append(out, byte(r))
		case unicode.IsLetter(r) || unicode.IsMark(r):
			foreign = foreign || r >= firstForeign
			out = utf8.AppendRune(out, unicode.ToLower(r))
		default:
			out = space(out)
		}
	}
	return out, foreign
}

// firstForeign is where the scripts begin that write without blanks or with endings:
// Hangul, Kana, Han.
const firstForeign = 0x1100

func space(out []byte) []byte {
	if n := len(out); n > 0 && out[n-1] != ' ' {
		out = append(out, ' ')
	}
	return out
}

// Mixed reports whether a word of the text mixes Latin letters with those of other
// scripts that look like them, or holds invisible characters or letters of
// mathematics: nobody types that, but filters are led astray by it.
func Mixed(text string) bool {
	if lookalike.ASCII(text) {
		return false
	}
	latin, other := false, false
	for _, r := range text {
		switch {
		case r >= 0x1d400 && r <= 0x1d7ff: // Mathematical Alphanumeric Symbols
			return true
		case r >= 0x200b && r <= 0x200f && r != 0x200d || r == 0x2060 || r == 0xad || r == 0xfeff: // 200d joins emoji
			if latin {
				return true
			}
		case r < utf8.RuneSelf && unicode.IsLetter(r):
			latin = true
		case r >= 0x370 && r <= 0x58f && unicode.IsLetter(r): // Greek, Cyrillic, Armenian
			other = true
		case !unicode.IsLetter(r) && !unicode.IsMark(r):
			latin, other = false, false
		}
		if latin && other {
			return true
		}
	}
	return false
}
