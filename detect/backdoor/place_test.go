package backdoor

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"dwell/event"
)

// drawPlace draws a place as records have them, and now and then one at the edges.
func drawPlace(t *rapid.T) place {
	return place{
		Time: event.Time{
			Nanos:     rapid.Int64Range(-3, 3).Draw(t, "nanos") * 1e9,
			Offset:    rapid.Int32Range(-86400, 86400).Draw(t, "offset"),
			Zone:      event.Zone(rapid.IntRange(0, int(event.ZoneAssumed)).Draw(t, "zone")),
			Precision: event.Precision(rapid.IntRange(0, int(event.PrecisionNano)).Draw(t, "precision")),
		},
		Ref: event.Ref{
			File:   event.FileID(rapid.Uint64Range(0, 1<<48-1).Draw(t, "file")),
			Offset: rapid.Int64Range(0, 1<<offsetBits-1).Draw(t, "at"),
			Length: rapid.Int64Range(1, math.MaxUint32).Draw(t, "length"),
		},
	}
}

// A mark gives back the place that it was made of, and marks are ordered as places.
func TestMarksStandForPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPlace(t), drawPlace(t)
		ma, mb := markOf(a), markOf(b)
		if got := ma.place(clockOf(a.Time)); got != a {
			t.Fatalf("%+v, want %+v", got, a)
		}
		if got, want := compare(&ma, &mb, clockOf(a.Time), clockOf(b.Time)), a.compare(b); got != want {
			t.Fatalf("order %d, want %d", got, want)
		}
	})
}

// The first, the last and the telling place are the same in whatever order they come.
func TestPlacesDoNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Custom(drawPlace), 1, 8).Draw(t, "places")
		var forth, back, halves, half places
		for i := range all {
			forth.add(all[i], i%3 == 0)
			j := len(all) - 1 - i
			back.add(all[j], j%3 == 0)
			if i%2 == 0 {
				halves.add(all[i], i%3 == 0)
			} else {
				half.add(all[i], i%3 == 0)
			}
		}
		if halves.merge(&half); forth != back || forth != halves {
			t.Fatalf("%+v, %+v and %+v", forth, back, halves)
		}
	})
}

func TestACountStaysAtItsGreatest(t *testing.T) {
	c := count(math.MaxUint32 - 1)
	for range 3 {
		c.add(1)
	}
	if c.add(math.MaxUint32); c != math.MaxUint32 {
		t.Errorf("%d, want %d", c, uint32(math.MaxUint32))
	}
}
