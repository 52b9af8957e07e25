package header

import (
	"bytes"
	"time"

	"dwell/event"
)

// The years in which a date of a mail is believed: mail with headers began in the
// 1970s, and event.Time ends in 2262.
const (
	firstYear = 1970
	lastYear  = 2200
)

// Date reads the date of a Date field, of a Received line or of a mailbox
// separator: RFC 5322 with its obsolete forms, asctime, ISO 8601, and what programs
// made of them. ok is false when no day and time can be made out. A date without a
// zone is taken for UTC and says so (event.ZoneAssumed).
func Date(value []byte) (t event.Time, ok bool) {
	const longest = 200
	var d dateParts
	d.day, d.month, d.year, d.hour = -1, -1, -1, -1
	value = value[:min(len(value), longest)]
	for len(value) > 0 {
		var token []byte
		token, value = nextToken(value)
		if len(token) > 0 {
			d.take(token)
		}
	}
	return d.time()
}

type dateParts struct {
	day, month, year     int // -1 while unknown
	hour, minute, second int
	hasSecond, pm, am    bool
	offset               int // seconds
	zone                 event.Zone
	offsetMinute         bool
}

// nextToken cuts off one word; commas, blanks and comments stand between words.
func nextToken(b []byte) (token, rest []byte) {
	i := 0
	for i < len(b) && b[i] != '(' && endsToken(b[i]) {
		i++
	}
	b = b[i:]
	if len(b) > 0 && b[0] == '(' {
		if end := bytes.IndexByte(b, ')'); end >= 0 {
			return nil, b[end+1:]
		}
		return nil, nil
	}
	end := 0
	for end < len(b) && !endsToken(b[end]) {
		end++
	}
	return b[:end], b[end:]
}

func endsToken(c byte) bool {
	switch c {
	case ' ', '\t', ',', '(', ')', '"':
		return true
	}
	return false
}

func (d *dateParts) take(token []byte) {
	switch c := token[0]; {
	case c >= '0' && c <= '9':
		d.takeNumber(token)
	case (c == '+' || c == '-') && d.hour >= 0:
		d.takeOffset(token)
	case d.hour >= 0 && d.month >= 0 && d.takeZoneName(token):
	default:
		d.takeWord(token)
	}
}

func (d *dateParts) takeNumber(token []byte) {
	colon, dash := bytes.IndexByte(token, ':'), bytes.IndexByte(token, '-')
	switch {
	case dash > 0 && (colon < 0 || dash < colon):
		d.takeDashed(token)
	case colon > 0:
		d.takeTime(token)
	default:
		n, width := number(token)
		switch {
		case width != len(token) && !ordinal(token[width:]):
		case width <= 2 && d.day < 0:
			d.day = n
		case d.year < 0 && width <= 4:
			d.year = fullYear(n, width)
		}
	}
}

