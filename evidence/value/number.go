package value

// maxDigits is how many digits an int64 holds, whatever they are.
const maxDigits = 18

// Whole reads a whole number: digits only, 1 to 18 of them.
func Whole(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > maxDigits {
		return 0, false
	}
	var n int64
	for _, c := range b {
		if c-'0' > 9 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// pair reads two digits; anything else gives a number too large for any use of it.
func pair(b []byte) int64 {
	x, y := b[0]-'0', b[1]-'0'
	if x > 9 || y > 9 {
		return 99
	}
	return int64(x)*10 + int64(y)
}
