package rhythm

import (
	"math"
	"slices"
)

const (
	// nearest is how many medians a wait must last at least to be an interruption.
	nearest = 1.6
	// stretch is the width of the classes, each so many times as long as the one
	// before, in which the waits beyond are counted.
	stretch = 1.6
	// valley is the largest share of the waits beyond a class that the class may hold
	// for them to be interruptions. What falls off by a power law of power a, however
	// slowly, or faster than that, has more: 1.6^a-1 times as many, 0.6 for a = 1.
	valley = 0.2
	// someBeyond is the number of waits beyond from which one empty class is no
	// accident; of fewer, the next must be empty too.
	someBeyond = 5
)

// usual returns the sorted waits without interruptions. A machine that is switched
// off, or a link that is down, has waits far beyond the others with few or none in
// between; heavy tails fall off without a valley and are no interruptions.
func usual(waits []uint32) []uint32 {
	limit := nearest * float64(waits[len(waits)/2])
	for core := below(waits, limit); core < len(waits); {
		next := below(waits, stretch*limit)
		if len(waits)-next < someBeyond {
			next = below(waits, stretch*stretch*limit)
		}
		if float64(next-core) < valley*float64(len(waits)-next) {
			return waits[:core]
		}
		limit *= stretch
		core = below(waits, limit)
	}
	return waits
}

// evenness is one minus the Gini index of sorted waits: 0.5 for exponential ones.
func evenness(waits []uint32) float64 {
	total, weighted, weight := uint64(0), uint64(0), uint64(2*len(waits)-1)
	for _, w := range waits {
		total += uint64(w)
		weighted += uint64(w) * weight
		weight -= 2
	}
	if total == 0 {
		return 0
	}
	return float64(weighted) / (float64(total) * float64(len(waits)))
}

// below returns how many of the sorted values are at most limit, at least one.
func below(values []uint32, limit float64) int {
	n, _ := slices.BinarySearch(values, uint32(math.Min(limit, math.MaxUint32-1))+1)
	return max(n, 1)
}
