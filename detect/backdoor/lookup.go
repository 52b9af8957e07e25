package backdoor

import (
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// Where the evidence holds nothing of a machine but what it asked DNS for, as logs of
// resolvers do, its lookups stand for calls. They say less: an answer is kept for as
// long as its owner says, so a program that talks without a pause asks at even
// intervals too, and nobody knows what was done with the answer.

// askedShare is the part of Config.MaxKeys that machines and names may take: where the
// connections are known too, nothing of it is used.
const askedShare = 8

// lookup notes that a machine asked for a name.
func (d *Detector) lookup(l *event.DNSLookup) {
	if l.Part == event.LookupAnswer || !l.Src.IsValid() || !callable(l.Query) || nearby(l.DstPort) {
		return
	}
	k := key{Src: fold.AddrOf(l.Src), Dst: fold.AddrOfName(l.Query), Sensor: d.sensors.Number(l.Sensor), Kind: byName}
	p := d.state.Asked.At(k)
	if p == nil {
		return
	}
	id := p.identity(false)
	id.Asked.add(1)
	fold.Smallest(&id.Name, l.Query, maxName)
	p.contact(l.Time, l.Ref, false)
}

// callable reports whether somebody outside may be behind a name.
func callable(name string) bool {
	return strings.IndexByte(name, '.') > 0 && len(name) <= maxName &&
		!strings.HasSuffix(name, ".arpa") && !strings.HasSuffix(name, ".local")
}

// nearby reports whether lookups to the port stay within the link: NetBIOS, multicast
// DNS and LLMNR.
func nearby(port uint16) bool { return port == 137 || port == 5353 || port == 5355 }

// asked returns the lookups of inside machines of which nothing else is known.
func (y *survey) asked() []relation {
	if y.state.Asked.Len() == 0 {
		return nil
	}
	known := make(map[fold.Addr]bool)
	for k := range y.state.Pairs.All() {
		known[k.Src] = true
	}
	var out []relation
	for k, p := range y.state.Asked.All() {
		if !known[k.Src] && y.estate.Inside(k.Src.IP()) {
			out = append(out, relation{key: k, pair: p})
		}
	}
	return out
}

// lookups reports whether the relation is known by lookups alone.
func (r relation) lookups() bool { return r.Identity != nil && r.Identity.Asked > 0 }
