package exfil

import (
	"cmp"

	"dwell/event"
)

// opened is what a connection that is still open has sent so far. Of the longest
// connections of a pair that is kept until they are closed (flow.Ongoing): then their
// bytes are in the totals of the pair.
type opened struct {
	Start  event.Time
	Totals totals
	Ref    event.Ref
}

// Compare puts the state with more bytes first; the rest only makes the order one and
// the same.
func (a opened) Compare(b opened) int {
	return cmp.Or(cmp.Compare(b.Totals.Out+b.Totals.In, a.Totals.Out+a.Totals.In), cmp.Compare(b.Totals.Out, a.Totals.Out),
		a.Start.Compare(b.Start), a.Ref.Compare(b.Ref))
}
