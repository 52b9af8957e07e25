package backdoor

import (
	"math"
	"math/rand/v2"
	"testing"
)

const (
	day  = 86400.0
	null = 2500 // simulated clients per null model
)

// client simulates the times of one kind of client over some days.
type client func(r *rand.Rand, days float64) []float64

// sleeping is an implant that sleeps between (1-jitter) and 1 times its period;
// lost is the share of calls that the sensor missed.
func sleeping(period, jitter, lost float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for t := r.Float64() * period; t < days*day; t += period * (1 - jitter*r.Float64()) {
			if r.Float64() >= lost {
				at = append(at, t)
			}
		}
		return at
	}
}

// memoryless is the null model.
func memoryless(mean float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for t := r.ExpFloat64() * mean; t < days*day; t += r.ExpFloat64() * mean {
			at = append(at, t)
		}
		return at
	}
}

// browsing is a person: visits at random, a handful of pages per visit with
// log-normal reading times, a dozen requests per page.
func browsing(visitsPerDay, pages, reading float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for t := r.ExpFloat64() * day / visitsPerDay; t < days*day; t += r.ExpFloat64() * day / visitsPerDay {
			for n := 1 + int(r.ExpFloat64()*pages); n > 0 && t < days*day; n-- {
				for k := 1 + r.IntN(12); k > 0; k-- {
					at = append(at, t+r.ExpFloat64()*2)
				}
				t += math.Exp(math.Log(reading) + 1.1*r.NormFloat64())
			}
		}
		return at
	}
}

// officeHours keeps what falls between 9 and 18 o'clock on five days of seven.
func officeHours(c client) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for _, t := range c(r, days) {
			hour := math.Mod(t, day) / 3600
			if hour >= 9 && hour < 18 && int(t/day)%7 < 5 {
				at = append(at, t)
			}
		}
		return at
	}
}

// bursts repeats every call a few times within seconds.
func bursts(c client, seconds float64) client {
	return func(r *rand.Rand, days float64) []float64 {
		var at []float64
		for _, t := range c(r, days) {
			for n := 1 + r.IntN(4); n > 0; n-- {
				at = append(at, t+r.Float64()*seconds)
			}
		}
		return at
	}
}

func contacts(at []float64) *calls {
	var c calls
	for _, t := range at {
		c.add(uint32(ticksPerSecond * (400_000_000 + t)))
	}
	return &c
}

// found returns the share of simulated clients that are judged regular.
func found(c client, days float64, runs int) (share float64, periods []float64) {
	r := rand.New(rand.NewPCG(1, 2))
	hits := 0
	for range runs {
		if v, ok := judge(contacts(c(r, days))); ok && v.Regular() {
			hits++
			periods = append(periods, v.Period)
		}
	}
	return float64(hits) / float64(runs), periods
}

func TestImplantsAreRegular(t *testing.T) {
	for _, c := range []struct {
		name   string
		client client
		days   float64
		recall float64
	}{
		{"1 min", sleeping(60, 0, 0), 1, 0.99},
		{"2 s, jitter 20 %", sleeping(2, 0.2, 0), 0.01, 0.99},
		{"10 s, jitter 50 %", sleeping(10, 0.5, 0), 1, 0.99},
		{"1 min, jitter 50 %", sleeping(60, 0.5, 0), 1, 0.99},
		{"5 min, jitter 50 %", sleeping(300, 0.5, 0), 1, 0.99},
		{"15 min, jitter 30 %", sleeping(900, 0.3, 0), 1, 0.99},
		{"1 h, jitter 50 %: 24 calls and more", sleeping(3600, 0.5, 0), 1, 0.99},
		{"30 min, jitter 90 %: 48 calls and more", sleeping(1800, 0.9, 0), 1, 0.95},
		{"20 min, jitter 50 %, 30 % lost", sleeping(1200, 0.5, 0.3), 1, 0.95},
		{"20 min, no jitter, 30 % lost", sleeping(1200, 0, 0.3), 1, 0.95},
		{"5 min in office hours, one week", officeHours(sleeping(300, 0.3, 0)), 7, 0.99},
		{"1 h in office hours, two weeks", officeHours(sleeping(3600, 0.2, 0)), 14, 0.95},
		{"2 min, GET and POST", bursts(sleeping(120, 0.2, 0), 4), 1, 0.99},
		{"1 h, retries over 40 s", bursts(sleeping(3600, 0.2, 0), 40), 1, 0.99},
		{"6 h, jitter 50 %", sleeping(6*3600, 0.5, 0), 62, 0.99},
		{"12 h, jitter 50 %", sleeping(12*3600, 0.5, 0), 62, 0.99},
		{"24 h, jitter 50 %", sleeping(24*3600, 0.5, 0), 62, 0.99},
		{"72 h, jitter 50 %", sleeping(72*3600, 0.5, 0), 62, 0.99},
		{"24 h, jitter 30 %, 30 % lost", sleeping(24*3600, 0.3, 0.3), 62, 0.99},
	} {
		t.Run(c.name, func(t *testing.T) {
			if share, _ := found(c.client, c.days, 300); share < c.recall {
				t.Errorf("recall %.3f, want at least %.2f", share, c.recall)
			}
		})
	}
}

