package fold_test

import (
	"testing"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

func TestDaysCountsEachDayOnce(t *testing.T) {
	var a, b fold.Days
	day := func(d int) event.Time {
		return event.At(time.Date(2026, 3, d, 12, 0, 0, 0, time.UTC), event.PrecisionSecond)
	}
	for _, d := range []int{1, 1, 2, 30} {
		a.Add(day(d))
	}
	b.Add(day(2))
	b.Add(day(31))
	b.Add(event.Time{})
	a.Merge(&b)
	if got := a.Count(); got != 4 {
		t.Errorf("%d days, want 4", got)
	}
}
