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
