package rhythm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

// people draw waits as they do whose ratios make the table: those whose waits are the
// most like a timer's.
func people(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) }

// drawn fills in sorted waits of about an hour.
func drawn(waits []uint32, r *rand.Rand, wait func(r *rand.Rand) float64) {
	for i := range waits {
		waits[i] = uint32(min(math.MaxUint32, 3600*ticksPerSecond*wait(r)))
	}
	slices.Sort(waits)
}

// ratios are those of many draws, sorted.
func ratios(waits, runs int, r *rand.Rand, wait func(r *rand.Rand) float64) []float64 {
	all, one := make([]float64, runs), make([]uint32, waits)
	for i := range all {
		drawn(one, r, wait)
		all[i] = likelihoodRatio(one)
	}
	slices.Sort(all)
	return all
}

// TestRatioTableIsWhatPeopleHave draws people and holds the table against them. With the
// variable it draws many, of all sizes, and prints the table of likelihood_table.go:
//
//	DWELL_TABLE=400000 go test ./detect/backdoor/rhythm -run RatioTable -v -timeout 1h
func TestRatioTableIsWhatPeopleHave(t *testing.T) {
	runs, every := 4000, 5
	if all := os.Getenv("DWELL_TABLE"); all != "" {
		n, err := strconv.Atoi(all)
		if err != nil {
			t.Fatal(err)
		}
		runs, every = n, 1
	}
	for i := 0; i < len(ratioTable); i += every {
		t.Run(fmt.Sprintf("%d waits", ratioTable[i].waits), func(t *testing.T) {
			t.Parallel()
			all := ratios(ratioTable[i].waits, runs, rand.New(rand.NewPCG(17, uint64(i))), people)
			row := ""
			for k, p := range ratioChances {
				row += fmt.Sprintf(", %.2f", all[len(all)-1-int(p*float64(runs))])
				above, _ := slices.BinarySearch(all, ratioTable[i].ratio[k])
				if share := 1 - float64(above)/float64(runs); math.Abs(share-p) > 4*math.Sqrt(p/float64(runs)) {
					t.Errorf("%.5f of the people exceed %v, want %v", share, ratioTable[i].ratio[k], p)
				}
			}
			if every == 1 {
				t.Logf("{%d, [...]float64{%s}},", ratioTable[i].waits, row[2:])
			}
		})
	}
}

// Under every other kind of people the p-value is on the safe side.
func TestRatioIsSafeUnderOtherPeople(t *testing.T) {
	const runs = 3000
	power := func(u, a float64) float64 { return math.Pow(u, -1/a) - 1 }
	for name, wait := range map[string]func(r *rand.Rand) float64{
		"exponential":    func(r *rand.Rand) float64 { return r.ExpFloat64() },
		"log-normal 1.2": func(r *rand.Rand) float64 { return math.Exp(1.2 * r.NormFloat64()) },
		"log-normal 2":   func(r *rand.Rand) float64 { return math.Exp(2 * r.NormFloat64()) },
		"Weibull 0.7":    func(r *rand.Rand) float64 { return math.Pow(r.ExpFloat64(), 1/0.7) },
		"Lomax 1":        func(r *rand.Rand) float64 { return power(1-r.Float64(), 1) },
		"Lomax 2":        func(r *rand.Rand) float64 { return power(1-r.Float64(), 2) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(19, 20))
			for _, waits := range []int{leastCompared, 30, 50} {
				all := ratios(waits, runs, r, wait)
				for _, p := range []float64{0.01, 0.003} {
					below := 0
					for _, ratio := range all {
						if ratioTail(waits, ratio) <= p {
							below++
						}
					}
					if share := float64(below) / runs; share > p+3*math.Sqrt(p/runs) {
						t.Errorf("%d waits: p <= %v in %.4f of the draws", waits, p, share)
					}
				}
			}
		})
	}
}

// What is likely of a timer is what its waits are.
func TestTimersWaitAsTheirDensitySays(t *testing.T) {
	const runs = 40000
	r := rand.New(rand.NewPCG(21, 22))
	for _, c := range timers {
		all := 0.0
		for class := shortestWait - 100; class <= longestWait+100; class++ {
			all += c.density(float64(class)*logStep) * logStep
		}
		if math.Abs(all-1) > 0.01 {
			t.Errorf("%+v: the densities add up to %.3f", c, all)
		}
		var below [3]int
		periods := [...]float64{0.7, 1.2, 2.2}
		for range runs {
			wait := 0.0
			for more := true; more; more = r.Float64() < c.lost {
				wait += 1 + c.jitter*(2*r.Float64()-1)
			}
			for i, x := range periods {
				if wait <= x {
					below[i]++
				}
			}
		}
		for i, x := range periods {
			if share := float64(below[i]) / runs; math.Abs(share-c.upTo(x)) > 0.01 {
				t.Errorf("%+v: %.3f of the waits are below %v periods, want %.3f", c, share, x, c.upTo(x))
			}
		}
	}
}

func TestEvenSum(t *testing.T) {
	for _, c := range []struct {
		n       int
		x, want float64
	}{{1, 0.3, 0.3}, {2, 1, 0.5}, {3, 1, 1. / 6}, {3, 1.5, 0.5}, {4, -1, 0}, {4, 4, 1}, {10, 5, 0.5}, {manyTerms + 1, 5.5, 0.5}} {
		if got := evenSum(c.n, c.x); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%d up to %v: %v, want %v", c.n, c.x, got, c.want)
		}
	}
}

// The ratio has no unit: waits that are so many classes longer have the same.
func TestRatioHasNoUnit(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	logs, longer := make([]float64, 40), make([]float64, 40)
	for range 100 {
		for i := range logs {
			logs[i] = logStep * math.Round(math.Log(people(r))/logStep)
			longer[i] = logs[i] + 30*logStep
		}
		slices.Sort(logs)
		slices.Sort(longer)
		if a, b := asTimer(logs)-asPerson(logs), asTimer(longer)-asPerson(longer); math.Abs(a-b) > 1e-6 {
			t.Errorf("ratio %.3f, of waits e^1.5 times as long %.3f", a, b)
		}
	}
}

// The two kinds of clients that the time on test mistakes for each other.
func TestRatioTellsLostCallsFromPeople(t *testing.T) {
	const runs = 400
	for _, c := range []cell{
		{name: "half a period of jitter, a third of the calls lost", client: missing(first(around(1200, 0.5), 48), 0.3), days: 2, recall: 0.95},
		{name: "people with 24 calls", client: first(logNormal(600, 1), 24), days: 3},
		{name: "people with 48 calls", client: first(logNormal(600, 1), 48), days: 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			res := c.run(runs, 5)
			if c.recall > 0 && res.regular < c.recall-3*math.Sqrt(c.recall*(1-c.recall)/runs) {
				t.Errorf("recall %.3f, want %.2f", res.regular, c.recall)
			}
			if c.recall == 0 && res.regular > 2./runs {
				t.Errorf("%.4f are called regular", res.regular)
			}
		})
	}
}

func BenchmarkRatio(b *testing.B) {
	for _, n := range []int{leastCompared, 32, mostCompared} {
		waits := make([]uint32, n)
		drawn(waits, rand.New(rand.NewPCG(17, 1)), people)
		b.Run(fmt.Sprintf("%d waits", n), func(b *testing.B) {
			for b.Loop() {
				likelihoodRatio(waits)
			}
		})
	}
}
