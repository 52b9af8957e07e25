package zeek

import (
	"math"
	"strconv"
	"time"

	"dwell/event"
	"dwell/evidence/value"
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
	digits := strconv.AppendInt(nil, d.whole, 10)
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

// count returns a number of bytes or the like. A fraction is accepted when it is
// zero, as exporters write it.
func count(b []byte) (int64, bool) {
	if n, ok := value.Whole(b); ok {
		return n, true
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