func TestOrdinaryClientsAreNot(t *testing.T) {
	for _, c := range []struct {
		name   string
		client client
		days   float64
	}{
		{"memoryless, 1 s", memoryless(1), 0.02},
		{"memoryless, 5 s", memoryless(5), 0.2},
		{"memoryless, 20 s", memoryless(20), 1},
		{"memoryless, 1 min", memoryless(60), 1},
		{"memoryless, 6 min", memoryless(360), 1},
		{"memoryless, 1 h", memoryless(3600), 1},
		{"memoryless, 1 day", memoryless(day), 62},
		{"memoryless in office hours", officeHours(memoryless(600)), 7},
		{"memoryless with bursts", bursts(memoryless(600), 10), 1},
		{"browsing", browsing(6, 6, 40), 1},
		{"browsing much", browsing(40, 8, 20), 1},
		{"browsing in office hours", officeHours(browsing(20, 6, 60)), 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			runs := null
			if share, _ := found(c.client, c.days, runs); share > 0.001 {
				t.Errorf("%.4f of the clients are judged regular, want at most one in a thousand", share)
			}
		})
	}
}

// Under the null a p-value is at most x with probability x at most.
func TestPValueIsSuperUniform(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	ps := make([]float64, 0, null)
	for i := range null {
		mean := []float64{30, 300, 3600}[i%3]
		if v, ok := judge(contacts(memoryless(mean)(r, 1))); ok {
			ps = append(ps, v.P)
		}
	}
	for _, x := range []float64{0.2, 0.05, 0.01} {
		below := 0
		for _, p := range ps {
			if p <= x {
				below++
			}
		}
		tolerance := 3 * math.Sqrt(x/float64(len(ps)))
		if share := float64(below) / float64(len(ps)); share > x+tolerance {
			t.Errorf("p <= %v in %.4f of the null", x, share)
		}
	}
}

func TestPeriodIsEstimatedWithinFivePercent(t *testing.T) {
	for _, c := range []struct {
		period, jitter, days float64
	}{{60, 0, 1}, {60, 0.2, 1}, {3600, 0.3, 7}, {6 * 3600, 0.2, 62}, {day, 0.1, 62}} {
		_, periods := found(sleeping(c.period, c.jitter, 0), c.days, 50)
		want := c.period * (1 - c.jitter/2)
		for _, got := range periods {
			if math.Abs(got-want) > 0.05*want {
				t.Errorf("period %v jitter %v: estimated %v, want %v", c.period, c.jitter, got, want)
				break
			}
		}
	}
}

func TestSumOfUniforms(t *testing.T) {
	for _, c := range []struct {
		m    int
		s    float64
		want float64
	}{
		{1, 0.75, 0.25},
		{2, 1, 0.5},
		{2, 1.5, 0.125},
		{3, 3, smallestP},
		{12, 0, 1},
	} {
		if got := sumOfUniforms(c.m, c.s); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("sumOfUniforms(%d, %v) = %v, want %v", c.m, c.s, got, c.want)
		}
	}
	for _, share := range []float64{0.55, 0.6, 0.7, 0.8} { // the two ways of computing agree
		exact := irwinHall(exactTerms, exactTerms*(1-share))
		got := saddle(exactTerms, exactTerms*(share-0.5))
		if math.Abs(got/exact-1) > 0.05 {
			t.Errorf("saddle point at %v: %v, exact %v", share, got, exact)
		}
	}
}

func TestTicksOnlyMatterAsASet(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	at := bursts(sleeping(45, 0.3, 0), 3)(r, 3)
	want := contacts(at)
	r.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
	half := len(at) / 2
	got := contacts(at[:half])
	got.merge(contacts(at[half:]))
	a, _ := judge(want)
	b, _ := judge(got)
	if a != b {
		t.Errorf("in order %+v, shuffled and merged %+v", a, b)
	}
	for i := range want.Levels {
		if n := len(want.Levels[i].At); n > keepTimes+spareTimes {
			t.Errorf("level %d keeps %d ticks", i, n)
		}
	}
}
