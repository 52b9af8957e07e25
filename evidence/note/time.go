package note

import (
	"strings"
	"time"

	"dwell/event"
	"dwell/evidence/message/header"
)

// layouts are the forms of timestamps that header.Date does not read. A day and a
// month as two numbers are read only when dots stand between them, which is always
// day first; "02/01/2021" could be either.
var layouts = []struct {
	layout    string
	precision event.Precision
}{
	{"2006-01-02 15:04:05", event.PrecisionSecond},
	{"2006-01-02 15:04", event.PrecisionMinute},
	{"15:04 02.01.2006", event.PrecisionMinute},
	{"2.01.2006 15:04:05", event.PrecisionSecond},
	{"2.01.2006 15:04", event.PrecisionMinute},
	{"2006-01-02", event.PrecisionDay},
}

// timestamp reads the time of a message. Relative times ("2 days ago") and those
// without a year give none: nobody knows when the chat was saved.
func timestamp(s string) event.Time {
	const longest = 100
	if len(s) > longest {
		return event.Time{}
	}
	s = strings.Trim(s, "[] ")
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		p := event.PrecisionSecond
		if t.Nanosecond() != 0 {
			p = event.PrecisionMicro
		}
		return event.At(t, p)
	}
	for _, l := range layouts {
		if t, err := time.Parse(l.layout, s); err == nil {
			return event.Time{Nanos: t.UnixNano(), Zone: event.ZoneAssumed, Precision: l.precision}
		}
	}
	if t, ok := header.Date([]byte(s)); ok {
		return t
	}
	return event.Time{}
}
