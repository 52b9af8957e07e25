package fold_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dwell/detect/fold"
)

func TestKeepFirstDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(rapid.IntRange(0, 40)).Draw(t, "all")
		most := rapid.IntRange(1, 20).Draw(t, "most")
		var parts [2][]int
		for _, v := range rapid.Permutation(all).Draw(t, "order") {
			i := rapid.IntRange(0, 1).Draw(t, "part")
			parts[i] = fold.KeepFirst(parts[i], v, most, cmp.Compare[int])
		}
		for _, v := range parts[1] {
			parts[0] = fold.KeepFirst(parts[0], v, most, cmp.Compare[int])
		}
		slices.Sort(all)
		want := slices.Compact(all)
		if want = want[:min(len(want), most)]; !slices.Equal(parts[0], want) {
			t.Fatalf("%v, want %v", parts[0], want)
		}
	})
}

func TestLowestIgnoresZero(t *testing.T) {
	var h uint64
	for _, v := range []uint64{0, 9, 0, 4, 7} {
		fold.Lowest(&h, v)
	}
	if h != 4 {
		t.Errorf("%d, want 4", h)
	}
}

func TestFalseFirst(t *testing.T) {
	truths := []bool{true, false, true, false}
	slices.SortFunc(truths, fold.FalseFirst)
	if !slices.Equal(truths, []bool{false, false, true, true}) {
		t.Error(truths)
	}
}
