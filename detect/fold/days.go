package fold

import (
	"math/bits"

	"dwell/event"
)

// Days is the set of days on which something happened, folded onto a ring of 256
// days: two that lie a multiple of 256 days apart count as one. The zero Days is
// empty and ready.
type Days [4]uint64

const dayNanos = 86_400_000_000_000

// Add adds the day of t; a zero Time changes nothing.
func (d *Days) Add(t event.Time) {
	if t.IsZero() {
		return
	}
	day := uint64(t.Nanos/dayNanos) & 255
	d[day/64] |= 1 << (day % 64)
}

// Merge adds the days of o.
func (d *Days) Merge(o *Days) {
	for i := range d {
		d[i] |= o[i]
	}
}

// Count returns the number of days.
func (d *Days) Count() int {
	n := 0
	for _, word := range d {
		n += bits.OnesCount64(word)
	}
	return n
}
