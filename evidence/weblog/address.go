package weblog

import (
	"bytes"
	"net/netip"
)

// longestAddress is the length of an IPv6 address in its longest form with a zone.
const longestAddress = 64

// address returns an IP address without zone, an IPv4 address in its own form.
func address(b []byte) (netip.Addr, bool) {
	if a, ok := ipv4(b); ok {
		return a, true
	}
	if len(b) > longestAddress || bytes.IndexByte(b, ':') < 0 {
		return netip.Addr{}, false
	}
	if b[0] == '[' && b[len(b)-1] == ']' {
		b = b[1 : len(b)-1]
	}
	a, err := netip.ParseAddr(string(b))
	return a.Unmap().WithZone(""), err == nil
}

// addressPort returns an address and the port behind it, 0 when there is none.
func addressPort(b []byte) (netip.Addr, uint16, bool) {
	if a, ok := address(b); ok {
		return a, 0, true
	}
	if len(b) > longestAddress {
		return netip.Addr{}, 0, false
	}
	a, err := netip.ParseAddrPort(string(b))
	return a.Addr().Unmap().WithZone(""), a.Port(), err == nil
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
