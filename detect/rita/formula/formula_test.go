package formula

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// near is the tolerance of the whole comparison: RITA gives three decimals.
const near = 0.001 + 1e-9

func expect(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > near {
		t.Errorf("%s = %.4f, want %.3f", what, got, want)
	}
}

// timesOf returns the times that lie the intervals apart.
func timesOf(intervals []int64) []int64 {
	at := int64(1_700_000_000)
	out := []int64{at}
	for _, d := range intervals {
		at += d
		out = append(out, at)
	}
	return out
}

// The worked vectors of RITA's own tests.
func TestEvennessOfIntervals(t *testing.T) {
	for _, c := range []struct {
		intervals []int64
		want      float64
	}{
		{[]int64{98, 99, 99, 100, 100, 100, 101, 101, 102}, 0.995},
		{[]int64{98, 300, 98, 300, 98, 300, 98, 300}, 0.746},
		{[]int64{1, 299, 25, 4975, 90, 2, 42, 500, 1500}, 0.083},
		{[]int64{60, 60, 60}, 1},
	} {
		b, ok := NewBeacon(timesOf(c.intervals), []int64{1}, Window{1_700_000_000 - 40_000, 1_700_000_000 + 46_400})
		if !ok {
			t.Fatalf("%v is not scored", c.intervals)
		}
		expect(t, "times", b.Timestamp, c.want)
	}
}

func TestSkewSaysNothingOfNarrowOrOneSidedValues(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []int64
		want   float64
	}{
		{"a range below ten", []int64{1, 1, 2, 9, 9}, 1},
		{"a long upper half", []int64{0, 10, 20, 30, 100, 200}, 0.333},
		{"the median equals the lower quartile", []int64{5, 5, 5, 5, 50, 60, 70}, 1},
		{"the median equals the upper quartile", []int64{5, 6, 7, 50, 50, 50, 70}, 1},
		{"symmetric", []int64{10, 20, 30, 40, 50}, 1},
		{"one value", []int64{10}, 1},
		{"none", nil, 1},
	} {
		t.Run(c.name, func(t *testing.T) { expect(t, "skew score", skewScore(c.values), c.want) })
	}
}

func TestDeviationOfSmallMedians(t *testing.T) {
	expect(t, "times below a second", deviationScore([]int64{0, 0, 0}, 1), 1)
	expect(t, "sizes of nothing", deviationScore([]int64{0, 0, 0}, 0), 0)
	expect(t, "a deviation above the median", deviationScore([]int64{1, 2, 3, 100, 200}, 1), 1-2.0/3)
	expect(t, "never below zero", deviationScore([]int64{0, 0, 1, 90, 90}, 1), 0)
}

var day = Window{1_700_000_000, 1_700_086_400}

// of returns connections by the number in each bin of a day.
func of(counts ...int) []int64 {
	var out []int64
	for bin, n := range counts {
		for i := range n {
			out = append(out, day.From+int64(bin)*3600+int64(i))
		}
	}
	return out
}

func repeated(n, times int) []int {
	out := make([]int, times)
	for i := range out {
		out[i] = n
	}
	return out
}

func TestHistogram(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts []int
		want   float64
	}{
		{"flat", repeated(5, 24), 1},
		{"two thirds of the day", repeated(6, 16), 1}, // one height: the classes fit
		{"one bin", []int{9}, 0},
		{"ten bins of one height are too few for classes", repeated(6, 10), 0},
		{"eleven are not", repeated(6, 11), 1},
		{"CV alone", append(append(repeated(10, 5), repeated(0, 14)...), 10, 10, 10, 10, 10), 0}, // 10 bins, CV 1.18
		{"nothing", nil, 0},
		{"two heights", slices.Concat(repeated(100, 12), repeated(20, 12)), 1},
		{"five heights", []int{100, 100, 80, 80, 60, 60, 40, 40, 20, 20, 100, 80}, 6.0 / 11}, // CV > 1
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHistogram(of(c.counts...), day)
			expect(t, "score", h.score(), c.want)
		})
	}
	h := newHistogram(of(slices.Concat(repeated(1, 12), repeated(3, 12))...), day)
	expect(t, "CV of ones and threes", h.flat(), 0.5)
}

func TestHistogramTakesBothEndsOfTheWindowAndWhatComesBefore(t *testing.T) {
	h := newHistogram([]int64{day.From - 1, day.From, day.To, day.To + 1}, day)
	if h[0] != 2 || h[bins-1] != 1 || h.filled() != 2 {
		t.Errorf("%v", h)
	}
	if h = newHistogram([]int64{1, 2}, Window{5, 5}); h.filled() != 0 {
		t.Error("an empty window holds something")
	}
}

func TestDuration(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts []int
		want   float64
	}{
		{"five bins are too few", repeated(1, 5), 0},
		{"six in a row: half of the twelve", repeated(1, 6), 0.5},
		{"a third of the day scattered", []int{1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, 0.417},
		{"twelve in a row", repeated(1, 12), 1},
		{"a run round the end, from 18:00 to 05:00", slices.Concat(repeated(1, 6), repeated(0, 12), repeated(1, 6)), 1},
		{"coverage wins: 20 of 24 hours", []int{1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1}, 0.834},
	} {
		t.Run(c.name, func(t *testing.T) {
			times := of(c.counts...)
			h := newHistogram(times, day)
			expect(t, "duration", h.duration(times[0], times[len(times)-1], day), c.want)
		})
	}
}

