package rhythm

import (
	"slices"

	"dwell/detect/fold"
)

// levelBits are the sizes of the sampled windows, as powers of two of a tick: 36
// hours, 2.3 hours, 8.5 minutes and 32 seconds. A level is of use for periods of
// which a window holds at least 16 and at most keepTimes, so the four join up
// from half a second to any length.
var levelBits = [...]uint8{19, 15, 11, 7}

// keepWindows bounds the windows of every level but the coarsest. A level of use
// has 16 ticks and more in a window, so that keepTimes of them are reached before; a
// level that is too fine, with a tick or two in a window, need not hold as many to
// show it. spareWindows is to it what spareTimes is to the ticks.
const (
	keepWindows  = 24
	spareWindows = keepWindows / 3
)

// sample holds the ticks of the windows whose hash lies below Limit.
type sample struct {
	Limit uint64 // the lowest hash of a window left out; 0 while none is
	At    Ticks
}

// countBits is room for the ticks of a window below its hash.
const countBits = 10

// windowHash hashes a window, to a number with countBits zeros at the end that is
// never zero.
func windowHash(window uint32) uint64 {
	return (fold.Mix(uint64(window), 1) | 1<<countBits) &^ (1<<countBits - 1)
}

func (s *sample) keeps(window uint32) bool { return s.Limit == 0 || windowHash(window) < s.Limit }

func (s *sample) add(level int, at uint32) {
	bits := levelBits[level]
	if !s.keeps(at >> bits) {
		return
	}
	begins := s.At.number() == 0 || s.At.last()>>bits != at>>bits
	s.At.add(at)
	number := s.At.number()
	if number > keepTimes+spareTimes || begins && level > 0 && number > keepWindows+spareWindows {
		var memory [mostTimes]uint32
		if all := s.At.unpack(memory[:0]); over(level, all) {
			s.At = pack(s.shrink(level, all))
		}
	}
}

func (s *sample) merge(level int, o *sample) {
	if s.Limit == 0 || o.Limit != 0 && o.Limit < s.Limit {
		s.Limit = o.Limit
	}
	var memory [2 * mostTimes]uint32
	s.settle(level, s.drop(level, union(memory[:0], s.At, o.At)))
}

// settle keeps these ticks, and samples more sharply when it is time.
func (s *sample) settle(level int, at []uint32) {
	if over(level, at) {
		at = s.shrink(level, at)
	}
	s.At = pack(at)
}

// over reports whether a level has so many ticks or windows that it must be sampled more
// sharply.
func over(level int, at []uint32) bool {
	return len(at) > keepTimes+spareTimes || level > 0 && windows(at, levelBits[level]) > keepWindows+spareWindows
}

// windows counts the windows in which there are ticks.
func windows(at []uint32, bits uint8) int {
	n := 0
	for i, t := range at {
		if i == 0 || t>>bits != at[i-1]>>bits {
			n++
		}
	}
	return n
}

// shrink leaves out the windows with the highest hashes until the rest fits.
func (s *sample) shrink(level int, at []uint32) []uint32 {
	var memory [2 * mostTimes]uint64
	all := memory[:0] // of each window its hash plus the number of its ticks
	bits := levelBits[level]
	for start := 0; start < len(at); {
		window, end := at[start]>>bits, start+1
		for end < len(at) && at[end]>>bits == window {
			end++
		}
		all = append(all, windowHash(window)+uint64(end-start))
		start = end
	}
	slices.Sort(all)
	left := len(at)
	for n := len(all); left > keepTimes || level > 0 && n > keepWindows; n-- {
		ticks := all[n-1] & (1<<countBits - 1)
		s.Limit = all[n-1] - ticks
		left -= int(ticks)
	}
	if left == len(at) {
		return at
	}
	return s.drop(level, at)
}

// drop leaves out the windows that are not kept.
func (s *sample) drop(level int, at []uint32) []uint32 {
	bits := levelBits[level]
	return slices.DeleteFunc(at, func(at uint32) bool { return !s.keeps(at >> bits) })
}
