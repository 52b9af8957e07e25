package exfil

import (
	"cmp"
	"net/netip"
	"slices"

	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

// relation is what one inside machine sent to one destination.
type relation struct {
	src      fold.Addr
	to       destination
	name     string // the full name, "" for an address
	all      totals
	oneWay   int64 // of what went out, bytes of which the way back was not recorded
	uploaded int64 // bytes that its PUT and POST requests say they carried
	proxied  bool
	*detail  // nil of a relation that is too small to be weighed
}

// destination is a registered domain, or an address that has no name, or the network
// of such addresses where machines use many of them.
type destination struct {
	domain  string
	addr    fold.Addr
	network bool
}

func (d destination) String() string {
	switch {
	case d.domain != "":
		return d.domain
	case d.network:
		return networkOf(d.addr.IP()).String()
	}
	return d.addr.IP().String()
}

// detail is what weighing a relation takes beyond its sums.
type detail struct {
	course  series
	marks   fold.Marks
	ended   event.Time // of the last connection; zero where only requests are known
	server  flow.Server
	web     uploads
	packed  archives
	ports   []portUse // most bytes first
	servers []string  // addresses, sorted
	past    past

	sizes      []sized // of large uploads, largest first
	busiestDay int64   // the most that went there in a day
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

// bytesOut are the bytes of the connections, or those that requests say they
// carried where connections are missing from the evidence.
func (r *relation) bytesOut() int64 { return max(r.all.Out, r.uploaded) }

// last is when the last of it was seen to go.
func (r *relation) last() event.Time {
	if r.ended.After(r.marks.Last.Time) {
		return r.ended
	}
	return r.marks.Last.Time
}

// sortPorts puts the port that carried most first.
func (r *relation) sortPorts() {
	slices.SortFunc(r.ports, func(a, b portUse) int {
		return cmp.Or(cmp.Compare(b.out, a.out), cmp.Compare(a.transport, b.transport), cmp.Compare(a.port, b.port))
	})
}

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

// answered notes who answers at one of the destination's addresses.
func (r *relation) answered(v *server) {
	r.server.Merge(&v.Server)
	r.carried(v.Web)
}

// carried notes uploads; nil are none.
func (r *relation) carried(w *uploads) {
	if w != nil {
		r.web.merge(w)
	}
}

// served notes an address of the destination and reports whether it is a new one.
func (r *relation) served(a netip.Addr) bool {
	s := a.String()
	i, found := slices.BinarySearch(r.servers, s)
	if !found {
		r.servers = slices.Insert(r.servers, i, s)
	}
	return !found
}

// relations are found by source and destination.
type relations struct {
	all []relation
	at  map[place]int32 // index into all
}

type place struct {
	src fold.Addr
	to  destination
}

func newRelations(most int) relations {
	return relations{all: make([]relation, 0, most), at: make(map[place]int32, most)}
}

// place returns the index of the relation of a source with a destination, to which
// the name, "" for none, led.
func (t *relations) place(src fold.Addr, to destination, name string) int32 {
	p := place{src, to}
	i, known := t.at[p]
	if !known {
		i = int32(len(t.all))
		t.at[p] = i
		t.all = append(t.all, relation{src: src, to: p.to, name: name})
	}
	if r := &t.all[i]; name != "" && name < r.name {
		r.name = name
	}
	return i
}