func TestFewConnectionsAreNotScored(t *testing.T) {
	if _, ok := NewBeacon([]int64{1, 2, 2, 3}, []int64{1, 1, 1, 1}, Window{0, 86400}); ok {
		t.Error("two intervals are scored")
	}
	if Candidate(3) || !Candidate(4) {
		t.Error("four different seconds give three intervals")
	}
	if _, ok := NewBeacon([]int64{1, 2, 3, 4}, []int64{1, 1, 1, 1}, Window{5, 5}); ok {
		t.Error("an empty window is scored")
	}
}

func TestInterpolation(t *testing.T) {
	for _, c := range []struct{ got, want float64 }{
		{BeaconThreat(0.499), 0}, {BeaconThreat(0.5), 0.2}, {BeaconThreat(0.6), 0.3}, {BeaconThreat(0.7), 0.4},
		{BeaconThreat(0.85), 0.55}, {BeaconThreat(0.9), 0.6}, {BeaconThreat(0.989), 0.778}, {BeaconThreat(1), 0.8},
		{DurationThreat(3599), 0}, {DurationThreat(3600), 0.2}, {DurationThreat(9000), 0.3},
		{DurationThreat(28_800), 0.6}, {DurationThreat(1e9), 0.8},
		{SubdomainThreat(99), 0}, {SubdomainThreat(100), 0.2}, {SubdomainThreat(650), 0.5}, {SubdomainThreat(5000), 0.8},
	} {
		expect(t, "threat", c.got, c.want)
	}
}

// RITA's expectations of proxy_rolling were made with another lower threshold.
func TestInterpolationWithOtherThresholds(t *testing.T) {
	tuned := Thresholds{50, 75, 90, 100}
	expect(t, "safebrowsing.googleapis.com:443", tuned.Interpolate(62.4), 0.2992)
	expect(t, "75.75.75.75", tuned.Interpolate(67.3), 0.3383)
}

func TestModifiers(t *testing.T) {
	for _, c := range []struct {
		name string
		s    Surroundings
		want float64
	}{
		{"nothing is known", Surroundings{}, 0.5},
		{"one of fifty machines", Surroundings{Sources: 1, Network: 50}, 0.65},
		{"one of forty", Surroundings{Sources: 1, Network: 40}, 0.5},
		{"half of them", Surroundings{Sources: 5, Network: 10}, 0.35},
		{"new", Surroundings{Rolling: true, Days: 7}, 0.65},
		{"old", Surroundings{Rolling: true, Days: 30}, 0.35},
		{"no Host header, a rare client", Surroundings{MissingHost: true, RareSignature: true}, 0.75},
		{"tunnel without connections", Surroundings{TunnelOnly: true}, 0.65},
		{"a program called a picture", Surroundings{MIMEMismatch: true}, 0.65},
		{"listed, much data", Surroundings{Listed: true, Bytes: 25_000_000}, 0.65},
		{"listed, little data", Surroundings{Listed: true, Bytes: 24_999_999}, 0.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			threat := Threat{Beacon: 0.5, Duration: 0.2, Modifiers: c.s.Modifiers()}
			expect(t, "threat", threat.Score(), c.want)
		})
	}
	strobe := Threat{Strobe: StrobeThreat}
	expect(t, "a strobe", strobe.Score(), 0.8)
}

func TestSeverity(t *testing.T) {
	for score, want := range map[float64]string{0.81: "Critical", 0.8: "High", 0.6: "High", 0.59: "Medium", 0.4: "Medium", 0.2: "Low", 0.19: "None"} {
		if got := Severity(score); got != want {
			t.Errorf("%v is %s, want %s", score, got, want)
		}
	}
}

// simulated is the mean beacon score of a client that waits as draw says, over 24 hours.
func simulated(draw func(*rand.Rand) float64) float64 {
	sum := 0.0
	const runs = 40
	for run := range runs {
		r := rand.New(rand.NewPCG(uint64(run), 3))
		var times, sizes []int64
		for at := draw(r); at < 86_400; at += draw(r) {
			times, sizes = append(times, day.From+int64(at)), append(sizes, 500)
		}
		if b, ok := NewBeacon(times, sizes, day); ok {
			sum += b.Score
		}
	}
	return sum / runs
}

// Jitter takes off the wait, up to its share, as common implants do.
func jittered(period, jitter float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return period * (1 - jitter*r.Float64()) }
}

// An independent implementation of the formulas gave these means of 40 runs.
func TestSimulatedClientsScoreAsElsewhere(t *testing.T) {
	for _, c := range []struct {
		name string
		draw func(*rand.Rand) float64
		want float64
	}{
		{"every minute", jittered(60, 0), 1},
		{"every minute, jitter 30 %", jittered(60, 0.3), 0.989},
		{"every minute, jitter 50 %", jittered(60, 0.5), 0.974},
		{"every minute, jitter 90 %", jittered(60, 0.9), 0.934},
		{"memoryless, mean a minute", func(r *rand.Rand) float64 { return 60 * r.ExpFloat64() }, 0.850},
		{"memoryless, mean six minutes", func(r *rand.Rand) float64 { return 360 * r.ExpFloat64() }, 0.803},
	} {
		const spread = 0.01 // of a mean of 40 runs
		if got := simulated(c.draw); math.Abs(got-c.want) > spread {
			t.Errorf("%s: %.3f, want %.3f", c.name, got, c.want)
		}
	}
}

func BenchmarkBeacon(b *testing.B) {
	times, sizes := of(repeated(60, 24)...), make([]int64, 24*60)
	for b.Loop() {
		NewBeacon(times, sizes, day)
	}
}
