package dnsanswer

import (
	"io"
	"net/netip"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/entity"
	"dwell/event"
)

const (
	name    = "dnsanswer"
	version = 1 // of the snapshot
	// keyShare is the part of Config.MaxKeys that clients with their domains may take: one
	// costs as much as many keys of other detectors.
	keyShare = 32
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Did answers of DNS bring data in?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds lookups. See the package comment.
type Detector struct {
	state state
	texts []text // of the lookup at hand
}

type state struct{ Units *fold.Map[key, unit] }

// key is who was answered, and about which domain.
type key struct {
	Client    fold.Addr
	Domain    uint64 // hash
	Multicast bool   // the client is who announced it
}

// hash keeps all clients of a domain together when domains are sampled: the upper half is
// the domain's.
func (k key) hash() uint64 {
	const lower = 1<<32 - 1
	return k.Domain&^lower | k.Client.Hash(k.Domain)&lower
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state: state{fold.NewMap[key, unit](max(1, c.MaxKeys/keyShare), key.hash)}}
}

// Observe folds the events of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.DNSLookups {
		if l := &b.DNSLookups[i]; len(l.Answers) > 0 {
			d.lookup(l)
		}
	}
}

// maxQuery is the longest name that is taken: 253 characters (RFC 1035, section 2.3.4),
// each of which a log may have escaped as \xNN or \NNN.
const maxName, maxQuery = 253, 4 * 253

func (d *Detector) lookup(l *event.DNSLookup) {
	kind := kindOf(l.Type)
	if kind == addressType || l.Query == "" || len(l.Query) > maxQuery {
		return
	}
	r := reply{lookup: l, kind: kind, multicast: multicast(l)}
	d.texts = r.read(d.texts[:0])
	if r.texts = d.texts; len(r.texts) == 0 && !r.unread {
		return
	}
	client, server := ends(l, r.multicast)
	domain := domainOf(l.Query)
	u := d.state.Units.At(key{client, fold.HashString(domain), r.multicast})
	if u == nil {
		return
	}
	if u.Domain == "" {
		u.Domain = fold.Shorten(domain, maxName)
	}
	u.observe(&r, server)
}

// domainOf returns the registered domain of a name, the name itself where it has none.
func domainOf(query string) string {
	return entity.Registered(strings.Trim(query, "."))
}

const dnsPort, multicastPort = 53, 5353

// multicast reports whether an answer was announced on the local network (RFC 6762): to
// everybody there, or from its port to a neighbour.
func multicast(l *event.DNSLookup) bool {
	nearby := func(a netip.Addr) bool { return a.IsPrivate() || a.IsLinkLocalUnicast() }
	return l.Dst.IsMulticast() || (l.SrcPort == multicastPort || l.DstPort == multicastPort) && nearby(l.Src) && nearby(l.Dst)
}

// ends returns who was answered by whom. An answer that is logged by itself may stand
// under the direction in which it went; of an announcement the sender is told.
func ends(l *event.DNSLookup, multicast bool) (client, server fold.Addr) {
	src, dst := l.Src, l.Dst
	if l.SrcPort == dnsPort && l.DstPort != dnsPort && !multicast {
		src, dst = dst, src
	}
	if src.IsValid() {
		client = fold.AddrOf(src)
	}
	if dst.IsValid() {
		server = fold.AddrOf(dst)
	}
	return client, server
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	if o, ok := other.(*Detector); ok {
		d.state.Units.Merge(o.state.Units, (*unit).merge)
	}
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
