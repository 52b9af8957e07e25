package namelist

import (
	"strconv"
	"strings"
	"time"

	"dwell/event"
)

// layouts are the ways to write a time that exports use; those without a zone are read
// as UTC.
var layouts = []struct {
	text      string
	stated    bool
	precision event.Precision
}{
	{time.RFC3339Nano, true, event.PrecisionMicro},
	{"2006-01-02T15:04:05.999999999Z0700", true, event.PrecisionMicro},
	{"2006-01-02 15:04:05.999999999Z07:00", true, event.PrecisionMicro},
	{"2006-01-02 15:04:05.999999999 -0700", true, event.PrecisionMicro},
	{"2006-01-02T15:04:05.999999999", false, event.PrecisionSecond},
	{"2006-01-02 15:04:05.999999999", false, event.PrecisionSecond},
	{"2006/01/02 15:04:05", false, event.PrecisionSecond},
	{"2006-01-02 15:04", false, event.PrecisionMinute},
	{"2006-01-02", false, event.PrecisionDay},
}

// The years from which names can have been asked, as seconds.
const firstSecond, lastSecond = 473_385_600, 7_258_118_400 // 1985 to 2200

// readTime reads a time; ok is false for what is none.
func readTime(text string) (t event.Time, ok bool) {
	text = strings.TrimSpace(text)
	if t, ok := readEpoch(text); ok {
		return t, true
	}
	for _, l := range layouts {
		at, err := time.Parse(l.text, text)
		if err != nil || at.Unix() < firstSecond || at.Unix() >= lastSecond {
			continue
		}
		t := event.At(at, l.precision)
		if !l.stated {
			t.Zone = event.ZoneAssumed
		}
		return t, true
	}
	return event.Time{}, false
}

// readEpoch reads seconds since 1970 with or without a fraction, or milliseconds.
func readEpoch(text string) (event.Time, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return event.Time{}, false
	}
	const perMilli, perSecond = 1_000_000, 1_000_000_000
	switch {
	case n >= firstSecond && n < lastSecond:
		nanos, digits := int64(0), min(len(fraction), 9)
		if digits > 0 {
			f, err := strconv.ParseUint(fraction[:digits], 10, 32)
			if err != nil {
				return event.Time{}, false
			}
			nanos = int64(f)
			for range 9 - digits {
				nanos *= 10
			}
		}
		return event.UTC(n*perSecond+nanos, event.PrecisionMicro), true
	case n/1000 >= firstSecond && n/1000 < lastSecond:
		return event.UTC(n*perMilli, event.PrecisionMilli), true
	}
	return event.Time{}, false
}
