package weblog

import (
	"bytes"
	"net/netip"

	"dwell/evidence/value"
)

// longestWithPort is the length of an IPv6 address in its longest form with a port.
const longestWithPort = 64

// address returns an IP address without zone, an IPv4 address in its own form. One of
// IPv6 may stand in square brackets.
func address(b []byte) (netip.Addr, bool) {
	if a, ok := value.IPv4(b); ok {
		return a, true
	}
	if n := len(b); n > 2 && b[0] == '[' && b[n-1] == ']' && bytes.IndexByte(b, ':') > 0 {
		b = b[1 : n-1]
	}
	return value.Address(b)
}

// addressPort returns an address and the port behind it, 0 when there is none.
func addressPort(b []byte) (netip.Addr, uint16, bool) {
	if a, ok := address(b); ok {
		return a, 0, true
	}
	if len(b) > longestWithPort {
		return netip.Addr{}, 0, false
	}
	a, err := netip.ParseAddrPort(string(b))
	return a.Addr().Unmap().WithZone(""), a.Port(), err == nil
}
