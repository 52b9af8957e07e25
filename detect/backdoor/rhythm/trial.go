package rhythm

import "math/bits"

// trial is one schedule that is looked for: a cycle, the part of it around a slot, and
// the width of the slot, in ticks.
type trial struct {
	cycle, around, slot uint32
	stretches           uint32 // as long as the slot, in the cycle
	perCycle            reciprocal
	which               int // of the cycles
	list                int // of sessions, by width
}

// clockTrials are all of them. Steps grow within one list of sessions.
var clockTrials = func() (all []trial) {
	for which, cycle := range cycles {
		for list, per := range [...]uint32{narrow, wide} {
			if per == wide && cycle > habitual {
				continue
			}
			t := trial{cycle: cycle * ticksPerSecond, around: min(cycle, surroundings) * ticksPerSecond, which: which, list: list}
			t.slot = t.around / per
			t.stretches, t.perCycle = t.cycle/t.slot, reciprocalOf(t.cycle)
			all = append(all, t)
		}
	}
	return all
}()

func (t *trial) step() uint32 { return t.slot / stepsPerSlot }

// stretch returns in which of the stretches a tick lies.
func (t *trial) stretch(at uint32) uint32 {
	_, part := bits.Mul64(uint64(t.perCycle), uint64(at)) // of the cycle that has begun, in 2^64
	stretch, _ := bits.Mul64(part, uint64(t.stretches))
	return uint32(stretch)
}

// reciprocal divides by multiplying, which takes a fraction of the time: it is 2^64
// over the divisor, rounded up, exact for all of 32 bits (D. Lemire, O. Kaser, N. Kurz,
// "Faster Remainder by Direct Computation", Software: Practice and Experience 49, 2019).
type reciprocal uint64

func reciprocalOf(divisor uint32) reciprocal { return reciprocal(^uint64(0)/uint64(divisor) + 1) }

func (r reciprocal) divide(n, divisor uint32) (quotient, remainder uint32) {
	high, _ := bits.Mul64(uint64(r), uint64(n))
	return uint32(high), n - uint32(high)*divisor
}
