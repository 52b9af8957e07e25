package flowlog

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"dwell/evidence/value"
)

// maxCount is what no record counts; more is planted or damaged, and sums stay far from
// overflow.
const maxCount = 1 << 50

// Count reads a number of bytes or packets.
func Count(b []byte) (int64, bool) {
	n, ok := value.Whole(b)
	return n, ok && n <= maxCount
}

// Port reads a port in decimal, or in hexadecimal with 0x.
func Port(b []byte) (uint16, bool) {
	if hex, ok := bytes.CutPrefix(b, []byte("0x")); ok {
		n, err := strconv.ParseUint(string(hex), 16, 16)
		return uint16(n), err == nil
	}
	n, ok := value.Whole(b)
	return uint16(n), ok && n <= math.MaxUint16
}

// maxSeconds is the last second whose nanoseconds fit an int64.
const maxSeconds = math.MaxInt64/int64(time.Second) - 1

// Seconds reads seconds since 1970, or a length of time in seconds, with or without a
// fraction, as nanoseconds.
func Seconds(b []byte) (nanos int64, ok bool) {
	whole, fraction, _ := bytes.Cut(b, []byte{'.'})
	s, ok := value.Whole(whole)
	if !ok || s > maxSeconds {
		return 0, false
	}
	f, ok := decimals(fraction)
	return s*int64(time.Second) + f, ok
}

// decimals reads the digits behind the point of a second; none are 0. What stands behind
// nanoseconds is not looked at.
func decimals(b []byte) (nanos int64, ok bool) {
	const nano = 9 // digits
	nanos, digits := value.Fraction(b)
	return nanos, digits == len(b) || digits >= nano
}

// Civil reads "2006-01-02 15:04:05.000", also with / in the date and T between date and
// time, as nanoseconds since 1970 as if it were UTC.
func Civil(b []byte) (nanos int64, ok bool) {
	const least = len("2006-01-02 15:04:05")
	if len(b) < least || b[4] != '-' && b[4] != '/' {
		return 0, false
	}
	seconds, ok := value.Civil(b, b[4])
	if !ok {
		return 0, false
	}
	if len(b) > least {
		if b[least] != '.' {
			return 0, false
		}
		if nanos, ok = decimals(b[least+1:]); !ok {
			return 0, false
		}
	}
	return seconds*int64(time.Second) + nanos, true
}
