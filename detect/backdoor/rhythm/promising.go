package rhythm

import "math"

// To fold calls at every step of every cycle is slow, and nearly always in vain. So the
// calls that begin in each stretch as long as a slot are counted first. What this
// rules out can't pass the test, whatever the steps.

// promising reports whether some slot may hold enough, from counts that are quick: of
// what begins in neighbouring stretches as long as a slot.
func (f *folding) promising() bool {
	reach := f.reach()
	if f.scattered(reach) {
		return false
	}
	number, hit, latest := f.number[:f.stretches], f.hit[:f.stretches], f.latest[:f.stretches]
	clear(number)
	clear(hit)
	clear(latest)
	active, before := 0, uint32(0)
	for _, s := range f.sessions {
		cycle, into := f.perCycle.divide(s.from, f.cycle)
		if cycle++; cycle != before {
			active, before = active+1, cycle
		}
		stretch := into / f.slot
		number[stretch]++
		if latest[stretch] != cycle {
			latest[stretch] = cycle
			hit[stretch]++
		}
	}
	if most := fullest(hit, reach); most < f.enough(f.chain()) {
		f.few = most < f.least()
		return false
	}
	most := fullest(number, 2) // which is all that a slot may lie across
	if f.around == f.cycle && float64(most) < minBegun*float64(active) {
		return false
	}
	return most >= f.least()
}

// scattered reports whether no slot can hold enough: it counts until what is left can't
// make up for what is missing, which is soon where calls come when they like.
func (f *folding) scattered(reach int) bool {
	number := f.number[:f.stretches]
	clear(number)
	enough := f.enough(f.apart)
	missing := enough - len(f.sessions)
	top := 0
	for _, s := range f.sessions {
		stretch := f.stretch(s.from)
		number[stretch]++
		top = max(top, int(number[stretch]))
		if missing++; reach*top < missing {
			f.few = enough == f.least()
			return true
		}
	}
	return false
}

// fullest returns the greatest sum of so many neighbours on a ring.
func fullest(ring []uint16, neighbours int) (most int) {
	sum := 0
	for i := range min(neighbours, len(ring)) {
		sum += int(ring[i])
	}
	for i, n := range ring {
		most = max(most, sum)
		sum += int(ring[(i+neighbours)%len(ring)]) - int(n)
	}
	return most
}

// reach is the number of neighbouring stretches in which all sessions begin that touch
// one slot.
func (f *folding) reach() int {
	return min(2+int((f.longest+f.slot-1)/f.slot), int(f.stretches))
}

// enough is the least number of hits that may do when calls lie in so many cycles or
// more: where the surroundings are the whole cycle, minHits of them must be hit.
func (f *folding) enough(active int) int {
	if f.around < f.cycle {
		return f.least()
	}
	return max(f.least(), int(math.Ceil(minHits*float64(active))))
}

// chain counts sessions that begin a cycle or more after one another.
func (f *folding) chain() int {
	n, last := 1, f.sessions[0].from
	for _, s := range f.sessions {
		if s.from-last >= f.cycle {
			n, last = n+1, s.from
		}
	}
	return n
}
