package longconn

import (
	"io"
	"time"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/detect/resolved"
	"dwell/event"
)

const (
	name    = "longconn"
	version = 1 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Which connections to the outside last far longer than such connections do here?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// tracked is the least duration of a connection that is kept by itself. Page
// loads and mail fetches are over by then; an interactive back door is not.
const tracked = time.Minute

// Detector folds connections, handshakes, requests and lookups. See the package
// comment.
type Detector struct {
	state   state
	sensors fold.Sensors
}

// state is everything that a snapshot holds.
type state struct {
	Pairs     *fold.Map[key, pair]
	Servers   *fold.Map[key, server]       // who answers there, by handshake and request
	Chains    *fold.Map[uint64, authority] // by hash of the certificate's id
	Tunnels   *fold.Map[uint64, tunnel]    // by hash of the connection's id
	Hosts     *fold.Map[fold.Addr, present]
	Durations *fold.Map[uint64, durations] // closed connections, by hash of the service
	Resolved  *resolved.Table
	Span      event.Span // of the connections
}

// present marks an address that makes connections.
type present struct{ Seen bool }

// key names one relation.
type key struct {
	Src, Dst  fold.Addr
	Sensor    uint32
	Port      uint16
	Transport uint8
}

func (k key) hash() uint64 {
	return fold.Mix(k.Dst.Hash(k.Src.Hash(uint64(k.Sensor))), uint64(k.Port)<<8|uint64(k.Transport))
}

// The shares of Config.MaxKeys and the fixed bounds of the side tables.
const (
	sideShare   = 4
	maxChains   = 1 << 16
	maxHosts    = 1 << 16
	maxServices = 1 << 12
)

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	same := func(h uint64) uint64 { return h }
	return &Detector{
		state: state{
			Pairs:     fold.NewMap[key, pair](c.MaxKeys, key.hash),
			Servers:   fold.NewMap[key, server](max(1, c.MaxKeys/sideShare), key.hash),
			Chains:    fold.NewMap[uint64, authority](maxChains, same),
			Tunnels:   fold.NewMap[uint64, tunnel](max(1, c.MaxKeys/sideShare), same),
			Hosts:     fold.NewMap[fold.Addr, present](maxHosts, func(a fold.Addr) uint64 { return a.Hash(0) }),
			Durations: fold.NewMap[uint64, durations](maxServices, same),
			Resolved:  resolved.New(c.MaxKeys / sideShare),
		},
	}
}

// Observe folds the events of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Connections {
		d.connection(&b.Connections[i])
	}
	for i := range b.TLSSessions {
		s := &b.TLSSessions[i]
		if known.Callable(&s.Endpoints) {
			if v := d.state.Servers.At(d.key(&s.Endpoints, event.TransportTCP, s.Sensor)); v != nil {
				v.session(s)
			}
		}
	}
	for i := range b.WebRequests {
		r := &b.WebRequests[i]
		if r.Vantage == event.VantageNetwork && known.Callable(&r.Endpoints) {
			if v := d.state.Servers.At(d.key(&r.Endpoints, event.TransportTCP, r.Sensor)); v != nil {
				v.request(r)
			}
			d.connect(r)
		}
	}
	for i := range b.DNSLookups {
		d.state.Resolved.Observe(&b.DNSLookups[i])
	}
	for i := range b.Certificates {
		d.certificate(&b.Certificates[i])
	}
}

func (d *Detector) connection(c *event.Connection) {
	if !known.Callable(&c.Endpoints) || c.SrcLocal == event.TruthNo && c.DstLocal == event.TruthYes {
		return
	}
	d.state.Span.Add(c.Time)
	if c.Duration > 0 {
		d.state.Span.Add(end(c))
	}
	if h := d.state.Hosts.At(fold.AddrOf(c.Src)); h != nil {
		h.Seen = true
	}
	if c.Duration > 0 && !c.Open {
		if v := d.state.Durations.At(service(c)); v != nil {
			v.add(c.Duration)
		}
	}
	if c.Duration < tracked {
		return
	}
	if p := d.state.Pairs.At(d.key(&c.Endpoints, c.Transport, c.Sensor)); p != nil {
		p.connection(c)
	}
}

// end is when the connection was last known to exist.
func end(c *event.Connection) event.Time {
	t := c.Time
	if !t.IsZero() {
		t.Nanos += int64(c.Duration)
	}
	return t
}

func (d *Detector) key(e *event.Endpoints, t event.Transport, sensor string) key {
	return key{Src: fold.AddrOf(e.Src), Dst: fold.AddrOf(e.Dst), Port: e.DstPort, Transport: uint8(t), Sensor: d.sensors.Number(sensor)}
}

func (d *Detector) certificate(c *event.Certificate) {
	if c.ID == "" {
		return
	}
	if a := d.state.Chains.At(fold.HashString(c.ID)); a != nil {
		a.join(&authority{cut(c.Subject), cut(c.Issuer)})
	}
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Pairs.Merge(o.state.Pairs, (*pair).merge)
	d.state.Servers.Merge(o.state.Servers, (*server).merge)
	d.state.Chains.Merge(o.state.Chains, (*authority).join)
	d.state.Tunnels.Merge(o.state.Tunnels, (*tunnel).join)
	d.state.Hosts.Merge(o.state.Hosts, func(into, from *present) {})
	d.state.Durations.Merge(o.state.Durations, (*durations).merge)
	d.state.Resolved.Merge(o.state.Resolved)
	d.state.Span.Merge(o.state.Span)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
