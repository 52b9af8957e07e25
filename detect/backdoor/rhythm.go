package backdoor

import (
	"math"
	"slices"
)

// The null model of "nobody programmed this" is a memoryless client: after every
// call the wait for the next is exponential, whatever the rate. For exponential
// waits the normalised spacings of the sorted waits are again independent and
// exponential, so the scaled total time on test after each of the first m of n
// waits is distributed like m-1 sorted uniforms, exactly, whatever the rate and
// however many of the longest waits are left out (Epstein, "Tests for the
// validity of the assumption that the underlying distribution of life is
// exponential", Technometrics 2, 1960; Barlow et al., "Statistical Inference
// under Order Restrictions", 1972). Their sum is near m-1 for a clock, near half
// of that for a memoryless client and below for a bursty one. With all waits in,
// the mean is one minus the Gini index of the waits.
//
// Three facts about real traffic are met before the test:
//
//   - Bursts (GET and POST, retries) are one call: calls within a window of the
//     first are merged, and the window is subtracted from every wait, because a
//     dead time makes even a memoryless client look regular. What is left is
//     exactly exponential again under the null.
//   - Nights, weekends and lost calls make a few waits long: the test is repeated
//     without the longest quarter and the longest half.
//   - The window and the share left out are tried, so the smallest p-value is
//     multiplied by the number of trials (Bonferroni).

// windows are the lengths of bursts in ticks, from "the same moment" over 1 s, 5 s,
// 20 s, 1 min and 5 min to a download of half an hour.
var windows = [...]uint32{1, 1 * ticksPerSecond, 5 * ticksPerSecond, 20 * ticksPerSecond,
	60 * ticksPerSecond, 300 * ticksPerSecond, 1800 * ticksPerSecond}

// kept are the shares of the waits that each trial uses, shortest first.
var kept = [...]float64{1, 0.75, 0.5}

const (
	// minWaits is the least number of waits for which any jitter can be told
	// from chance.
	minWaits = 5
	// alpha is the p-value below which calls count as regular: a third of the one
	// false pair in a thousand that is allowed, since browsing is worse than
	// memoryless.
	alpha = 3e-4
	// minEvenness separates rhythm from mere significance: with thousands of
	// calls the smallest departure from the null is significant. A memoryless
	// client has 0.50, waits spread evenly from nothing to the period 0.67, a
	// jitter of 90 % 0.73.
	minEvenness = 0.62
	// minLevel is the number of waits from which a coarser sample of windows is
	// preferred to a finer one.
	minLevel = 24
)

// rhythm is what the calls of one pair say about a clock behind them.
type rhythm struct {
	P        float64 // under the memoryless null, corrected for the trials
	Evenness float64 // 0.5 memoryless, 1 a perfect clock
	Period   float64 // median seconds from call to call
	Jitter   float64 // 1 - shortest/longest of the usual waits
	Window   float64 // seconds within which calls were merged
	Calls    int     // calls after merging, in the sample
	Kept     float64 // share of the waits used
	Sampled  bool    // judged on a sample of the times
}

// Regular reports whether the calls are too even for chance.
func (r rhythm) Regular() bool { return r.P <= alpha && r.Evenness >= minEvenness }

// judge tests the calls; ok is false when there are too few to say anything.
func judge(c *calls) (best rhythm, ok bool) {
	segments, sampled := c.segments()
	best.P = 1
	if !c.enough() {
		return best, false
	}
	var memory [keepTimes]uint32
	trials, before := 0, -1
	for _, window := range windows {
		waits := coalesce(memory[:0], segments, window)
		if len(waits) < minWaits {
			break
		}
		if len(waits) == before {
			continue // nothing more was merged: the same trial again
		}
		before = len(waits)
		trials += len(kept)
		slices.Sort(waits)
		if r, found := tryWindow(waits, window); found && (!ok || r.P < best.P) {
			best, ok = r, true
		}
	}
	best.P = math.Min(1, best.P*float64(trials))
	best.Sampled = sampled
	return best, ok
}

// coalesce merges calls within the window of a burst's first and appends the
// waits from burst to burst, in ticks.
func coalesce(waits []uint32, segments [][]uint32, window uint32) []uint32 {
	for _, at := range segments {
		first := at[0]
		for _, t := range at[1:] {
			if t-first < window {
				continue
			}
			waits = append(waits, t-first)
			first = t
		}
	}
	return waits
}

// tryWindow tests the sorted waits with every share of them.
func tryWindow(waits []uint32, window uint32) (best rhythm, ok bool) {
	for _, share := range kept {
		m := int(math.Ceil(share * float64(len(waits))))
		if m < minWaits {
			break
		}
		p, evenness, valid := totalTimeOnTest(waits, m, float64(window))
		if valid && (!ok || p < best.P) {
			best, ok = rhythm{P: p, Evenness: evenness, Kept: share}, true
		}
	}
	if ok {
		best.Window, best.Calls = float64(window)/ticksPerSecond, len(waits)+1
		best.Period = float64(waits[len(waits)/2]) / ticksPerSecond
		best.Jitter = jitter(waits)
	}
	return best, ok
}

// totalTimeOnTest returns the p-value of the first m of the sorted waits, each
// less the dead time, and the mean scaled total time on test.
func totalTimeOnTest(waits []uint32, m int, dead float64) (p, evenness float64, ok bool) {
	n := len(waits)
	total, sum, last := 0.0, 0.0, 0.0
	for i := range m {
		x := float64(waits[i]) - dead
		total += float64(n-i) * (x - last)
		last = x
		if i < m-1 {
			sum += total
		}
	}
	if total <= 0 {
		return 1, 0, false // calls without any pause: no waits to judge
	}
	sum /= total
	sure := sum - float64(m-1)*float64(n)*rounding(float64(waits[n/2]))/total
	return sumOfUniforms(m-1, sure), sum / float64(m-1), true
}

// rounding is how much shorter the waits may be than they look, on average, in
// ticks: a quarter of what the clock resolves, which is a second for sources
// that write no fractions. Without it a few equal waits would prove anything.
func rounding(median float64) float64 {
	return 0.25 * min(ticksPerSecond, max(1, median/20))
}

// jitter estimates j of a client that sleeps evenly spread between (1-j) and 1
// times its period, from the waits that hold no lost call. The outer tenths are
// left to outliers: with them gone the shortest is 1-0.9j, the longest 1-0.1j.
func jitter(waits []uint32) float64 {
	usual := waits[:sortedBelow(waits, uint32(1.6*float64(waits[len(waits)/2])))]
	ratio := float64(usual[len(usual)/10]) / float64(usual[len(usual)-1-len(usual)/10])
	return max(0, min(1, (1-ratio)/(0.9-0.1*ratio)))
}

// sortedBelow returns how many of the sorted values are at most limit, at least one.
func sortedBelow(values []uint32, limit uint32) int {
	n, found := slices.BinarySearch(values, limit)
	for found && n < len(values) && values[n] == limit {
		n++
	}
	return max(n, 1)
}
