package external

import "net/netip"

// orZero returns the address, or the unspecified one for none at all.
func orZero(a netip.Addr) netip.Addr {
	if a.IsValid() {
		return a
	}
	return netip.IPv6Unspecified()
}
