package suricata

import (
	"time"

	"dwell/event"
)

// timestamp reads 2016-05-03T16:38:01.123456+0900, with any number of decimals, with
// an offset written in any way or with none. Then the zone is not known and UTC is
// assumed: Suricata before version 2 wrote its local time so.
func timestamp(b []byte) (event.Time, bool) {
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
	nanos, decimals, rest := fraction(b[19:])
	offset, zone, ok := zoneOf(rest)
	if !ok {
		return event.Time{}, false
	}
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC).Unix() - int64(offset)
	return event.Time{
		Nanos:     at*int64(time.Second) + nanos,
		Offset:    int32(offset),
		Zone:      zone,
		Precision: precisionOf(decimals),
	}, true
}

// fraction reads the decimals of a second, if there are any. Beyond nanoseconds they
// are dropped.
func fraction(b []byte) (nanos int64, decimals int, rest []byte) {
	if len(b) == 0 || b[0] != '.' && b[0] != ',' {
		return 0, 0, b
	}
	b = b[1:]
	for decimals < len(b) && b[decimals]-'0' <= 9 {
		decimals++
	}
	for i := range 9 {
		nanos *= 10
		if i < decimals {
			nanos += int64(b[i] - '0')
		}
	}
	return nanos, decimals, b[decimals:]
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

// zoneOf reads what follows the seconds: Z, +09:00, +0900, +09, or nothing.
func zoneOf(b []byte) (offset int, zone event.Zone, ok bool) {
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
