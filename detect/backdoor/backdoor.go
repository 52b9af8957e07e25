package backdoor

import (
	"io"

	"dwell/detect"
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/detect/resolved"
	"dwell/event"
)

const (
	name    = "backdoor"
	version = 7 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Does a machine inside call somebody outside at even intervals, or a server with an odd identity?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds connections, requests, handshakes and lookups. See the package
// comment.
type Detector struct {
	state   state
	sensors fold.Sensors
}

// state is everything that a snapshot holds.
type state struct {
	Pairs        *fold.Map[key, pair]
	Owners       *fold.Map[uint64, owner]     // by hash of the connection's id
	Volumes      *fold.Bag[volume]            // the same
	Asked        *fold.Map[key, pair]         // what machines asked DNS for, see lookup.go
	Signatures   *fold.Map[uint64, signature] // by hash of the text
	Resolved     *resolved.Table
	Certificates *flow.Certificates
}

// The shares of Config.MaxKeys and the fixed bounds of the side tables. What
// they drop costs names, bytes behind proxies or a clue, never a pair.
const (
	linkShare     = 4
	resolvedShare = 4
	maxSignatures = 1 << 16
)

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	same := func(h uint64) uint64 { return h }
	return &Detector{
		state: state{
			Pairs:        fold.NewMap[key, pair](c.MaxKeys, key.hash),
			Owners:       fold.NewMap[uint64, owner](max(1, c.MaxKeys/linkShare), same),
			Volumes:      fold.NewBag[volume](max(1, c.MaxKeys/linkShare)),
			Asked:        fold.NewMap[key, pair](max(1, c.MaxKeys/askedShare), key.hash),
			Signatures:   fold.NewMap[uint64, signature](maxSignatures, same),
			Resolved:     resolved.New(c.MaxKeys / resolvedShare),
			Certificates: flow.NewCertificates(maxText),
		},
	}
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
		d.state.Resolved.Observe(&b.DNSLookups[i])
		d.lookup(&b.DNSLookups[i])
	}
	for i := range b.Certificates {
		d.state.Certificates.Observe(&b.Certificates[i])
	}
}

func (d *Detector) connection(c *event.Connection) {
	if c.Open || !known.Callable(&c.Endpoints) || c.SrcLocal == event.TruthNo && c.DstLocal == event.TruthYes {
		return
	}
	k := d.address(&c.Endpoints, c.Sensor)
	switch c.Transport {
	case event.TransportTCP:
	case event.TransportUDP:
		k.Kind = byUDP
	default:
		return
	}
	if p := d.state.Pairs.At(k); p != nil {
		p.connection(c)
	}
	if linkable(c) {
		d.state.Volumes.Add(flow.ConnectionID(c.UID, k.Sensor), volumeOf(c))
	}
}

func (d *Detector) request(r *event.WebRequest) {
	if r.Vantage != event.VantageNetwork || !known.Callable(&r.Endpoints) {
		return
	}
	t := requestTarget(r)
	k, p := d.target(t, &r.Endpoints, ids{r.Sensor, r.UID}, r.Open)
	if p == nil {
		return
	}
	id := p.identity(r.Open)
	fold.Lowest(&id.talking().Agent, d.sign(r.UserAgent, k))
	p.contact(r.Time, r.Ref, id.request(r, t))
}

func (d *Detector) session(s *event.TLSSession) {
	if !known.Callable(&s.Endpoints) {
		return
	}
	t := named(s.ServerName)
	k, p := d.target(t, &s.Endpoints, ids{s.Sensor, s.UID}, s.Open)
	if p == nil {
		return
	}
	id := p.identity(s.Open)
	said := id.talking()
	fold.Lowest(&said.Fingerprint, d.sign(s.JA3, k))
	fold.Lowest(&said.Fingerprint4, d.sign(s.JA4, k))
	fold.Lowest(&said.Subject, d.sign(s.Subject, k))
	p.contact(s.Time, s.Ref, id.session(s, t))
}

// ids are a sensor and its id of a connection.
type ids struct{ sensor, uid string }

// target returns the pair that a request or handshake belongs to: the name's, or
// the address's when there is no name. The address learns the name too, so that
// it is not taken for one that nobody looked up.
func (d *Detector) target(t target, e *event.Endpoints, of ids, open bool) (key, *pair) {
	k := d.address(e, of.sensor)
	if t.name == "" || t.literal && !t.proxied {
		return k, d.state.Pairs.At(k)
	}
	if !t.proxied {
		if p := d.state.Pairs.At(k); p != nil {
			p.identity(open).alias(t.name)
		}
	}
	k.Dst, k.Port, k.Kind = fold.AddrOfName(t.name), 0, byName
	if of.uid != "" {
		if o := d.state.Owners.At(flow.ConnectionID(of.uid, k.Sensor)); o != nil {
			o.name(k)
		}
	}
	return k, d.state.Pairs.At(k)
}

func (d *Detector) address(e *event.Endpoints, sensor string) key {
	return key{Src: fold.AddrOf(e.Src), Dst: fold.AddrOf(e.Dst), Port: e.DstPort, Sensor: d.sensors.Number(sensor)}
}

// sign notes a signature and returns its hash, 0 for none.
func (d *Detector) sign(text string, k key) uint64 {
	if text == "" {
		return 0
	}
	h := fold.HashString(text)
	if s := d.state.Signatures.At(h); s != nil {
		s.note(text, k.Src.Hash(0), k.Dst.Hash(0))
	}
	return h
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Pairs.Merge(o.state.Pairs, (*pair).merge)
	d.state.Owners.Merge(o.state.Owners, joinOwners)
	d.state.Volumes.Merge(o.state.Volumes)
	d.state.Asked.Merge(o.state.Asked, (*pair).merge)
	d.state.Signatures.Merge(o.state.Signatures, joinSignatures)
	d.state.Resolved.Merge(o.state.Resolved)
	d.state.Certificates.Merge(o.state.Certificates)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
