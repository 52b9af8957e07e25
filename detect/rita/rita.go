package rita

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
	"dwell/finding"
)

const (
	name    = "rita"
	version = 2 // of the snapshot
)

// Spec describes the detector. It stands in no list: it runs only when asked for.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "How would RITA v5 score these relations?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds connections, requests, handshakes and lookups. See the package
// comment.
type Detector struct {
	state state
	swept uint32 // hour of the last sweep
}

// state is everything that a snapshot holds.
type state struct {
	Newest     uint32 // hour of the newest record
	Pairs      *fold.Map[pairKey, pair]
	Names      *fold.Map[pairKey, named] // the destination is a hash of the name
	Signatures *fold.Map[signatureKey, signature]
	Domains    *fold.Map[uint64, domain]
}

const (
	// keepHours is what is kept before the newest time: the window of 24 hours whose
	// start is floored to the hour, and half a day of grace for networks that are silent
	// towards the outside while their machines still talk to each other.
	keepHours = 25 + 12
	// sweepHours is how far time may run on before what is too old is dropped.
	sweepHours = 6
)

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state: state{
		Pairs:      fold.NewMap[pairKey, pair](c.MaxKeys, pairKey.hash),
		Names:      fold.NewMap[pairKey, named](c.MaxKeys, pairKey.hash),
		Signatures: fold.NewMap[signatureKey, signature](c.MaxKeys, signatureKey.hash),
		Domains:    fold.NewMap[uint64, domain](c.MaxKeys, func(h uint64) uint64 { return h }),
	}}
}

// Observe folds the events of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Connections {
		d.connection(&b.Connections[i])
	}
	for i := range b.WebRequests {
		d.request(&b.WebRequests[i])
	}
	for i := range b.TLSSessions {
		d.session(&b.TLSSessions[i])
	}
	for i := range b.DNSLookups {
		d.lookup(&b.DNSLookups[i])
	}
	d.sweep()
}

func (d *Detector) connection(c *event.Connection) {
	at, ok := d.second(c.Time)
	if !ok || !known.Callable(&c.Endpoints) {
		return
	}
	p := d.state.Pairs.At(pairKey{fold.AddrOf(c.Src), fold.AddrOf(c.Dst)})
	switch {
	case p == nil:
	case c.Open:
		p.open(c)
	default:
		p.closed(at, d.state.oldest(), c)
	}
}

func (d *Detector) request(r *event.WebRequest) {
	at, ok := d.second(r.Time)
	if !ok || r.Vantage != event.VantageNetwork || !known.Callable(&r.Endpoints) {
		return
	}
	src, dst, host := fold.AddrOf(r.Src), fold.AddrOf(r.Dst), fold.Addr{}
	if r.Host != "" {
		host = fold.AddrOfName(r.Host)
		d.name(at, pairKey{src, host}, r.Host, link{UID: fold.HashString(r.UID), Dst: dst, First: r.Time.Nanos, Proxied: r.Method == "CONNECT"})
	} else if p := d.state.Pairs.At(pairKey{src, dst}); p != nil && r.HostMissing && at/hourSeconds >= d.state.oldest() {
		p.Hours.at(at / hourSeconds).MissingHost = true
	}
	d.sign(at, src, r.UserAgent, uses{Addresses: [2]fold.Addr{dst}, Names: [2]fold.Addr{host}})
}

func (d *Detector) session(s *event.TLSSession) {
	at, ok := d.second(s.Time)
	if !ok || !known.Callable(&s.Endpoints) {
		return
	}
	src, dst, host := fold.AddrOf(s.Src), fold.AddrOf(s.Dst), fold.Addr{}
	if s.ServerName != "" {
		host = fold.AddrOfName(s.ServerName)
		d.name(at, pairKey{src, host}, s.ServerName, link{UID: fold.HashString(s.UID), Dst: dst})
	}
	d.sign(at, src, s.JA3, uses{Addresses: [2]fold.Addr{dst}, Names: [2]fold.Addr{host}})
}

func (d *Detector) lookup(l *event.DNSLookup) {
	at, ok := d.second(l.Time)
	if !ok {
		return
	}
	if registered, below := registeredDomain(l.Query); registered != "" {
		if v := d.state.Domains.At(fold.HashString(registered)); v != nil {
			v.observe(at, d.state.oldest(), registered, below, addresses(l.Answers))
		}
	}
}

// name notes that a connection belongs to a name.
func (d *Detector) name(at uint32, k pairKey, host string, l link) {
	if n := d.state.Names.At(k); n != nil {
		n.observe(at, d.state.oldest(), host, l)
	}
}

// sign notes where a source used a client signature.
func (d *Detector) sign(at uint32, src fold.Addr, text string, u uses) {
	if text == "" {
		return
	}
	if s := d.state.Signatures.At(signatureKey{src, fold.HashString(text)}); s != nil {
		s.observe(at, d.state.oldest(), u)
	}
}

// second returns the whole second of a time, as RITA cuts it, and advances the
// newest time seen; ok is false where there is none.
func (d *Detector) second(t event.Time) (at uint32, ok bool) {
	const nanos = 1_000_000_000
	seconds := t.Nanos / nanos
	if t.IsZero() || t.Nanos < 0 || seconds > 1<<32-1 {
		return 0, false
	}
	at = uint32(seconds)
	d.state.Newest = max(d.state.Newest, at/hourSeconds)
	return at, true
}

// sweep drops what is too old, once in a while.
func (d *Detector) sweep() {
	if d.state.Newest >= d.swept+sweepHours {
		d.drop()
	}
}

// oldest is the first hour that counts.
func (s *state) oldest() uint32 { return s.Newest - min(s.Newest, keepHours) }

// drop lets go of everything before the oldest hour that counts.
func (d *Detector) drop() {
	oldest := d.state.oldest()
	for _, p := range d.state.Pairs.All() {
		p.Hours.drop(oldest)
	}
	for _, n := range d.state.Names.All() {
		n.Hours.drop(oldest)
	}
	for _, s := range d.state.Signatures.All() {
		s.Hours.drop(oldest)
	}
	for _, v := range d.state.Domains.All() {
		v.Hours.drop(oldest)
	}
	d.swept = d.state.Newest
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Newest = max(d.state.Newest, o.state.Newest)
	d.state.Pairs.Merge(o.state.Pairs, (*pair).merge)
	d.state.Names.Merge(o.state.Names, (*named).merge)
	d.state.Signatures.Merge(o.state.Signatures, (*signature).merge)
	d.state.Domains.Merge(o.state.Domains, (*domain).merge)
	d.drop()
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }

// Findings returns none: another product's score is a comparison, no claim.
func (d *Detector) Findings(detect.View) ([]finding.Finding, error) { return nil, nil }
