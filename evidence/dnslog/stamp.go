package dnslog

import (
	"bytes"
	"strconv"
	"time"

	"dwell/event"
	"dwell/evidence/sysline"
)

// clock reads the times at the start of lines. It shares with package sysline what a line
// without a year is given, and what is said of it; the stamps it reads itself, because
// resolvers have forms of their own and a line without a stamp may still be a lookup.
type clock struct{ *sysline.Clock }

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// read reads the time that a line begins with, and says where it ends; 0 when the line
// begins with none.
func (c clock) read(line []byte) (t event.Time, end int) {
	switch {
	case len(line) > 2 && line[0] == '[':
		return epoch(line)
	case len(line) > 18 && line[4] == '-':
		return c.iso(line)
	case len(line) > 19 && line[2] == '-' && line[6] == '-':
		return c.bind(line)
	case len(line) > 14 && line[3] == ' ':
		return c.syslog(line)
	}
	return event.Time{}, 0
}

// epoch reads "[1795680000]", which Unbound writes.
func epoch(line []byte) (event.Time, int) {
	end := bytes.IndexByte(line, ']')
	const longest = 12
	if end < 0 || end > longest {
		return event.Time{}, 0
	}
	n, err := strconv.ParseInt(string(line[1:end]), 10, 64)
	if err != nil || n < 0 {
		return event.Time{}, 0
	}
	return event.UTC(n*int64(time.Second), event.PrecisionSecond), end + 1
}

// iso reads "2026-11-26T08:00:00.123Z", with "print-time iso8601" of BIND without zone,
// and the stamps of newer syslog daemons.
func (c clock) iso(line []byte) (event.Time, int) {
	end := bytes.IndexByte(line, ' ')
	if end < 0 {
		end = len(line)
	}
	text := string(line[:end])
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return within(event.At(t, event.PrecisionMilli), end)
	}
	if t, err := time.Parse("2006-01-02T15:04:05.999999999", text); err == nil {
		return within(c.assumed(t, event.PrecisionMilli), end)
	}
	return event.Time{}, 0
}

// bind reads "26-Nov-2026 08:00:00.123".
func (c clock) bind(line []byte) (event.Time, int) {
	end := bytes.IndexByte(line[12:], ' ')
	if end < 0 {
		return event.Time{}, 0
	}
	end += 12
	t, err := time.Parse("02-Jan-2006 15:04:05.999", string(line[:end]))
	if err != nil {
		return event.Time{}, 0
	}
	return within(c.assumed(t, event.PrecisionMilli), end)
}

// syslog reads "Nov 26 08:00:00", of BIND with a fraction; the year is the last in which
// the line can have been written before the file was changed for the last time.
func (c clock) syslog(line []byte) (event.Time, int) {
	month := 0
	for i, m := range months {
		if string(line[:3]) == m {
			month = i + 1
		}
	}
	day, ok1 := number(line[4:6])
	hour, ok2 := number(line[7:9])
	minute, ok3 := number(line[10:12])
	second, ok4 := number(line[13:15])
	if month == 0 || !ok1 || !ok2 || !ok3 || !ok4 || line[6] != ' ' || line[9] != ':' || line[12] != ':' ||
		day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60 {
		return event.Time{}, 0
	}
	end := 15
	for end < len(line) && line[end] != ' ' {
		end++
	}
	c.NoYear = true
	if c.Changed.IsZero() {
		return event.Time{}, end
	}
	t := c.LastYear(func(year int) time.Time {
		return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	})
	return within(c.assumed(t, event.PrecisionSecond), end)
}

func (c clock) assumed(t time.Time, p event.Precision) event.Time {
	c.NoZone = true
	at := event.UTC(t.UnixNano(), p)
	at.Zone = event.ZoneAssumed
	return at
}

// within drops times that no resolver can have logged, so that arithmetic holds.
func within(t event.Time, end int) (event.Time, int) {
	const first, last = 473_385_600, 7_258_118_400 // seconds: 1985 to 2200
	if s := t.Nanos / int64(time.Second); s < first || s >= last {
		return event.Time{}, end
	}
	return t, end
}

// number reads two digits, the first of which may be a space.
func number(b []byte) (int, bool) {
	if b[0] == ' ' {
		b = b[1:]
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}
