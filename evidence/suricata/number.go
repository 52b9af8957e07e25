package suricata

import (
	"math"
	"strconv"

	"dwell/evidence/value"
)

// longestFloat is as long as a whole number is written in floating point.
const longestFloat = 26

// whole reads a whole number. Exporters write large ones as 1.374195536821504e+15 and
// small ones as 5.0.
func whole(b []byte) (int64, bool) {
	if n, ok := value.Whole(b); ok {
		return n, true
	}
	if len(b) > longestFloat || len(b) == 0 {
		return 0, false
	}
	return wholeFloat(b)
}

// maxExact is where floating point stops to hold every whole number.
const maxExact = 1 << 53

func wholeFloat(b []byte) (int64, bool) {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > maxExact {
		return 0, false
	}
	return int64(f), true
}