// takeDashed reads "03-May-2016", "2016-05-03" and "2016-05-03T16:38:00+09:00".
func (d *dateParts) takeDashed(token []byte) {
	date, rest := token, []byte(nil)
	if t := bytes.IndexByte(token, 'T'); t >= 8 {
		date, rest = token[:t], token[t+1:]
	}
	parts := bytes.SplitN(date, []byte("-"), 3)
	if len(parts) != 3 {
		return
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	day, _ := number(parts[0])
	year, width := number(parts[2])
	month := monthNamed(parts[1])
	if n, digits := number(parts[1]); digits > 0 {
		month = n
	}
	if month > 0 && width >= 2 {
		d.day, d.month, d.year = day, month, fullYear(year, width)
	}
	if len(rest) > 0 {
		d.takeTime(rest)
	}
}

// takeTime reads "16:38", "16:38:00", "16:38:00.123" and a zone that sticks to it.
func (d *dateParts) takeTime(token []byte) {
	if d.hour >= 0 {
		return
	}
	hour, width := number(token)
	rest := token[width:]
	if len(rest) == 0 || rest[0] != ':' {
		return
	}
	minute, width := number(rest[1:])
	if width == 0 {
		return
	}
	d.hour, d.minute = hour, minute
	rest = rest[1+width:]
	if len(rest) > 1 && rest[0] == ':' {
		if second, width := number(rest[1:]); width > 0 {
			d.second, d.hasSecond = second, true
			rest = rest[1+width:]
		}
	}
	if len(rest) > 1 && rest[0] == '.' {
		_, width := number(rest[1:])
		rest = rest[1+width:]
	}
	if len(rest) > 0 {
		d.take(rest)
	}
}

// takeOffset reads "+0900", "+09:00", "+09" and "-0000".
func (d *dateParts) takeOffset(token []byte) {
	if d.zone == event.ZoneStated && d.offsetMinute {
		return
	}
	var digits []byte
	for _, c := range token[1:] {
		switch {
		case c >= '0' && c <= '9':
			digits = append(digits, c)
		case c == ':':
		default:
			return
		}
	}
	n, _ := number(digits)
	var hours, minutes int
	switch len(digits) {
	case 1, 2:
		hours = n
	case 3, 4:
		hours, minutes = n/100, n%100
	default:
		return
	}
	const farthest = 15 // hours; the real ones end at +14
	if hours > farthest || minutes > 59 {
		return
	}
	d.offset, d.zone, d.offsetMinute = (hours*60+minutes)*60, event.ZoneStated, true
	if token[0] == '-' {
		d.offset = -d.offset
		if n == 0 { // RFC 5322: UTC, of a system that does not tell its zone
			d.zone = event.ZoneUTC
		}
	}
}

// takeZoneName reads the zone names of RFC 5322 and those of east Asia, and the
// "GMT+0900" of browsers.
func (d *dateParts) takeZoneName(token []byte) bool {
	letters := 0
	for letters < len(token) && (token[letters]|0x20 >= 'a' && token[letters]|0x20 <= 'z') {
		letters++
	}
	const longest = 4
	if letters == 0 || letters > longest || d.offsetMinute {
		return false
	}
	hours, ok := zoneHours(token[:letters])
	if !ok {
		return false
	}
	d.offset, d.zone = hours*3600, event.ZoneStated
	if letters < len(token) && (token[letters] == '+' || token[letters] == '-') {
		d.takeOffset(token[letters:])
	}
	return true
}

func zoneHours(name []byte) (hours int, ok bool) {
	var upper [4]byte
	for i, c := range name {
		upper[i] = c &^ 0x20
	}
	switch string(upper[:len(name)]) {
	case "UT", "UTC", "GMT", "Z", "WET":
		return 0, true
	case "EST", "CDT":
		return -5, true
	case "EDT":
		return -4, true
	case "CST", "MDT":
		return -6, true
	case "MST", "PDT":
		return -7, true
	case "PST":
		return -8, true
	case "CET", "MEZ", "BST", "WEST":
		return 1, true
	case "CEST", "EET", "MESZ":
		return 2, true
	case "EEST", "MSK":
		return 3, true
	case "KST", "JST":
		return 9, true
	}
	return 0, false
}

func (d *dateParts) takeWord(token []byte) {
	if month := monthNamed(token); month > 0 && d.month < 0 {
		d.month = month
		return
	}
	switch string(bytes.ToLower(token[:min(len(token), 3)])) {
	case "pm":
		d.pm = true
	case "am":
		d.am = true
	}
}

func (d *dateParts) time() (event.Time, bool) {
	if d.pm && d.hour < 12 && d.hour >= 0 {
		d.hour += 12
	} else if d.am && d.hour == 12 {
		d.hour = 0
	}
	if d.day < 1 || d.month < 1 || d.year < firstYear || d.year > lastYear || d.hour < 0 ||
		d.day > 31 || d.month > 12 || d.hour > 24 || d.minute > 59 || d.second > 60 {
		return event.Time{}, false
	}
	seconds := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, time.UTC).Unix()
	t := event.Time{Nanos: (seconds - int64(d.offset)) * int64(time.Second), Offset: int32(d.offset), Zone: d.zone, Precision: event.PrecisionSecond}
	if !d.hasSecond {
		t.Precision = event.PrecisionMinute
	}
	if t.Zone == event.ZoneNone {
		t.Zone = event.ZoneAssumed
	}
	return t, true
}

// number reads the digits at the start of b, at most 9 of them.
func number(b []byte) (n, width int) {
	for width < len(b) && width < 9 && b[width] >= '0' && b[width] <= '9' {
		n = n*10 + int(b[width]-'0')
		width++
	}
	return n, width
}

// fullYear adds the century to a year of 2 or 3 digits (RFC 5322 section 4.3).
func fullYear(n, width int) int {
	switch {
	case width <= 2 && n < 50:
		return n + 2000
	case width <= 3:
		return n + 1900
	}
	return n
}

func ordinal(b []byte) bool {
	switch string(b) {
	case "st", "nd", "rd", "th", ".":
		return true
	}
	return false
}

// monthNamed returns the month of an English name, short or long, 0 for none.
func monthNamed(b []byte) int {
	if len(b) < 3 {
		return 0
	}
	switch uint32(b[0]|0x20)<<16 | uint32(b[1]|0x20)<<8 | uint32(b[2]|0x20) {
	case 'j'<<16 | 'a'<<8 | 'n':
		return 1
	case 'f'<<16 | 'e'<<8 | 'b':
		return 2
	case 'm'<<16 | 'a'<<8 | 'r':
		return 3
	case 'a'<<16 | 'p'<<8 | 'r':
		return 4
	case 'm'<<16 | 'a'<<8 | 'y':
		return 5
	case 'j'<<16 | 'u'<<8 | 'n':
		return 6
	case 'j'<<16 | 'u'<<8 | 'l':
		return 7
	case 'a'<<16 | 'u'<<8 | 'g':
		return 8
	case 's'<<16 | 'e'<<8 | 'p':
		return 9
	case 'o'<<16 | 'c'<<8 | 't':
		return 10
	case 'n'<<16 | 'o'<<8 | 'v':
		return 11
	case 'd'<<16 | 'e'<<8 | 'c':
		return 12
	}
	return 0
}
