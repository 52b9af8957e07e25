package lateral

import (
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

// relation is what one machine did on another with one protocol.
type relation struct {
	Answered int64
	Refused  int64
	Out, In  int64                // payload bytes
	Long     flow.Ongoing[volume] // the longest connections, those still open among them
	Brief    snapshot             // one that was open for less than flow.Tracked: counts while no other is known
	Sliced   flow.Distinct        // answered connections that came in slices
	LoggedOn int64                // logons that the sensor saw succeed
	Denied   int64                // and fail
	Days     fold.Days
	Marks    fold.Marks
}

// snapshot is a connection that had just begun when it was logged. If it lasts, a later
// record tells more: the largest stays.
type snapshot struct {
	Seen    bool
	Out, In int64
}

func (s *snapshot) merge(o snapshot) {
	switch {
	case !o.Seen:
	case !s.Seen, o.Out+o.In > s.Out+s.In, o.Out+o.In == s.Out+s.In && o.Out > s.Out:
		*s = o
	}
}

func (r *relation) merge(o *relation) {
	r.Answered += o.Answered
	r.Refused += o.Refused
	r.Out += o.Out
	r.In += o.In
	r.Long.Merge(o.Long)
	r.Brief.merge(o.Brief)
	r.Sliced.Merge(o.Sliced)
	r.LoggedOn += o.LoggedOn
	r.Denied += o.Denied
	r.Days.Merge(&o.Days)
	r.Marks.Merge(&o.Marks)
}

func (r *relation) connection(c *event.Connection) {
	out, in := max(c.SrcBytes, 0), max(c.DstBytes, 0)
	switch {
	case !answered(c):
		r.Refused++
		return
	case c.Slice > 0:
		r.Sliced.Add(fold.HashString(c.UID))
		r.Out += out
		r.In += in
	case c.Open && c.Duration < flow.Tracked:
		r.Brief.merge(snapshot{true, out, in})
	case c.Open:
		// Its newest state counts, when all are known.
	default:
		r.Answered++
		r.Out += out
		r.In += in
	}
	if c.Slice == 0 && c.Duration >= flow.Tracked {
		r.Long.Keep(c, volume{out, in})
	}
	r.mark(c.Time, c.Ref, out)
}

func (r *relation) logon(l *event.Logon) {
	switch l.Success {
	case event.TruthYes:
		r.LoggedOn++
		r.mark(l.Time, l.Ref, 0)
	case event.TruthNo:
		r.Denied += int64(max(1, l.Attempts))
	}
}

func (r *relation) mark(t event.Time, ref event.Ref, weight int64) {
	r.Days.Add(t)
	r.Marks.Add(fold.Mark{Time: t, Ref: ref, Weight: weight})
}

// happened reports whether the machine got in, or at least to the other end.
func (r *relation) happened() bool {
	return r.Answered > 0 || len(r.Sliced) > 0 || len(r.Long) > 0 || r.Brief.Seen || r.LoggedOn > 0
}

// settled returns the relation with the connections that are still open, and what counts
// only in place of something better: one that had just begun, or logons without their
// connections.
func (r *relation) settled() *relation {
	s := *r
	open, carried := stillOpen(s.Long)
	s.Answered += s.Sliced.Count() + open
	s.Out += carried.Out
	s.In += carried.In
	switch {
	case s.Answered > 0:
	case s.Brief.Seen:
		s.Answered, s.Out, s.In = 1, s.Brief.Out, s.Brief.In
	default:
		s.Answered = s.LoggedOn
	}
	s.Long, s.Brief, s.Sliced = nil, snapshot{}, nil
	return &s
}

// answered reports whether both ends exchanged data. A sensor that says how a
// connection ended leaves the bytes out where there were none.
func answered(c *event.Connection) bool {
	switch c.State {
	case "S0", "REJ", "RSTOS0", "RSTRH", "SH", "SHR":
		return false
	case "":
		return c.DstBytes != 0
	}
	return c.SrcBytes > 0 || c.DstBytes > 0
}
