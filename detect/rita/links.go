package rita

import (
	"cmp"
	"slices"

	"dwell/detect/fold"
)

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
