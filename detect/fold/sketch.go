package fold

import (
	"math"
	"slices"
)

// Sketch estimates how many different things were seen by the smallest hashes of them
// (K. Beyer et al., "On Synopses for Distinct-Value Estimation Under Multiset
// Operations", 2007). It is exact below most, which every call must give alike, and
// within about 1/sqrt(most) beyond. It takes memory only for what it has seen.
type Sketch struct{ Lowest []uint32 }

// Add puts a hash in, whose lower half must be as good as its upper (Scatter).
func (s *Sketch) Add(h uint32, most int) {
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

// Merge adds what o has seen.
func (s *Sketch) Merge(o *Sketch, most int) {
	for _, h := range o.Lowest {
		s.Add(h, most)
	}
}

// Count returns the estimate.
func (s *Sketch) Count(most int) int64 {
	n := len(s.Lowest)
	if n < most {
		return int64(n)
	}
	share := (float64(s.Lowest[n-1]) + 1) / (math.MaxUint32 + 1)
	return int64(math.Round(float64(n-1) / share))
}

// Shared returns the share of what s saw that o saw as well, by the hashes that both
// would have kept.
func (s *Sketch) Shared(o *Sketch, most int) float64 {
	limit := uint32(math.MaxUint32)
	for _, of := range []*Sketch{s, o} {
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

// Scatter spreads a hash for a Sketch: neighbouring addresses hash to neighbours.
func Scatter(h uint64) uint32 { return uint32(Mix(h, h>>32) >> 32) }
