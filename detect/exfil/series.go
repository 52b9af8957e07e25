package exfil

import (
	"encoding/binary"
	"iter"
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
	// grain is by how many bytes the packed bins grow: doubling would leave half of
	// them empty in most pairs.
	grain = 16
)

// series is bytes over time in bins of binWidth<<Level. The level is the lowest at
// which the moments fit, so it depends on the set of moments, not on their order.
//
// Logs are mostly in order of time, so only the last bin lies open; the others are
// packed as varints, three each: steps since the bin before, bytes out, bytes in.
type series struct {
	Past   []byte
	Last   bin    // without bytes while there is none
	Before uint32 // At of the last packed bin
	Packed uint8  // number of packed bins
	Level  uint8
}

// bin is what went both ways in one stretch of time.
type bin struct {
	At      uint32 // multiples of binWidth<<Level since 1970
	Out, In int64
}

func (b bin) empty() bool { return b.Out == 0 && b.In == 0 }

// add puts bytes where they belong, those of a connection that lasts for bins into
// all of them; bytes without a time belong nowhere.
func (s *series) add(t event.Time, lasting time.Duration, out, in int64) {
	if t.IsZero() || t.Nanos < 0 {
		return
	}
	first := uint32(t.Nanos / int64(binWidth))
	if lasting < binWidth {
		s.put(bin{At: first >> s.Level, Out: out, In: in})
		s.shrink()
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
		s.shrink()
	}
}

func (s *series) put(b bin) {
	switch {
	case b.empty():
	case s.Last.empty():
		s.Last = b
	case s.Last.At == b.At:
		s.Last.Out += b.Out
		s.Last.In += b.In
	case s.Last.At < b.At:
		s.pack(s.Last)
		s.Last = b
	default:
		s.fill(merged(s.bins(), []bin{b}))
	}
}

// pack appends a bin that is later than all packed ones.
func (s *series) pack(b bin) {
	var buffer [3 * binary.MaxVarintLen64]byte
	code := binary.AppendUvarint(buffer[:0], uint64(b.At-s.Before))
	code = binary.AppendUvarint(code, uint64(b.Out))
	code = binary.AppendUvarint(code, uint64(b.In))
	if need := len(s.Past) + len(code); need > cap(s.Past) {
		grown := make([]byte, len(s.Past), (need/grain+1)*grain)
		copy(grown, s.Past)
		s.Past = grown
	}
	s.Past = append(s.Past, code...)
	s.Before = b.At
	s.Packed++
}

// all gives the bins in order of time.
func (s *series) all() iter.Seq[bin] {
	return func(yield func(bin) bool) {
		at, rest := uint32(0), s.Past
		next := func() uint64 {
			v, n := binary.Uvarint(rest)
			rest = rest[max(n, 0):]
			return v
		}
		for range s.Packed {
			at += uint32(next())
			if !yield(bin{At: at, Out: int64(next()), In: int64(next())}) {
				return
			}
		}
		if !s.Last.empty() {
			yield(s.Last)
		}
	}
}

func (s *series) bins() []bin {
	bins := make([]bin, 0, int(s.Packed)+1)
	for b := range s.all() {
		bins = append(bins, b)
	}
	return bins
}

// fill replaces the bins; they must be sorted.
func (s *series) fill(bins []bin) {
	*s = series{Level: s.Level, Past: s.Past[:0]}
	for _, b := range bins {
		s.put(b)
	}
}

func (s *series) shrink() {
	for int(s.Packed) >= maxBins {
		s.raise(s.Level + 1)
	}
}

// raise makes the bins coarser.
func (s *series) raise(level uint8) {
	if level <= s.Level {
		return
	}
	bins := s.bins()
	for i := range bins {
		bins[i].At >>= level - s.Level
	}
	s.Level = level
	s.fill(merged(bins, nil))
}

func (s *series) merge(o *series) {
	s.raise(o.Level)
	switch {
	case o.Last.empty():
		return
	case s.Last.empty() && s.Level == o.Level:
		*s = *o
		s.Past = slices.Clone(o.Past)
		return
	}
	bins := o.bins()
	for i := range bins {
		bins[i].At >>= s.Level - o.Level
	}
	s.fillAll(merged(s.bins(), bins))
}

// fillAll is fill for more bins than there is room for.
func (s *series) fillAll(bins []bin) {
	level := s.Level
	for len(bins) > maxBins {
		level++
		for i := range bins {
			bins[i].At >>= 1
		}
		bins = merged(bins, nil)
	}
	s.Level = level
	s.fill(bins)
}

// merged joins two sorted lists, in which neighbours may stand for the same time.
func merged(a, b []bin) []bin {
	out := make([]bin, 0, len(a)+len(b))
	for len(a)+len(b) > 0 {
		from := &a
		if len(a) == 0 || len(b) > 0 && b[0].At < a[0].At {
			from = &b
		}
		next := (*from)[0]
		*from = (*from)[1:]
		if n := len(out); n > 0 && out[n-1].At == next.At {
			out[n-1].Out += next.Out
			out[n-1].In += next.In
			continue
		}
		out = append(out, next)
	}
	return out
}

func (s *series) width() time.Duration { return binWidth << s.Level }

// start is when a bin begins.
func (s *series) start(b bin) time.Time {
	return time.Unix(0, int64(b.At)*int64(s.width())).UTC()
}

// days counts the calendar days, UTC, in which the bins with bytes sent begin.
func (s *series) days() int {
	n, last := 0, ""
	for b := range s.all() {
		if b.Out == 0 {
			continue
		}
		if day := s.start(b).Format(time.DateOnly); day != last {
			n, last = n+1, day
		}
	}
	return n
}
