package rhythm

import "math"

// A schedule is tested by folding the calls at its cycle: in how many cycles is
// there a call in one narrow slot of the cycle, of those cycles that have a call in
// the slot's surroundings at all? Under the null a session of calls falls anywhere in
// the surroundings, so it touches the slot with a probability of the slot and its own
// length over the surroundings, independently of other sessions and cycles. The
// number of cycles that are hit is a sum of such coins, of which the tail is bounded
// by the binomial of the mean probability (Hoeffding, "On the distribution of the
// number of successes in independent trials", Annals of Mathematical Statistics 27,
// 1956). A cycle counts once, so neither sessions nor fast pollers add up, and the
// surroundings of a slot are at most four hours, so the daily rhythm of people
// cancels. The p-value is multiplied by all cycles, slots and widths tried.
//
// Rayleigh's n*R^2 would take people at their desks for a schedule of 24 hours.

// cycles are those of schedulers, in seconds. Their multiples and divisors are found
// by them too.
var cycles = [...]uint32{300, 600, 900, 1200, 1800, 3600, 2 * 3600, 3 * 3600, 4 * 3600, 6 * 3600, 8 * 3600,
	12 * 3600, 24 * 3600, 7 * 24 * 3600}

const (
	// surroundings is the longest stretch in which people's habits are taken to be
	// even, in seconds.
	surroundings = 4 * 3600
	// minCycles is the least number of cycles with a call at the set time, minHabitual
	// that where habits could be the cause. Of fewer, none but the purest schedules are
	// significant, and those have even waits.
	minCycles, minHabitual = 12, 24
	// minHits is the share of the cycles with calls around the set time that must
	// have one then. People who begin work at nine sharp, give or take ten minutes,
	// do so within the same twelve minutes on less than half of the days; give or
	// take five, on three quarters.
	minHits = 0.85
	// minBegun is the share of the cycles in which a session must begin in the slot for
	// it to be looked at closely; the rest of the hits may have begun before.
	minBegun = 0.5
	// stepsPerSlot is how many steps a slot is moved by to cover what lies between two.
	stepsPerSlot = 4
	// habit is the least probability of a hit where a cycle is a matter of habit: that
	// of people who come within ten minutes of the hour.
	habit = 0.5
	// narrow and wide slots are so many to the surroundings. Beyond habitual hours a
	// wide slot would hold what people do at the same time each day.
	narrow, wide, habitual = 20, 8, 2 * 3600
	// maxSteps is the number of steps in the longest cycle.
	maxSteps = 7 * 24 * 3600 * stepsPerSlot / (surroundings / narrow)
)

// phase looks for a set time.
func (j *Judge) phase(segments [][]uint32, slice uint32) (best Verdict, ok bool) {
	c := &j.clocks
	best.P = 1
	c.sessions[0].begin(segments)
	c.sessions[1].copy(&c.sessions[0])
	apart := c.sessions[0].apart()
	hopeless := uint32(math.MaxUint32)
	for i := range clockTrials {
		t := &clockTrials[i]
		if t.slot < 2*slice || t.around < t.cycle && t.cycle%hopeless == 0 {
			continue
		}
		sessions := &c.sessions[t.list]
		sessions.merge(max(t.step(), slice+slice/2))
		f := folding{trial: t, sessions: sessions.all, longest: sessions.longest, apart: apart[t.which] + 1, counters: &c.counters}
		v, found := f.test()
		if found && (!ok || v.P < best.P) {
			best, ok = v, true
		}
		if f.few && t.around < t.cycle && hopeless == math.MaxUint32 {
			hopeless = t.cycle // and what is there at all its multiples is there at this
		}
	}
	return best, ok
}

// folding is one trial: sessions folded at a cycle.
type folding struct {
	*trial
	*counters
	sessions []session
	longest  uint32 // of the sessions
	apart    int    // of the sessions lie in different cycles, wherever these begin
	few      bool   // no slot of this width can hold enough, whatever the others hold
}

