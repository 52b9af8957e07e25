// Package spell spells numbers: it turns the numbers that identify a message, a
// relay's queue entry or a part into the letters in which programs write them.
// Nothing here is random. The same numbers give the same letters, always; who wants
// different letters gives different numbers.
//
// It must not know any program's format, only alphabets and widths.
package spell

import "time"

// The alphabets of identifiers.
const (
	Digits    = "0123456789"
	HexLower  = "0123456789abcdef"
	HexUpper  = "0123456789ABCDEF"
	Base32    = "0123456789abcdefghijklmnopqrstuv"
	Base36    = "0123456789abcdefghijklmnopqrstuvwxyz"
	Base62    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	Base64    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	Base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
)

// Source draws out a number to as many as an identifier needs. Its zero value is a
// Source too, that of no numbers.
type Source struct{ state uint64 }

// From returns the source of the given numbers; their order counts.
func From(numbers ...uint64) Source {
	var s Source
	for _, n := range numbers {
		s.state = mix(s.state ^ n)
	}
	return s
}

// Next returns the next number, by the splitmix64 function (Steele, Lea, Flood:
// Fast splittable pseudorandom number generators, OOPSLA 2014).
func (s *Source) Next() uint64 {
	s.state += step
	return mix(s.state)
}

const step = 0x9e3779b97f4a7c15

func mix(z uint64) uint64 {
	z += step
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Letters appends n letters of the alphabet.
func (s *Source) Letters(dst []byte, alphabet string, n int) []byte {
	const perNumber = 8 // letters drawn from one number: a byte for each
	var number uint64
	for i := range n {
		if i%perNumber == 0 {
			number = s.Next()
		}
		dst = append(dst, alphabet[int(number&0xff)*len(alphabet)>>8])
		number >>= 8
	}
	return dst
}

// UUID appends 8-4-4-4-12 letters of the hexadecimal alphabet. With versioned the
// bits of version 4 and of the variant are set (RFC 9562), which not all programs do.
func (s *Source) UUID(dst []byte, alphabet string, versioned bool) []byte {
	high, low := s.Next(), s.Next()
	if versioned {
		high = high&^0xf000 | 0x4000
		low = low&^(3<<62) | 2<<62
	}
	dst = Number(dst, high>>32, alphabet, 8)
	dst = Number(append(dst, '-'), high>>16&0xffff, alphabet, 4)
	dst = Number(append(dst, '-'), high&0xffff, alphabet, 4)
	dst = Number(append(dst, '-'), low>>48, alphabet, 4)
	return Number(append(dst, '-'), low&0xffffffffffff, alphabet, 12)
}

// Bytes appends n bytes.
func (s *Source) Bytes(dst []byte, n int) []byte {
	var number uint64
	for i := range n {
		if i%8 == 0 {
			number = s.Next()
		}
		dst = append(dst, byte(number))
		number >>= 8
	}
	return dst
}

// Number appends n in the alphabet's base, filled up with its first letter to the
// given width.
func Number(dst []byte, n uint64, alphabet string, width int) []byte {
	const longest = 64 // digits of a number in base 2
	var digits [longest]byte
	base, at := uint64(len(alphabet)), longest
	for n > 0 {
		at--
		digits[at] = alphabet[n%base]
		n /= base
	}
	for longest-at < width && at > 0 {
		at--
		digits[at] = alphabet[0]
	}
	return append(dst, digits[at:]...)
}

// Decimal appends n as it is said.
func Decimal(dst []byte, n uint64) []byte { return Number(dst, n, Digits, 1) }

// filetimeEpoch is 1970 in units of 100 ns since 1601, where Windows begins to count.
const filetimeEpoch = 116444736000000000

// Filetime returns a time as Windows counts it: 100 ns since 1601 (MS-DTYP 2.3.3).
func Filetime(t time.Time) uint64 {
	return uint64(t.Unix())*10_000_000 + uint64(t.Nanosecond()/100) + filetimeEpoch
}
