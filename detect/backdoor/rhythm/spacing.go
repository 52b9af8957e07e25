package rhythm

import (
	"math"
	"slices"
)

// Facts about real traffic that are met before the waits are tested:
//
//   - Bursts (GET and POST, retries) are one call: calls within a window of the
//     first are merged, and the window is subtracted from every wait, because a
//     dead time makes even a memoryless client look regular. What is left is
//     exactly exponential again under the null. Sessions of hours are merged while
//     their calls follow within a window of each other; the wait is then that from
//     the last call of one to the first of the next, again exact.
//   - Nights, weekends and lost calls make a few waits long: the test is repeated
//     without the longest quarter and the longest half.
//   - The windows and the shares left out are tried, so every p-value is multiplied
//     by the inverse of its trial's part in the whole (weighted Bonferroni): half
//     goes to the narrowest window, a quarter to the next that merges anything more,
//     and so on, because most clients have one call per call.
//   - People's waits are no more memoryless than a timer's. So where the p-value or the
//     evenness leaves doubt, timer and person are compared (likelihood.go), and nothing
//     but that decides. This is done once, in the first window that leaves waits to
//     compare, so that it need not be corrected for windows.

// burst is a way to merge calls.
type burst struct {
	window uint32 // ticks
	chain  bool   // from call to call, not from the first
}

// bursts are from "the same moment" over 1 s, 5 s, 20 s, 1 min and 5 min to a
// download of half an hour, and sessions with breaks of up to two hours.
var bursts = [...]burst{{window: 1}, {window: 1 * ticksPerSecond}, {window: 5 * ticksPerSecond},
	{window: 20 * ticksPerSecond}, {window: 60 * ticksPerSecond}, {window: 300 * ticksPerSecond},
	{window: 1800 * ticksPerSecond}, {window: 1800 * ticksPerSecond, chain: true}, {window: 7200 * ticksPerSecond, chain: true}}

// kept are the shares of the waits that each trial uses, shortest first.
var kept = [...]float64{1, 0.75, 0.5}

const (
	// minWaits is the least number of waits for which any jitter can be told
	// from chance.
	minWaits = 5
	// minLevel is the number of waits from which a coarser sample of windows is
	// preferred to a finer one.
	minLevel = 24
)

// spacing tests the waits from call to call. What follows within one and a half
// slices goes on.
func (j *Judge) spacing(segments [][]uint32, slice uint32) (best Verdict, ok bool) {
	best.P = 1
	j.gaps = burst{window: 1}.waits(j.gaps[:0], segments)
	j.sorter.sort(j.gaps)
	weight, before := 1.0, -1
	j.compared = false
	for _, b := range bursts {
		if slice > 0 {
			b = burst{window: max(b.window, slice+slice/2), chain: true}
		}
		waits, sorted := j.merged(b, segments)
		if len(waits) < minWaits {
			break
		}
		if len(waits) == before {
			continue // nothing more was merged: the same trial again
		}
		before, ok = len(waits), true
		weight /= 2
		if !sorted {
			j.sorter.sort(waits)
		}
		if v, even := j.test(b, waits, weight, segments); even && (best.Evenness == 0 || v.better(best)) {
			best = v
		}
	}
	return best, ok
}

// merged returns the waits when bursts are merged, and whether they are sorted: they
// are the gaps between calls that are long enough, unless a burst is counted from
// its first call and has more of them.
func (j *Judge) merged(b burst, segments [][]uint32) (waits []uint32, sorted bool) {
	if short, _ := slices.BinarySearch(j.gaps, b.window); b.chain || short == 0 {
		return j.gaps[short:], true
	}
	j.waits = b.waits(j.waits[:0], segments)
	return j.waits, false
}

const (
	// pairedCalls and pairedPeriod tell the few calls of a burst that follow at a fixed
	// pause (GET and POST) from a fast rhythm: merging four calls or fewer at a time
	// leaves a rhythm that is many times as slow.
	pairedCalls, pairedPeriod = 4, 8
)

// better prefers waits between bursts to those within, then the smaller p-value. Both
// are even enough, and the window of o is the smaller.
func (v Verdict) better(o Verdict) bool {
	if v.Regular() && o.Regular() && pairedCalls*v.Calls >= o.Calls && v.Period >= pairedPeriod*o.Period {
		return true
	}
	return v.P < o.P
}

