package rita

import (
	"net/netip"

	"dwell/detect/fold"
)

// Which addresses are inside decides what is scored and when the window begins and
// ends. To compare with RITA is to ask what it would say as it comes: so its default
// networks count, unless the user states others, as a user of RITA would configure
// them. Only where nobody is inside by these, as in a network of public addresses,
// counts what dwell infers.

// byDefaultInside reports whether an address is inside by RITA's default configuration
// (internal_subnets): RFC 1918 and the half of RFC 4193 that is in use.
func byDefaultInside(a netip.Addr) bool {
	for _, p := range [...]netip.Prefix{
		netip.PrefixFrom(netip.AddrFrom4([4]byte{10}), 8),
		netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 16}), 12),
		netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 168}), 16),
		netip.PrefixFrom(netip.AddrFrom16([16]byte{0xfd}), 8),
	} {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

func (y *survey) inside(a fold.Addr) bool {
	side, known := y.sides[a]
	if !known {
		side = y.within(a.IP())
		y.sides[a] = side
	}
	return side
}
