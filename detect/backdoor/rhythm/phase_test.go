package rhythm

import (
	"math"
	"math/rand/v2"
	"testing"
)

// What comes when it likes, office hours or not, in sessions or not, has no set time.
func TestPhaseIsSuperUniform(t *testing.T) {
	const runs = 1500
	r := rand.New(rand.NewPCG(7, 8))
	for name, c := range map[string]cell{
		"memoryless":      {client: memoryless(3600), days: 7},
		"office hours":    {client: officeHours(memoryless(7200)), days: 40},
		"browsing":        {client: officeHours(browsing(2, 1, 40)), days: 30},
		"people at desks": {client: officeHours(mailReader(3 * 3600)), days: 62},
	} {
		below := 0
		for range runs {
			var j Judge
			segments, _ := j.segments(times(c.client(r, c.days)))
			if v, ok := j.phase(segments, 0); ok && v.P <= 0.01 {
				below++
			}
		}
		if share := float64(below) / runs; share > 0.01+3*math.Sqrt(0.01/runs) {
			t.Errorf("%s: p <= 0.01 in %.3f of the null", name, share)
		}
	}
}

func TestASetTimeIsFoundThoughMostCallsAreLost(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	var j Judge
	segments, _ := j.segments(times(missing(scheduled(3600, 300, 60), 0.6)(r, 10)))
	v, ok := j.phase(segments, 0)
	if s := v.Schedule; !ok || v.P > 1e-9 || s.Cycle != 3600 || s.Hits != s.Cycles {
		t.Errorf("%+v, want every cycle hit within an hour's", v)
	}
}

// The surroundings of a slot may lie across the turn of the cycle.
func TestASetTimeAtTheTurnOfTheCycle(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	turn := 3600 - math.Mod(4000*day, 3600) // ticks are counted from 1970 here
	var j Judge
	segments, _ := j.segments(times(missing(scheduled(3600, turn, 60), 0.5)(r, 10)))
	if v, ok := j.phase(segments, 0); !ok || v.P > 1e-9 || v.Schedule.Hits != v.Schedule.Cycles {
		t.Errorf("%+v, want every cycle hit", v)
	}
}

// What is sliced by its source is not judged below twice the slice.
func TestSlicesBoundThePeriod(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for period, want := range map[float64]bool{600: false, 1100: false, 3600: true} {
		if v, _ := judge(times(sleeping(period, 0.1)(r, 4)), 600); v.Regular() != want {
			t.Errorf("period %v s in slices of 600 s: regular %v, want %v", period, v.Regular(), want)
		}
	}
}

// A log that cuts by the clock makes no rhythm of memoryless calls.
func TestSlicesOfMemorylessCallsAreNotRegular(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	regular := 0
	for range 500 {
		at := memoryless(4000)(r, 10)
		for i := range at {
			at[i] -= math.Mod(at[i], 600)
		}
		if v, _ := judge(times(at), 600); v.Regular() {
			regular++
		}
	}
	if regular > 2 {
		t.Errorf("%d of 500 are judged regular", regular)
	}
}

// What is ruled out at first sight would not have passed the test: the verdict is that of
// folding at every cycle.
func TestFirstSightRulesNothingOut(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	found := 0
	for _, c := range append(schedules(),
		cell{client: memoryless(1200), days: 10}, cell{client: officeHours(browsing(10, 6, 60)), days: 40},
		cell{client: missing(scheduled(3600, 300, 200), 0.3), days: 20}, cell{client: spells(3*3600, 1200, 20), days: 20},
		cell{client: together(scheduled(6*3600, 700, 300), memoryless(1800)), days: 30}) {
		for range 20 {
			var j Judge
			segments, _ := j.segments(times(c.client(r, c.days)))
			got, _ := j.phase(segments, 0)
			want, any := Verdict{P: 1}, false
			for i := range clockTrials {
				if v, ok := slowly(&clockTrials[i], segments); ok && (!any || v.P < want.P) {
					want, any = v, true
				}
			}
			if got != want {
				t.Fatalf("%s: %+v, want %+v", c.name, got, want)
			}
			if want.P < 1 {
				found++
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d schedules, so that little was compared", found)
	}
}

// slowly tests one schedule unless fewer than minBegun begin in two neighbouring slots.
func slowly(t *trial, segments [][]uint32) (v Verdict, ok bool) {
	var s sessions
	s.begin(segments)
	s.merge(t.step())
	f := folding{trial: t, sessions: s.all, counters: new(counters)}
	number, active := make([]int, t.stretches), map[uint32]bool{}
	for _, s := range f.sessions {
		number[s.from%t.cycle/t.slot]++
		active[s.from/t.cycle] = true
	}
	most := 0
	for i, n := range number {
		most = max(most, n+number[(i+1)%len(number)])
	}
	if most < f.least() || t.around == t.cycle && float64(most) < minBegun*float64(len(active)) {
		return v, false
	}
	return f.fold()
}
