package exfil

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

// relation is everything that one inside machine sent to one destination: a
// registered domain, or an address that has no name.
type relation struct {
	src     fold.Addr
	dest    string // registered domain or address
	name    string // the full name, "" for an address
	all     totals
	course  series
	marks   fold.Marks
	server  server
	packed  archives
	ports   []portUse // most bytes first
	servers []string  // addresses, sorted
	proxied bool
	past    past
}

// portUse is what went to one port.
type portUse struct {
	transport  event.Transport
	port       uint16
	out        int64
	recognised bool // the sensor recognised a protocol
}

// port returns the port that carried most.
func (r *relation) port() portUse {
	if len(r.ports) == 0 {
		return portUse{}
	}
	return r.ports[0]
}

// raw reports whether most went to a port without a usual service, by no protocol
// that the sensor recognised.
func (r *relation) raw() bool {
	p := r.port()
	_, usual := known.Port(p.transport, p.port)
	return p.port != 0 && !usual && !p.recognised
}

// ratio is the producer/consumer ratio: 1 only sends, -1 only receives.
func (r *relation) ratio() float64 {
	sum := r.all.Out + r.all.In
	if sum == 0 {
		return 0
	}
	return float64(r.all.Out-r.all.In) / float64(sum)
}

// pushed is the share of the bytes that went out in connections that mostly send.
func (r *relation) pushed() float64 {
	return float64(r.all.Push) / float64(max(1, r.all.Out))
}

// uploaded are the bytes that requests say they carried, where connections with
// their bytes are missing from the evidence.
func (r *relation) bytesOut() int64 { return max(r.all.Out, r.server.Web.Bytes) }

func (r *relation) use(p portUse) {
	for i := range r.ports {
		if r.ports[i].transport == p.transport && r.ports[i].port == p.port {
			r.ports[i].out += p.out
			r.ports[i].recognised = r.ports[i].recognised || p.recognised
			return
		}
	}
	r.ports = append(r.ports, p)
}

// served notes an address of the destination.
func (r *relation) served(a netip.Addr) {
	s := a.String()
	if i, found := slices.BinarySearch(r.servers, s); !found {
		r.servers = slices.Insert(r.servers, i, s)
	}
}

// grouping collects relations by source and destination.
type grouping struct {
	by  map[place]*relation
	all []*relation
}

type place struct {
	src  fold.Addr
	dest string
}

// at returns the relation of a source with a name, or with an address where the
// name is "".
func (g *grouping) at(src fold.Addr, name, address string) *relation {
	p := place{src, address}
	if name != "" {
		p.dest = registered(name)
	}
	r := g.by[p]
	if r == nil {
		r = &relation{src: src, dest: p.dest, name: name}
		g.by[p] = r
		g.all = append(g.all, r)
	}
	if name != "" && name < r.name {
		r.name = name
	}
	return r
}

// finish puts the parts of every relation in order.
func (g *grouping) finish() []*relation {
	for _, r := range g.all {
		slices.SortFunc(r.ports, func(a, b portUse) int {
			return cmp.Or(cmp.Compare(b.out, a.out), cmp.Compare(a.transport, b.transport), cmp.Compare(a.port, b.port))
		})
	}
	slices.SortFunc(g.all, func(a, b *relation) int {
		return cmp.Or(slices.Compare(a.src[:], b.src[:]), strings.Compare(a.dest, b.dest))
	})
	return g.all
}

// registered returns the domain that somebody registered to be able to use the
// name, or the name itself where there is none.
func registered(name string) string {
	if domain, err := publicsuffix.EffectiveTLDPlusOne(name); err == nil {
		return domain
	}
	return name
}
