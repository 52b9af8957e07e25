package exfil

import (
	"cmp"
	"slices"
	"time"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

// maxLong is how many of the longest connections of a pair are kept one by one.
const maxLong = 16

// conversations are the longest connections of a pair, longest first, each once and in
// its newest state: a connection that is still open is logged again and again. Of a
// closed one only the length is kept, so that it outlives its open states: its bytes
// are in the totals of the pair. (flow.Longest keeps five times as much of each.)
type conversations []conversation

// conversation is one connection in one state.
type conversation struct {
	ID       uint64 // hash of what makes the connection one
	Duration time.Duration
	Open     *opened // nil when it is closed
}

// opened is what a connection that is still open has sent so far.
type opened struct {
	Start  event.Time
	Totals totals
	Ref    event.Ref
}

func conversationOf(c *event.Connection, t totals) conversation {
	v := conversation{ID: flow.Identifier(c), Duration: c.Duration}
	if c.Open {
		v.Open = &opened{Start: c.Time, Totals: t, Ref: c.Ref}
	}
	return v
}

// compare puts the longer first; at the same length the closed, then the one with
// more bytes. The rest only makes the order one and the same.
func (v *conversation) compare(o *conversation) int {
	c := cmp.Or(cmp.Compare(o.Duration, v.Duration), fold.FalseFirst(v.Open != nil, o.Open != nil))
	if c != 0 || v.Open == nil {
		return cmp.Or(c, cmp.Compare(v.ID, o.ID))
	}
	a, b := v.Open, o.Open
	return cmp.Or(cmp.Compare(b.Totals.Out+b.Totals.In, a.Totals.Out+a.Totals.In), cmp.Compare(b.Totals.Out, a.Totals.Out),
		a.Start.Compare(b.Start), cmp.Compare(v.ID, o.ID), a.Ref.Compare(b.Ref))
}

// keep puts v among the longest. Of records of one connection the longest stays; what
// was once too short to be among the longest stays too short.
func (l *conversations) keep(v conversation) {
	all := *l
	if len(all) == maxLong && all[maxLong-1].compare(&v) <= 0 {
		return
	}
	for i := range all {
		if all[i].ID != v.ID {
			continue
		}
		if v.compare(&all[i]) >= 0 {
			return
		}
		all = slices.Delete(all, i, i+1)
		break
	}
	if len(all) == maxLong {
		all = all[:maxLong-1] // the last must go; inserting first would double the room
	}
	*l = fold.KeepFirst(all, v, maxLong, func(a, b conversation) int { return a.compare(&b) })
}

func (l *conversations) merge(o conversations) {
	for _, v := range o {
		l.keep(v)
	}
}
