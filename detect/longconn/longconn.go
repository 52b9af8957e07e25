package longconn

import (
	"io"
	"time"

	"dwell/detect"
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/detect/resolved"
	"dwell/event"
)

const (
	name    = "longconn"
	version = 4 // of the snapshot
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
	Pairs        *fold.Map[flow.Key, pair]
	Slices       *fold.Map[uint64, flow.Conversation] // connections of sources that cut them, by hash of their id
	Servers      *fold.Map[flow.Key, server]          // who answers there, by handshake and request
	Certificates *flow.Certificates
	Tunnels      *fold.Map[uint64, tunnel] // by hash of the connection's id
	Hosts        *fold.Map[fold.Addr, present]
	Durations    *fold.Map[uint64, durations] // closed connections, by hash of the service
	Resolved     *resolved.Table
	Span         event.Span // of the connections
}

// present marks an address that makes connections.
type present struct{ Seen bool }

// The shares of Config.MaxKeys and the fixed bounds of the side tables.
const (
	sideShare   = 4
	sliceShare  = 2
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
			Pairs:        fold.NewMap[flow.Key, pair](c.MaxKeys, flow.Key.Hash),
			Slices:       fold.NewMap[uint64, flow.Conversation](max(1, c.MaxKeys/sliceShare), same),
			Servers:      fold.NewMap[flow.Key, server](max(1, c.MaxKeys/sideShare), flow.Key.Hash),
			Certificates: flow.NewCertificates(flow.MaxText),
			Tunnels:      fold.NewMap[uint64, tunnel](max(1, c.MaxKeys/sideShare), same),
			Hosts:        fold.NewMap[fold.Addr, present](maxHosts, func(a fold.Addr) uint64 { return a.Hash(0) }),
			Durations:    fold.NewMap[uint64, durations](maxServices, same),
			Resolved:     resolved.New(c.MaxKeys / sideShare),
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
		if v := d.server(&s.Endpoints, s.Sensor); v != nil {
			v.Session(s, hostOf(s.ServerName))
		}
	}
	for i := range b.WebRequests {
		d.request(&b.WebRequests[i])
	}
	for i := range b.DNSLookups {
		d.state.Resolved.Observe(&b.DNSLookups[i])
	}
	for i := range b.Certificates {
		d.state.Certificates.Observe(&b.Certificates[i])
	}
}

func (d *Detector) connection(c *event.Connection) {
	if !known.Callable(&c.Endpoints) || c.SrcLocal == event.TruthNo && c.DstLocal == event.TruthYes {
		return
	}
	d.state.Span.Add(c.Time)
	if c.Duration > 0 {
		d.state.Span.Add(after(c.Time, c.Duration))
	}
	if h := d.state.Hosts.At(fold.AddrOf(c.Src)); h != nil {
		h.Seen = true
	}
	if c.Slice > 0 {
		d.slice(c)
		return
	}
	if c.Duration > 0 && !c.Open {
		if v := d.state.Durations.At(service(c)); v != nil {
			v.add(c.Duration)
		}
	}
	if c.Duration < tracked {
		return
	}
	if p := d.state.Pairs.At(flow.KeyOf(&c.Endpoints, c.Transport, d.sensors.Number(c.Sensor))); p != nil {
		p.connection(c)
	}
}

// slice keeps a part of a connection until all are known.
func (d *Detector) slice(c *event.Connection) {
	k := flow.KeyOf(&c.Endpoints, c.Transport, d.sensors.Number(c.Sensor))
	if v := d.state.Slices.At(flow.ConversationID(c.UID, k)); v != nil {
		v.Add(k, c)
	}
}

// after is a length of time after an instant, when the instant is known.
func after(t event.Time, length time.Duration) event.Time {
	if !t.IsZero() {
		t.Nanos += int64(length)
	}
	return t
}

func (d *Detector) request(r *event.WebRequest) {
	if r.Vantage != event.VantageNetwork || !known.Callable(&r.Endpoints) {
		return
	}
	if v := d.server(&r.Endpoints, r.Sensor); v != nil {
		v.request(r)
	}
	d.connect(r)
}

func (d *Detector) server(e *event.Endpoints, sensor string) *server {
	if !known.Callable(e) {
		return nil
	}
	return d.state.Servers.At(flow.KeyOf(e, event.TransportTCP, d.sensors.Number(sensor)))
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Pairs.Merge(o.state.Pairs, (*pair).merge)
	d.state.Slices.Merge(o.state.Slices, (*flow.Conversation).Merge)
	d.state.Servers.Merge(o.state.Servers, (*server).merge)
	d.state.Certificates.Merge(o.state.Certificates)
	d.state.Tunnels.Merge(o.state.Tunnels, (*tunnel).merge)
	d.state.Hosts.Merge(o.state.Hosts, func(into, from *present) {})
	d.state.Durations.Merge(o.state.Durations, (*durations).merge)
	d.state.Resolved.Merge(o.state.Resolved)
	d.state.Span.Merge(o.state.Span)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
