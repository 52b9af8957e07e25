package flow

import (
	"cmp"
	"slices"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

// Tracked is the least duration of a connection that detectors keep by itself, to tell
// one that is open from its later states: sensors log the open ones by the hour (Zeek) or
// by some minutes, so that shorter ones are seen once.
const Tracked = time.Minute

// Ongoing are the longest connections of a relation, longest first, each once and in its
// newest state, like Longest at a quarter of its memory: for detectors that add up the
// closed ones themselves and must know only which are still open, and with what. Of a
// closed one only the length is kept, so that it outlives its open states. The nil
// Ongoing is empty and ready.
type Ongoing[S State[S]] []Session[S]

// State is what a detector knows of a connection that is still open. Compare puts first
// what tells more, of two states that are equally long.
type State[S any] interface{ Compare(o S) int }

// Session is one connection in one state.
type Session[S State[S]] struct {
	ID       uint64 // hash of what makes the connection one
	Duration time.Duration
	Open     *S // nil when it is closed
}

// Keep puts the connection among the longest. Of records of one connection the longest
// stays; what was once too short to be among the longest stays too short.
func (l *Ongoing[S]) Keep(c *event.Connection, state S) {
	s := Session[S]{ID: Identifier(c), Duration: c.Duration}
	if c.Open {
		open := state // a copy of its own: most connections are closed and must cost nothing
		s.Open = &open
	}
	l.keep(s)
}

// Merge keeps the connections of o too.
func (l *Ongoing[S]) Merge(o Ongoing[S]) {
	for _, s := range o {
		l.keep(s)
	}
}

// compare puts the longer first; at the same length the closed, then the one that tells
// more. The rest only makes the order one and the same.
func (s Session[S]) compare(o Session[S]) int {
	c := cmp.Or(cmp.Compare(o.Duration, s.Duration), fold.FalseFirst(s.Open != nil, o.Open != nil))
	if c == 0 && s.Open != nil {
		c = (*s.Open).Compare(*o.Open)
	}
	return cmp.Or(c, cmp.Compare(s.ID, o.ID))
}

func (l *Ongoing[S]) keep(s Session[S]) {
	all := *l
	if len(all) == maxLongest && all[maxLongest-1].compare(s) <= 0 {
		return
	}
	if i := slices.IndexFunc(all, func(o Session[S]) bool { return o.ID == s.ID }); i >= 0 {
		if s.compare(all[i]) >= 0 {
			return
		}
		all = slices.Delete(all, i, i+1)
	}
	if len(all) == maxLongest {
		all = all[:maxLongest-1] // the last must go; inserting first would double the room
	}
	*l = fold.KeepFirst(all, s, maxLongest, Session[S].compare)
}
