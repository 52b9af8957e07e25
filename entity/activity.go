package entity

import (
	"fmt"
	"time"

	"dwell/event"
)

const (
	hoursOfWeek = 7 * 24
	// leastWatched is how long the evidence must last to tell hours and days of the
	// week apart: a full week, so that there is a weekend to compare with.
	leastWatched = 7 * 24 * time.Hour
	// leastActivity is the least number of connections per hour of the week.
	leastActivity = 20
	// People work on weekdays from 8 to 19; the offices are empty from 22 to 6.
	workFrom, workTo   = 8, 19
	nightFrom, nightTo = 22, 6
	// quiet is the most activity per hour, compared with working hours, that nights
	// and weekends may have: without both contrasts it may be customers or programs.
	quietNight, quietWeekend = 0.35, 0.6
)

// activity counts what people do by hour of the week, UTC, Monday 00:00 first.
type activity struct {
	Hours [hoursOfWeek]int64
	Span  event.Span
}

func (a *activity) add(t event.Time) {
	if t.IsZero() || t.Nanos < 0 {
		return
	}
	a.Span.Add(t)
	const monday = 4 * 24 // 1970-01-01 was a Thursday
	a.Hours[(t.Nanos/int64(time.Hour)+hoursOfWeek-monday)%hoursOfWeek]++
}

func (a *activity) merge(o *activity) {
	for i, n := range o.Hours {
		a.Hours[i] += n
	}
	a.Span.Merge(o.Span)
}

// contrast is the mean activity per hour of three parts of the week.
type contrast struct{ work, night, weekend float64 }

// at returns the contrast when clocks are the offset ahead of UTC.
func (a *activity) at(offset int) contrast {
	var c contrast
	var work, night, weekend float64
	for i, n := range a.Hours {
		local := (i + offset + hoursOfWeek) % hoursOfWeek
		day, hour := local/24, local%24
		switch {
		case hour >= nightFrom || hour < nightTo:
			c.night += float64(n)
			night++
		case day >= 5:
			c.weekend += float64(n)
			weekend++
		case hour >= workFrom && hour < workTo:
			c.work += float64(n)
			work++
		}
	}
	return contrast{c.work / work, c.night / night, c.weekend / weekend}
}

// zone returns the whole hour at which the activity looks most like office hours.
func (a *activity) zone() (best offsetCount, why string, ok bool) {
	var total int64
	for _, n := range a.Hours {
		total += n
	}
	if a.Span.Last.Sub(a.Span.First) < leastWatched || total < leastActivity*hoursOfWeek {
		return offsetCount{}, "", false
	}
	var most contrast
	at := 0
	for _, offset := range nearFirst() {
		c := a.at(offset)
		if c.work-c.night > most.work-most.night {
			most, at = c, offset
		}
	}
	if most.work == 0 || most.night > quietNight*most.work || most.weekend > quietWeekend*most.work {
		return offsetCount{}, "", false
	}
	why = fmt.Sprintf("give or take two hours: %d web connections of inside machines are %.1f times as frequent from %d to %d o'clock on weekdays as at night, and %.1f times as on weekends",
		total, most.work/max(most.night, 0.1), workFrom, workTo, most.work/max(most.weekend, 0.1))
	return offsetCount{Quarters: int8(4 * at), N: total}, why, true
}

// nearFirst lists the offsets in hours, UTC first, so that ties go to the nearest.
func nearFirst() []int {
	offsets := []int{0}
	for h := 1; h <= 12; h++ {
		offsets = append(offsets, h, -h)
	}
	return append(offsets, 13, 14)
}
