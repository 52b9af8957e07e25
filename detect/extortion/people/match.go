package people

import (
	"time"

	"dwell/entity/members"
)

// match is what the member tables say about one row.
type match struct {
	known   bool // the person is a member
	agreed  bool // two values and more stand in one row of the member table
	altered bool // and another value is not the one that stands there now
	source  int  // of the row, -1 for none
	joined  time.Time
	changed time.Time // only where altered
}

// matchOf compares a row. Which values prove something alone is known by then.
func matchOf(r *row, t *members.Table, tell telling) match {
	best, most := bestRow(r)
	if most == 0 {
		return match{source: -1}
	}
	m := match{agreed: most >= 2}
	m.known = m.agreed
	compared := 0
	for _, v := range r.values {
		if !t.Knows(v.kind) {
			continue
		}
		compared++
		m.known = m.known || len(v.rows) > 0 && tell.alone(v)
		if lasting(v.kind) && len(v.rows) == 0 {
			m.altered = m.agreed
		}
	}
	if !m.known {
		return match{source: -1}
	}
	m.source = t.Source(best)
	if m.agreed || compared == 1 {
		m.joined = t.Joined(best)
	}
	if m.altered {
		m.changed = t.Changed(best)
	}
	return m
}

// lasting reports whether values of that kind, once true, are still in the member table
// unless they were changed there. Numbers may be those of the list itself.
func lasting(k members.Kind) bool { return k == members.Mail || k == members.Phone }

// alone reports whether a value that matches proves by itself that its owner is a member.
func (t telling) alone(v value) bool {
	switch v.kind {
	case members.Phone:
		return t.phones
	case members.Pair:
		return t.pairs
	case members.ID:
		return t.names && !members.Guessable(v.normal)
	}
	return true
}

// bestRow is the row of the member tables that most values stand in, the first of
// several.
func bestRow(r *row) (best uint32, most int) {
	for _, v := range r.values {
		for _, candidate := range v.rows {
			n := 0
			for _, w := range r.values {
				for _, other := range w.rows {
					if other == candidate {
						n++
						break
					}
				}
			}
			if n > most || n == most && candidate < best {
				best, most = candidate, n
			}
		}
	}
	return best, most
}
