package zeek

import "time"

// Empty is a text that is set and has no characters. Zeek tells it from one that is
// not set: an HTTP request with the header "Referer:" and nothing behind it has an
// empty referrer, one without the header has none.
const Empty = "\x00"

// Count is a number that may be unset; its zero value is.
type Count struct {
	value uint64
	set   bool
}

// CountOf returns a Count that is set.
func CountOf(n uint64) Count { return Count{n, true} }

// Interval is a length of time that may be unset; its zero value is. Zeek's clock has
// microseconds, the rest is cut off.
type Interval struct {
	value time.Duration
	set   bool
}

// IntervalOf returns an Interval that is set.
func IntervalOf(d time.Duration) Interval { return Interval{d, true} }

// Double is a floating-point number that may be unset; its zero value is.
type Double struct {
	value float64
	set   bool
}

// DoubleOf returns a Double that is set.
func DoubleOf(f float64) Double { return Double{f, true} }

// Bool is a truth that may be unset; its zero value is.
type Bool uint8

// The two truths.
const (
	False Bool = iota + 1
	True
)

// BoolOf returns a Bool that is set.
func BoolOf(b bool) Bool {
	if b {
		return True
	}
	return False
}
