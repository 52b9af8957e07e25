package sysline

import (
	"bytes"
	"time"

	"dwell/event"
	"dwell/evidence/value"
)

// Clock reads the stamps of one file. The zero Clock knows no year.
type Clock struct {
	Changed time.Time // of the file: the last year that lines without one can be of
	NoYear  bool      // a line had none
	NoZone  bool      // a line had none
}

// New returns the clock of a file that was changed for the last time then.
func New(changed time.Time) *Clock {
	if changed.IsZero() {
		return &Clock{}
	}
	return &Clock{Changed: changed.UTC()}
}

// Notes says what was assumed.
func (c *Clock) Notes() []string {
	var notes []string
	switch {
	case c.NoYear && c.Changed.IsZero():
		notes = append(notes, "times without a year, and the file's own time is not known: these records have none")
	case c.NoYear:
		notes = append(notes, "times without a year were given that of the file's last change")
	}
	if c.NoZone {
		notes = append(notes, "times without a zone were taken for UTC")
	}
	return notes
}

// stamp reads the time that a line begins with, and says where it ends; 0 when there is none.
func (c *Clock) stamp(b []byte) (t event.Time, end int) {
	const short = len("Nov 26 08:00:00")
	switch {
	case len(b) > short && b[4] == '-':
		return c.ISO(b)
	case len(b) >= short && b[3] == ' ':
		return c.bsd(b)
	}
	return event.Time{}, 0
}

// ISO reads a stamp of ISO 8601 up to the next blank; one that begins with a date alone
// goes on behind one blank with the time.
func (c *Clock) ISO(b []byte) (event.Time, int) {
	const date = len("2006-01-02")
	if len(b) <= date {
		return event.Time{}, 0
	}
	end := bytes.IndexByte(b[date+1:], ' ')
	if end < 0 {
		end = len(b)
	} else {
		end += date + 1
	}
	t, ok := value.Time(b[:end])
	if !ok {
		return event.Time{}, 0
	}
	if t.Zone == event.ZoneAssumed {
		c.NoZone = true
	}
	return t, end
}

// LastYear returns the time of a line without a year, given what it is in a year: in the
// last in which it can have been written before the file was changed for the last time.
func (c *Clock) LastYear(in func(year int) time.Time) time.Time {
	const slack = 24 * time.Hour // the log's zone may lie ahead
	t := in(c.Changed.Year())
	if t.After(c.Changed.Add(slack)) {
		t = in(c.Changed.Year() - 1)
	}
	return t
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// bsd reads "Nov 26 08:00:00", perhaps with a fraction.
func (c *Clock) bsd(b []byte) (event.Time, int) {
	month := bytes.Index([]byte(months), b[:3])
	if month < 0 || month%3 != 0 || b[6] != ' ' {
		return event.Time{}, 0
	}
	day, ok := value.Whole(bytes.TrimLeft(b[4:6], " "))
	clock, fits := value.Clock(b[7:])
	if !ok || !fits || day < 1 || day > 31 {
		return event.Time{}, 0
	}
	const clockEnd = len("Nov 26 08:00:00")
	end, nanos, decimals := clockEnd, int64(0), 0
	if end < len(b) && b[end] == '.' {
		nanos, decimals = value.Fraction(b[end+1:])
		end += 1 + decimals
	}
	c.NoYear, c.NoZone = true, true
	if c.Changed.IsZero() {
		return event.Time{}, end
	}
	t := c.LastYear(func(year int) time.Time {
		return time.Date(year, time.Month(month/3+1), int(day), 0, 0, int(clock), int(nanos), time.UTC)
	})
	const first, last = 1985, 2200
	if y := t.Year(); y < first || y > last {
		return event.Time{}, end
	}
	out := event.UTC(t.UnixNano(), value.Precision(decimals))
	out.Zone = event.ZoneAssumed
	return out, end
}
