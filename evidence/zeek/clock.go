package zeek

import (
	"time"

	"dwell/event"
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
		return isoTime(b)
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
	precision := precisionOf(len(d.fraction))
	if json && d.pointed {
		// Zeek's clock gives microseconds; its JSON writer drops zeros at the end.
		precision = max(precision, event.PrecisionMicro)
	}
	return event.UTC(d.whole*int64(time.Second)+d.scaled(9), precision), true
}

// precisionOf returns the precision of a time written with so many decimals.
func precisionOf(decimals int) event.Precision {
	switch {
	case decimals == 0:
		return event.PrecisionSecond
	case decimals <= 3:
		return event.PrecisionMilli
	case decimals <= 6:
		return event.PrecisionMicro
	}
	return event.PrecisionNano
}

// isoTime reads 2020-04-30T00:06:39.824370Z, with any number of decimals, with a
// stated offset or with none. Without one, UTC is assumed: Zeek writes UTC.
func isoTime(b []byte) (event.Time, bool) {
	if len(b) < 19 || b[4] != '-' || b[7] != '-' || b[10] != 'T' && b[10] != ' ' || b[13] != ':' || b[16] != ':' {
		return event.Time{}, false
	}
	var part [6]int
	for i, at := range [6][2]int{{0, 4}, {5, 7}, {8, 10}, {11, 13}, {14, 16}, {17, 19}} {
		v, ok := digits(b[at[0]:at[1]])
		if !ok {
			return event.Time{}, false
		}
		part[i] = v
	}
	year, month, day, hour, minute, second := part[0], part[1], part[2], part[3], part[4], part[5]
	if year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60 {
		return event.Time{}, false
	}
	b = b[19:]
	var fraction []byte
	if len(b) > 0 && (b[0] == '.' || b[0] == ',') {
		end := 1
		for end < len(b) && b[end]-'0' <= 9 {
			end++
		}
		fraction, b = b[1:end], b[end:]
	}
	offset, zone, ok := isoZone(b)
	if !ok {
		return event.Time{}, false
	}
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC).Unix() - int64(offset)
	d := decimal{fraction: fraction}
	return event.Time{
		Nanos:     at*int64(time.Second) + d.scaled(9),
		Offset:    int32(offset),
		Zone:      zone,
		Precision: precisionOf(len(fraction)),
	}, true
}

// isoZone reads what follows the seconds: Z, +09:00, +0900, +09, or nothing.
func isoZone(b []byte) (offset int, zone event.Zone, ok bool) {
	if len(b) == 0 {
		return 0, event.ZoneAssumed, true
	}
	if len(b) == 1 && b[0]|0x20 == 'z' {
		return 0, event.ZoneUTC, true
	}
	if len(b) < 3 || b[0] != '+' && b[0] != '-' {
		return 0, 0, false
	}
	hours, ok := digits(b[1:3])
	if !ok || hours > 15 {
		return 0, 0, false
	}
	minutes := 0
	if rest := b[3:]; len(rest) > 0 {
		if rest[0] == ':' {
			rest = rest[1:]
		}
		if minutes, ok = digits(rest); !ok || len(rest) != 2 || minutes > 59 {
			return 0, 0, false
		}
	}
	offset = hours*3600 + minutes*60
	if b[0] == '-' {
		offset = -offset
	}
	return offset, event.ZoneStated, true
}

// digits reads a short run of digits and nothing else.
func digits(b []byte) (int, bool) {
	v := 0
	for _, c := range b {
		if c-'0' > 9 {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, len(b) > 0
}
