package exfil

import (
	"net/netip"

	"dwell/detect/fold"
)

const (
	// ipv4Network and ipv6Network are the bits of what one customer of a hoster gets
	// or moves within: the smallest networks that are routed by themselves (RFC 7454,
	// section 6.1.3).
	ipv4Network, ipv6Network = 24, 48
	// leastRotating is how many addresses without a name one machine must use in a
	// network for the network to be one destination: two may be a pair of servers.
	leastRotating = 3
)

// networkOf returns the network that holds the address.
func networkOf(a netip.Addr) netip.Prefix {
	bits := ipv6Network
	if a.Is4() {
		bits = ipv4Network
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.PrefixFrom(a, a.BitLen())
	}
	return p
}

func networkAddr(a fold.Addr) fold.Addr { return fold.AddrOf(networkOf(a.IP()).Addr()) }

// rotatingNetworks returns the networks outside of which some machine uses at least
// leastRotating addresses that have no name: whoever moves from address to address
// stays one destination.
func (y *survey) rotatingNetworks() map[fold.Addr]bool {
	type use struct{ src, network fold.Addr }
	seen := make(map[use]int)
	out := make(map[fold.Addr]bool)
	var last place // parts are sorted, so the ports of one address are neighbours
	for _, p := range y.direct {
		here := place{p.key.Src, destination{addr: p.key.Dst}}
		if here == last || y.nameOf(p.key) != "" {
			continue
		}
		last = here
		u := use{p.key.Src, networkAddr(p.key.Dst)}
		seen[u]++
		if seen[u] >= leastRotating {
			out[u.network] = true
		}
	}
	return out
}
