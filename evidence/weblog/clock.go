package weblog

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"dwell/event"
)

const clfLayout = "02/Jan/2006:15:04:05 -0700"

// clfTime reads "10/Oct/2000:13:55:36 -0700", the time of the common log format.
func clfTime(b []byte) (event.Time, bool) {
	if len(b) != len(clfLayout) || b[2] != '/' || b[6] != '/' || b[11] != ':' || b[20] != ' ' {
		return event.Time{}, false
	}
	month := bytes.Index([]byte("JanFebMarAprMayJunJulAugSepOctNovDec"), b[3:6])
	if month < 0 || month%3 != 0 {
		return event.Time{}, false
	}
	n := [...]int{digits(b[0:2]), digits(b[7:11]), digits(b[12:14]), digits(b[15:17]), digits(b[18:20]), digits(b[22:24]), digits(b[24:26])}
	for _, v := range n {
		if v < 0 {
			return event.Time{}, false
		}
	}
	if n[0] < 1 || n[0] > 31 || n[2] > 23 || n[3] > 59 || n[4] > 60 || n[5] > 14 || n[6] > 59 || n[1] < 1970 || n[1] > 2200 {
		return event.Time{}, false
	}
	offset := n[5]*3600 + n[6]*60
	switch b[21] {
	case '-':
		offset = -offset
	case '+':
	default:
		return event.Time{}, false
	}
	t := time.Date(n[1], time.Month(month/3+1), n[0], n[2], n[3], n[4], 0, time.UTC)
	return event.Time{Nanos: t.UnixNano() - int64(offset)*int64(time.Second), Offset: int32(offset), Zone: event.ZoneStated, Precision: event.PrecisionSecond}, true
}

// digits reads a number of decimal digits only, -1 when it is none.
func digits(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// isoTime reads the times that JSON logs hold: RFC 3339, the common log format, or
// seconds since 1970 with a fraction. A time without zone is taken as UTC.
func isoTime(text string) (event.Time, bool) {
	if t, ok := clfTime([]byte(text)); ok {
		return t, true
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999-0700", "2006-01-02 15:04:05.999999999 -0700"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1970 && t.Year() <= 2200 {
			return event.At(t, precision(text)), true
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1970 && t.Year() <= 2200 {
			return event.Time{Nanos: t.UnixNano(), Zone: event.ZoneAssumed, Precision: precision(text)}, true
		}
	}
	return epoch(text)
}

// epoch reads seconds since 1970; 13 digits are milliseconds, 16 microseconds.
func epoch(text string) (event.Time, bool) {
	whole, fraction, _ := bytes.Cut([]byte(text), []byte("."))
	n, err := strconv.ParseInt(string(whole), 10, 64)
	if err != nil || n < 0 || len(fraction) > 18 {
		return event.Time{}, false
	}
	scale, p := int64(time.Second), event.PrecisionSecond
	switch {
	case len(whole) == 13:
		scale, p = int64(time.Millisecond), event.PrecisionMilli
	case len(whole) == 16:
		scale, p = int64(time.Microsecond), event.PrecisionMicro
	}
	if n > math.MaxInt64/scale {
		return event.Time{}, false
	}
	nanos := n * scale
	if scale == int64(time.Second) && len(fraction) > 0 {
		nine := append(append([]byte{}, fraction...), "000000000"...)[:9]
		part := digits(nine)
		if part < 0 {
			return event.Time{}, false
		}
		nanos += int64(part)
		p = byDigits(len(fraction))
	}
	return event.UTC(nanos, p), true
}

// precision counts the decimals of the seconds.
func precision(text string) event.Precision {
	_, fraction, ok := bytes.Cut([]byte(text), []byte("."))
	if !ok {
		return event.PrecisionSecond
	}
	n := 0
	for n < len(fraction) && fraction[n] >= '0' && fraction[n] <= '9' {
		n++
	}
	return byDigits(n)
}

func byDigits(n int) event.Precision {
	switch {
	case n == 0:
		return event.PrecisionSecond
	case n <= 3:
		return event.PrecisionMilli
	case n <= 6:
		return event.PrecisionMicro
	}
	return event.PrecisionNano
}
