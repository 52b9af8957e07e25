package chance_test

import (
	"testing"
	"time"

	"dwell/simulate/chance"
)

func TestPartsAreIndependentAndRepeat(t *testing.T) {
	a, b, c := chance.New(1, "mail", "x"), chance.New(1, "mail", "x"), chance.New(1, "mailx")
	first, second, third := a.Uint64(), b.Uint64(), c.Uint64()
	if first != second || first == third {
		t.Errorf("the same part gives %x and %x, another %x", first, second, third)
	}
	if chance.New(2, "mail", "x").Uint64() == first {
		t.Error("the seed changes nothing")
	}
}

func TestDistributions(t *testing.T) {
	s := chance.New(7, "test")
	const n = 20000
	var poisson, many int
	var waits time.Duration
	weights := [3]int{}
	for range n {
		poisson += s.Poisson(3)
		many += s.Poisson(200)
		waits += s.Exponential(time.Minute)
		weights[s.Weighted([]float64{1, 2, 1})]++
		if d := s.Between(time.Second, 2*time.Second); d < time.Second || d >= 2*time.Second {
			t.Fatalf("%v is not between", d)
		}
	}
	near := func(what string, got, want float64) {
		if got < 0.95*want || got > 1.05*want {
			t.Errorf("%s: mean %v, want %v", what, got, want)
		}
	}
	near("Poisson", float64(poisson)/n, 3)
	near("Poisson of many", float64(many)/n, 200)
	near("exponential", waits.Seconds()/n, 60)
	near("weighted", float64(weights[1])/n, 0.5)
}
