package exfil

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Whatever is packed comes back, the largest steps and sums included.
func TestPackedBinsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sum := rapid.OneOf(rapid.Int64Range(0, 300), rapid.Int64Range(0, math.MaxInt64))
		step := rapid.OneOf(rapid.Uint32Range(1, 5), rapid.Uint32Range(1, 1<<20))
		var want, got []bin
		var s series
		at := uint32(0)
		for range rapid.IntRange(0, 40).Draw(t, "bins") {
			at += step.Draw(t, "step")
			b := bin{At: at, Out: sum.Draw(t, "out"), In: sum.Draw(t, "in")}
			if !b.empty() {
				want = append(want, b)
				s.append(b)
			}
		}
		for b := range s.all() {
			got = append(got, b)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A damaged snapshot gives other bins, and an end.
func TestDamagedBinsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := series{Past: rapid.SliceOf(rapid.Byte()).Draw(t, "past")}
		n := 0
		for range s.all() {
			n++
		}
		if n > len(s.Past) {
			t.Fatalf("%d bins of %d bytes", n, len(s.Past))
		}
	})
}
