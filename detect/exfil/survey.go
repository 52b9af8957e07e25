package exfil

import (
	"bytes"
	"cmp"
	"net/netip"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/entity"
)

// survey is the whole picture against which one relation is weighed.
type survey struct {
	state     *state
	estate    *entity.Estate
	names     map[fold.Addr]string // of servers, by handshake and request
	relations []*relation
	volumes   []int64             // bytes sent of every relation, sorted
	hosts     int                 // inside machines that contact anybody
	sources   map[string]int      // inside machines by destination
	sent      map[fold.Addr]int64 // bytes by source
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, estate: v.Estate, names: make(map[fold.Addr]string), sources: make(map[string]int), sent: make(map[fold.Addr]int64)}
	for a := range s.Hosts.All() {
		if v.Estate.Inside(a.IP()) {
			y.hosts++
		}
	}
	for k, v := range s.Servers.All() {
		if known, ok := y.names[k.Dst]; v.Name != "" && (!ok || v.Name < known) {
			y.names[k.Dst] = v.Name
		}
	}
	g := &grouping{by: make(map[place]*relation)}
	y.direct(g)
	y.uploadsAlone(g)
	y.behindProxies(g)
	y.relations = g.finish()
	for _, r := range y.relations {
		y.volumes = append(y.volumes, r.bytesOut())
		y.sources[r.dest]++
		y.sent[r.src] += r.bytesOut()
	}
	slices.Sort(y.volumes)
	for _, r := range y.relations {
		r.past = y.pastOf(r)
	}
	return y
}

// outward reports whether a key leads from inside to outside.
func (y *survey) outward(k key) bool {
	return y.estate.Inside(k.Src.IP()) && !y.estate.Inside(k.Dst.IP())
}

// direct adds what machines sent straight to the outside, as the sensor that saw
// most of it counted.
func (y *survey) direct(g *grouping) {
	var keys []key
	for k := range y.state.Pairs.All() {
		if y.outward(k) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, compareKeys)
	for len(keys) > 0 {
		n := 1
		for n < len(keys) && sameButSensor(keys[0], keys[n]) {
			n++
		}
		y.add(g, y.best(keys[:n]))
		keys = keys[n:]
	}
}

// best returns the key whose sensor saw most bytes; the first among equals.
func (y *survey) best(keys []key) key {
	if len(keys) == 1 {
		return keys[0]
	}
	best, most := keys[0], int64(-1)
	for _, k := range keys {
		if all := y.state.Pairs.Get(k).sum(); all.Out > most {
			best, most = k, all.Out
		}
	}
	return best
}

func (y *survey) add(g *grouping, k key) {
	p := y.state.Pairs.Get(k)
	destination := k.Dst.IP().String()
	r := g.at(k.Src, y.nameOf(k), destination)
	all := p.sum()
	r.all.add(all)
	p.course(&r.course)
	r.marks.Merge(&p.Marks)
	r.use(portUse{transport: k.transport(), port: k.Port, out: all.Out, recognised: p.Service != 0})
	if v := y.state.Servers.Get(k); v != nil {
		r.server.merge(v)
	}
	if _, seen := slices.BinarySearch(r.servers, destination); !seen {
		if a := y.state.Files.Get(ends{k.Src, k.Dst}); a != nil {
			r.packed.merge(a)
		}
		r.served(k.Dst.IP())
	}
}

// uploadsAlone adds requests whose connections are missing from the evidence.
func (y *survey) uploadsAlone(g *grouping) {
	var keys []key
	for k, v := range y.state.Servers.All() {
		if v.Web.Bytes > 0 && y.outward(k) && y.state.Pairs.Get(k) == nil && !y.state.Pairs.Dropped {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, compareKeys)
	for i, k := range keys {
		if i > 0 && sameButSensor(keys[i-1], k) {
			continue
		}
		v := y.state.Servers.Get(k)
		r := g.at(k.Src, y.nameOf(k), k.Dst.IP().String())
		r.server.merge(v)
		r.course.add(v.Web.Largest.Mark.Time, v.Web.Bytes)
		r.marks.Add(v.Web.Largest.Mark)
		r.use(portUse{transport: k.transport(), port: k.Port, out: v.Web.Bytes, recognised: true})
		r.served(k.Dst.IP())
	}
}

// behindProxies adds what inside proxies were asked to carry out.
func (y *survey) behindProxies(g *grouping) {
	var ids []uint64
	for id, l := range y.state.Links.All() {
		if l.Named && l.Connected && y.estate.Inside(l.Src.IP()) && y.estate.Inside(l.Proxy.IP()) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		l := y.state.Links.Get(id)
		name := l.Target
		if a, err := netip.ParseAddr(name); err == nil {
			if y.estate.Inside(a) {
				continue
			}
			name = ""
		}
		r := g.at(l.Src, name, l.Target)
		r.proxied = true
		t := totals{Connections: 1, Out: l.Out, In: l.In}
		if l.Out/pushRatio >= l.In {
			t.Push = l.Out
		}
		r.all.add(t)
		r.course.add(l.Start, l.Out)
		r.marks.Add(fold.Mark{Time: l.Start, Ref: l.Ref, Weight: l.Out})
		r.server.Web.merge(&l.Web)
	}
}

// nameOf returns the name of a pair's destination: the one that the source used,
// else one that others used there, else one that DNS gave. A source that wrote
// the address in place of a name knew none.
func (y *survey) nameOf(k key) string {
	if v := y.state.Servers.Get(k); v != nil {
		if v.Name != "" {
			return v.Name
		}
		if v.Literal > 0 {
			return ""
		}
	}
	if name := y.names[k.Dst]; name != "" {
		return name
	}
	name, _ := y.state.Resolved.Name(k.Dst)
	return name
}

// selfSigned reports whether nobody but the server vouches for its certificate,
// and the certificate's subject.
func (y *survey) selfSigned(r *relation) (subject string, alone bool) {
	subject, alone = r.server.Subject, r.server.SelfSigned > 0
	if a, ok := y.state.Chains.Lookup(r.server.Chain); ok && r.server.Chain != 0 {
		if subject == "" {
			subject = a.Subject
		}
		alone = alone || r.server.Vouched == 0 && a.Subject != "" && a.Subject == a.Issuer
	}
	return subject, alone
}

func compareKeys(a, b key) int {
	return cmp.Or(bytes.Compare(a.Src[:], b.Src[:]), bytes.Compare(a.Dst[:], b.Dst[:]),
		cmp.Compare(a.Transport, b.Transport), cmp.Compare(a.Port, b.Port), cmp.Compare(a.Sensor, b.Sensor))
}

func sameButSensor(a, b key) bool {
	a.Sensor, b.Sensor = 0, 0
	return a == b
}
