package backdoor

import (
	"cmp"

	"dwell/detect/fold"
	"dwell/event"
)

// place is one record.
type place struct {
	Time event.Time
	Ref  event.Ref
}

func (a place) compare(b place) int {
	if c := a.Time.Compare(b.Time); c != 0 {
		return c
	}
	return a.Ref.Compare(b.Ref)
}

// places are the first, the last and one telling record of a pair: one with an
// odd identity where there is any, otherwise one drawn by hash. fold.Marks would
// keep five at four times the memory.
type places struct {
	Marks  [3]mark
	Clocks [3]clock // of the marks
	Odd    bool     // the telling one is
}

// The marks of a pair.
const (
	first = iota
	last
	telling
)

// mark is a place as it is kept, in three fifths of the room.
type mark struct {
	Nanos int64
	Ref   [2]uint64 // 48 bits of the file, 48 of the offset, 32 of the length: a record is 64 MiB at most (evidence.MaxRecord)
}

const (
	offsetBits = 48
	lengthBits = 32
)

// clock is what is known of a time but the instant: its zone and precision, and the
// offset from UTC.
type clock uint32

const (
	zoneBits   = 3
	offsetZero = 1 << 20 // seconds, so that none is negative: 12 days
)

func clockOf(t event.Time) clock {
	shifted := min(max(t.Offset, -offsetZero), offsetZero-1) + offsetZero
	return clock(shifted)<<(2*zoneBits) | clock(t.Zone)<<zoneBits | clock(t.Precision)
}

func (c clock) zone() event.Zone { return event.Zone(c >> zoneBits & (1<<zoneBits - 1)) }

func markOf(p place) mark {
	offset := min(uint64(max(p.Ref.Offset, 0)), 1<<offsetBits-1)
	length := min(uint64(max(p.Ref.Length, 0)), 1<<lengthBits-1)
	return mark{p.Time.Nanos, [2]uint64{
		uint64(p.Ref.File)<<(64-offsetBits) | offset>>lengthBits,
		offset<<(64-lengthBits) | length,
	}}
}

// at returns one of the places; the zero place when there is none.
func (s *places) at(which int) place {
	if !s.any() {
		return place{}
	}
	return s.Marks[which].place(s.Clocks[which])
}

func (m *mark) place(c clock) place {
	return place{
		Time: event.Time{Nanos: m.Nanos, Offset: int32(c>>(2*zoneBits)) - offsetZero, Zone: c.zone(), Precision: event.Precision(c & (1<<zoneBits - 1))},
		Ref: event.Ref{
			File:   event.FileID(m.Ref[0] >> (64 - offsetBits)),
			Offset: int64(m.Ref[0]<<lengthBits&(1<<offsetBits-1) | m.Ref[1]>>(64-lengthBits)),
			Length: int64(m.Ref[1] & (1<<lengthBits - 1)),
		},
	}
}

func (s *places) any() bool { return s.Marks[first].Ref != [2]uint64{} }

// compare orders two marks as the places that they stand for.
func compare(a, b *mark, at, bt clock) int {
	if a.Nanos != b.Nanos && at.zone() != event.ZoneNone && bt.zone() != event.ZoneNone {
		return cmp.Compare(a.Nanos, b.Nanos)
	}
	return a.place(at).compare(b.place(bt))
}

// rank orders the telling places; the lowest wins, whatever file it came in.
func (m *mark) rank(odd bool) uint64 {
	rank := fold.Mix(uint64(m.Nanos), m.Ref[1]&(1<<lengthBits-1)) >> 1
	if !odd {
		rank |= 1 << 63
	}
	return rank
}

func (s *places) add(p place, odd bool) {
	m, c := markOf(p), clockOf(p.Time)
	switch {
	case m.Ref == [2]uint64{}:
	case s.any():
		s.widen(first, -1, &m, c)
		s.widen(last, 1, &m, c)
		s.tell(&m, c, odd)
	default:
		*s = places{[3]mark{m, m, m}, [3]clock{c, c, c}, odd}
	}
}

func (s *places) merge(o *places) {
	switch {
	case !o.any():
	case s.any():
		s.widen(first, -1, &o.Marks[first], o.Clocks[first])
		s.widen(last, 1, &o.Marks[last], o.Clocks[last])
		s.tell(&o.Marks[telling], o.Clocks[telling], o.Odd)
	default:
		*s = *o
	}
}

// widen takes a place that lies beyond the one that is kept, on its side.
func (s *places) widen(which, side int, m *mark, c clock) {
	if compare(m, &s.Marks[which], c, s.Clocks[which]) == side {
		s.Marks[which], s.Clocks[which] = *m, c
	}
}

// tell takes a place that ranks lower.
func (s *places) tell(m *mark, c clock, odd bool) {
	kept := &s.Marks[telling]
	if order := cmp.Compare(m.rank(odd), kept.rank(s.Odd)); order < 0 || order == 0 && compare(m, kept, c, s.Clocks[telling]) < 0 {
		s.Marks[telling], s.Clocks[telling], s.Odd = *m, c, odd
	}
}

func (s *places) refs() []event.Ref {
	refs := []event.Ref{s.at(first).Ref}
	for _, which := range []int{telling, last} {
		if ref := s.at(which).Ref; ref != refs[0] && ref != refs[len(refs)-1] {
			refs = append(refs, ref)
		}
	}
	return refs
}
