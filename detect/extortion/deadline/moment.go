package deadline

import (
	"strconv"
	"strings"
	"time"

	"dwell/event"
)

// clock is a time of day; the zero clock is none.
type clock struct {
	given        bool
	hour, minute int
	zone         *time.Location // nil: that of the message
}

// endOfDay is the last minute of a day, which a day without an hour means.
var endOfDay = clock{hour: 23, minute: 59}

// zones are the names of offsets that English writers use; others stay unread.
var zones = map[string]int{"utc": 0, "gmt": 0, "kst": 9, "jst": 9, "sgt": 8, "msk": 3, "cet": 1, "cest": 2, "est": -5, "edt": -4, "pst": -8, "pdt": -7}

// newClock reads an hour, a minute and the half of the day ("pm", "오후"), with the
// zone behind it ("KST", "utc+9").
func newClock(hour, minute, half, zone string) (clock, bool) {
	switch strings.ToLower(hour) {
	case "":
		return clock{}, false
	case "noon", "정오":
		return clock{given: true, hour: 12, zone: zoneOf(zone)}, true
	case "midnight", "자정":
		return clock{given: true, hour: 24, zone: zoneOf(zone)}, true
	}
	c := clock{given: true, hour: number(hour), minute: number(minute), zone: zoneOf(zone)}
	switch half = strings.ToLower(strings.ReplaceAll(half, ".", "")); half {
	case "pm", "오후", "저녁", "밤", "낮":
		if c.hour < 12 {
			c.hour += 12
		} else if half == "밤" && c.hour == 12 {
			c.hour = 24 // 밤 12시 is midnight
		}
	case "am", "오전", "새벽":
		if c.hour == 12 {
			c.hour = 0
		}
	}
	return c, c.hour <= 24 && c.minute <= 59
}

// zoneOf reads "kst" or "utc+9".
func zoneOf(text string) *time.Location {
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	name := strings.TrimRight(text, "+-0123456789")
	hours, ok := zones[name]
	if !ok {
		return nil
	}
	if name == "utc" || name == "gmt" {
		shift, err := strconv.Atoi(text[len(name):])
		if err == nil && shift >= -12 && shift <= 14 {
			hours = shift
		}
	}
	return time.FixedZone("", hours*3600)
}

// on gives the instant of the clock on a day.
func (c clock) on(year int, month time.Month, day int, sent event.Time) event.Time {
	precision := event.PrecisionMinute
	if !c.given {
		c, precision = endOfDay, event.PrecisionDay
	}
	zone := c.zone
	if zone == nil {
		zone = time.FixedZone("", int(sent.Offset))
	}
	second := 0
	if precision == event.PrecisionDay {
		second = 59
	}
	at := event.At(time.Date(year, month, day, c.hour, c.minute, second, 0, zone), precision)
	if c.zone == nil && sent.Zone != event.ZoneStated {
		at.Zone = event.ZoneAssumed
	}
	return at
}

// ahead gives the instant of the clock so many days behind the message.
func (c clock) ahead(sent event.Time, days int) event.Time {
	if sent.IsZero() {
		return event.Time{}
	}
	t := sent.Local().AddDate(0, 0, days)
	return c.on(t.Year(), t.Month(), t.Day(), sent)
}

// date gives the instant of a day of the calendar; year 0 means the next such day
// behind the message.
func (c clock) date(year, month, day int, sent event.Time) (event.Time, bool) {
	next := year == 0
	if next {
		if sent.IsZero() {
			return event.Time{}, false
		}
		year = sent.Local().Year()
	}
	if year < 100 {
		year += 2000
	}
	if month < 1 || month > 12 || day < 1 || day > 31 || year < 1970 || year > 2200 {
		return event.Time{}, false
	}
	if time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day {
		return event.Time{}, false // 31 June
	}
	at := c.on(year, time.Month(month), day, sent)
	if next && at.Nanos < sent.Nanos {
		at = c.on(year+1, time.Month(month), day, sent)
	}
	return at, true
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
