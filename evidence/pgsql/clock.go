package pgsql

import (
	"slices"
	"time"

	"dwell/event"
)

// clock reads the times of one block. It remembers the last day and zone, because
// neighbouring records share them.
type clock struct {
	day      [10]byte // "2026-11-24"
	midnight int64    // of that day in nanoseconds, as if it were UTC
	zone     string
	offset   int32
	kind     event.Zone
	notes    []string
}

// digits reads exactly the bytes of b as a number, or returns -1.
func digits(b []byte) int {
	const most = 9 // digits, so that the number fits anywhere
	if len(b) > most {
		return -1
	}
	return int(number(b))
}

// timeLength returns how many bytes of b are a time as the server writes it
// ("2026-11-24 20:08:39.137 KST", with or without milliseconds and zone, or epoch
// seconds with three decimals), or 0.
func timeLength(b []byte) int {
	if n := epochLength(b); n > 0 {
		return n
	}
	n := secondsLength(b)
	if n == 0 {
		return 0
	}
	if n < len(b) && b[n] == '.' {
		for n++; n < len(b) && isDigit(b[n]); n++ {
		}
	}
	if n+1 < len(b) && b[n] == ' ' {
		if z := zoneLength(b[n+1:]); z > 0 {
			n += 1 + z
		}
	}
	return n
}

// secondsLength returns 19 when b starts with a date and a time to the second.
func secondsLength(b []byte) int {
	const layout = "dddd-dd-dd dd:dd:dd"
	if len(b) < len(layout) {
		return 0
	}
	for i := range layout {
		if layout[i] == 'd' && !isDigit(b[i]) || layout[i] != 'd' && b[i] != layout[i] {
			return 0
		}
	}
	return len(layout)
}

// epochLength returns the length of "1763982519.137".
func epochLength(b []byte) int {
	const seconds, all = 10, 14
	if len(b) < all || b[seconds] != '.' || digits(b[:9]) < 0 || !isDigit(b[9]) || digits(b[seconds+1:all]) < 0 {
		return 0
	}
	if len(b) > all && isDigit(b[all]) {
		return 0
	}
	return all
}

// zoneLength returns the length of a zone: letters ("KST") or a signed offset
// ("+09", "-0330", "+05:30").
func zoneLength(b []byte) int {
	n := 0
	if b[0] == '+' || b[0] == '-' {
		for n = 1; n < len(b) && n < 7 && (isDigit(b[n]) || b[n] == ':' && n == 3 && n+1 < len(b) && isDigit(b[n+1])); n++ {
		}
		if n < 3 {
			return 0
		}
		return n
	}
	for n < len(b) && n < 7 && b[n] >= 'A' && b[n] <= 'Z' {
		n++
	}
	if n < 3 || n < len(b) && (b[n] >= 'a' && b[n] <= 'z' || isDigit(b[n])) {
		return 0
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// read reads what timeLength measured.
func (c *clock) read(b []byte) (event.Time, bool) {
	if epochLength(b) == len(b) && len(b) > 0 {
		seconds, millis := int64(digits(b[:9]))*10+int64(b[9]-'0'), int64(digits(b[11:]))
		return event.UTC(seconds*1e9+millis*1e6, event.PrecisionMilli), true
	}
	if secondsLength(b) == 0 || !c.date(b[:10]) {
		return event.Time{}, false
	}
	hour, minute, second := digits(b[11:13]), digits(b[14:16]), digits(b[17:19])
	if hour > 24 || minute > 59 || second > 60 {
		return event.Time{}, false
	}
	t := event.Time{Precision: event.PrecisionSecond}
	t.Nanos = c.midnight + int64(hour*3600+minute*60+second)*1e9
	rest := b[19:]
	if len(rest) > 1 && rest[0] == '.' {
		n := 1
		for unit := int64(1e8); n < len(rest) && isDigit(rest[n]) && unit > 0; n, unit = n+1, unit/10 {
			t.Nanos += int64(rest[n]-'0') * unit
		}
		t.Precision = event.PrecisionMilli
		if n > 4 {
			t.Precision = event.PrecisionMicro
		}
		rest = rest[n:]
	}
	for len(rest) > 0 && rest[0] == ' ' {
		rest = rest[1:]
	}
	c.setZone(rest)
	t.Offset, t.Zone = c.offset, c.kind
	t.Nanos -= int64(c.offset) * 1e9
	return t, true
}

// date makes midnight that of the given day.
func (c *clock) date(b []byte) bool {
	if string(b) == string(c.day[:]) {
		return true
	}
	year, month, day := digits(b[:4]), digits(b[5:7]), digits(b[8:10])
	// The years that fit into 64 bits of nanoseconds.
	if year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	c.midnight = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).UnixNano()
	copy(c.day[:], b)
	return true
}

func (c *clock) setZone(b []byte) {
	if string(b) == c.zone && c.kind != event.ZoneNone {
		return
	}
	c.zone = string(b)
	var note string
	c.offset, c.kind, note = zoneOf(c.zone)
	const most = 4 // zones of one file: more are noise
	if note != "" && len(c.notes) < most && !slices.Contains(c.notes, note) {
		c.notes = append(c.notes, note)
	}
}
