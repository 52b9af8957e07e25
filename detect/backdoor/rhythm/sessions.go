package rhythm

import "math"

// sessions are what the tests of schedules fold, for steps that grow from one test to
// the next: what follows within one step of one another does within a greater.
type sessions struct {
	all     []session
	closest uint32 // between two that may be merged
	longest uint32
}

// session is what follows within a step of one another, as first and last tick.
type session struct {
	from, to uint32
	first    bool // of its segment: what lies before is not known
}

// begin makes every tick a session.
func (s *sessions) begin(segments [][]uint32) {
	s.all, s.closest, s.longest = s.all[:0], math.MaxUint32, 0
	for _, at := range segments {
		for i, t := range at {
			s.all = append(s.all, session{t, t, i == 0})
			if i > 0 {
				s.closest = min(s.closest, t-at[i-1])
			}
		}
	}
}

// copy makes the same sessions of o.
func (s *sessions) copy(o *sessions) {
	s.all, s.closest, s.longest = append(s.all[:0], o.all...), o.closest, o.longest
}

// apart returns, for every cycle, how many sessions begin at least as long after the one
// before; of those within an eighth more than the cycle some are left out.
func (s *sessions) apart() (apart [len(cycles)]int) {
	var within [len(cycles) + 1]int
	for i := 1; i < len(s.all); i++ {
		within[cyclesWithin[class(s.all[i].from-s.all[i-1].from)]]++
	}
	for i := len(cycles) - 1; i >= 0; i-- {
		apart[i] = within[i+1]
		within[i] += within[i+1]
	}
	return apart
}

// cyclesWithin is how many of the cycles even the shortest wait of a class holds.
var cyclesWithin = func() (within [classes]uint8) {
	i := 0
	for c := range within {
		shortest := uint64(1<<classBits|c&(1<<classBits-1)) << (c >> classBits) >> (classBits + 1)
		for i < len(cycles) && shortest >= uint64(cycles[i])*ticksPerSecond {
			i++
		}
		within[c] = uint8(i)
	}
	return within
}()

// merge joins what follows within the step.
func (s *sessions) merge(step uint32) {
	if s.closest >= step {
		return
	}
	s.closest = math.MaxUint32
	kept := s.all[:1]
	for _, next := range s.all[1:] {
		last := &kept[len(kept)-1]
		gap := next.from - last.to
		switch {
		case next.first:
			kept = append(kept, next)
		case gap < step:
			last.to = next.to
			s.longest = max(s.longest, last.to-last.from)
		default:
			s.closest = min(s.closest, gap)
			kept = append(kept, next)
		}
	}
	s.all = kept
}
