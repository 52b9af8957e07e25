package zeek

import (
	"math"
	"net/netip"
	"time"

	"dwell/event"
)

// decimal is a number as it was written. Floating point never enters: a time
// has more digits than a float64 holds exactly.
type decimal struct {
	negative bool
	whole    int64
	fraction []byte // digits behind the point
	pointed  bool   // written with a point or an exponent
}

// parseDecimal reads -12.34e-5 and its simpler forms. ok is false for anything
// else and for numbers beyond an int64.
func parseDecimal(b []byte) (d decimal, ok bool) {
	if len(b) > 0 && b[0] == '-' {
		d.negative = true
		b = b[1:]
	}
	i := 0
	for i < len(b) && b[i]-'0' <= 9 {
		v := int64(b[i] - '0')
		if d.whole > (math.MaxInt64-v)/10 {
			return decimal{}, false
		}
		d.whole = d.whole*10 + v
		i++
	}
	if i == 0 {
		return decimal{}, false
	}
	if i == len(b) {
		return d, true
	}
	d.pointed = true
	if b[i] == '.' {
		start := i + 1
		for i = start; i < len(b) && b[i]-'0' <= 9; i++ {
		}
		d.fraction = b[start:i]
		if i == len(b) {
			return d, true
		}
	}
	if b[i]|0x20 != 'e' {
		return decimal{}, false
	}
	return d.shift(b[i+1:])
}

// maxShift bounds the exponent of a number: beyond it nothing that Zeek counts
// is left, and the digits stay in a small buffer.
const maxShift = 40

// shift moves the point by the exponent as written.
func (d decimal) shift(exponent []byte) (decimal, bool) {
	if len(exponent) > 0 && exponent[0] == '+' {
		exponent = exponent[1:]
	}
	e, ok := parseDecimal(exponent)
	if !ok || e.pointed {
		return decimal{}, false
	}
	digits := appendInt(nil, d.whole)
	point := len(digits)
	digits = append(digits, d.fraction...)
	switch {
	case e.negative && e.whole > maxShift:
		return decimal{pointed: true}, true // nothing above the smallest unit is left
	case e.negative:
		point -= int(e.whole)
	case e.whole > maxShift:
		return decimal{}, d.whole == 0 && len(d.fraction) == 0
	default:
		point += int(e.whole)
	}
	for ; point < 1; point++ {
		digits = append([]byte{'0'}, digits...)
	}
	for len(digits) < point {
		digits = append(digits, '0')
	}
	whole, ok := parseDecimal(digits[:point])
	if !ok {
		return decimal{}, false
	}
	return decimal{negative: d.negative, whole: whole.whole, fraction: digits[point:], pointed: true}, true
}

func appendInt(dst []byte, n int64) []byte {
	if n >= 10 {
		dst = appendInt(dst, n/10)
	}
	return append(dst, byte('0'+n%10))
}

// scaled returns the first n digits of the fraction as a whole number.
func (d *decimal) scaled(n int) int64 {
	var v int64
	for i := range n {
		v *= 10
		if i < len(d.fraction) {
			v += int64(d.fraction[i] - '0')
		}
	}
	return v
}

// maxSeconds is the last second whose nanoseconds fit an int64: the year 2262.
const maxSeconds = math.MaxInt64/int64(time.Second) - 1

// interval returns the length of time that b says in seconds, rounded to
// microseconds. Zeek's clock has no more; the further digits that its JSON writer
// gives are those of binary floating point, and rounding them as the table writer
// does makes both encodings equal.
func interval(b []byte) (time.Duration, bool) {
	d, ok := parseDecimal(b)
	if !ok || d.negative || d.whole > maxSeconds {
		return 0, false
	}
	micros := d.whole*1e6 + d.scaled(6)
	if len(d.fraction) > 6 && roundsUp(d.fraction[6:], micros&1 == 1) {
		micros++
	}
	return time.Duration(micros) * time.Microsecond, true
}

// roundsUp says whether the digits cut off are more than a half, or just a half
// above an odd digit.
func roundsUp(rest []byte, odd bool) bool {
	if rest[0] != '5' {
		return rest[0] > '5'
	}
	for _, c := range rest[1:] {
		if c != '0' {
			return true
		}
	}
	return odd
}

// maxDigits is how many digits an int64 holds without further thought.
const maxDigits = 19

// count returns a number of bytes or the like. A fraction is accepted when it is
// zero, as exporters write it.
func count(b []byte) (int64, bool) {
	if n, ok := digits(b); ok && len(b) < maxDigits {
		return int64(n), true
	}
	d, ok := parseDecimal(b)
	if !ok || d.negative {
		return event.Unknown, false
	}
	for _, c := range d.fraction {
		if c != '0' {
			return event.Unknown, false
		}
	}
	return d.whole, true
}

// address returns an IP address without zone, an IPv4 address in its own form.
func address(b []byte, names *interner) (netip.Addr, bool) {
	if a, ok := ipv4(b); ok {
		return a, true
	}
	if len(b) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%")+16 {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(names.get(b))
	if err != nil {
		return netip.Addr{}, false
	}
	return a.Unmap().WithZone(""), true
}

// ipv4 reads the dotted form, which is what nearly every address is.
func ipv4(b []byte) (netip.Addr, bool) {
	if len(b) < 7 || len(b) > 15 {
		return netip.Addr{}, false
	}
	var a [4]byte
	part, value, digits := 0, 0, 0
	for _, c := range b {
		if c == '.' {
			if digits == 0 || part == 3 {
				return netip.Addr{}, false
			}
			a[part] = byte(value)
			part++
			value, digits = 0, 0
			continue
		}
		v := int(c - '0')
		if c-'0' > 9 || digits > 0 && value == 0 {
			return netip.Addr{}, false
		}
		value = value*10 + v
		digits++
		if value > 255 {
			return netip.Addr{}, false
		}
	}
	if part != 3 || digits == 0 {
		return netip.Addr{}, false
	}
	a[3] = byte(value)
	return netip.AddrFrom4(a), true
}
