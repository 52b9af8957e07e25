package lateral

import (
	"cmp"
	"slices"
	"time"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	// trackedFrom is the least duration of a connection that is kept by itself, to tell
	// one that is open from its later states.
	trackedFrom = time.Minute
	// maxSessions is how many of the longest connections of a relation are kept so.
	maxSessions = 16
)

// sessions are the longest connections of a relation, longest first, each once and in
// its newest state, as flow.Longest keeps them at four times the memory: a connection
// that is still open is logged again and again. Of a closed one only the length is kept,
// so that it outlives its open states; its bytes are in the sums of the relation.
type sessions []session

type session struct {
	ID       uint64
	Duration time.Duration
	Open     *volume // what was carried so far; nil when it is closed
}

// volume is what a connection carried: payload bytes.
type volume struct{ Out, In int64 }

func sessionOf(c *event.Connection, v volume) session {
	s := session{ID: flow.Identifier(c), Duration: c.Duration}
	if c.Open {
		s.Open = &v
	}
	return s
}

// compare puts the longer first; at the same length the closed, then the one with more
// bytes. The rest only makes the order one and the same.
func (s session) compare(o session) int {
	c := cmp.Or(cmp.Compare(o.Duration, s.Duration), fold.FalseFirst(s.Open != nil, o.Open != nil))
	if c != 0 || s.Open == nil {
		return cmp.Or(c, cmp.Compare(s.ID, o.ID))
	}
	return cmp.Or(cmp.Compare(o.Open.Out+o.Open.In, s.Open.Out+s.Open.In), cmp.Compare(o.Open.Out, s.Open.Out), cmp.Compare(s.ID, o.ID))
}

// keep puts s among the longest. Of records of one connection the longest stays; what
// was once too short to be among the longest stays too short.
func (l *sessions) keep(s session) {
	all := *l
	if len(all) == maxSessions && all[maxSessions-1].compare(s) <= 0 {
		return
	}
	if i := slices.IndexFunc(all, func(o session) bool { return o.ID == s.ID }); i >= 0 {
		if s.compare(all[i]) >= 0 {
			return
		}
		all = slices.Delete(all, i, i+1)
	}
	*l = fold.KeepFirst(all, s, maxSessions, session.compare)
}

func (l *sessions) merge(o sessions) {
	for _, s := range o {
		l.keep(s)
	}
}

// open returns how many of the connections are still open, and what they carried.
func (l sessions) open() (n int64, v volume) {
	for _, s := range l {
		if s.Open != nil {
			n++
			v.Out += s.Open.Out
			v.In += s.Open.In
		}
	}
	return n, v
}
