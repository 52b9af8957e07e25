package exfil

import (
	"cmp"
	"net/netip"
	"slices"

	"dwell/detect"
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/entity"
	"dwell/event"
)

// survey is the whole picture against which one relation is weighed. It is made
// in two steps, because nearly all relations are too small to be weighed: sums of
// all, and details of those that are large enough.
type survey struct {
	state     *state
	estate    *entity.Estate
	names     map[fold.Addr]string // of servers, by handshake and request
	relations relations
	volumes   []int64                  // bytes sent of every relation, sorted
	hosts     int                      // inside machines that contact anybody
	answering map[fold.Addr]event.Time // since when machines inside answer
	rotating  map[fold.Addr]bool       // networks outside of which machines use many addresses without a name
	ledgers   map[fold.Addr]*ledger    // of machines with relations that are weighed
	peerDays  []int64                  // bytes that a machine sent in one day, of all such days, sorted
	shared    map[destination][]int64  // bytes by machine, of destinations that several share and one is weighed, sorted
	moves     moves
	swarm     map[fold.Addr]int   // destinations without a name that a machine sent much to
	mailers   map[fold.Addr]int   // destinations on mail ports by source
	sources   map[destination]int // inside machines by destination
	sent      map[fold.Addr]int64 // bytes by source
	direct    []part              // connections that lead straight to the outside
	alone     []part              // requests whose connections are missing from the evidence
	carried   []carried           // connections with proxies
}

// part is one key's share in a relation, given as the index of the relation.
type part struct {
	key  flow.Key
	pair *pair // nil where requests alone are known
	of   int32
}

// carried is one connection's share in a relation.
type carried struct {
	id   uint64
	link *link
	of   int32
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, estate: v.Estate, names: make(map[fold.Addr]string),
		sources: make(map[destination]int), sent: make(map[fold.Addr]int64)}
	for a, h := range s.Hosts.All() {
		if !h.First.IsZero() && v.Estate.Inside(a.IP()) {
			y.hosts++
		}
	}
	for k, v := range s.Servers.All() {
		if known, ok := y.names[k.Dst]; v.Name != "" && (!ok || v.Name < known) {
			y.names[k.Dst] = v.Name
		}
	}
	y.answers()
	y.collect()
	y.addUp()
	y.fillIn()
	return y
}

// collect finds what leads outside, and the relation of each part.
func (y *survey) collect() {
	y.direct, y.alone, y.carried = y.straight(), y.uploadsAlone(), y.behindProxies()
	y.rotating = y.rotatingNetworks()
	y.relations = newRelations(len(y.direct) + len(y.alone) + len(y.carried))
	for _, parts := range [][]part{y.direct, y.alone} {
		for i := range parts {
			k := parts[i].key
			parts[i].of = y.placeOf(k.Src, y.nameOf(k), k.Dst)
		}
	}
	for i := range y.carried {
		c := &y.carried[i]
		name, address := c.link.Target, fold.Addr{}
		if a, err := netip.ParseAddr(name); err == nil {
			name, address = "", fold.AddrOf(a)
		}
		c.of = y.placeOf(c.link.Src, name, address)
	}
}

// placeOf returns the index of the relation of a source with a name, or with an
// address where the name is "".
func (y *survey) placeOf(src fold.Addr, name string, address fold.Addr) int32 {
	to := destination{addr: address}
	if name != "" {
		to = destination{domain: entity.Registered(name)}
	} else if net := networkAddr(address); y.rotating[net] {
		to = destination{addr: net, network: true}
	}
	return y.relations.place(src, to, name)
}

// addUp sums all relations.
func (y *survey) addUp() {
	for _, p := range y.direct {
		r := &y.relations.all[p.of]
		r.all.add(p.pair.sum())
		r.oneWay += p.pair.Sliced.oneWay()
		if v := y.state.Servers.Get(p.key); v != nil {
			r.uploaded += v.uploaded()
		}
	}
	for _, p := range y.alone {
		y.relations.all[p.of].uploaded += y.state.Servers.Get(p.key).uploaded()
	}
	for _, c := range y.carried {
		r := &y.relations.all[c.of]
		r.proxied = true
		r.all.add(c.link.totals())
		r.uploaded += c.link.uploaded()
	}
	y.volumes = make([]int64, 0, len(y.relations.all))
	for i := range y.relations.all {
		r := &y.relations.all[i]
		y.volumes = append(y.volumes, r.bytesOut())
		y.sources[r.to]++
		y.sent[r.src] += r.bytesOut()
	}
	slices.Sort(y.volumes)
}

