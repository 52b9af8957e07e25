package fold

import (
	"cmp"
	"slices"
)

// Sighting is when a thing was first seen.
type Sighting struct {
	Key  uint64
	Time int64 // nanoseconds
}

func compareSightings(a, b Sighting) int {
	return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Key, b.Key))
}

// Earliest keeps the things that were seen first, each once, in order. Which ones stay
// depends on the set of sightings alone: what belongs to the earliest is among them from
// its first sighting on.
type Earliest []Sighting

// Add notes a sighting; at most n things stay, the same n with every call.
func (e *Earliest) Add(key uint64, at int64, n int) {
	list := *e
	if len(list) == n && at > list[n-1].Time {
		return
	}
	if i := slices.IndexFunc(list, func(s Sighting) bool { return s.Key == key }); i >= 0 {
		if list[i].Time <= at {
			return
		}
		list = slices.Delete(list, i, i+1)
	}
	i, _ := slices.BinarySearchFunc(list, Sighting{key, at}, compareSightings)
	list = slices.Insert(list, i, Sighting{key, at})
	*e = list[:min(len(list), n)]
}

// Merge adds what o has seen.
func (e *Earliest) Merge(o Earliest, n int) {
	for _, s := range o {
		e.Add(s.Key, s.Time, n)
	}
}

// Before is the number of things seen before an instant.
func (e Earliest) Before(at int64) int {
	n := 0
	for n < len(e) && e[n].Time < at {
		n++
	}
	return n
}
