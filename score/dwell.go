package score

import (
	"time"

	"dwell/event"
	"dwell/finding"
	"dwell/incident"
)

// tolerance is how far a moment may lie beyond a bound and still be inside. A bound
// cannot be finer than the record that gives it: logs write whole seconds, many of
// them when a statement or a connection ends, and people and notices speak in minutes.
const tolerance = time.Minute

// Dwell compares the moments of the intrusion and the intervals between them.
type Dwell struct {
	Moments   []Moment   `json:"moments"`
	Intervals []Interval `json:"intervals"`
}

// Moment compares one instant. The case gives bounds for some; Inside is nil where
// it gives none.
type Moment struct {
	Name         string     `json:"name"`
	Answer       Answer     `json:"answer"`
	Truth        event.Time `json:"truth"`
	Estimate     event.Time `json:"estimate"`
	Low          event.Time `json:"low"`
	High         event.Time `json:"high"`
	ErrorMinutes *float64   `json:"error_minutes"` // estimate minus truth
	Inside       *bool      `json:"inside_bounds"`
}

// Interval compares the time between two moments.
type Interval struct {
	Name            string   `json:"name"`
	Answer          Answer   `json:"answer"`
	TruthMinutes    *float64 `json:"truth_minutes"`
	EstimateMinutes *float64 `json:"estimate_minutes"`
	LowMinutes      *float64 `json:"low_minutes"`
	HighMinutes     *float64 `json:"high_minutes"` // nil: not bounded
	ErrorMinutes    *float64 `json:"error_minutes"`
	Inside          *bool    `json:"inside_bounds"`
}

// The names of the moments.
const (
	Entry         = "entry"
	Foothold      = "foothold"
	FirstBulkRead = "first bulk read"
	TheftStart    = "theft start"
	TheftEnd      = "theft end"
	FirstDemand   = "first demand"
	Awareness     = "awareness"
)

func (k *comparison) dwell() Dwell {
	var d incident.Dwell
	if k.main != nil {
		d = k.main.Dwell
	}
	t := &k.t.Dwell
	return Dwell{
		Moments: []Moment{
			moment(Entry, t.Entry, d.Entry),
			moment(Foothold, t.Foothold, k.foothold()),
			moment(FirstBulkRead, t.FirstBulkRead, d.FirstBulkRead),
			moment(TheftStart, t.TheftStart, d.TheftStart),
			moment(TheftEnd, t.TheftEnd, d.TheftEnd),
			moment(FirstDemand, t.FirstDemand, k.firstDemand()),
			moment(Awareness, t.Awareness, d.Awareness),
		},
		// The names are those that package incident gives its intervals.
		Intervals: []Interval{
			interval("entry to first bulk read", t.Entry, t.FirstBulkRead, d.Intervals),
			interval("theft window", t.TheftStart, t.TheftEnd, d.Intervals),
			interval("theft to awareness", t.TheftEnd, t.Awareness, d.Intervals),
		},
	}
}

// foothold is where the first finding of command and control begins. The case has
// no such moment of its own, and so no bounds.
func (k *comparison) foothold() *incident.Moment {
	return k.earliest(func(m *match) event.Time {
		if m.Tactic != finding.CommandControl {
			return event.Time{}
		}
		return m.First
	})
}

// firstDemand is when the first mail of a demand was sent.
func (k *comparison) firstDemand() *incident.Moment {
	return k.earliest(func(m *match) event.Time {
		if m.Demand == nil {
			return event.Time{}
		}
		first := m.First
		for _, sent := range m.Demand.Sent {
			if sent.Before(first) {
				first = sent
			}
		}
		return first
	})
}

// earliest is the first instant that the claims of the main incident give.
func (k *comparison) earliest(of func(*match) event.Time) *incident.Moment {
	var first event.Time
	for _, m := range k.mainClaims() {
		if at := of(m); at.Before(first) {
			first = at
		}
	}
	if first.IsZero() {
		return nil
	}
	return &incident.Moment{Estimate: first}
}

func moment(name string, happened *time.Time, stated *incident.Moment) Moment {
	out := Moment{Name: name, Answer: answer(happened != nil, stated != nil), Truth: instantOf(happened)}
	if stated != nil {
		out.Estimate, out.Low, out.High = stated.Estimate, stated.Low, stated.High
	}
	if out.Answer != Given {
		return out
	}
	off := minutes(out.Truth, out.Estimate)
	out.ErrorMinutes = &off
	if out.Low.IsZero() && out.High.IsZero() {
		return out
	}
	inside := (out.Low.IsZero() || out.Truth.Nanos >= out.Low.Nanos-int64(tolerance)) &&
		(out.High.IsZero() || out.Truth.Nanos <= out.High.Nanos+int64(tolerance))
	out.Inside = &inside
	return out
}

func interval(name string, from, to *time.Time, list []incident.Interval) Interval {
	var stated *incident.Interval
	for i := range list {
		if list[i].Name == name {
			stated = &list[i]
		}
	}
	happened := from != nil && to != nil
	out := Interval{Name: name, Answer: answer(happened, stated != nil)}
	if happened {
		v := minutes(instantOf(from), instantOf(to))
		out.TruthMinutes = &v
	}
	if stated != nil {
		out.EstimateMinutes, out.LowMinutes = inMinutes(stated.Estimate), inMinutes(stated.Low)
		if stated.High != incident.Unbounded {
			out.HighMinutes = inMinutes(stated.High)
		}
	}
	if out.Answer != Given {
		return out
	}
	off := hundredths(*out.EstimateMinutes - *out.TruthMinutes)
	out.ErrorMinutes = &off
	const both = float64(2*tolerance) / float64(time.Minute) // of either moment
	inside := *out.TruthMinutes >= *out.LowMinutes-both && (out.HighMinutes == nil || *out.TruthMinutes <= *out.HighMinutes+both)
	out.Inside = &inside
	return out
}

func inMinutes(seconds int64) *float64 {
	v := hundredths(float64(seconds) / time.Minute.Seconds())
	return &v
}
