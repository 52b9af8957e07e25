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
	m, c := &s.Marks[which], s.Clocks[which]
	if !s.any() {
		return place{}
	}
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

// compare orders the marks of two pairs as their places.
func (s *places) compare(which int, o *places) int {
	a, b := &s.Marks[which], &o.Marks[which]
	if a.Nanos != b.Nanos && s.Clocks[which].zone() != event.ZoneNone && o.Clocks[which].zone() != event.ZoneNone {
		return cmp.Compare(a.Nanos, b.Nanos)
	}
	return s.at(which).compare(o.at(which))
}

// rank orders the telling places; the lowest wins, whatever file it came in.
func (s *places) rank() uint64 {
	rank := fold.Mix(uint64(s.Marks[telling].Nanos), s.Marks[telling].Ref[1]&(1<<lengthBits-1)) >> 1
	if !s.Odd {
		rank |= 1 << 63
	}
	return rank
}

func (s *places) add(p place, odd bool) {
	m, c := markOf(p), clockOf(p.Time)
	s.merge(&places{[3]mark{m, m, m}, [3]clock{c, c, c}, odd})
}

func (s *places) merge(o *places) {
	if !o.any() {
		return
	}
	if !s.any() {
		*s = *o
		return
	}
	if o.compare(first, s) < 0 {
		s.take(first, o)
	}
	if o.compare(last, s) > 0 {
		s.take(last, o)
	}
	if c := cmp.Compare(o.rank(), s.rank()); c < 0 || c == 0 && o.compare(telling, s) < 0 {
		s.take(telling, o)
		s.Odd = o.Odd
	}
}

func (s *places) take(which int, o *places) {
	s.Marks[which], s.Clocks[which] = o.Marks[which], o.Clocks[which]
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
