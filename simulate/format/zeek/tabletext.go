package zeek

import "unicode/utf8"

// The marks of a table. A text that reads like one of them has its first character
// escaped.
const (
	unsetField = "-"
	emptyField = "(empty)"
)

const hexDigits = "0123456789abcdef"

// appendTableText appends a text as ODesc does with UTF-8 enabled, which is the
// default since Zeek 3.1: what is printable ASCII or a whole UTF-8 character stays,
// a backslash is doubled, any other byte becomes \x and two digits. A member of a set
// or vector also loses its commas.
func appendTableText(dst []byte, s string, member bool) []byte {
	if s == unsetField || s == emptyField {
		return append(appendHex(dst, s[0]), s[1:]...)
	}
	plain := 0 // where what needs no escape began
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c <= '~' && c != '\\' && (c != ',' || !member) {
			i++
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			var char rune
			if char, size = utf8.DecodeRuneInString(s[i:]); char != utf8.RuneError || size > 1 {
				i += size
				continue
			}
		}
		dst = append(dst, s[plain:i]...)
		if c == '\\' {
			dst = append(dst, '\\', '\\')
		} else {
			dst = appendHex(dst, c)
		}
		i += size
		plain = i
	}
	return append(dst, s[plain:]...)
}

func appendHex(dst []byte, c byte) []byte {
	return append(dst, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
}
