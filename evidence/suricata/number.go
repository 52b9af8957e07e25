package suricata

import (
	"math"
	"net/netip"
	"strconv"
)

// maxDigits is how many digits an int64 holds without further thought.
const maxDigits = 18

// whole reads a whole number. Exporters write large ones as 1.374195536821504e+15 and
// small ones as 5.0.
func whole(b []byte) (int64, bool) {
	if len(b) > maxDigits+8 || len(b) == 0 {
		return 0, false
	}
	var n int64
	for i, c := range b {
		if c-'0' > 9 || i >= maxDigits {
			return wholeFloat(b)
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
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

// address returns an IP address without zone, an IPv4 address in its own form.
func address(b []byte, names *interner) (netip.Addr, bool) {
	if a, ok := ipv4(b); ok {
		return a, true
	}
	if len(b) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%")+16 {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(names.get(b))
	if err != nil {
		return netip.Addr{}, false
	}
	return a.Unmap().WithZone(""), true
}

// ipv4 reads the dotted form, which is what nearly every address is.
func ipv4(b []byte) (netip.Addr, bool) {
	if len(b) < len("0.0.0.0") || len(b) > len("255.255.255.255") {
		return netip.Addr{}, false
	}
	var a [4]byte
	part, value, digits := 0, 0, 0
	for _, c := range b {
		if c == '.' {
			if digits == 0 || part == 3 {
				return netip.Addr{}, false
			}
			a[part] = byte(value)
			part++
			value, digits = 0, 0
			continue
		}
		if c-'0' > 9 || digits > 0 && value == 0 {
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
