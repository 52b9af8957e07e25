package rhythm

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// However the calls are shuffled, split and merged, at every pace, what is judged is the
// same, to the tick.
func TestTicksOnlyMatterAsASet(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for name, c := range map[string]cell{
		"2 s":      {client: sleeping(2, 0.5), days: 0.05},
		"45 s":     {client: repeated(sleeping(45, 0.3), 3), days: 3},
		"512 s":    {client: around(512, 0.5), days: 24},
		"1 h":      {client: memoryless(3600), days: 62},
		"by turns": {client: together(spells(6*3600, 600, 2), memoryless(1800)), days: 20},
	} {
		for range 10 {
			at := c.client(r, c.days)
			want := times(at)
			r.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
			got := new(Times)
			for from := 0; from < len(at); {
				to := from + 1 + r.IntN(len(at)-from)
				got.Merge(times(at[from:to]))
				from = to
			}
			var a, b Judge
			one, _ := a.segments(want)
			other, _ := b.segments(got)
			if !slices.EqualFunc(one, other, slices.Equal) {
				t.Errorf("%s: in order %d runs, shuffled and merged %d", name, len(one), len(other))
			}
			for i := range want.Levels {
				if n := want.Levels[i].At.number(); n > keepTimes+spareTimes {
					t.Errorf("%s: level %d keeps %d ticks", name, i, n)
				}
			}
		}
	}
}

// A fast or slow rhythm takes samples on the level that fits it; the others hold little.
func TestASampleIsSmall(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, period := range []float64{1, 2, 5, 20, 32, 60, 200, 512, 900, 3600} {
		sampled := times(sleeping(period, 0.5)(r, min(62, 20000*period/day)))
		size := 0
		for _, l := range sampled.Levels {
			size += len(l.At)
		}
		if t.Logf("every %v s: %d bytes", period, size); size > 1300 {
			t.Errorf("every %v s: %d bytes of samples", period, size)
		}
	}
}

// However calls come, a pair's samples hold no more: every level as many ticks as it may,
// as far apart as its windows let them, and its windows days apart.
func TestSamplesAreBounded(t *testing.T) {
	const days = 6 * 86400 * ticksPerSecond
	size := len(pack(spread(keepTimes+spareTimes, 1, days, 0)))
	for _, bits := range levelBits[1:] {
		windows := keepWindows + spareWindows
		each := (keepTimes + spareTimes) / windows
		size += len(pack(spread(windows, each, days, 1<<bits/uint32(each))))
	}
	if t.Logf("%d bytes", size); size > 2500 {
		t.Errorf("%d bytes of samples", size)
	}
}

// spread gives so many ticks each in so many windows.
func spread(windows, each int, far, near uint32) (at []uint32) {
	for w := range windows {
		for i := range each {
			at = append(at, uint32(w)*far+uint32(i)*near)
		}
	}
	return at
}
