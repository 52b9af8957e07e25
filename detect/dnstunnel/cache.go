package dnstunnel

import (
	"net/netip"

	"dwell/detect/fold"
	"dwell/event"
)

// cache remembers what the last names count for. Most lookups repeat a name, and to
// find the registered domain of a name costs more than all the rest.
//
// It never needs to be told of changes: a name that fell out of the sample, or a domain
// that went with it, never comes back, so what is written to them then is written to
// nothing.
type cache struct{ entries []cached }

// cached is one name.
type cached struct {
	hash    uint64
	server  fold.Addr // of names under no top-level domain, which count for it
	known   bool
	targets [2]target
}

// target is a domain that a name counts for, and the name in its sample; nil when the
// name is not part of it.
type target struct {
	domain *domain
	name   *sampled
}

const cacheSize = 1 << 12

// maxQuery is the longest name that is taken: 253 characters (RFC 1035, section 2.3.4),
// each of which a log may have escaped as \xNN or \NNN.
const maxQuery = 4 * 253

// at returns the place of the lookup's name, nil for what is no name.
func (c *cache) at(l *event.DNSLookup) *cached {
	if l.Query == "" || len(l.Query) > maxQuery {
		return nil
	}
	if c.entries == nil {
		c.entries = make([]cached, cacheSize)
	}
	h := fold.HashString(l.Query)
	var server fold.Addr
	if rootless(l.Query) {
		_, dst := ends(l)
		if dst.IsValid() {
			server = fold.AddrOf(dst)
			h = server.Hash(h)
		}
	}
	e := &c.entries[h%cacheSize]
	if !e.known || e.hash != h || e.server != server {
		*e = cached{hash: h, server: server}
	}
	return e
}

// ask is who asked whom.
type ask struct {
	client, server fold.Addr
	sensor         uint32 // as fold.Sensors numbers it
	bytes          int64  // that the answers can carry
	address        uint64 // hash of the lowest address answered, 0 none
}

func askOf(l *event.DNSLookup) ask {
	var a ask
	src, dst := ends(l)
	if src.IsValid() {
		a.client = fold.AddrOf(src)
	}
	if dst.IsValid() {
		a.server = fold.AddrOf(dst)
	}
	if len(l.Answers) > 0 {
		a.bytes, a.address = capacity(l.Answers)
	}
	return a
}

// ends returns who asked whom: an answer that is logged by itself may stand under the
// direction in which it went.
func ends(l *event.DNSLookup) (client, server netip.Addr) {
	if l.SrcPort == dnsPort && l.DstPort != dnsPort {
		return l.Dst, l.Src
	}
	return l.Src, l.Dst
}
