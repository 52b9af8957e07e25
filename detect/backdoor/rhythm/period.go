package rhythm

import "math"

const (
	// whole is how many medians a wait may last and hold no lost call.
	whole = 1.8
	// lossy is the share of longer waits from which calls are lost, not the machine off.
	lossy = 0.08
	folds = 8 // rounds until the fold stands still; it mostly does after three
)

// period estimates the mean wait of the client, in ticks, from sorted waits.
func period(waits []uint32) float64 {
	u := usual(waits)
	n := below(u, whole*float64(waits[len(waits)/2]))
	if float64(len(u)-n) > lossy*float64(len(u)) {
		return folded(u)
	}
	return middleOf(u[:n])
}

// tailed is the range of waits, in standard deviations, from which they have tails:
// waits spread evenly have 3.5 at the most, thirty normal ones 4.
const tailed = 3.65

// middleOf returns the middle of sorted waits that hold no lost call. Most clients
// draw their sleep evenly from a range, of which the middle is known by the ends to a
// part in n, by the mean only to one in the root of n; the outermost of many are left
// out, for they may be no sleep. Of waits with tails it is the mean.
func middleOf(waits []uint32) float64 {
	skip := len(waits) / 40
	low, high := float64(waits[skip]), float64(waits[len(waits)-1-skip])
	n, sum, squares := float64(len(waits)), 0.0, 0.0
	for _, w := range waits {
		d := float64(w) - low
		sum += d
		squares += d * d
	}
	mean := sum / n
	if high-low > tailed*math.Sqrt(math.Max(0, squares/n-mean*mean)) {
		return low + mean
	}
	return (low + high) / 2
}

// folded estimates the period where calls are lost: every wait counts for as many
// periods as are nearest to it.
func folded(waits []uint32) float64 {
	p := float64(waits[len(waits)/2])
	for range folds {
		total, periods := 0.0, 0.0
		for _, w := range waits {
			total += float64(w)
			periods += math.Max(1, math.Round(float64(w)/p))
		}
		p = total / periods
	}
	return p
}

// jitter estimates j of a client that sleeps evenly spread between (1-j) and 1
// times its period, from the waits that hold no lost call. The outer tenths are
// left to outliers: with them gone the shortest is 1-0.9j, the longest 1-0.1j.
func jitter(waits []uint32) float64 {
	u := waits[:below(waits, whole*float64(waits[len(waits)/2]))]
	ratio := float64(u[len(u)/10]) / float64(u[len(u)-1-len(u)/10])
	return math.Max(0, math.Min(1, (1-ratio)/(0.9-0.1*ratio)))
}
