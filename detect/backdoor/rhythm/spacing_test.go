package rhythm

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// some are the cells that stand for the rest where there is no time for all.
func some(cells []cell, each int) []cell {
	var out []cell
	for i := 0; i < len(cells); i += each {
		out = append(out, cells[i])
	}
	return out
}

func TestImplantsAreRegular(t *testing.T) {
	cells := append(append(some(within24Hours(), 4), some(lowAndSlow(), 4)...), schedules()...)
	for _, c := range cells {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			const runs = 100
			if res := c.run(runs, 1); res.regular < c.recall-3*math.Sqrt(c.recall*(1-c.recall)/runs) {
				t.Errorf("recall %.3f, want at least %.2f", res.regular, c.recall)
			}
		})
	}
}

func TestOrdinaryClientsAreNot(t *testing.T) {
	for _, c := range benign() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			const runs = 100
			if res := c.run(runs, 2); res.regular*runs > 1 {
				t.Errorf("%.3f of the clients are judged regular, want at most one in a thousand", res.regular)
			}
		})
	}
}

// Under the null a p-value is at most x with probability x at most, at every rate
// and for few calls as for many.
func TestPValuesAreSuperUniform(t *testing.T) {
	const runs = 4000
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct {
		name  string
		calls int
		mean  float64
	}{{"8 calls", 8, 3600}, {"30 calls, 10 s", 30, 10}, {"30 calls, 10 min", 30, 600}, {"100 calls, 1 min", 100, 60}, {"100 calls, 6 h", 100, 6 * 3600}} {
		var below [4]int
		alphas := [4]float64{0.1, 0.01, 0.001, alpha}
		for range runs {
			p := smallest(first(memoryless(c.mean), c.calls)(r, 3*float64(c.calls)*c.mean/day))
			for i, a := range alphas {
				if p <= a {
					below[i]++
				}
			}
		}
		for i, a := range alphas {
			if share := float64(below[i]) / runs; share > a+3*math.Sqrt(a/runs) {
				t.Errorf("%s: p <= %v in %.4f of the null", c.name, a, share)
			}
		}
	}
}

// smallest is the p-value over all that is tried of some calls, even or not.
func smallest(at []float64) float64 {
	var j Judge
	segments, _ := j.segments(times(at))
	p, weight, before := 1.0, 1.0, -1
	for _, b := range bursts {
		waits := b.waits(nil, segments)
		if len(waits) < minWaits {
			break
		}
		if len(waits) != before {
			before = len(waits)
			weight /= 2
			slices.Sort(waits)
			p = min(p, chance(b.idle(nil, waits))/weight)
		}
	}
	return p / spacingShare
}

// The two tests of which the p-values are made, without the corrections: exact.
func TestTotalTimeOnTestIsExact(t *testing.T) {
	const runs = 4000
	r := rand.New(rand.NewPCG(5, 6))
	for _, m := range []int{6, 15, 30} {
		var short, long int
		for range runs {
			waits := make([]uint32, 30)
			sum := 0.0
			for i := range waits { // sorted exponentials by their spacings
				sum += r.ExpFloat64() / float64(len(waits)-i)
				waits[i] = uint32(1e8 * sum)
			}
			s, l, _ := totalTimeOnTest(waits, m)
			if s <= 0.05 {
				short++
			}
			if l <= 0.05 {
				long++
			}
		}
		if m < 30 {
			long = runs / 20 // not tested of a part
		}
		for name, n := range map[string]int{"short": short, "long": long} {
			if share := float64(n) / runs; math.Abs(share-0.05) > 0.012 {
				t.Errorf("first %d of 30 waits: %s p <= 0.05 in %.3f of the null", m, name, share)
			}
		}
	}
}

func TestPeriodIsEstimatedWithinFivePercent(t *testing.T) {
	for _, c := range []cell{
		{"1 min", sleeping(60, 0), 1, 0.99, 60},
		{"1 min, jitter 20 %", sleeping(60, 0.2), 1, 0.99, 54},
		{"10 min, jitter 50 %", sleeping(600, 0.5), 1, 0.99, 450},
		{"6 h, jitter 50 % both ways", around(6*3600, 0.5), 62, 0.99, 6 * 3600},
		{"24 h, jitter 50 %", sleeping(day, 0.5), 62, 0.99, 0.75 * day},
		{"72 h, jitter 30 %", sleeping(3*day, 0.3), 62, 0.99, 0.85 * 3 * day},
		{"GET and POST", answered(sleeping(600, 0.2), 1), 1, 0.99, 540},
	} {
		if res := c.run(100, 3); res.off > 0.03 {
			t.Errorf("%s: %.2f of the periods are off by more than 5 %%", c.name, res.off)
		}
	}
}

func TestTails(t *testing.T) {
	for name, c := range map[string]struct{ got, want float64 }{
		"exponential below":    {gammaBelow(1, 0.1), 1 - math.Exp(-0.1)},
		"exponential above":    {gammaAbove(1, 3), math.Exp(-3)},
		"sum of two above":     {gammaAbove(2, 5), 6 * math.Exp(-5)},
		"sum of two below":     {gammaBelow(2, 0.5), 1 - 1.5*math.Exp(-0.5)},
		"nothing below":        {gammaBelow(7, 0), smallestP},
		"three heads of three": {binomialTail(3, 3, 0.5), 0.125},
		"two of three":         {binomialTail(3, 2, 0.1), 0.028},
		"none is certain":      {binomialTail(3, 0, 0.1), 1},
	} {
		if math.Abs(c.got-c.want) > 1e-9*c.want {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, c := range []cell{
		{name: "8 calls", client: first(memoryless(3600), 8), days: 3},
		{name: "100 calls", client: first(memoryless(600), 100), days: 3},
		{name: "100 calls, days apart", client: first(memoryless(60000), 100), days: 300},
		{name: "100 calls of people", client: first(officeHours(mailReader(4*3600)), 100), days: 70},
		{name: "sampled", client: memoryless(60), days: 3},
		{name: "beacon", client: sleeping(600, 0.3), days: 1},
	} {
		t := times(c.client(r, c.days))
		var j Judge
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				j.Times(t, 0)
			}
		})
	}
}
