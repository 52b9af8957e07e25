package exfil

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dwell/event"
)

// The course of a transfer keeps every byte at any resolution, in whatever order and
// parts it comes in.
func TestSeriesKeepsAllBytesInAnyOrder(t *testing.T) {
	type transfer struct {
		start   event.Time
		lasting time.Duration
		out, in int64
	}
	transfers := rapid.Custom(func(t *rapid.T) transfer {
		return transfer{at(time.Duration(rapid.IntRange(0, 1000).Draw(t, "hours")) * time.Hour),
			time.Duration(rapid.SampledFrom([]int{0, 0, 0, 7, 30, 9000}).Draw(t, "hours long")) * time.Hour,
			rapid.Int64Range(0, 1<<40).Draw(t, "out"), rapid.Int64Range(0, 300).Draw(t, "in")}
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(transfers, 0, 300).Draw(t, "transfers")
		var whole, a, b series
		var out, in int64
		for _, x := range all {
			whole.add(x.start, x.lasting, x.out, x.in)
			out, in = out+x.out, in+x.in
		}
		for i, x := range rapid.Permutation(all).Draw(t, "order") {
			if i%3 == 0 {
				a.add(x.start, x.lasting, x.out, x.in)
			} else {
				b.add(x.start, x.lasting, x.out, x.in)
			}
		}
		a.merge(&b)
		bins := slices.Collect(whole.all())
		if diff := cmp.Diff(bins, slices.Collect(a.all())); diff != "" || whole.Level != a.Level {
			t.Fatalf("levels %d and %d (-at once +merged)\n%s", whole.Level, a.Level, diff)
		}
		if !slices.IsSortedFunc(bins, func(x, y bin) int { return int(x.At) - int(y.At) }) || len(bins) > maxBins {
			t.Fatalf("%d bins: %v", len(bins), bins)
		}
		for _, x := range bins {
			out, in = out-x.Out, in-x.In
		}
		if out != 0 || in != 0 {
			t.Fatalf("%d bytes out and %d in are missing", out, in)
		}
	})
}

// Bytes of a connection of days went on all of them, not on the first.
func TestLongConnectionIsSpreadOverItsDays(t *testing.T) {
	var s series
	s.add(at(0), 5*day, 21_000_001, 42)
	var most, sum int64
	for b := range s.all() {
		most, sum = max(most, b.Out), sum+b.Out
	}
	if s.days() < 5 || most > 4_200_000 || sum != 21_000_001 {
		t.Errorf("%d days, at most %d of %d bytes at once", s.days(), most, sum)
	}
}
