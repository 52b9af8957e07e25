package harvest

import (
	"cmp"
	"slices"
)

// smallest is a set that keeps its smallest members, so that what it holds does not
// depend on their order of arrival.
type smallest[T cmp.Ordered] struct {
	Members []T
	Dropped bool
}

// add puts a member in; most bounds the set.
func (s *smallest[T]) add(v T, most int) {
	at, found := slices.BinarySearch(s.Members, v)
	if found {
		return
	}
	if at >= most {
		s.Dropped = true
		return
	}
	s.Members = slices.Insert(s.Members, at, v)
	if len(s.Members) > most {
		s.Members = s.Members[:most]
		s.Dropped = true
	}
}

func (s *smallest[T]) merge(o *smallest[T], most int) {
	s.Dropped = s.Dropped || o.Dropped
	for _, v := range o.Members {
		s.add(v, most)
	}
}
