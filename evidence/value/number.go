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
		d := c - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int64(d)
	}
	return n, true
}

// pair reads two digits; anything else gives a number too large for any use of it.
func pair(tens, ones byte) int {
	tens, ones = tens-'0', ones-'0'
	if tens > 9 || ones > 9 {
		return 99
	}
	return int(tens)*10 + int(ones)
}
