package zeek

import (
	"time"

	"dwell/event"
	"dwell/evidence/value"
)

// minMillis is where a whole number stops to be seconds: as seconds it would lie
// in the year 5138, as milliseconds (JSON::TS_MILLIS) in 1973.
const minMillis = 1e11

// relativeBefore is the first second at which a time may be a date: the year in
// which the program that became Zeek was begun, 1995. Times before it count from
// the start of a capture.
const relativeBefore = 788_918_400 * int64(time.Second)

// timestamp reads a time: seconds since 1970 with a fraction, milliseconds as a
// whole number, or ISO 8601. json says that the writer dropped trailing zeros.
func timestamp(b []byte, json bool) (event.Time, bool) {
	if len(b) > 10 && b[4] == '-' {
		return value.Time(b) // of one without an offset the zone is assumed; Zeek writes UTC
	}
	d, ok := parseDecimal(b)
	if !ok || d.negative {
		return event.Time{}, false
	}
	if !d.pointed && d.whole >= minMillis {
		if d.whole/1000 > maxSeconds {
			return event.Time{}, false
		}
		return event.UTC(d.whole*int64(time.Millisecond), event.PrecisionMilli), true
	}
	if d.whole > maxSeconds {
		return event.Time{}, false
	}
	precision := value.Precision(len(d.fraction))
	if json && d.pointed {
		// Zeek's clock gives microseconds; its JSON writer drops zeros at the end.
		precision = max(precision, event.PrecisionMicro)
	}
	return event.UTC(d.whole*int64(time.Second)+d.scaled(9), precision), true
}
