package exfil

import (
	"cmp"
	"slices"
	"time"

	"dwell/event"
)

const (
	// binWidth is the finest resolution of the course of a transfer.
	binWidth = 6 * time.Hour
	// maxBins bounds the bins of a pair: a month of every quarter of a day, and
	// beyond it half the resolution for twice as long.
	maxBins = 124
)

// series is bytes over time in bins of binWidth<<Level. The level is the lowest at
// which the moments fit, so it depends on the set of moments, not on their order.
type series struct {
	Level uint8
	Bins  []bin // sorted; only those with bytes
}

type bin struct {
	At  uint32 // multiples of binWidth<<Level since 1970
	Out int64
}

// add puts bytes where they belong; bytes without a time belong nowhere.
func (s *series) add(t event.Time, out int64) {
	if t.IsZero() || t.Nanos < 0 {
		return
	}
	s.put(bin{At: uint32(t.Nanos/int64(binWidth)) >> s.Level, Out: out})
	s.shrink()
}

func (s *series) put(b bin) {
	n := len(s.Bins)
	switch { // logs are mostly in order of time
	case n == 0 || s.Bins[n-1].At < b.At:
		s.Bins = append(s.Bins, b)
		return
	case s.Bins[n-1].At == b.At:
		s.Bins[n-1].Out += b.Out
		return
	}
	i, found := slices.BinarySearchFunc(s.Bins, b.At, func(b bin, at uint32) int { return cmp.Compare(b.At, at) })
	if found {
		s.Bins[i].Out += b.Out
		return
	}
	s.Bins = slices.Insert(s.Bins, i, b)
}

func (s *series) shrink() {
	for len(s.Bins) > maxBins {
		s.raise(s.Level + 1)
	}
}

// raise makes the bins coarser.
func (s *series) raise(level uint8) {
	if level <= s.Level {
		return
	}
	old := s.Bins
	s.Bins = s.Bins[:0] // what is written stays behind what is read
	for _, b := range old {
		s.put(bin{At: b.At >> (level - s.Level), Out: b.Out})
	}
	s.Level = level
}

func (s *series) merge(o *series) {
	s.raise(o.Level)
	if len(s.Bins) == 0 && s.Level == o.Level {
		s.Bins = slices.Clone(o.Bins)
		return
	}
	for _, b := range o.Bins {
		s.put(bin{At: b.At >> (s.Level - o.Level), Out: b.Out})
	}
	s.shrink()
}

func (s *series) width() time.Duration { return binWidth << s.Level }

// start is when a bin begins.
func (s *series) start(b bin) time.Time {
	return time.Unix(0, int64(b.At)*int64(s.width())).UTC()
}

// days counts the calendar days, UTC, in which the bins with bytes begin.
func (s *series) days() int {
	n, last := 0, ""
	for _, b := range s.Bins {
		if day := s.start(b).Format(time.DateOnly); day != last {
			n, last = n+1, day
		}
	}
	return n
}
