package exfil

import (
	"iter"
	"slices"
	"time"

	"dwell/event"
)

const (
	// binWidth is the finest resolution of the course of a transfer.
	binWidth = 6 * time.Hour
	// maxBins bounds the bins of a course: four months of days, and beyond it half the
	// resolution for twice as long.
	maxBins = 124
	// maxFine bounds those that are finer than a day: the hours of a theft of a few days
	// tell what was gathered before it left, those of a habit of weeks tell nothing that
	// its days do not.
	maxFine = 16
	// dayLevel is the level at which a bin is a day, the next after 0.
	dayLevel = 2
)

// series is bytes over time in bins of binWidth<<Level. The level is the lowest at
// which the moments fit, so it depends on the set of moments, not on their order.
//
// Logs are mostly in order of time, so only the last bin lies open; the others are
// packed (packed.go).
type series struct {
	Past   []byte
	Last   bin    // without bytes while there is none
	Before uint32 // At of the last packed bin
	Packed uint8  // number of packed bins
	Level  uint8
}

// mostBins is how many bins a level may have.
func mostBins(level uint8) int {
	if level < dayLevel {
		return maxFine
	}
	return maxBins
}

// add puts bytes where they belong, those of a connection that lasts for bins into
// all of them; bytes without a time belong nowhere.
func (s *series) add(t event.Time, lasting time.Duration, out, in int64) {
	if t.IsZero() || t.Nanos < 0 {
		return
	}
	first := uint32(t.Nanos / int64(binWidth))
	if lasting < binWidth {
		s.put(bin{At: first >> s.Level, Out: out, In: in})
		return
	}
	s.spread(first, lasting, out, in)
}

// spread shares the bytes of a long connection out evenly, because no log says when
// they went. The shares depend on the connection alone.
func (s *series) spread(first uint32, lasting time.Duration, out, in int64) {
	bins := int64(lasting/binWidth) + 1
	step := (bins + maxBins - 1) / maxBins // of base bins, so that few shares do for ages
	shares := (bins + step - 1) / step
	for i := range shares {
		b := bin{At: (first + uint32(i*step)) >> s.Level, Out: out / shares, In: in / shares}
		if i == 0 {
			b.Out, b.In = b.Out+out%shares, b.In+in%shares
		}
		s.put(b)
	}
}

// put adds a bin of the level of the series.
func (s *series) put(b bin) {
	switch {
	case b.empty():
	case s.Last.empty() || b.At >= s.Last.At:
		s.append(b)
		s.shrink()
	default:
		s.join(&series{Last: b, Level: s.Level}, s.Level)
	}
}

// append adds a bin that is not earlier than any other.
func (s *series) append(b bin) {
	switch {
	case s.Last.empty():
		s.Last = b
	case s.Last.At == b.At:
		s.Last.Out += b.Out
		s.Last.In += b.In
	default:
		s.Past = appendBin(s.Past, s.Last.At-s.Before, s.Last)
		s.Before = s.Last.At
		s.Packed++
		s.Last = b
	}
}

// all gives the bins in order of time.
func (s *series) all() iter.Seq[bin] {
	return func(yield func(bin) bool) {
		for c := s.cursor(s.Level); c.more; c.next() {
			if !yield(c.bin) {
				return
			}
		}
	}
}

// shrink makes the bins coarser until they are few enough.
func (s *series) shrink() {
	for int(s.Packed) >= mostBins(s.Level) {
		s.join(&series{}, max(dayLevel, s.Level+1))
	}
}

// join adds the bins of o, at a level that is none of a finer one.
func (s *series) join(o *series, level uint8) {
	whole := series{Level: level}
	if n := len(s.Past) + len(o.Past); n > 0 {
		whole.Past = make([]byte, 0, n+leastGrowth) // one of the last bins gets packed
	}
	a, b := s.cursor(level), o.cursor(level)
	for a.more || b.more {
		from := &a
		if !a.more || b.more && b.At < a.At {
			from = &b
		}
		whole.append(from.bin)
		from.next()
	}
	*s = whole
	s.shrink()
}

func (s *series) merge(o *series) {
	switch {
	case o.Last.empty():
	case s.Last.empty() && s.Level <= o.Level:
		*s = *o
		s.Past = slices.Clone(o.Past)
	default:
		s.join(o, max(s.Level, o.Level))
	}
}

func (s *series) width() time.Duration { return binWidth << s.Level }

// start is when a bin begins.
func (s *series) start(b bin) time.Time {
	return time.Unix(0, int64(b.At)*int64(s.width())).UTC()
}

// daily is the same course in bins of a day, or coarser where it is.
func (s *series) daily() series {
	if s.Level >= dayLevel {
		return *s
	}
	var d series
	d.join(s, dayLevel)
	return d
}

// days counts the calendar days, UTC, in which the bins with bytes sent begin.
func (s *series) days() int {
	n, last := 0, int64(-1)
	for b := range s.all() {
		if day := s.day(b); b.Out > 0 && day != last {
			n, last = n+1, day
		}
	}
	return n
}

// busiest is the most that was sent in one calendar day.
func (s *series) busiest() int64 {
	var most, sum int64
	last := int64(-1)
	for b := range s.all() {
		if day := s.day(b); day != last {
			sum, last = 0, day
		}
		sum += b.Out
		most = max(most, sum)
	}
	return most
}

// day is the calendar day, UTC, in which a bin begins, counted from 1970.
func (s *series) day(b bin) int64 { return int64(b.At) * int64(s.width()) / int64(oneDay) }
