// Package escape holds the escape \xHH by which servers and sensors write a byte
// that is no text, and by which readers keep it in the text of events. It knows no format.
package escape

// Digits are the hexadecimal digits, as escapes are written.
const Digits = "0123456789abcdef"

// Append appends the escape of one byte.
func Append(dst []byte, c byte) []byte {
	return append(dst, '\\', 'x', Digits[c>>4], Digits[c&15])
}

// Byte reads the two digits of an escape.
func Byte(a, b byte) (byte, bool) {
	x, y := Digit(a), Digit(b)
	return byte(x<<4 | y), x >= 0 && y >= 0
}

// Digit returns the value of a hexadecimal digit, -1 when c is none.
func Digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