// counters are by step of the cycle.
type counters struct {
	number [maxSteps]uint16 // sessions or cycles with a call
	hit    [maxSteps]uint16 // cycles with a call
	latest [maxSteps]uint32 // the cycle counted last
}

// clocks is the memory of the tests of schedules.
type clocks struct {
	sessions [2]sessions // by width of the slot
	counters counters
}

// least is the number of cycles from which a test makes sense.
func (f *folding) least() int {
	if f.cycle > habitual*ticksPerSecond {
		return minHabitual
	}
	return minCycles
}

func (f *folding) test() (v Verdict, ok bool) {
	n := len(f.sessions)
	if n < f.least() || f.sessions[n-1].from-f.sessions[0].from < uint32(f.least()-1)*(f.cycle-f.slot) {
		return v, false
	}
	if !f.promising() {
		return v, false
	}
	return f.fold()
}

// fold tests the slot in which most sessions begin.
func (f *folding) fold() (v Verdict, ok bool) {
	steps, n := f.cycle/f.step(), len(f.sessions)
	at, most := f.begun(steps)
	if most < f.least() {
		return v, false
	}
	hits, active, chance := f.count(at * f.step())
	if f.cycle > habitual*ticksPerSecond {
		chance = math.Max(chance, habit)
	}
	if float64(hits) < minHits*float64(active) || hits < f.least() {
		return v, false
	}
	tried := float64(steps) * float64(len(cycles)*2)
	v.P = math.Min(1, tried*binomialTail(active, hits, chance))
	seconds := func(t uint32) float64 { return float64(t) / ticksPerSecond }
	v.Schedule = Schedule{Cycle: seconds(f.cycle), Width: seconds(f.slot), Hits: hits, Cycles: active}
	v.Period, v.Window, v.Calls = seconds(f.cycle), seconds(f.step()), n
	v.Jitter = float64(f.slot) / float64(f.cycle)
	v.Evenness = float64(hits) / float64(active)
	return v, true
}

// begun returns the step at which the slot begins in which a session begins in most
// cycles, and in how many.
func (f *folding) begun(steps uint32) (at uint32, most int) {
	number, latest := f.number[:steps], f.latest[:steps]
	clear(number)
	clear(latest)
	for _, s := range f.sessions {
		cycle, step := s.from/f.cycle+1, s.from%f.cycle/f.step()
		for back := range uint32(stepsPerSlot) { // a slot that began some steps earlier holds it too
			slot, c := step-back, cycle
			if back > step { // across the turn the slot belongs to the cycle before
				slot, c = step+steps-back, cycle-1
			}
			if slot < steps && latest[slot] != c {
				latest[slot] = c
				if number[slot]++; int(number[slot]) > most {
					at, most = slot, int(number[slot])
				}
			}
		}
	}
	return at, most
}

// count returns the cycles with a call in the slot that begins at an offset, those
// with a call in its surroundings, and the mean probability of the former given the
// latter.
func (f *folding) count(offset uint32) (hits, active int, chance float64) {
	before := (f.around - f.slot) / 2
	shift := f.cycle - offset%f.cycle + before // so that the surroundings begin a cycle
	for i := 0; i < len(f.sessions); {
		cycle := (f.sessions[i].from + shift) / f.cycle
		any, hit, miss := false, false, 1.0
		for ; i < len(f.sessions) && (f.sessions[i].from+shift)/f.cycle == cycle; i++ {
			s := f.sessions[i]
			from, length := (s.from+shift)%f.cycle, s.to-s.from
			if from >= f.around {
				continue
			}
			any, hit = true, hit || from < before+f.slot && from+length >= before
			miss *= 1 - math.Min(1, float64(f.slot+length)/float64(f.around))
		}
		if !any {
			continue
		}
		active++
		chance += 1 - miss
		if hit {
			hits++
		}
	}
	return hits, active, chance / float64(max(active, 1))
}
