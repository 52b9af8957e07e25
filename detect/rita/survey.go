package rita

import (
	"cmp"
	"slices"

	"dwell/detect"
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/rita/formula"
	"dwell/entity"
)

// survey is the state as seen from the end, when inside and the window are known.
type survey struct {
	state  *state
	estate *entity.Estate
	window formula.Window
	from   uint32 // first hour of the window; it begins with it

	pairs  []relation // addresses that lead outside
	names  []relation
	firsts map[uint64]claim            // by connection, whose name was asked for first
	calls  map[pairKey]map[uint64]call // by connection, of the pairs that names belong to
	sides  map[fold.Addr]bool          // whether an address is inside
}

// relation is what is scored: a pair with its connections in the window.
type relation struct {
	pairKey
	name string // "" for an address
	pair *pair  // of an address

	links []link // of a name
	*activity
}

// activity is what a relation did in the window.
type activity struct {
	seconds, sizes []int64
	uids           []uint64
	count, open    int64
	bytes, micros  int64
	missingHost    int64
	services       []service
}

// durationSeconds is that of all connections together.
func (a *activity) durationSeconds() float64 { return float64(a.micros) / 1e6 }

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, estate: v.Estate, firsts: map[uint64]claim{}, calls: map[pairKey]map[uint64]call{}, sides: map[fold.Addr]bool{}}
	for k, p := range s.Pairs.All() {
		if y.inside(k.Src) && !y.inside(k.Dst) {
			y.pairs = append(y.pairs, relation{pairKey: k, pair: p})
		}
	}
	y.claim()
	for k, n := range s.Names.All() {
		if links := y.links(k, n); len(links) > 0 {
			y.names = append(y.names, relation{pairKey: k, name: n.Name, links: links})
		}
	}
	slices.SortFunc(y.pairs, compareRelations)
	slices.SortFunc(y.names, compareRelations)
	y.bound()
	for i := range y.pairs {
		y.pairs[i].activity = y.ofPair(y.pairs[i].pair)
	}
	for i := range y.names {
		y.names[i].activity = y.ofName(&y.names[i])
	}
	return y
}

func compareRelations(a, b relation) int {
	return cmp.Or(compareAddrs(a.Src, b.Src), cmp.Compare(a.name, b.name), compareAddrs(a.Dst, b.Dst))
}

func (y *survey) inside(a fold.Addr) bool {
	side, known := y.sides[a]
	if !known {
		side = y.estate.Inside(a.IP())
		y.sides[a] = side
	}
	return side
}

// claim is a name that was asked for in a connection.
type claim struct {
	nanos int64
	key   pairKey
}

func (c claim) before(o claim) bool {
	return cmp.Or(cmp.Compare(c.nanos, o.nanos), compareAddrs(c.key.Src, o.key.Src), compareAddrs(c.key.Dst, o.key.Dst)) < 0
}

// claim finds the first name that was asked for in each connection. A proxy is asked
// for many in one, of which the connection belongs to the first.
func (y *survey) claim() {
	for k, n := range y.state.Names.All() {
		for _, h := range n.Hours.since(y.state.oldest()) {
			for _, l := range h.Value {
				one := claim{l.First, k}
				if first, claimed := y.firsts[l.UID]; l.First != 0 && (!claimed || one.before(first)) {
					y.firsts[l.UID] = one
				}
			}
		}
	}
}

// links returns the connections of a name, each once: those whose first request was
// for it, and those whose handshake named it.
func (y *survey) links(k pairKey, n *named) []link {
	if !y.inside(k.Src) {
		return nil
	}
	var out []link
	for _, h := range n.Hours.since(y.state.oldest()) {
		for _, l := range h.Value {
			if l.First == 0 || y.firsts[l.UID].key == k {
				out = append(out, l)
			}
		}
	}
	slices.SortFunc(out, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.UID, b.UID), compareAddrs(a.Dst, b.Dst), fold.FalseFirst(b.Proxied, a.Proxied), cmp.Compare(a.First, b.First))
	})
	return slices.CompactFunc(out, func(a, b link) bool { return a.UID == b.UID && a.Dst == b.Dst })
}

// call returns the closed connection of a link.
func (y *survey) call(src fold.Addr, l link) (call, bool) {
	k := pairKey{src, l.Dst}
	byID, built := y.calls[k]
	if !built {
		byID = y.callsOf(k)
		y.calls[k] = byID
	}
	c, ok := byID[l.UID]
	return c, ok
}

func (y *survey) callsOf(k pairKey) map[uint64]call {
	p := y.state.Pairs.Get(k)
	if p == nil {
		return nil
	}
	out := map[uint64]call{}
	for _, h := range p.Hours.since(y.state.oldest()) {
		for _, c := range h.Value.Calls {
			if before, twice := out[c.UID]; c.UID != 0 && (!twice || compareCalls(c, before) < 0) {
				out[c.UID] = c
			}
		}
	}
	return out
}

