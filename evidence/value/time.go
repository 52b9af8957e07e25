package value

import (
	"time"

	"dwell/event"
)

// The parts of a time as they are written.
const (
	dateLength  = len("2006-01-02")
	clockLength = len("15:04:05")
	civilLength = dateLength + 1 + clockLength
)

// Time reads 2020-04-30T00:06:39.824370Z, also with a blank for the T, with any number
// of decimals behind a point or a comma, and with an offset as Zone reads it or none:
// then the zone is not known and UTC is assumed.
func Time(b []byte) (event.Time, bool) {
	seconds, ok := Civil(b, '-')
	if !ok {
		return event.Time{}, false
	}
	rest := b[civilLength:]
	var nanos int64
	decimals := 0
	if len(rest) > 0 && (rest[0] == '.' || rest[0] == ',') {
		nanos, decimals = Fraction(rest[1:])
		rest = rest[1+decimals:]
	}
	offset, zone, ok := Zone(rest)
	if !ok {
		return event.Time{}, false
	}
	return event.Time{
		Nanos:     (seconds-int64(offset))*int64(time.Second) + nanos,
		Offset:    offset,
		Zone:      zone,
		Precision: Precision(decimals),
	}, true
}

// Civil reads the "2006-01-02 15:04:05" that b begins with as seconds since 1970, as if
// it were UTC. A T may stand for the blank; mark stands between the parts of the date.
func Civil(b []byte, mark byte) (seconds int64, ok bool) {
	if len(b) < civilLength || b[dateLength] != ' ' && b[dateLength] != 'T' {
		return 0, false
	}
	midnight, ok := date(b, mark)
	if !ok {
		return 0, false
	}
	seconds, ok = Clock(b[dateLength+1:])
	return midnight + seconds, ok
}

// The years whose nanoseconds fit an int64, counted from 1970.
const firstYear, lastYear = 1970, 2261

// date returns the second at which a day begins. The 31st of a shorter month is the
// first of the next, as time.Date has it.
func date(b []byte, mark byte) (seconds int64, ok bool) {
	if b[4] != mark || b[7] != mark {
		return 0, false
	}
	year, ok := Whole(b[:4])
	month, day := int64(pair(b[5], b[6])), int64(pair(b[8], b[9]))
	if !ok || year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	return days(year, month, day) * 86_400, true
}

// days counts the days from 1970 to a date of the Gregorian calendar. Counting years
// from March lets the leap day be the last.
func days(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719_469
}

// Clock reads the "15:04:05" that b begins with as seconds since midnight. A leap second
// counts as the first of the next minute.
func Clock(b []byte) (seconds int64, ok bool) {
	if len(b) < clockLength || b[2] != ':' || b[5] != ':' {
		return 0, false
	}
	hour, minute, second := pair(b[0], b[1]), pair(b[3], b[4]), pair(b[6], b[7])
	return int64(hour*3600 + minute*60 + second), hour <= 23 && minute <= 59 && second <= 60
}

// Fraction reads the digits that b begins with as decimals of a second. Those beyond
// nanoseconds are counted and dropped.
func Fraction(b []byte) (nanos int64, digits int) {
	unit := int64(time.Second) / 10
	for digits < len(b) && b[digits]-'0' <= 9 {
		nanos += int64(b[digits]-'0') * unit
		unit /= 10
		digits++
	}
	return nanos, digits
}

// Precision returns the precision of a time written with so many decimals.
func Precision(decimals int) event.Precision {
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

// maxOffset is beyond all hours of an offset: the farthest zones are 14 from UTC, and
// were 15 before 1900.
const maxOffset = 15

// Zone reads what follows the seconds: Z, +09:00, +0900, +09, or nothing. The offset is
// in seconds east of UTC.
func Zone(b []byte) (offset int32, zone event.Zone, ok bool) {
	switch {
	case len(b) == 0:
		return 0, event.ZoneAssumed, true
	case len(b) == 1 && b[0]|0x20 == 'z':
		return 0, event.ZoneUTC, true
	case len(b) < 3 || b[0] != '+' && b[0] != '-':
		return 0, 0, false
	}
	hours, minutes := pair(b[1], b[2]), 0
	switch rest := b[3:]; {
	case len(rest) == 2:
		minutes = pair(rest[0], rest[1])
	case len(rest) == 3 && rest[0] == ':':
		minutes = pair(rest[1], rest[2])
	case len(rest) != 0:
		return 0, 0, false
	}
	if hours > maxOffset || minutes > 59 {
		return 0, 0, false
	}
	offset = int32(hours*3600 + minutes*60)
	if b[0] == '-' {
		offset = -offset
	}
	return offset, event.ZoneStated, true
}
