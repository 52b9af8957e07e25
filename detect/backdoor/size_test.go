package backdoor

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestSizesAreLogarithms(t *testing.T) {
	check := func(bytes int64) {
		if got, want := sizeOf(bytes), int64(math.Round(sizeUnit*math.Log2(1+float64(bytes)))); got != want {
			t.Fatalf("%d bytes: %d, want %d", bytes, got, want)
		}
	}
	for bytes := range int64(1 << 20) {
		check(bytes)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 1 << 18 {
		check(r.Int64() >> r.IntN(63))
	}
	check(math.MaxInt64)
}