// waits merges bursts and appends the waits from burst to burst, in ticks.
func (b burst) waits(waits []uint32, segments [][]uint32) []uint32 {
	for _, at := range segments {
		first := at[0]
		for _, t := range at[1:] {
			if t-first >= b.window {
				waits = append(waits, t-first)
				first = t
			} else if b.chain {
				first = t
			}
		}
	}
	return waits
}

// fromStart is the period in seconds from start to start of the sessions, while what
// is tested is the time between them.
func (b burst) fromStart(segments [][]uint32) float64 {
	var waits []uint32
	for _, at := range segments {
		start, last := at[0], at[0]
		for _, t := range at[1:] {
			if t-last >= b.window {
				waits = append(waits, t-start)
				start = t
			}
			last = t
		}
	}
	slices.Sort(waits)
	return period(waits) / ticksPerSecond
}

// test judges the sorted waits; even is false when they are not even enough to be a
// timer's, which is quickly seen, or may be even by chance.
func (j *Judge) test(b burst, waits []uint32, weight float64, segments [][]uint32) (v Verdict, even bool) {
	j.idle = b.idle(j.idle[:0], waits)
	compare := !j.compared && b.comparable(j.idle, segments)
	j.compared = j.compared || compare
	least := minEvenness
	if compare && len(j.idle) <= fewWaits {
		least = doubtfulEvenness
	}
	if v.Evenness = evenness(usual(j.idle)); v.Evenness < least {
		return v, false
	}
	if v.P = math.Min(1, chance(j.idle)/weight); compare && v.inDoubt() {
		v.P = math.Min(1, personChance(j.idle)/ratioShare)
	}
	if v.P > alpha {
		return v, false
	}
	v.Window, v.Calls = float64(b.window)/ticksPerSecond, len(waits)+1
	v.Period, v.Jitter = period(waits)/ticksPerSecond, jitter(waits)
	if b.chain {
		v.Period = b.fromStart(segments)
	}
	return v, true
}

// chance is the p-value of sorted waits: with every share of them against waits that are
// too short, and with all against waits that are too long.
func chance(idle []uint32) float64 {
	p := 1.0
	for _, share := range kept {
		m := int(math.Ceil(share * float64(len(idle))))
		if m < minWaits {
			break
		}
		if short, long, valid := totalTimeOnTest(idle, m); valid {
			p = min(p, short, long)
		}
	}
	return p * float64(len(kept)+1) // all waits are tested both ways
}

// idle appends the waits less the dead time.
func (b burst) idle(idle, waits []uint32) []uint32 {
	for _, w := range waits {
		idle = append(idle, w-b.window)
	}
	return idle
}

// totalTimeOnTest tests the first m of the sorted waits. Of
// the scaled total time on test, which is uniform under the null, it adds up the
// negative logarithms: short is the p-value of their sum, which is small when no wait
// is much shorter than usual, long that of the sum for one minus it, which is large
// when none is much longer, and 1 where waits are left out. The sums are gamma distributed, exactly (Fisher,
// "Statistical Methods for Research Workers", section 21.1).
func totalTimeOnTest(waits []uint32, m int) (short, long float64, ok bool) {
	n := len(waits)
	all, last := 0.0, 0.0
	for i := range m {
		x := float64(waits[i])
		all += float64(n-i) * (x - last)
		last = x
	}
	if all <= 0 {
		return 1, 1, false // calls without any pause: no waits to judge
	}
	unsure := float64(n) * rounding(float64(waits[n/2]))
	low, high := newLogs(), newLogs()
	long = 1
	total := 0.0
	last = 0
	for i := range m - 1 {
		x := float64(waits[i])
		total += float64(n-i) * (x - last)
		last = x
		low.add((total - unsure) / all)
		if m == n {
			high.add(math.Max(all-total, unsure) / all)
		}
	}
	if m == n {
		long = gammaAbove(m-1, high.total())
	}
	return gammaBelow(m-1, low.total()), long, true
}

// rounding is how much shorter the waits may be than they look, on average, in
// ticks: a quarter of what the clock resolves, which is a second for sources
// that write no fractions. Without it a few equal waits would prove anything.
func rounding(median float64) float64 {
	return 0.25 * min(ticksPerSecond, max(1, median/20))
}