// fillIn gives the relations that are weighed their details.
func (y *survey) fillIn() {
	for i := range y.relations.all {
		if r := &y.relations.all[i]; r.bytesOut() >= leastBytes {
			r.detail = &detail{}
		}
	}
	for _, p := range y.direct {
		if r := &y.relations.all[p.of]; r.detail != nil {
			y.addPair(r, p.key, p.pair)
		}
	}
	for _, p := range y.alone {
		if r := &y.relations.all[p.of]; r.detail != nil {
			y.addUploads(r, p.key)
		}
	}
	for _, c := range y.carried {
		if r := &y.relations.all[c.of]; r.detail != nil {
			r.course.add(c.link.Start, 0, c.link.Out, c.link.In)
			r.marks.Add(fold.Mark{Time: c.link.Start, Ref: c.link.Ref, Weight: c.link.Out})
			r.carried(c.link.Web)
		}
	}
	for i := range y.relations.all {
		if r := &y.relations.all[i]; r.detail != nil {
			r.sortPorts()
			r.past = y.pastOf(r)
		}
	}
	y.keepLedgers()
	y.compare()
	y.moves = y.movesInside()
}

// outward reports whether a key leads from inside to outside.
func (y *survey) outward(k flow.Key) bool {
	return y.estate.Inside(k.Src.IP()) && !y.estate.Inside(k.Dst.IP())
}

// straight returns what machines sent straight to the outside, as the sensor that
// saw most of it counted.
func (y *survey) straight() []part {
	parts := make([]part, 0, y.state.Pairs.Len())
	for k, p := range y.state.Pairs.All() {
		if y.outward(k) {
			parts = append(parts, part{key: k, pair: p})
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return a.key.Compare(b.key) })
	return flow.BestSensors(parts,
		func(a, b *part) bool { return a.key.SameButSensor(b.key) },
		func(a, b *part) bool { return a.pair.sum().Out > b.pair.sum().Out })
}

func (y *survey) addPair(r *relation, k flow.Key, p *pair) {
	p.course(&r.course)
	r.sizesOf(p.Bulk)
	p.Marks.into(&r.marks)
	if ended := p.last(); ended.After(r.ended) {
		r.ended = ended
	}
	r.use(portUse{transport: k.Transport, port: k.Port, out: p.sum().Out, recognised: p.Recognised})
	if v := y.state.Servers.Get(k); v != nil {
		r.answered(v)
	}
	if r.served(k.Dst.IP()) {
		if a := y.state.Files.Get(ends{k.Src, k.Dst}); a != nil {
			r.packed.merge(a)
		}
	}
}

// uploadsAlone returns the requests whose connections are missing from the evidence.
func (y *survey) uploadsAlone() []part {
	var keys []flow.Key
	for k, v := range y.state.Servers.All() {
		if v.uploaded() > 0 && y.outward(k) && y.state.Pairs.Get(k) == nil && !y.state.Pairs.Dropped {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, flow.Key.Compare)
	keys = slices.CompactFunc(keys, flow.Key.SameButSensor)
	parts := make([]part, len(keys))
	for i, k := range keys {
		parts[i].key = k
	}
	return parts
}

func (y *survey) addUploads(r *relation, k flow.Key) {
	v := y.state.Servers.Get(k)
	r.answered(v)
	r.course.add(v.Web.Largest.Mark.Time, 0, v.Web.Bytes, 0)
	r.marks.Add(v.Web.Largest.Mark)
	r.use(portUse{transport: k.Transport, port: k.Port, out: v.Web.Bytes, recognised: true})
	r.served(k.Dst.IP())
}

// behindProxies returns what inside proxies were asked to carry out.
func (y *survey) behindProxies() []carried {
	var out []carried
	for id, l := range y.state.Links.All() {
		if !l.Named || !l.Connected || !y.estate.Inside(l.Src.IP()) || !y.estate.Inside(l.Proxy.IP()) {
			continue
		}
		if a, err := netip.ParseAddr(l.Target); err == nil && y.estate.Inside(a) {
			continue
		}
		out = append(out, carried{id: id, link: l})
	}
	slices.SortFunc(out, func(a, b carried) int { return cmp.Compare(a.id, b.id) })
	return out
}

// nameOf returns the name of a pair's destination: the one that the source used,
// else one that others used there, else one that DNS gave. A source that wrote
// the address in place of a name knew none.
func (y *survey) nameOf(k flow.Key) string {
	if v := y.state.Servers.Get(k); v != nil {
		if v.Name != "" {
			return v.Name
		}
		if v.Literal {
			return ""
		}
	}
	if name := y.names[k.Dst]; name != "" {
		return name
	}
	name, _ := y.state.Resolved.Name(k.Dst)
	return name
}
