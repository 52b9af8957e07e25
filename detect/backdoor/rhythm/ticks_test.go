package rhythm

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// Ticks hold what is put in, each once, in whatever order.
func TestTicksAreASet(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		var packed Ticks
		want := map[uint32]bool{}
		for range r.IntN(keepTimes) {
			at := r.Uint32() >> r.IntN(32)
			if len(want) > 0 && r.IntN(3) > 0 { // shortly before or after the last
				at = packed.last() + r.Uint32N(2000) - 1000
			}
			want[at] = true
			packed.add(at)
		}
		if got := packed.unpack(nil); !slices.Equal(got, slices.Sorted(maps.Keys(want))) || packed.number() != len(want) {
			t.Fatalf("%d ticks, want %d", len(got), len(want))
		}
	}
}
