package fold

import (
	"cmp"
	"slices"

	"dwell/event"
)

// Mark is one record worth showing.
type Mark struct {
	Time   event.Time
	Ref    event.Ref
	Weight int64 // how telling the record is; the detector's own unit
}

func byTime(a, b Mark) int {
	if c := a.Time.Compare(b.Time); c != 0 {
		return c
	}
	return a.Ref.Compare(b.Ref)
}

func byWeight(a, b Mark) int {
	if c := cmp.Compare(b.Weight, a.Weight); c != 0 {
		return c
	}
	return byTime(a, b)
}

// Marks keeps the first, the last and the most telling records of a set that may
// be large. The zero Marks is empty and ready.
type Marks struct {
	First, Last Mark
	Top         [3]Mark // most telling first
	Count       int64
}

// Add considers one record.
func (m *Marks) Add(k Mark) {
	m.Count++
	m.consider(k)
}

func (m *Marks) consider(k Mark) {
	if m.First.Ref == (event.Ref{}) || byTime(k, m.First) < 0 {
		m.First = k
	}
	if m.Last.Ref == (event.Ref{}) || byTime(k, m.Last) > 0 {
		m.Last = k
	}
	for i := range m.Top {
		if m.Top[i].Ref == k.Ref {
			return
		}
		if m.Top[i].Ref == (event.Ref{}) || byWeight(k, m.Top[i]) < 0 {
			copy(m.Top[i+1:], m.Top[i:len(m.Top)-1])
			m.Top[i] = k
			return
		}
	}
}

// Merge adds the records of o, none of which m has seen.
func (m *Marks) Merge(o *Marks) {
	m.Count += o.Count
	for _, k := range append(o.Top[:], o.First, o.Last) {
		if k.Ref != (event.Ref{}) {
			m.consider(k)
		}
	}
}

// Span returns the interval from the first to the last record.
func (m *Marks) Span() event.Span { return event.Span{First: m.First.Time, Last: m.Last.Time} }

// Refs returns the first, the most telling and the last record in order of time,
// without repetition.
func (m *Marks) Refs() []event.Ref {
	var marks []Mark
	for _, k := range append([]Mark{m.First, m.Last}, m.Top[:]...) {
		if k.Ref != (event.Ref{}) {
			marks = append(marks, k)
		}
	}
	slices.SortFunc(marks, byTime)
	var refs []event.Ref
	for _, k := range marks {
		if !slices.Contains(refs, k.Ref) {
			refs = append(refs, k.Ref)
		}
	}
	return refs
}
