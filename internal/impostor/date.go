package impostor

import (
	"fmt"
	"regexp"
	"time"
)

// stamp is a date as RFC 5322 writes it, wherever it stands in a line. The groups are
// weekday, space, day, month, year, hour, minute, seconds, zone.
var stamp = regexp.MustCompile(`(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun),(\s+))?(\d{1,2})\s+(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s+([+-]\d{4}|GMT|UT|UTC)`)

// The groups of stamp.
const (
	groupWeekday = iota + 1
	groupSpace
	groupDay
	groupMonth
	groupYear
	groupHour
	groupMinute
	groupSecond
	groupZone
)

// shifted returns the line with every date in it moved, written as it was: in its own zone,
// with or without weekday and seconds, the day in one digit or two.
func (f Field) shifted(by time.Duration) Field {
	f.Raw = stamp.ReplaceAllStringFunc(f.Raw, func(text string) string {
		g := stamp.FindStringSubmatch(text)
		offset := g[groupZone]
		if offset[0] != '+' && offset[0] != '-' {
			offset = "+0000"
		}
		t, err := time.Parse("2 Jan 2006 15:04:05 -0700", fmt.Sprintf("%s %s %s %s:%s:%s %s",
			g[groupDay], g[groupMonth], g[groupYear], g[groupHour], g[groupMinute], orZero(g[groupSecond]), offset))
		if err != nil {
			return text
		}
		return inStyle(t.Add(by), g)
	})
	return f
}

// inStyle writes a time as the date with those groups was written.
func inStyle(t time.Time, g []string) string {
	day, space := fmt.Sprint(t.Day()), g[groupSpace]
	switch {
	case g[groupDay][0] == '0':
		day = fmt.Sprintf("%02d", t.Day())
	case len(g[groupDay]) == 1 && space == "  " && len(day) == 2:
		space = " "
	}
	out := day + t.Format(" Jan 2006 15:04")
	if g[groupSecond] != "" {
		out += t.Format(":05")
	}
	if g[groupWeekday] != "" {
		out = t.Format("Mon") + "," + space + out
	}
	return out + " " + g[groupZone]
}

func orZero(s string) string {
	if s == "" {
		return "00"
	}
	return s
}

// Moved returns the mail as if it had been sent at another time: its date and those of its
// relays move alike, their zones stay.
func (l Letter) Moved(to time.Time) Letter { return l.moved(l.Time(), l.Time(), to) }

// moved moves a mail whose date and whose relays are of two different times.
func (l Letter) moved(written, carried, to time.Time) Letter {
	if written.IsZero() || carried.IsZero() {
		return l
	}
	out := Letter{Body: l.Body, Fields: make([]Field, len(l.Fields))}
	for i, f := range l.Fields {
		switch f.Name {
		case "date":
			f = f.shifted(to.Sub(written))
		case "received", "x-received":
			f = f.shifted(to.Sub(carried))
		}
		out.Fields[i] = f
	}
	return out
}
