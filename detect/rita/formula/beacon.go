package formula

import "slices"

// Window is what part of the evidence is judged, in seconds since 1970, both ends
// included.
type Window struct{ From, To int64 }

// leastIntervals is how many waits between connections a score needs.
const leastIntervals = 3

// Beacon is the beacon score with what it is the mean of, each 0 to 1.
type Beacon struct{ Score, Timestamp, Size, Duration, Histogram float64 }

// NewBeacon scores the connections of a pair: their times in seconds, repetitions
// included, and the bytes each sent with IP headers, both in any order; it sorts
// them. ok is false where the connections are too few to be scored.
func NewBeacon(seconds, sizes []int64, w Window) (b Beacon, ok bool) {
	slices.Sort(seconds)
	slices.Sort(sizes)
	intervals := intervalsOf(seconds)
	if len(intervals) < leastIntervals || w.To <= w.From {
		return Beacon{}, false
	}
	h := newHistogram(seconds, w)
	b = Beacon{
		Timestamp: evenness(intervals, 1),
		Size:      evenness(sizes, 0),
		Duration:  h.duration(seconds[0], seconds[len(seconds)-1], w),
		Histogram: h.score(),
	}
	b.Score = round3((b.Timestamp + b.Size + b.Duration + b.Histogram) / 4)
	return b, true
}

// Candidate reports whether so many different seconds give enough intervals.
func Candidate(differentSeconds int) bool { return differentSeconds > leastIntervals }

// intervalsOf returns the differences of sorted times that are not zero, sorted.
func intervalsOf(sorted []int64) []int64 {
	var out []int64
	for i := 1; i < len(sorted); i++ {
		if d := sorted[i] - sorted[i-1]; d != 0 {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return out
}
