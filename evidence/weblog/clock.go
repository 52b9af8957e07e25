package weblog

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"dwell/event"
	"dwell/evidence/value"
)

// clock reads the times of one parser. It remembers the last day of each layout,
// because neighbouring lines share it.
type clock struct {
	common, iso day
}

// day is a date as written, at most "05/Mar/2026", and the seconds from 1970 to its
// beginning as if it were UTC.
type day struct {
	text    [11]byte
	seconds int64
}

// The years that a web server can have logged in, and the last second of them.
const (
	firstYear, lastYear = 1990, 2199
	lastSecond          = 7_258_118_399
)

// set computes the day's beginning; false for a date that does not exist.
func (d *day) set(text []byte, year, month, dayOfMonth int) bool {
	if year < firstYear || year > lastYear || month < 1 || month > 12 || dayOfMonth < 1 {
		return false
	}
	t := time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	if t.Day() != dayOfMonth {
		return false
	}
	copy(d.text[:], text)
	d.seconds = t.Unix()
	return true
}

// read reads a time in any layout that access logs use, with or without the square
// brackets of %t.
func (c *clock) read(b []byte) (event.Time, bool) {
	if len(b) > 2 && b[0] == '[' && b[len(b)-1] == ']' {
		b = b[1 : len(b)-1]
	}
	if t, ok := c.stamp(b); ok {
		return t, true
	}
	return epoch(b)
}

// stamp reads "05/Mar/2026:16:38:01 +0900" of the common log format or ISO 8601.
func (c *clock) stamp(b []byte) (event.Time, bool) {
	const shortest = len("2006-01-02T15:04:05")
	if len(b) < shortest {
		return event.Time{}, false
	}
	if b[2] == '/' {
		return c.commonLog(b)
	}
	return c.iso8601(b)
}

// commonLog reads "05/Mar/2026:16:38:01 +0900", perhaps with a fraction of the second.
func (c *clock) commonLog(b []byte) (event.Time, bool) {
	const date = len("05/Mar/2026")
	if len(b) < len("05/Mar/2026:16:38:01") || b[date] != ':' {
		return event.Time{}, false
	}
	if string(b[:date]) != string(c.common.text[:]) {
		month := bytes.Index([]byte("JanFebMarAprMayJunJulAugSepOctNovDec"), b[3:6])
		if b[6] != '/' || month < 0 || month%3 != 0 || !c.common.set(b[:date], number(b[7:11]), month/3+1, number(b[:2])) {
			return event.Time{}, false
		}
	}
	return timeOfDay(c.common.seconds, b[date+1:])
}

// iso8601 reads "2026-03-05T16:38:01.123+09:00" and its variants: a blank for the T, a
// comma for the point, Z, +0900, +09 or no zone.
func (c *clock) iso8601(b []byte) (event.Time, bool) {
	const date = len("2026-03-05")
	if b[date] != 'T' && b[date] != ' ' && b[date] != 't' || !c.date(b[:date]) {
		return event.Time{}, false
	}
	return timeOfDay(c.iso.seconds, b[date+1:])
}

// date reads "2026-03-05" into the clock.
func (c *clock) date(b []byte) bool {
	const length = len("2026-03-05")
	if len(b) != length {
		return false
	}
	if b[4] != '-' || b[7] != '-' {
		return false
	}
	return string(b) == string(c.iso.text[:length]) || c.iso.set(b, number(b[:4]), number(b[5:7]), number(b[8:]))
}

// timeOfDay reads "16:38:01", a fraction and a zone, each where there is one. A blank may
// stand before the zone.
func timeOfDay(midnight int64, b []byte) (event.Time, bool) {
	const length = len("16:38:01")
	seconds, ok := value.Clock(b)
	if !ok {
		return event.Time{}, false
	}
	t := event.Time{Nanos: (midnight + seconds) * int64(time.Second), Precision: event.PrecisionSecond}
	rest := b[length:]
	if len(rest) > 0 && (rest[0] == '.' || rest[0] == ',') {
		nanos, n := value.Fraction(rest[1:])
		if n == 0 {
			return event.Time{}, false
		}
		t.Nanos += nanos
		t.Precision = value.Precision(n)
		rest = rest[1+n:]
	}
	if len(rest) > 0 && rest[0] == ' ' {
		rest = rest[1:]
	}
	if string(rest) == "UTC" {
		t.Zone = event.ZoneUTC
		return t, true
	}
	const farthest = 15 * 3600 // seconds: no zone of today is as far from UTC
	t.Offset, t.Zone, ok = value.Zone(rest)
	t.Nanos -= int64(t.Offset) * int64(time.Second)
	return t, ok && -farthest < t.Offset && t.Offset < farthest
}

// epoch reads seconds since 1970; 13 digits are milliseconds, 16 microseconds. Of the
// fraction six digits count, rounded: the further ones that programs print are those
// of binary floating point.
func epoch(b []byte) (event.Time, bool) {
	whole, rest, pointed := bytes.Cut(b, []byte{'.'})
	n := int64(number(whole))
	switch {
	case n < 0 || pointed && len(rest) == 0:
		return event.Time{}, false
	case len(whole) == 13 && !pointed && n <= lastSecond*1e3:
		return event.UTC(n*int64(time.Millisecond), event.PrecisionMilli), true
	case len(whole) == 16 && !pointed && n <= lastSecond*1e6:
		return event.UTC(n*int64(time.Microsecond), event.PrecisionMicro), true
	case len(whole) < 9 || n > lastSecond: // before 1973, or no time at all
		return exponential(b)
	}
	t := event.UTC(n*int64(time.Second), event.PrecisionSecond)
	if !pointed {
		return t, true
	}
	nanos, digits := value.Fraction(rest)
	if digits != len(rest) {
		return exponential(b)
	}
	t.Nanos += (nanos + 500) / 1000 * 1000
	t.Precision = min(value.Precision(digits), event.PrecisionMicro)
	return t, true
}

// exponential reads seconds since 1970 as "1.7727e9" or milliseconds as "1.7727e12",
// which some programs print.
func exponential(b []byte) (event.Time, bool) {
	const longest = 32
	if len(b) > longest || bytes.IndexByte(b, 'e') < 0 && bytes.IndexByte(b, 'E') < 0 {
		return event.Time{}, false
	}
	seconds, err := strconv.ParseFloat(string(b), 64)
	if seconds > 1e11 {
		seconds /= 1000
	}
	if err != nil || !(seconds > 1e8 && seconds < lastSecond) {
		return event.Time{}, false
	}
	return event.UTC(int64(math.Round(seconds*1e6))*1000, event.PrecisionMicro), true
}

// number reads decimal digits only, at most 18 of them; -1 for anything else.
func number(b []byte) int {
	n, ok := value.Whole(b)
	if !ok {
		return -1
	}
	return int(n)
}
