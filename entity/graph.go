package entity

import (
	"cmp"
	"slices"
)

// node is one network with everything that its edges say about it.
type node struct {
	net          network
	starters     addrSet // its addresses that start connections, across edges or within
	targets      addrSet // its addresses that other networks contact
	crossing     addrSet // its addresses that deal with other networks, or were seen on the link
	onLink       addrSet // its addresses that were seen on the sensor's own link
	clients      int     // addresses of other networks that contact it
	served       int     // of these, the ones of networks that it offers services to
	started      int64
	received     int64 // connections from other networks
	answered     int64 // of these, the ones answered
	local        int64
	foreign      int64
	offers       services
	neighbours   []network // other networks, sorted
	insideByFlag bool
	outside      bool // as far as concluded
	inside       bool
}

// graph is the traffic between networks, ready for conclusions.
type graph struct {
	nodes       []*node // sorted by network
	index       map[network]*node
	edges       int   // between different networks
	connections int64 // all
	configured  bool  // the sensor was told which networks are local
}

func newGraph(t *traffic) *graph {
	g := &graph{index: make(map[network]*node)}
	for key, e := range t.edges.All() {
		low, high := g.node(key.Low), g.node(key.High)
		if key.Low == key.High {
			low.within(&e.Ends[0])
			g.connections += e.Ends[0].Started
			continue
		}
		g.edges++
		g.connections += e.Ends[0].Started + e.Ends[1].Started
		low.across(&e.Ends[0], &e.Ends[1], key.High)
		high.across(&e.Ends[1], &e.Ends[0], key.Low)
	}
	for net, places := range t.onLink.All() {
		n := g.node(net)
		n.onLink.join(places)
		n.crossing.join(places)
	}
	for _, n := range g.index {
		slices.Sort(n.neighbours)
		g.nodes = append(g.nodes, n)
		g.configured = g.configured || !n.net.private() && n.local > 0
	}
	slices.SortFunc(g.nodes, func(a, b *node) int { return cmp.Compare(a.net, b.net) })
	return g
}

func (g *graph) node(n network) *node {
	found := g.index[n]
	if found == nil {
		found = &node{net: n}
		g.index[n] = found
	}
	return found
}

// within adds the traffic inside the network itself.
func (m *node) within(e *end) {
	m.starters.join(&e.Starters)
	m.started += e.Started
	m.local += e.Local
	m.foreign += e.Foreign
	m.offers |= e.Offers
}

// across adds the traffic with another network.
func (m *node) across(own, other *end, with network) {
	m.starters.join(&own.Starters)
	m.targets.join(&own.Targets)
	m.crossing.join(&own.Starters)
	m.crossing.join(&own.Targets)
	m.clients += other.Starters.count()
	if own.Offers != 0 {
		m.served += other.Starters.count()
	}
	m.started += own.Started
	m.received += own.Received
	m.answered += own.Answered
	m.local += own.Local
	m.foreign += own.Foreign
	m.offers |= own.Offers
	m.neighbours = append(m.neighbours, with)
}

// severalOnLink machines on the link show a network of which nothing else is seen;
// a single one may be a device with a broken address.
const severalOnLink = 2

// byLink puts the networks inside that have machines on the sensor's own link.
func (g *graph) byLink() {
	for _, n := range g.nodes {
		seen := n.onLink.count()
		n.inside = n.inside || !n.outside && (seen >= severalOnLink || seen > 0 && n.started+n.received > 0)
	}
}

// byFlags lets the sensor's own configuration decide, where it has one. Sensors
// call public addresses not local by default, so only public ones that are local
// prove a configuration. That a private address is not local proves nothing: it
// may be missing in the list (see private.go).
func (g *graph) byFlags() {
	if !g.configured {
		return
	}
	for _, n := range g.nodes {
		switch {
		case n.local > n.foreign:
			n.inside, n.insideByFlag = true, true
		case n.foreign > n.local && !n.net.private():
			n.outside = true
		}
	}
}

// known reports whether it is settled on which side the network is.
func (m *node) known() bool { return m.inside || m.outside }
