package value

import (
	"bytes"
	"net/netip"
)

// longestAddress is an address of IPv6 in its longest form, with the name of an
// interface, which is below 16 bytes where logs are written (IFNAMSIZ of Linux).
const longestAddress = len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%") + 16

// Address reads an IP address: without its zone, an IPv4 address in its own form.
func Address(b []byte) (netip.Addr, bool) {
	if a, ok := IPv4(b); ok {
		return a, true
	}
	if !mayBeIPv6(b) {
		return netip.Addr{}, false
	}
	return parse(string(b))
}

// Address is Address for logs in which the same addresses come again and again: one of
// IPv6 costs memory only when it is new.
func (n *Interner) Address(b []byte) (netip.Addr, bool) {
	if a, ok := IPv4(b); ok {
		return a, true
	}
	if !mayBeIPv6(b) {
		return netip.Addr{}, false
	}
	return parse(n.Get(b))
}

func mayBeIPv6(b []byte) bool {
	return len(b) <= longestAddress && bytes.IndexByte(b, ':') >= 0
}

func parse(s string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(s)
	return a.Unmap().WithZone(""), err == nil
}

// IPv4 reads the dotted form, which is what nearly every address is.
func IPv4(b []byte) (netip.Addr, bool) {
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
