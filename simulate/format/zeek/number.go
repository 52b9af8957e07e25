package zeek

import (
	"bytes"
	"math"
	mathbits "math/bits"
	"strconv"
	"time"
)

const microsPerSecond = 1_000_000

// largestPlain is the largest second that the table writes with decimals. Beyond it,
// which is from 2038 on, modp_dtoa falls back to the exponent form of printf with its
// seven digits: the certificate that ends in 2050 ends at 2.524608e+09.
const largestPlain = math.MaxInt32

// appendTableTime appends seconds since 1970 with six decimals; what is finer is cut off.
func appendTableTime(dst []byte, t time.Time) []byte {
	return appendTableMicros(dst, t.UnixMicro())
}

func appendTableMicros(dst []byte, micros int64) []byte {
	if micros < 0 {
		dst = append(dst, '-')
		micros = -micros
	}
	whole, rest := micros/microsPerSecond, micros%microsPerSecond
	if whole > largestPlain || whole == largestPlain && rest > 0 {
		return strconv.AppendFloat(dst, seconds(micros), 'e', 6, 64)
	}
	dst = strconv.AppendInt(dst, whole, 10)
	return appendSixDigits(append(dst, '.'), rest)
}

func appendSixDigits(dst []byte, n int64) []byte {
	return append(dst,
		byte('0'+n/100_000), byte('0'+n/10_000%10), byte('0'+n/1000%10),
		byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
}

// appendJSONTime appends seconds since 1970, with as many decimals as it takes. Times
// of file systems are finer than the microseconds of Zeek's own clock, and are written
// as the float64 that Zeek holds.
func appendJSONTime(dst []byte, t time.Time) []byte {
	if nanos := t.Nanosecond(); nanos%1000 != 0 {
		return appendDouble(dst, float64(t.Unix())+float64(nanos)/1e9)
	}
	return appendJSONMicros(dst, t.UnixMicro())
}

// exactMicros is below what number of microseconds the shortest decimal of the float64
// of the same seconds is the number itself: floats near 2^32 seconds, in the year 2106,
// are still less than a microsecond apart.
const exactMicros = microsPerSecond << 32

func appendJSONMicros(dst []byte, micros int64) []byte {
	if micros < 0 || micros >= exactMicros {
		return appendDouble(dst, seconds(micros))
	}
	dst = strconv.AppendInt(dst, micros/microsPerSecond, 10)
	dst = appendSixDigits(append(dst, '.'), micros%microsPerSecond)
	for dst[len(dst)-1] == '0' && dst[len(dst)-2] != '.' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// appendISOTime appends "2020-04-30T00:06:39.824370Z" with its quotes.
func appendISOTime(dst []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(dst, '"')
	dst = appendTwoDigits(appendTwoDigits(dst, year/100), year%100)
	dst = appendTwoDigits(append(dst, '-'), int(month))
	dst = appendTwoDigits(append(dst, '-'), day)
	dst = appendTwoDigits(append(dst, 'T'), hour)
	dst = appendTwoDigits(append(dst, ':'), minute)
	dst = appendTwoDigits(append(dst, ':'), second)
	dst = appendSixDigits(append(dst, '.'), int64(t.Nanosecond()/1000))
	return append(dst, 'Z', '"')
}

func appendTwoDigits(dst []byte, n int) []byte {
	return append(dst, byte('0'+n/10%10), byte('0'+n%10))
}

// seconds is how Zeek holds a time: as the float64 of its seconds, made of whole
// seconds and microseconds as libpcap gives them.
func seconds(micros int64) float64 {
	return float64(micros/microsPerSecond) + float64(micros%microsPerSecond)/microsPerSecond
}

// appendDouble appends a number as RapidJSON does: the shortest digits, at least one
// decimal, and an exponent without sign or padding below 0.000001 and from 10^21.
func appendDouble(dst []byte, f float64) []byte {
	start := len(dst)
	size := math.Abs(f)
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return append(dst, "null"...)
	case size != 0 && (size < 1e-6 || size >= 1e21):
		dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
		return shortenExponent(dst, start)
	case f == math.Trunc(f):
		dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
		return append(dst, '.', '0')
	}
	dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
	roundHalfUp(dst[start:], f)
	return dst
}

// roundHalfUp corrects the last digit of the shortest decimal of f where two of them
// are equally near, for then Go takes the even one and RapidJSON (Grisu2) the larger.
// Differences of two times are often such: 0.0000298023223876953125 seconds.
//
// In lowest terms f is m/2^e; written out it has e decimals, the last of them a 5. So it
// lies midway when the digits have one decimal less, and their double is m*5^(e-1) - 1.
func roundHalfUp(digits []byte, f float64) {
	bits := math.Float64bits(f)
	m := bits&(1<<52-1) | 1<<52
	zeros := mathbits.TrailingZeros64(m)
	m >>= zeros
	e := 1075 - int(bits>>52&0x7ff) - zeros
	last := len(digits) - 1
	point := bytes.IndexByte(digits, '.')
	if point < 0 || last-point != e-1 || digits[last] == '9' {
		return
	}
	for range e - 1 {
		m *= 5 // cannot overflow where it matters: twice the digits fit 64 bits
	}
	var value uint64
	for _, c := range digits {
		if c >= '0' {
			value = value*10 + uint64(c-'0')
		}
	}
	if 2*value+1 == m {
		digits[last]++
	}
}

// shortenExponent makes e-7 of e-07 and e21 of e+21.
func shortenExponent(dst []byte, start int) []byte {
	at := start
	for dst[at] != 'e' {
		at++
	}
	digits := at + 2
	for digits < len(dst)-1 && dst[digits] == '0' {
		digits++
	}
	end := at + 1
	if dst[end] == '-' {
		end++
	}
	return append(dst[:end], dst[digits:]...)
}

// appendTableDouble appends at most six decimals, without zeros at the end, and one
// decimal of a whole number.
func appendTableDouble(dst []byte, f float64) []byte {
	dst = strconv.AppendFloat(dst, f, 'f', 6, 64)
	for dst[len(dst)-1] == '0' && dst[len(dst)-2] != '.' {
		dst = dst[:len(dst)-1]
	}
	return dst
}
