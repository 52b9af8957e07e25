package entity

import (
	"fmt"
	"net/netip"
	"slices"
)

// Subjects of inferences.
const (
	subjectInside  = "inside network"
	subjectOutside = "outside network"
	subjectCompany = "company domain"
	subjectZone    = "time zone"
)

// wholeNetwork is how many addresses of a public network must be seen inside for
// all of it to be: below, a neighbour in it may be anybody's.
const wholeNetwork = 4

// ownLinks are inside any estate: the machine itself and its links (RFC 1122,
// RFC 3927, RFC 4291).
var ownLinks = []netip.Prefix{
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"),
	netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fe80::/10"),
}

// sides is the conclusion about networks.
type sides struct {
	inside, outside []netip.Prefix
	inferences      []Inference
}

func (s *sides) in(p netip.Prefix, format string, args ...any) {
	s.inside = append(s.inside, p)
	s.inferences = append(s.inferences, Inference{Subject: subjectInside, Value: p.String(), Why: fmt.Sprintf(format, args...)})
}

func (s *sides) out(p netip.Prefix, format string, args ...any) {
	s.outside = append(s.outside, p)
	s.inferences = append(s.inferences, Inference{Subject: subjectOutside, Value: p.String(), Why: fmt.Sprintf(format, args...)})
}

// networks concludes which networks are inside.
func networks(t *traffic, n *names) sides {
	g := newGraph(t)
	g.byFlags()
	g.byLink()
	g.private(n)
	g.cover()
	s := sides{inside: slices.Clone(ownLinks)}
	for b := range privateBlocks {
		g.statePrivate(&s, b)
	}
	for _, m := range g.nodes {
		switch {
		case m.net.private() && m.outside:
			s.out(m.net.prefix(), "%s", m.whyStrange(n))
		case !m.net.private() && m.inside:
			g.statePublic(&s, m)
		}
	}
	return s
}

// statePrivate puts a private range inside as a whole; the networks of it that
// are outside are exceptions, which are more specific.
func (g *graph) statePrivate(s *sides, block int) {
	var machines, nets int
	var started int64
	var offers services
	for _, m := range g.nodes {
		if m.net.private() && m.net.block() == block && m.inside {
			nets++
			machines += m.starters.count()
			started += m.started
			offers |= m.offers
		}
	}
	if nets == 0 {
		s.inside = append(s.inside, privateBlocks[block])
		return
	}
	why := fmt.Sprintf("private addresses: %s of %s contact others", count(machines, "machine"), count(nets, "network"))
	if started > 0 {
		why += fmt.Sprintf(" in %s", count(int(started), "connection"))
	}
	if offers != 0 {
		why += fmt.Sprintf("; answered there: %s", offers)
	}
	s.in(privateBlocks[block], "%s", why)
}

// statePublic puts a public network inside, or only those addresses of it that
// were seen when they are few.
func (g *graph) statePublic(s *sides, m *node) {
	why := fmt.Sprintf("public addresses, but an end of %d connections in the evidence, with %s: a sensor sees only what has an inside end, and the other networks explain less",
		m.started+m.received, count(len(m.neighbours), "network"))
	switch {
	case m.insideByFlag:
		why = fmt.Sprintf("the sensor's configuration calls it local in %d of %d connections", m.local, m.local+m.foreign)
	case m.onLink != addrSet{}:
		why = fmt.Sprintf("public addresses, but %s of it on the sensor's own link send broadcasts, which no router passes on", count(m.onLink.count(), "machine"))
	}
	if !m.net.is4() || m.crossing.count() >= wholeNetwork {
		s.in(m.net.prefix(), "%s", why)
		return
	}
	for place := range 256 {
		if m.crossing.has(place) {
			s.in(netip.PrefixFrom(m.net.address(uint8(place)), 32), "%s", why)
		}
	}
}
