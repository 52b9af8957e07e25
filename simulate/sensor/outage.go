package sensor

import (
	"slices"
	"time"

	"dwell/simulate/chance"
)

// Outage is a time in which a sensor wrote nothing.
type Outage struct{ From, To time.Time }

// Outages draws so many, of one to eight hours each, in order.
func Outages(r chance.Source, n int, from, to time.Time) []Outage {
	var out []Outage
	for range n {
		at := from.Add(r.Between(0, to.Sub(from)))
		out = append(out, Outage{at, at.Add(r.Between(time.Hour, 8*time.Hour))})
	}
	slices.SortFunc(out, func(a, b Outage) int { return a.From.Compare(b.From) })
	return out
}

// condition is the state of a sensor: its clock and its outages.
type condition struct {
	skew    time.Duration
	outages []Outage
}

// silent reports whether the sensor writes nothing at an instant.
func (c *condition) silent(at time.Time) bool {
	for _, o := range c.outages {
		if !at.Before(o.From) && at.Before(o.To) {
			return true
		}
	}
	return false
}

// clock is what the sensor's clock shows.
func (c *condition) clock(at time.Time) time.Time { return at.Add(c.skew) }
