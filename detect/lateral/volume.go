package lateral

import (
	"cmp"

	"dwell/detect/flow"
)

// volume is what a connection carried: payload bytes.
type volume struct{ Out, In int64 }

// Compare puts the larger first.
func (v volume) Compare(o volume) int {
	return cmp.Or(cmp.Compare(o.Out+o.In, v.Out+v.In), cmp.Compare(o.Out, v.Out))
}

// stillOpen returns how many of the connections are still open, and what they carried.
func stillOpen(l flow.Ongoing[volume]) (n int64, v volume) {
	for _, s := range l {
		if s.Open != nil {
			n++
			v.Out += s.Open.Out
			v.In += s.Open.In
		}
	}
	return n, v
}
