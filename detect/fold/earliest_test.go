package fold_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dwell/detect/fold"
)

func TestEarliestDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.Uint64Range(1, 9), 0, 40).Draw(t, "keys")
		most := rapid.IntRange(1, 6).Draw(t, "most")
		first := map[uint64]int64{}
		var parts [2]fold.Earliest
		for _, k := range keys {
			at := rapid.Int64Range(0, 20).Draw(t, "at")
			if old, ok := first[k]; !ok || at < old {
				first[k] = at
			}
			parts[rapid.IntRange(0, 1).Draw(t, "part")].Add(k, at, most)
		}
		var want fold.Earliest
		for k, at := range first {
			want = append(want, fold.Sighting{Key: k, Time: at})
		}
		slices.SortFunc(want, func(a, b fold.Sighting) int {
			if a.Time != b.Time {
				return int(a.Time - b.Time)
			}
			return int(a.Key) - int(b.Key)
		})
		want = want[:min(len(want), most)]
		parts[0].Merge(parts[1], most)
		if !slices.Equal(want, parts[0]) {
			t.Fatalf("%v, want %v", parts[0], want)
		}
		if n := want.Before(10); n > 0 && want[n-1].Time >= 10 {
			t.Fatal(n)
		}
	})
}
