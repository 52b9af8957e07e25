package rhythm

import (
	"slices"

	"dwell/detect/fold"
	"dwell/event"
)

// ticksPerSecond is the resolution of times: a quarter of a second tells the
// retries of a fast poller apart, and 32 bits of it last 34 years. They begin
// anew in January 2004 and January 2038; a wait over one of these is wrong.
const ticksPerSecond = 4

// keepTimes bounds the ticks by which one pair is judged: all of them up to this
// many, and beyond it at most as many on each level of sampling. A test needs two
// dozen. A level is let grow by spareTimes, up to a kilobyte and an eighth, before
// it is sampled more sharply, so that this is seldom done.
const (
	keepTimes  = 256
	spareTimes = keepTimes / 8
	mostTimes  = keepTimes + spareTimes + 1 // in one set, ever
)

// levelBits are the sizes of the sampled windows, as powers of two of a tick: 36
// hours, 2.3 hours, 8.5 minutes and 32 seconds. A level is of use for periods of
// which a window holds at least 16 and at most keepTimes, so the four join up
// from half a second to any length.
var levelBits = [...]uint8{19, 15, 11, 7}

// Times is the set of distinct ticks in which a pair had contact. Beyond
// keepTimes of them it keeps whole windows of time on several levels: those with
// the lowest hashes, as many as fit. A window that once was too many stays too
// many when more is seen, so what is judged depends only on the set of ticks,
// never on their order.
type Times struct {
	All    []uint32 // sorted ticks while Levels is nil
	Levels *[len(levelBits)]sample
}

// sample holds the ticks of the windows whose hash lies below Limit.
type sample struct {
	Limit uint64   // the lowest hash of a window left out; 0 while none is
	At    []uint32 // sorted
}

// Add adds one contact; no time changes nothing.
func (c *Times) Add(t event.Time) {
	if !t.IsZero() && t.Nanos >= 0 {
		c.addTick(uint32(t.Nanos / (1_000_000_000 / ticksPerSecond)))
	}
}

func (c *Times) addTick(at uint32) {
	if c.Levels != nil {
		for i := range c.Levels {
			c.Levels[i].add(levelBits[i], at)
		}
		return
	}
	c.All = insert(c.All, at)
	if len(c.All) > keepTimes {
		c.split()
	}
}

// Clone returns a copy that shares nothing.
func (c *Times) Clone() Times {
	copied := Times{All: slices.Clone(c.All)}
	if c.Levels != nil {
		levels := *c.Levels
		for i := range levels {
			levels[i].At = slices.Clone(levels[i].At)
		}
		copied.Levels = &levels
	}
	return copied
}

func (c *Times) split() {
	if c.Levels != nil {
		return
	}
	c.Levels = new([len(levelBits)]sample)
	for i := range c.Levels {
		c.Levels[i].At = append(make([]uint32, 0, mostTimes), c.All...)
	}
	c.All = nil
}

// Merge adds the times of o, which must not be used afterwards.
func (c *Times) Merge(o *Times) {
	if c.Levels == nil && o.Levels == nil {
		c.All = union(c.All, o.All)
		if len(c.All) > keepTimes {
			c.split()
		}
		return
	}
	c.split()
	o.split()
	for i := range c.Levels {
		c.Levels[i].merge(levelBits[i], &o.Levels[i])
	}
}

// Enough reports whether there may be enough calls to judge.
func (c *Times) Enough() bool { return c.Levels != nil || len(c.All) > minWaits }

// segments returns the runs of ticks between which no window is missing, from
// the coarsest level that holds enough of them.
func (c *Times) segments() (runs [][]uint32, sampled bool) {
	if c.Levels == nil {
		return [][]uint32{c.All}, false
	}
	for i := range c.Levels {
		level := sample{c.Levels[i].Limit, slices.Clone(c.Levels[i].At)}
		level.shrink(levelBits[i])
		runs = level.runs(levelBits[i])
		if dense(runs, levelBits[i]) {
			break
		}
	}
	return runs, true
}

