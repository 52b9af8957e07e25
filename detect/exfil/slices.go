package exfil

import (
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

// sliced is what a pair's connections that came in slices need beside its sums. The
// zero sliced is empty and ready.
type sliced struct {
	IDs     flow.Distinct // the connections; in the sums they count but for their number
	Out, In int64         // of the sums, bytes of slices of which only that way is known
}

// slice folds in a part of a connection of which the other parts come apart. Its bytes
// count when it carried them.
func (p *pair) slice(c *event.Connection, out int64, headers bool, id uint64) {
	if p.Sliced == nil {
		p.Sliced = &sliced{}
	}
	t := totalsOf(c, out, headers)
	t.Connections = 0
	switch { // the other way was recorded apart, or not at all
	case c.DstBytes < 0:
		t.Push = 0
		p.Sliced.Out += out
	case c.SrcBytes < 0:
		p.Sliced.In += t.In
	}
	p.Closed.add(t)
	p.Sliced.IDs.Add(id)
	p.Ended = max(p.Ended, end(c))
	p.Series.add(c.Time, c.Duration, out, t.In)
	if out > 0 {
		p.Marks.add(fold.Mark{Time: c.Time, Ref: c.Ref, Weight: out})
	}
	if out >= leastPart || t.In >= leastPull {
		p.bulky(c, out, t.In)
	}
}

// join returns both together; it may keep either.
func (s *sliced) join(o *sliced) *sliced {
	if s == nil || o == nil {
		if s == nil {
			return o
		}
		return s
	}
	s.IDs.Merge(o.IDs)
	s.Out += o.Out
	s.In += o.In
	return s
}

// settle completes sums: with the number of the connections, and with what was pushed
// where both ways were recorded apart.
func (s *sliced) settle(all *totals) {
	if s == nil {
		return
	}
	all.Connections += s.IDs.Count()
	if s.In > 0 && s.Out/pushRatio >= s.In {
		all.Push += s.Out
	}
}

// oneWay returns the bytes out of which the way back was not recorded.
func (s *sliced) oneWay() int64 {
	if s == nil || s.In > 0 {
		return 0
	}
	return s.Out
}
