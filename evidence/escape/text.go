package escape

import (
	"encoding/binary"
	"unicode/utf8"
)

// IsPlain reports whether b is printable ASCII without a backslash, so that it needs no
// decoding. It looks at eight bytes at a time: nearly all text is plain.
func IsPlain(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		x := binary.LittleEndian.Uint64(b)
		slash, del := x^(ones*'\\'), x^(ones*0x7f)
		// In each term the high bit of a byte is set where the byte is not ASCII,
		// below a blank, a backslash, or DEL. A borrow can only add a false alarm.
		if (x|(x-ones*' ')|(slash-ones)&^slash|(del-ones)&^del)&(ones*0x80) != 0 {
			return false
		}
	}
	for _, c := range b {
		if c < ' ' || c > '~' || c == '\\' {
			return false
		}
	}
	return true
}

const ones = 0x0101010101010101

// Decode reads the escape that src begins with; its first byte is the backslash. It
// returns the byte that is meant and the length of its writing: the backslash and 1 when
// it begins no escape.
type Decode func(src []byte) (c byte, n int)

// AppendText appends src in the form that text in events has: valid UTF-8, every other
// byte and the control characters, C0 and C1, as \xHH. decode is nil for a text without
// escapes.
func AppendText(dst, src []byte, decode Decode) []byte {
	for i := 0; i < len(src); {
		c, n := next(src[i:], decode)
		switch {
		case c >= ' ' && c <= '~':
			dst = append(dst, c)
		case c < utf8.RuneSelf:
			dst = Append(dst, c)
		default:
			dst, n = appendRune(dst, src[i:], decode)
		}
		i += n
	}
	return dst
}

// next returns the byte that src begins with, written as it is or escaped, and the
// length of its writing.
func next(src []byte, decode Decode) (c byte, n int) {
	if src[0] != '\\' || decode == nil {
		return src[0], 1
	}
	return decode(src)
}

// appendRune appends the character that src begins with, of which the first byte is not
// ASCII, or that byte's escape. It returns the length of what it took.
func appendRune(dst, src []byte, decode Decode) ([]byte, int) {
	var char [utf8.UTFMax]byte
	var ends [utf8.UTFMax]int
	count, at := 0, 0
	for count < len(char) && at < len(src) {
		c, n := next(src[at:], decode)
		if c < utf8.RuneSelf {
			break
		}
		at += n
		char[count], ends[count] = c, at
		count++
	}
	r, size := utf8.DecodeRune(char[:count])
	if r == utf8.RuneError && size <= 1 || r >= 0x80 && r < 0xA0 { // C1: U+009B begins a terminal's command
		return Append(dst, char[0]), ends[0]
	}
	return append(dst, char[:size]...), ends[size-1]
}
