package exfil

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
	name    = "exfil"
	version = 6 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Did a machine send out more than it ever did, to somewhere it never did?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds connections, requests, handshakes, files and lookups. See the
// package comment.
type Detector struct {
	state   state
	sensors fold.Sensors
}

// state is everything that a snapshot holds.
type state struct {
	Pairs        *fold.Map[flow.Key, pair]
	Servers      *fold.Map[flow.Key, server] // who answers there, and what was uploaded
	Links        *fold.Map[uint64, link]     // connections with proxies, by hash of the sensor's id
	Files        *fold.Map[ends, archives]   // archives seen on the wire
	Hosts        *fold.Map[fold.Addr, present]
	Certificates *flow.Certificates
	Resolved     *resolved.Table
	Span         event.Span // of the connections and requests
}

// present says since when an address is seen to contact anybody, and since when to answer
// somebody outside.
type present struct{ First, Answered event.Time }

func earliest(into *event.Time, t event.Time) {
	if !t.IsZero() && (into.IsZero() || t.Compare(*into) < 0) {
		*into = t
	}
}

func (p *present) merge(o *present) {
	earliest(&p.First, o.First)
	earliest(&p.Answered, o.Answered)
}

// The shares of Config.MaxKeys and the fixed bounds of the side tables.
const (
	sideShare = 4
	maxHosts  = 1 << 17
	maxFiles  = 1 << 16
)

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	side := max(1, c.MaxKeys/sideShare)
	return &Detector{
		state: state{
			Pairs:        fold.NewMap[flow.Key, pair](c.MaxKeys, flow.Key.Hash),
			Servers:      fold.NewMap[flow.Key, server](side, flow.Key.Hash),
			Links:        fold.NewMap[uint64, link](side, func(h uint64) uint64 { return h }),
			Files:        fold.NewMap[ends, archives](maxFiles, ends.hash),
			Hosts:        fold.NewMap[fold.Addr, present](maxHosts, func(a fold.Addr) uint64 { return a.Hash(0) }),
			Certificates: flow.NewCertificates(flow.MaxText),
			Resolved:     resolved.New(side),
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
		s := &b.TLSSessions[i]
		if v := d.server(&s.Endpoints, s.Sensor); v != nil {
			v.Session(s, hostOf(s.ServerName))
		}
	}
	for i := range b.Files {
		d.file(&b.Files[i])
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
		d.answered(c)
		return
	}
	out, headers := sent(c)
	if out <= 0 && (c.Slice == 0 || received(c.DstBytes) == 0) {
		d.seen(c.Src.As16(), c.Time)
		return
	}
	k := flow.KeyOf(&c.Endpoints, c.Transport, d.sensors.Number(c.Sensor))
	p := d.state.Pairs.At(k)
	if p == nil || !p.Marks.began(c.Time) {
		d.seen(k.Src, c.Time)
	}
	d.state.Span.Add(c.Time)
	if p != nil {
		if c.Slice > 0 {
			p.slice(c, max(0, out), headers && out >= 0, flow.ConnectionID(c.UID, k.Sensor))
		} else {
			p.connection(c, out, headers)
		}
	}
	if linkable(c) {
		if l := d.state.Links.At(flow.ConnectionID(c.UID, k.Sensor)); l != nil {
			l.connection(c, out)
		}
	}
}

// answered notes that a server answers somebody outside. What it serves is not judged,
// but it was there.
func (d *Detector) answered(c *event.Connection) {
	if received(c.DstBytes) == 0 || !c.Dst.IsPrivate() && c.DstLocal != event.TruthYes {
		return
	}
	if h := d.state.Hosts.At(c.Dst.As16()); h != nil {
		earliest(&h.Answered, c.Time)
	}
}

// seen notes that the address contacted somebody.
func (d *Detector) seen(a fold.Addr, at event.Time) {
	d.state.Span.Add(at)
	if h := d.state.Hosts.At(a); h != nil {
		earliest(&h.First, at)
	}
}

func (d *Detector) request(r *event.WebRequest) {
	if r.Vantage != event.VantageNetwork || !known.Callable(&r.Endpoints) {
		return
	}
	d.seen(r.Src.As16(), r.Time)
	if target, ok := proxied(r); ok {
		if r.UID != "" {
			if l := d.state.Links.At(flow.ConnectionID(r.UID, d.sensors.Number(r.Sensor))); l != nil {
				l.request(r, target)
			}
		}
		return
	}
	if v := d.server(&r.Endpoints, r.Sensor); v != nil {
		v.request(r)
	}
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
	d.state.Servers.Merge(o.state.Servers, (*server).merge)
	d.state.Links.Merge(o.state.Links, (*link).merge)
	d.state.Files.Merge(o.state.Files, (*archives).merge)
	d.state.Hosts.Merge(o.state.Hosts, (*present).merge)
	d.state.Certificates.Merge(o.state.Certificates)
	d.state.Resolved.Merge(o.state.Resolved)
	d.state.Span.Merge(o.state.Span)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
