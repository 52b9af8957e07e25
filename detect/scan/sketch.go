package scan

import (
	"math"
	"slices"
)

// sketch estimates how many different things were seen by the smallest hashes of them.
// It takes memory only for what it has seen.
type sketch struct{ Lowest []uint32 }

// add puts a hash in; most is how many are kept.
func (s *sketch) add(h uint32, most int) {
	if n := len(s.Lowest); n >= most && h >= s.Lowest[n-1] {
		return
	}
	i, found := slices.BinarySearch(s.Lowest, h)
	if found {
		return
	}
	s.Lowest = slices.Insert(s.Lowest, i, h)
	s.Lowest = s.Lowest[:min(len(s.Lowest), most)]
}

func (s *sketch) merge(o *sketch, most int) {
	for _, h := range o.Lowest {
		s.add(h, most)
	}
}

// count is exact below most.
func (s *sketch) count(most int) int64 {
	n := len(s.Lowest)
	if n < most {
		return int64(n)
	}
	share := (float64(s.Lowest[n-1]) + 1) / (math.MaxUint32 + 1)
	return int64(math.Round(float64(n-1) / share))
}

// shared is the share of what s saw that o saw as well, by the hashes that both would
// have kept.
func (s *sketch) shared(o *sketch, most int) float64 {
	limit := uint32(math.MaxUint32)
	for _, of := range []*sketch{s, o} {
		if n := len(of.Lowest); n >= most {
			limit = min(limit, of.Lowest[n-1])
		}
	}
	all, both := 0, 0
	for _, h := range s.Lowest {
		if h > limit {
			break
		}
		all++
		if _, found := slices.BinarySearch(o.Lowest, h); found {
			both++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}
