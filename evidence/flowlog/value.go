package flowlog

import (
	"bytes"
	"math"
	"net/netip"
	"strconv"
	"time"
)

// maxCount is what no record counts; more is planted or damaged, and sums stay far from
// overflow.
const maxCount = 1 << 50

// Count reads a number of bytes or packets.
func Count(b []byte) (int64, bool) {
	n, ok := number(b)
	return n, ok && n <= maxCount
}

func number(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 18 {
		return 0, false
	}
	var n int64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// Port reads a port in decimal, or in hexadecimal with 0x.
func Port(b []byte) (uint16, bool) {
	if hex, ok := bytes.CutPrefix(b, []byte("0x")); ok {
		n, err := strconv.ParseUint(string(hex), 16, 16)
		return uint16(n), err == nil
	}
	n, ok := number(b)
	return uint16(n), ok && n <= math.MaxUint16
}

// Address reads an IP address, without zone, an IPv4 address in its own form.
func Address(b []byte) (netip.Addr, bool) {
	if a, ok := dotted(b); ok {
		return a, true
	}
	const longest = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%") + 16
	if len(b) > longest || bytes.IndexByte(b, ':') < 0 {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(string(b))
	return a.Unmap().WithZone(""), err == nil
}

// dotted reads what nearly every address is.
func dotted(b []byte) (netip.Addr, bool) {
	if len(b) < len("0.0.0.0") || len(b) > len("255.255.255.255") {
		return netip.Addr{}, false
	}
	var a [4]byte
	part, value, digits := 0, 0, 0
	for _, c := range b {
		switch {
		case c == '.' && digits > 0 && part < 3:
			a[part] = byte(value)
			part, value, digits = part+1, 0, 0
			continue
		case c < '0' || c > '9' || digits > 0 && value == 0:
			return netip.Addr{}, false
		}
		value = value*10 + int(c-'0')
		digits++
		if value > 255 {
			return netip.Addr{}, false
		}
	}
	if part != 3 || digits == 0 {
		return netip.Addr{}, false
	}
	a[3] = byte(value)
	return netip.AddrFrom4(a), true
}

// maxSeconds is the last second whose nanoseconds fit an int64.
const maxSeconds = math.MaxInt64/int64(time.Second) - 1

// Seconds reads seconds since 1970, or a length of time in seconds, with or without a
// fraction, as nanoseconds.
func Seconds(b []byte) (nanos int64, ok bool) {
	whole, fraction, _ := bytes.Cut(b, []byte{'.'})
	s, ok := number(whole)
	if !ok || s > maxSeconds {
		return 0, false
	}
	f, ok := nanosOf(fraction)
	return s*int64(time.Second) + f, ok
}

// nanosOf reads the digits behind the point of a second; none are 0.
func nanosOf(digits []byte) (int64, bool) {
	var n int64
	for i := range 9 {
		n *= 10
		if i < len(digits) {
			c := digits[i]
			if c < '0' || c > '9' {
				return 0, false
			}
			n += int64(c - '0')
		}
	}
	return n, true
}

// Civil reads "2006-01-02 15:04:05.000", also with / in the date and T between date and
// time, as nanoseconds since 1970 as if it were UTC.
func Civil(b []byte) (nanos int64, ok bool) {
	const least = len("2006-01-02 15:04:05")
	if len(b) < least || b[4] != b[7] || b[4] != '-' && b[4] != '/' || b[10] != ' ' && b[10] != 'T' || b[13] != ':' || b[16] != ':' {
		return 0, false
	}
	var v [6]int64
	for i, part := range [6][]byte{b[:4], b[5:7], b[8:10], b[11:13], b[14:16], b[17:19]} {
		if v[i], ok = number(part); !ok {
			return 0, false
		}
	}
	if v[1] < 1 || v[1] > 12 || v[2] < 1 || v[2] > 31 || v[3] > 23 || v[4] > 59 || v[5] > 60 || v[0] < 1970 || v[0] > 2261 {
		return 0, false
	}
	var f int64
	if len(b) > least {
		if b[least] != '.' {
			return 0, false
		}
		if f, ok = nanosOf(b[least+1:]); !ok {
			return 0, false
		}
	}
	return days(v[0], v[1], v[2])*86_400_000_000_000 + (v[3]*3600+v[4]*60+v[5])*int64(time.Second) + f, true
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
