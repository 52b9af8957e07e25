package fold_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dwell/detect/fold"
)

func TestSketchDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Uint32Range(0, 90), 0, 200).Draw(t, "hashes")
		most := rapid.IntRange(1, 40).Draw(t, "most")
		var one, a, b fold.Sketch
		for _, h := range all {
			one.Add(h, most)
			if rapid.Bool().Draw(t, "part") {
				a.Add(h, most)
			} else {
				b.Add(h, most)
			}
		}
		a.Merge(&b, most)
		if !slices.Equal(one.Lowest, a.Lowest) {
			t.Fatalf("%v, want %v", a.Lowest, one.Lowest)
		}
	})
}

func TestSketchCounts(t *testing.T) {
	const most = 512
	for _, n := range []int{0, 1, 100, 511, 5000, 200_000} {
		var s, half fold.Sketch
		for range 2 { // what is seen again counts once
			for i := range n {
				s.Add(fold.Scatter(uint64(i)), most)
				if i%2 == 0 {
					half.Add(fold.Scatter(uint64(i)), most)
				}
			}
		}
		got := float64(s.Count(most))
		if n < most && got != float64(n) || math.Abs(got-float64(n)) > 0.13*float64(n) { // three standard deviations
			t.Errorf("%v, want %d", got, n)
		}
		if share := s.Shared(&half, most); n > 1 && math.Abs(share-0.5) > 0.1 {
			t.Errorf("of %d half are shared, estimated %v", n, share)
		}
	}
}