// dense reports whether a level has enough waits, short enough for its windows:
// a window cuts off waits longer than itself, which would look like a rhythm.
func dense(runs [][]uint32, bits uint8) bool {
	var memory [keepTimes]uint32
	waits := burst{window: 1}.waits(memory[:0], runs)
	if len(waits) < minLevel || bits == levelBits[0] {
		return len(waits) >= minLevel
	}
	slices.Sort(waits)
	return waits[len(waits)/2] <= uint32(1)<<bits/16
}

// countBits is room for the ticks of a window below its hash.
const countBits = 10

// windowHash hashes a window, to a number with countBits zeros at the end that is
// never zero.
func windowHash(window uint32) uint64 {
	return (fold.Mix(uint64(window), 1) | 1<<countBits) &^ (1<<countBits - 1)
}

func (s *sample) keeps(window uint32) bool { return s.Limit == 0 || windowHash(window) < s.Limit }

func (s *sample) add(bits uint8, at uint32) {
	if !s.keeps(at >> bits) {
		return
	}
	s.At = insert(s.At, at)
	s.settle(bits)
}

func (s *sample) merge(bits uint8, o *sample) {
	if s.Limit == 0 || o.Limit != 0 && o.Limit < s.Limit {
		s.Limit = o.Limit
	}
	s.At = union(s.At, o.At)
	s.drop(bits)
	s.settle(bits)
}

// settle samples more sharply when it is time.
func (s *sample) settle(bits uint8) {
	if len(s.At) > keepTimes+spareTimes {
		s.shrink(bits)
	}
}

// shrink leaves out the windows with the highest hashes until the rest fits.
func (s *sample) shrink(bits uint8) {
	over := len(s.At) - keepTimes
	if over <= 0 {
		return
	}
	var memory [2 * (keepTimes + spareTimes)]uint64
	all := memory[:0] // of each window its hash plus the number of its ticks
	for start := 0; start < len(s.At); {
		window, end := s.At[start]>>bits, start+1
		for end < len(s.At) && s.At[end]>>bits == window {
			end++
		}
		all = append(all, windowHash(window)+uint64(end-start))
		start = end
	}
	slices.Sort(all)
	for _, w := range slices.Backward(all) {
		if over <= 0 {
			break
		}
		ticks := w & (1<<countBits - 1)
		s.Limit = w - ticks
		over -= int(ticks)
	}
	s.drop(bits)
}

func (s *sample) drop(bits uint8) {
	s.At = slices.DeleteFunc(s.At, func(at uint32) bool { return !s.keeps(at >> bits) })
}

// runs cuts the ticks where a window in between was not kept.
func (s *sample) runs(bits uint8) [][]uint32 {
	var runs [][]uint32
	start := 0
	for i := 1; i <= len(s.At); i++ {
		if i == len(s.At) || !s.joined(s.At[i-1]>>bits, s.At[i]>>bits) {
			runs = append(runs, s.At[start:i])
			start = i
		}
	}
	return runs
}

// farWindows is the longest stretch of empty windows over which a wait is still
// measured in a sample.
const farWindows = 64

// joined reports whether every window from a to b is kept, so that the wait from
// one to the other is a true one.
func (s *sample) joined(a, b uint32) bool {
	if s.Limit == 0 {
		return true
	}
	if b-a > farWindows {
		return false
	}
	for w := a + 1; w < b; w++ {
		if !s.keeps(w) {
			return false
		}
	}
	return true
}

// insert adds v to a sorted set.
func insert(set []uint32, v uint32) []uint32 {
	n := len(set)
	if n > 0 && v == set[n-1] {
		return set
	}
	if n == cap(set) { // a quarter more, where append would take twice as much
		set = append(make([]uint32, 0, max(n+1, min(n+n/4+2, mostTimes))), set...)
	}
	if n == 0 || v > set[n-1] {
		return append(set, v)
	}
	i, found := slices.BinarySearch(set, v)
	if found {
		return set
	}
	return slices.Insert(set, i, v)
}

// union joins two sorted sets.
func union(a, b []uint32) []uint32 {
	if len(b) == 0 {
		return a
	}
	all := append(append(make([]uint32, 0, len(a)+len(b)), a...), b...)
	slices.Sort(all)
	return slices.Compact(all)
}
