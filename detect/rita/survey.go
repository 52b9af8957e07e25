package rita

import (
	"cmp"
	"net/netip"
	"slices"

	"dwell/detect"
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/rita/formula"
)

// survey is the state as seen from the end, when inside and the window are known.
type survey struct {
	state  *state
	within func(netip.Addr) bool // whether an address is inside
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

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, firsts: map[uint64]claim{}, calls: map[pairKey]map[uint64]call{}}
	y.claim()
	if !v.Estate.NetworksStated() {
		y.collect(byDefaultInside)
	}
	if len(y.pairs)+len(y.names) == 0 {
		y.collect(v.Estate.Inside)
	}
	y.bound()
	for i := range y.pairs {
		y.pairs[i].activity = y.ofPair(y.pairs[i].pair)
	}
	for i := range y.names {
		y.names[i].activity = y.ofName(&y.names[i])
	}
	return y
}

// collect finds what is analysed when the addresses within are the inside.
func (y *survey) collect(within func(netip.Addr) bool) {
	y.within, y.sides = within, map[fold.Addr]bool{}
	for k, p := range y.state.Pairs.All() {
		if y.inside(k.Src) && !y.inside(k.Dst) {
			y.pairs = append(y.pairs, relation{pairKey: k, pair: p})
		}
	}
	for k, n := range y.state.Names.All() {
		if links := y.links(k, n); len(links) > 0 {
			y.names = append(y.names, relation{pairKey: k, name: n.Name, links: links})
		}
	}
	slices.SortFunc(y.pairs, compareRelations)
	slices.SortFunc(y.names, compareRelations)
}

func compareRelations(a, b relation) int {
	return cmp.Or(compareAddrs(a.Src, b.Src), cmp.Compare(a.name, b.name), compareAddrs(a.Dst, b.Dst))
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
		a.missingHost = a.missingHost || t.MissingHost
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
