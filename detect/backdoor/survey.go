package backdoor

import (
	"net/netip"
	"slices"

	"dwell/detect"
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/entity"
	"dwell/event"
)

// relation is one outward pair as its best sensor saw it.
type relation struct {
	key
	*pair
	joined joined // of what; nothing for a pair of the state
}

// contacts is the number of records that the relation rests on.
func (r relation) contacts() int64 {
	n := r.Connections
	if id := r.Identity; id != nil {
		said := id.talk()
		n = max(n, said.Requests, said.Sessions, id.Asked)
	}
	return int64(n)
}

// neighbourhood is what the other relations say about one destination.
type neighbourhood struct {
	sources int // inside machines that contact it
	first   event.Time
	last    fold.Addr // the source counted last
}

// survey is the whole picture against which one relation is weighed.
type survey struct {
	state     *state
	estate    *entity.Estate
	span      event.Span // of the relations: other evidence may be older
	relations []relation
	circles   map[circle][]int32    // by machine and registered domain, indexes into relations
	around    map[key]neighbourhood // by destination
	domains   map[key]neighbourhood // the same for registered domains
	hosts     int                   // inside machines that contact anybody outside
	traffic   map[key]traffic

	udpAnswered bool // some datagram to the outside was answered
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, estate: v.Estate, around: make(map[key]neighbourhood), domains: make(map[key]neighbourhood), traffic: s.trafficByName()}
	y.relations = make([]relation, 0, s.Pairs.Len())
	for k, p := range s.Pairs.All() {
		if p = p.settled(); y.outward(k, p) {
			y.relations = append(y.relations, relation{key: k, pair: p})
		}
	}
	y.relations = append(y.relations, y.asked()...)
	slices.SortFunc(y.relations, func(a, b relation) int { return compareKeys(a.key, b.key) })
	y.relations = flow.BestSensors(y.relations, sameButSensor,
		func(a, b *relation) bool { return a.contacts() > b.contacts() })
	var source fold.Addr
	for _, r := range y.relations {
		if r.Src != source {
			source = r.Src
			y.hosts++
		}
		y.add(r)
		y.udpAnswered = y.udpAnswered || r.Kind == byUDP && r.Failed < r.Connections
		y.span.Add(r.Places.at(first).Time)
		y.span.Add(r.Places.at(last).Time)
	}
	y.join()
	return y
}

// add counts the relation with its destination; relations come sorted by source.
func (y *survey) add(r relation) {
	d := y.around[r.destination()]
	d.contact(r)
	y.around[r.destination()] = d
}

func (d *neighbourhood) contact(r relation) {
	if d.sources == 0 || d.last != r.Src {
		d.sources++
		d.last = r.Src
	}
	if began := r.Places.at(first).Time; d.first.IsZero() || began.Before(d.first) {
		d.first = began
	}
}

// neighbours returns what the other relations say about the destination of r.
func (y *survey) neighbours(r relation) neighbourhood {
	if r.Kind == byDomain {
		return y.domains[r.destination()]
	}
	return y.around[r.destination()]
}

// outward reports whether the pair leads from inside to outside.
func (y *survey) outward(k key, p *pair) bool {
	if !y.estate.Inside(k.Src.IP()) {
		return false
	}
	if k.Kind != byName {
		return !y.estate.Inside(k.Dst.IP())
	}
	id := p.Identity
	if id == nil {
		return false
	}
	if literal, err := netip.ParseAddr(id.Name); err == nil {
		return !y.estate.Inside(literal)
	}
	said := id.talk()
	return said.Proxied > 0 || !y.estate.Inside(said.Servers[0].IP()) || !y.estate.Inside(said.Servers[1].IP())
}

// sameButSensor reports whether two relations differ by sensor only.
func sameButSensor(a, b *relation) bool {
	k := a.key
	k.Sensor = b.Sensor
	return k == b.key
}

// mostlyNamed reports whether nearly all connections with an address carried a
// name, so that the name stands for the relation.
func (p *pair) mostlyNamed() bool {
	return p.Identity != nil && p.Identity.Aliased > 0 && float64(p.Identity.Aliased) >= mostly*float64(p.Connections)
}

// wire returns the pair that knows the connections of r: r itself, or the address
// at which its name alone is served.
func (y *survey) wire(r relation) *pair {
	said := r.Identity.talk()
	if r.Kind != byName || said.Proxied > 0 || said.Servers[0] != said.Servers[1] || said.Ports[0] != said.Ports[1] {
		return r.pair
	}
	k := key{Src: r.Src, Dst: said.Servers[0], Sensor: r.Sensor, Port: said.Ports[0], Kind: byTCP}
	if p, ok := y.state.Pairs.Lookup(k); ok && p.mostlyNamed() {
		return p
	}
	return r.pair
}

// title is how the destination is called: its name, or its address.
func (r relation) title() string {
	if r.named() && r.Identity != nil {
		return r.Identity.Name
	}
	return r.Dst.IP().String()
}

// port returns the destination port, 0 when a name was reached through several.
func (r relation) port() uint16 {
	if !r.named() {
		return r.Port
	}
	said := r.Identity.talk()
	if said.Proxied > 0 {
		return said.Target
	}
	if said.Ports[0] == said.Ports[1] {
		return said.Ports[0]
	}
	return 0
}

// lookedUp reports whether some lookup gave an address of the destination.
func (y *survey) lookedUp(r relation) bool {
	at := []fold.Addr{r.Dst}
	if r.named() {
		said := r.Identity.talk()
		at = said.Servers[:]
	}
	for _, a := range at {
		if _, ok := y.state.Resolved.Name(a); ok {
			return true
		}
	}
	return false
}

// nameOf returns the DNS name of the destination, "" when none is known.
func (y *survey) nameOf(r relation) string {
	if r.Identity != nil && r.Identity.Name != "" && !r.literal() {
		return r.Identity.Name
	}
	if r.Kind == byName {
		return ""
	}
	name, _ := y.state.Resolved.Name(r.Dst)
	return name
}

// literal reports whether an address stands where a name belongs.
func (r relation) literal() bool {
	if r.Identity == nil {
		return false
	}
	_, err := netip.ParseAddr(r.Identity.Name)
	return err == nil || r.Identity.talk().Literal > 0 && r.Identity.Name == ""
}

// subject returns the subject of the server's certificate, from the handshake or
// from the certificate itself, and whether nobody else vouches for it.
func (y *survey) subject(id *identity) (subject string, selfSigned bool) {
	said := id.talk()
	subject, selfSigned = y.state.Certificates.Of(&said.Vouching)
	if s := y.state.Signatures.Get(said.Subject); s != nil && said.Subject != 0 && s.Text != "" {
		subject = s.Text
	}
	return subject, selfSigned
}
