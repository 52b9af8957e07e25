package formula

import (
	"math"
	"slices"
)

// leastRange is the interquartile range below which a skew says nothing.
const leastRange = 10

// evenness is how symmetric and how narrow values lie, 0 to 1: the mean of skew
// score and MAD score. What it says of values whose median is below 1 is given.
// The values must be sorted.
func evenness(sorted []int64, small float64) float64 {
	return round3((skewScore(sorted) + deviationScore(sorted, small)) / 2)
}

// skewScore is 1 without Bowley's skewness and 0 with all of it.
func skewScore(sorted []int64) float64 {
	half := len(sorted) / 2
	q1, q2, q3 := median(sorted[:half]), median(sorted), median(sorted[len(sorted)-half:])
	if q3-q1 < leastRange || q2 == q1 || q2 == q3 {
		return 1
	}
	return 1 - math.Abs((q1+q3-2*q2)/(q3-q1))
}

// deviationScore is 1 where the median absolute deviation from the median is
// nothing, 0 where it is the median itself or more.
func deviationScore(sorted []int64, small float64) float64 {
	middle := median(sorted)
	if middle < 1 {
		return small
	}
	deviations := make([]float64, len(sorted))
	for i, v := range sorted {
		deviations[i] = math.Abs(float64(v) - middle)
	}
	slices.Sort(deviations)
	return max(0, (middle-median(deviations))/middle)
}

// median of sorted values, 0 of none.
func median[N int64 | float64](sorted []N) float64 {
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return float64(sorted[n/2])
	}
	return (float64(sorted[n/2-1]) + float64(sorted[n/2])) / 2
}

func round3(v float64) float64 { return math.Round(v*1000) / 1000 }

// ceil3 rounds up to three decimals; what floating point adds beyond the twelfth is
// no reason to.
func ceil3(v float64) float64 { return math.Ceil(v*1000-1e-9) / 1000 }