func compareCalls(a, b call) int {
	return cmp.Or(cmp.Compare(a.Second, b.Second), cmp.Compare(a.Bytes, b.Bytes), cmp.Compare(a.Size, b.Size), cmp.Compare(a.Micros, b.Micros))
}

const daySeconds = 86_400

// bound finds the window: the last 24 hours of the connections that are analysed, or
// all of them where they are shorter. Where every connection is still open, their
// times count.
func (y *survey) bound() {
	first, last := y.closedBounds()
	if last == 0 {
		first, last = y.openBounds()
	}
	y.window = formula.Window{From: max(first, last-daySeconds), To: last}
	y.from = max(uint32(max(0, y.window.From)/hourSeconds), y.state.oldest())
}

func (y *survey) closedBounds() (first, last int64) {
	note := func(from, to uint32) {
		if last == 0 || int64(from) < first {
			first = int64(from)
		}
		last = max(last, int64(to))
	}
	for _, r := range y.pairs {
		if hours := r.pair.Hours.since(y.state.oldest()); len(hours) > 0 && r.pair.Seen {
			note(r.pair.First, lastOf(hours))
		}
	}
	for _, r := range y.names {
		for _, l := range r.links {
			if c, ok := y.call(r.Src, l); ok && l.Proxied {
				note(c.Second, c.Second)
			}
		}
	}
	return first, last
}

func lastOf(hours hours[traffic]) uint32 {
	last := uint32(0)
	for i := range hours {
		last = max(last, hours[i].Value.Last)
	}
	return last
}

func (y *survey) openBounds() (first, last int64) {
	for _, r := range y.pairs {
		for i := range r.pair.Open {
			o := &r.pair.Open[i]
			if start := o.Start.Nanos / 1e9; last == 0 || start < first {
				first = start
			}
			last = max(last, until(o))
		}
	}
	return first, last
}

// ofPair sums what an address did in the window.
func (y *survey) ofPair(p *pair) *activity {
	a := &activity{}
	closed := map[uint64]bool{}
	for _, h := range p.Hours.since(y.from) {
		t := &h.Value
		a.count += t.Count
		a.bytes += t.Bytes
		a.micros += t.Micros
		a.missingHost += t.MissingHost
		for _, c := range t.Calls {
			a.add(c)
			closed[c.UID] = true
		}
		for _, s := range t.Services {
			a.serve(s)
		}
	}
	for i := range p.Open {
		if o := &p.Open[i]; until(o) >= y.window.From && !closed[o.ID] {
			a.addOpen(o)
		}
	}
	return a
}

// ofName sums what a name did in the window.
func (y *survey) ofName(r *relation) *activity {
	a := &activity{}
	type place struct {
		dst  fold.Addr
		hour uint32
	}
	places := map[place]bool{}
	for _, l := range r.links {
		if c, ok := y.call(r.Src, l); ok {
			if at := c.Second / hourSeconds; at >= y.from {
				a.count++
				a.bytes += c.Bytes
				a.micros += c.Micros
				a.add(c)
				places[place{l.Dst, at}] = true
			}
			continue
		}
		if o := y.openOf(r.Src, l); o != nil && until(o) >= y.window.From {
			a.addOpen(o)
		}
	}
	for at := range places {
		for _, h := range y.state.Pairs.Get(pairKey{r.Src, at.dst}).Hours.since(at.hour)[:1] {
			for _, s := range h.Value.Services {
				a.serve(s)
			}
		}
	}
	return a
}

func (y *survey) openOf(src fold.Addr, l link) *flow.Record[openTotals] {
	p := y.state.Pairs.Get(pairKey{src, l.Dst})
	if p == nil {
		return nil
	}
	for i := range p.Open {
		if p.Open[i].ID == l.UID {
			return &p.Open[i]
		}
	}
	return nil
}

func (a *activity) add(c call) {
	a.seconds = append(a.seconds, int64(c.Second))
	a.sizes = append(a.sizes, c.Size)
	if c.UID != 0 {
		a.uids = append(a.uids, c.UID)
	}
}

func (a *activity) addOpen(o *flow.Record[openTotals]) {
	a.open++
	a.bytes += o.Totals.Bytes
	a.micros += max(0, o.Duration.Microseconds())
	a.uids = append(a.uids, o.ID)
	a.serve(o.Totals.Service)
}

func (a *activity) serve(s service) {
	a.services = fold.KeepFirst(a.services, s, maxServices, service.compare)
}

// different is the number of different seconds.
func (a *activity) different() int {
	set := make(map[int64]struct{}, len(a.seconds))
	for _, s := range a.seconds {
		set[s] = struct{}{}
	}
	return len(set)
}

// candidate reports whether a beacon or a long connection may be scored.
func (a *activity) candidate() bool {
	return formula.Candidate(a.different()) || a.durationSeconds() >= formula.LeastDuration()
}
