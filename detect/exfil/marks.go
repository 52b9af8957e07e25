package exfil

import (
	"cmp"

	"dwell/detect/fold"
	"dwell/event"
)

// marks are the records of a pair worth showing: the first, the last and the one that
// sent most. They are fold.Marks in less room, because most pairs have one record.
type marks struct {
	First fold.Mark
	More  *moreMarks // nil while there is one record
}

type moreMarks struct{ Last, Top fold.Mark }

func (m *marks) add(k fold.Mark) {
	if m.First.Ref == (event.Ref{}) {
		m.First = k
		return
	}
	if m.More == nil {
		m.More = &moreMarks{Last: m.First, Top: m.First}
	}
	if earlier(&k, &m.First) {
		m.First = k
	}
	if earlier(&m.More.Last, &k) {
		m.More.Last = k
	}
	if c := cmp.Compare(k.Weight, m.More.Top.Weight); c > 0 || c == 0 && earlier(&k, &m.More.Top) {
		m.More.Top = k
	}
}

// began reports whether a record from before a time is known.
func (m *marks) began(before event.Time) bool {
	return !m.First.Time.IsZero() && !before.IsZero() && m.First.Time.Nanos < before.Nanos
}

// merge adds the records of o, none of which m has seen.
func (m *marks) merge(o *marks) {
	for _, k := range o.all() {
		if k.Ref != (event.Ref{}) {
			m.add(k)
		}
	}
}

// all are the marks, some of them more than once.
func (m *marks) all() []fold.Mark {
	if m.More == nil {
		return []fold.Mark{m.First}
	}
	return []fold.Mark{m.First, m.More.Top, m.More.Last}
}

// latest is the last record.
func (m *marks) latest() fold.Mark {
	if m.More == nil {
		return m.First
	}
	return m.More.Last
}

// into adds the marks to those of a relation.
func (m *marks) into(all *fold.Marks) {
	for _, k := range m.all() {
		if k.Ref != (event.Ref{}) {
			all.Add(k)
		}
	}
}

func earlier(a, b *fold.Mark) bool {
	if a.Time.Nanos != b.Time.Nanos && !a.Time.IsZero() && !b.Time.IsZero() {
		return a.Time.Nanos < b.Time.Nanos // nearly always, and cheap
	}
	return cmp.Or(a.Time.Compare(b.Time), a.Ref.Compare(b.Ref)) < 0
}
