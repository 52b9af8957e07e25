package finding

import "dwell/event"

// Whole returns the measure of that name as a whole number, event.Unknown when
// there is none. A case read back from JSON holds its numbers as floats.
func (f *Finding) Whole(name string) int64 {
	switch n := f.Measures[name].(type) {
	case int64:
		return n
	case int:
		return int64(n)
	case float64:
		const exact = 1 << 53 // beyond it a float is no whole number any more
		if n >= 0 && n < exact {
			return int64(n)
		}
	}
	return event.Unknown
}
