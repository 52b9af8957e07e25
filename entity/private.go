package entity

import (
	"fmt"
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Private addresses are inside unless everything speaks against it: an attacker
// in a laboratory, behind a VPN or in a peered cloud network may have one too.
// Such a network is only ever contacted, by few machines, which have their
// infrastructure elsewhere and found it without a name of their own.

const (
	// fewTargets is how many addresses of an outside network may be contacted: a
	// scan of a private range says nothing about who owns it.
	fewTargets = 8
	// fewClients is how many machines may contact it; a server of one's own has more.
	fewClients = 8
	// answeredShare is the least share of answered connections: the opposite is a scan.
	answeredShare = 0.5
	// startedShare is the most that it may start of the connections it has.
	startedShare = 0.02
	// severalClients of an infrastructure service make it one of one's own.
	severalClients = 2
)

// block returns which private address plan the network belongs to.
func (n network) block() int {
	switch {
	case !n.is4():
		return 3
	case n>>8 == v4Tag>>8|192<<8|168:
		return 2
	case byte(n>>16) == 10:
		return 0
	}
	return 1
}

// privateBlocks are the ranges of block.
var privateBlocks = [...]netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("fc00::/7"),
}

// private settles on which side every private network is.
func (g *graph) private(n *names) {
	var starting [len(privateBlocks)]bool
	infrastructure := false
	for _, m := range g.nodes {
		if m.net.private() {
			starting[m.net.block()] = starting[m.net.block()] || m.starters != addrSet{} && !m.silent()
			infrastructure = infrastructure || m.infrastructural()
		}
	}
	called := internalNames(n, starting)
	for _, m := range g.nodes {
		if !m.net.private() || m.known() {
			continue
		}
		m.outside = m.strange() && !called[m.net] &&
			(m.foreign > m.local || !starting[m.net.block()] && (infrastructure || n.lookups > 0))
		m.inside = !m.outside
	}
}

// silent reports whether the network starts next to nothing.
func (m *node) silent() bool {
	return float64(m.started) <= startedShare*float64(m.started+m.received)
}

// infrastructural reports whether the network serves machines of its own.
func (m *node) infrastructural() bool {
	return m.offers&binding != 0 || m.offers != 0 && m.served >= severalClients
}

// strange reports whether the network behaves like somebody else's.
func (m *node) strange() bool {
	return m.silent() && !m.infrastructural() && m.received > 0 &&
		m.targets.count() <= fewTargets && m.clients <= fewClients &&
		float64(m.answered) >= answeredShare*float64(m.received)
}

// internalNames returns the private networks with a name that only the inside
// would give: under no public suffix, or under a domain that also names machines
// in the address plan of those that start connections.
func internalNames(n *names, starting [len(privateBlocks)]bool) map[network]bool {
	own := make(map[string]bool)
	each := func(visit func(network, string)) {
		for a, set := range n.of.All() {
			if net, _, ok := networkOf(a.IP()); ok && net.private() {
				for _, name := range set.Names {
					visit(net, name)
				}
			}
		}
	}
	each(func(net network, name string) {
		if starting[net.block()] {
			own[Registered(name)] = true
		}
	})
	called := make(map[network]bool)
	each(func(net network, name string) {
		if own[Registered(name)] || !public(name) {
			called[net] = true
		}
	})
	return called
}

// public reports whether a name lies under a suffix that is registered publicly.
func public(name string) bool {
	suffix, managed := publicsuffix.PublicSuffix(name)
	return managed || strings.Contains(suffix, ".")
}

// Registered returns the domain that somebody registered to be able to use the name
// ("mail.example.co.kr" is part of "example.co.kr"), or the name itself where there is
// none.
func Registered(name string) string {
	if domain, err := publicsuffix.EffectiveTLDPlusOne(name); err == nil {
		return domain
	}
	return name
}

// whyStrange says why a private network is taken for outside.
func (m *node) whyStrange(n *names) string {
	why := fmt.Sprintf("private addresses, but only ever contacted: %s contact %s of it in %s, %d of which it answers; it starts %d",
		count(m.clients, "machine"), count(m.targets.count(), "address"), count(int(m.received), "connection"), m.answered, m.started)
	if m.foreign > m.local {
		why += "; the sensor's configuration calls it not local"
	} else {
		why += "; the machines that contact it have addresses of another private range"
	}
	if m.offers == 0 {
		why += "; it answers no infrastructure service"
	} else {
		why += fmt.Sprintf("; it serves a single machine only (%s)", m.offers)
	}
	if n.lookups > 0 {
		why += "; no DNS lookup gives it an internal name"
	}
	return why
}

// count writes a number with its noun.
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "s"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
