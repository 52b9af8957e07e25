package formula

import (
	"math"
	"slices"
)

const (
	bins = 24 // one per hour of a whole day
	// longRun is the run of bins, in a row, that makes a pair as steady as one over the whole day.
	longRun = 12
	// leastSteady and leastBimodal are how many bins must hold something before a
	// duration, or two classes of height, say anything.
	leastSteady, leastBimodal = 6, 11
	// classWidth is the width of a class of heights, as a share of the highest.
	classWidth = 0.05
)

// histogram counts connections per bin of the window. What comes with the hour in which
// the window begins, and before it, counts in the first bin.
type histogram [bins]int64

func newHistogram(sorted []int64, w Window) histogram {
	var h histogram
	length := w.To - w.From
	if length <= 0 {
		return h
	}
	for _, t := range sorted {
		switch at := t - w.From; {
		case at < 0:
			h[0]++
		case at > length:
		case at == length:
			h[bins-1]++
		default:
			h[at*bins/length]++
		}
	}
	return h
}

// filled is the number of bins that hold something.
func (h *histogram) filled() int {
	n := 0
	for _, count := range h {
		if count > 0 {
			n++
		}
	}
	return n
}

// score is how flat the histogram is, or how nearly it has two heights.
func (h *histogram) score() float64 {
	return round3(max(h.flat(), h.bimodal()))
}

// flat is 1 less the coefficient of variation.
func (h *histogram) flat() float64 {
	sum, squares := 0.0, 0.0
	for _, count := range h {
		sum += float64(count)
	}
	mean := sum / bins
	if mean == 0 {
		return 0
	}
	for _, count := range h {
		squares += (float64(count) - mean) * (float64(count) - mean)
	}
	return max(0, 1-math.Sqrt(squares/bins)/mean)
}

// bimodal is the share of the filled bins, but one, whose heights lie in the two commonest
// classes.
func (h *histogram) bimodal() float64 {
	filled := h.filled()
	if filled < leastBimodal {
		return 0
	}
	width := int64(math.Ceil(classWidth * float64(slices.Max(h[:]))))
	classes := make(map[int64]int)
	for _, count := range h {
		if count > 0 {
			classes[count/width]++
		}
	}
	first, second := 0, 0
	for _, n := range classes {
		switch {
		case n > first:
			first, second = n, first
		case n > second:
			second = n
		}
	}
	return min(1, float64(first+second)/float64(max(filled-1, 1)))
}

// longest is the longest run of filled bins; the last bin is followed by the first.
func (h *histogram) longest() int {
	run, longest := 0, 0
	for i := range 2 * bins {
		if h[i%bins] == 0 {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return min(longest, bins)
}

// duration is how much of the window the connections last.
func (h *histogram) duration(first, last int64, w Window) float64 {
	if h.filled() < leastSteady {
		return 0
	}
	coverage := ceil3(float64(last-first) / float64(w.To-w.From))
	consistency := ceil3(float64(h.longest()) / longRun)
	return min(1, max(coverage, consistency))
}
