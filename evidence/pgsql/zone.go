package pgsql

import (
	"strings"

	"dwell/event"
)

const hour = 3600

// zones are the abbreviations that the zones of the time zone database write, and
// that mean one offset, in seconds east of UTC.
var zones = map[string]int32{
	"UTC": 0, "GMT": 0, "WET": 0, "UCT": 0,
	"KST": 9 * hour, "JST": 9 * hour, "HKT": 8 * hour, "PHT": 8 * hour, "SGT": 8 * hour, "WIB": 7 * hour,
	"WITA": 8 * hour, "WIT": 9 * hour, "PKT": 5 * hour, "MSK": 3 * hour, "EAT": 3 * hour, "SAST": 2 * hour,
	"CAT": 2 * hour, "WAT": 1 * hour, "WEST": 1 * hour, "CET": 1 * hour, "CEST": 2 * hour, "EET": 2 * hour,
	"EEST": 3 * hour, "IDT": 3 * hour, "NST": -12600, "NDT": -9000, "AST": -4 * hour, "ADT": -3 * hour,
	"EST": -5 * hour, "EDT": -4 * hour, "CDT": -5 * hour, "MST": -7 * hour, "MDT": -6 * hour,
	"PST": -8 * hour, "PDT": -7 * hour, "AKST": -9 * hour, "AKDT": -8 * hour, "HST": -10 * hour,
	"AEST": 10 * hour, "AEDT": 11 * hour, "ACST": 34200, "ACDT": 37800, "AWST": 8 * hour,
	"NZST": 12 * hour, "NZDT": 13 * hour, "ChST": 10 * hour,
}

// ambiguous are the abbreviations that several zones share, with the offset that
// most servers mean by them.
var ambiguous = map[string]struct {
	offset int32
	means  string
}{
	"CST": {-6 * hour, "US Central Standard Time (China and Cuba write the same)"},
	"IST": {19800, "India Standard Time (Israel and Ireland write the same)"},
	"BST": {1 * hour, "British Summer Time (Bangladesh writes the same)"},
	"SST": {-11 * hour, "Samoa Standard Time"},
}

// zoneOf returns the offset that a zone states, and a note where it had to be assumed.
func zoneOf(zone string) (int32, event.Zone, string) {
	if zone == "UTC" || zone == "GMT" {
		return 0, event.ZoneUTC, ""
	}
	if offset, ok := zones[zone]; ok {
		return offset, event.ZoneStated, ""
	}
	if offset, ok := signedOffset(zone); ok {
		return offset, event.ZoneStated, ""
	}
	if z, ok := ambiguous[zone]; ok {
		return z.offset, event.ZoneAssumed, "the time zone " + zone + " was taken for " + z.means
	}
	if zone == "" {
		return 0, event.ZoneAssumed, "times without a zone were taken for UTC"
	}
	return 0, event.ZoneAssumed, "the time zone " + quoted(zone) + " is not known; its times were taken for UTC"
}

// signedOffset reads "+09", "-0330", "+05:30".
func signedOffset(zone string) (int32, bool) {
	if len(zone) < 3 || zone[0] != '+' && zone[0] != '-' {
		return 0, false
	}
	number := strings.Replace(zone[1:], ":", "", 1)
	if len(number) != 2 && len(number) != 4 {
		return 0, false
	}
	n := digits([]byte(number))
	if n < 0 {
		return 0, false
	}
	seconds := int32(n) * hour
	if len(number) == 4 {
		seconds = int32(n/100)*hour + int32(n%100)*60
	}
	const farthest = 16 * hour // no zone is farther from UTC
	if seconds > farthest {
		return 0, false
	}
	if zone[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}
