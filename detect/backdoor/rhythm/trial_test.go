package rhythm

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// To divide by multiplying is exact, at the edges of each quotient too.
func TestReciprocalIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, trial := range clockTrials {
		for range 1000 {
			q := r.Uint32() / trial.cycle
			slot := q*trial.cycle + trial.slot*r.Uint32N(trial.stretches)
			for _, n := range []uint32{q*trial.cycle - 1, q * trial.cycle, slot, slot - 1, r.Uint32(), math.MaxUint32} {
				if quotient, rest := trial.perCycle.divide(n, trial.cycle); quotient != n/trial.cycle || rest != n%trial.cycle {
					t.Fatalf("%d by %d: %d and %d", n, trial.cycle, quotient, rest)
				}
				if got, want := trial.stretch(n), n%trial.cycle/trial.slot; got != want {
					t.Fatalf("%d of a cycle of %d: stretch %d, want %d", n, trial.cycle, got, want)
				}
			}
		}
	}
}

func TestSorterSorts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var s sorter
	for range 2000 {
		values := make([]uint32, r.IntN(2*keepTimes))
		spread := r.IntN(33)
		for i := range values {
			values[i] = r.Uint32()>>spread>>r.IntN(8) + uint32(r.IntN(3))
		}
		want := slices.Sorted(slices.Values(values))
		if s.sort(values); !slices.Equal(values, want) {
			t.Fatalf("%d, want %d", values, want)
		}
	}
}
