package dnstunnel

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

const (
	name    = "dnstunnel"
	version = 2 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Does a machine inside speak to somebody outside through DNS names?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// The shares of Config.MaxKeys and the fixed bounds of the side tables.
const (
	nameShare      = 4
	totalsShare    = 8
	contactedShare = 4
	maxHosts       = 1 << 16
)

// Detector folds lookups and where connections go. See the package comment.
type Detector struct {
	state   state
	cache   cache
	sensors fold.Sensors
}

// state is everything that a snapshot holds.
type state struct {
	Domains     *domains
	Askers      *fold.Map[fold.Addr, asks]    // who asks
	Servers     *fold.Map[fold.Addr, present] // who is asked
	Contacted   *fold.Map[uint64, present]    // hashes of the addresses to which connections lead, DNS left out
	Connections int64
	Lookups     int64
	Span        event.Span // of the lookups
}

// present marks an address.
type present struct{ Seen bool }

// asks counts the lookups of an address.
type asks struct{ Lookups int64 }

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state: state{
		Domains:   newDomains(max(1, c.MaxKeys/nameShare), max(1, c.MaxKeys/totalsShare)),
		Askers:    fold.NewMap[fold.Addr, asks](min(maxHosts, c.MaxKeys), addressHash),
		Servers:   fold.NewMap[fold.Addr, present](min(maxHosts, c.MaxKeys), addressHash),
		Contacted: fold.NewMap[uint64, present](max(1, c.MaxKeys/contactedShare), func(h uint64) uint64 { return h }),
	}}
}

// Observe folds the events of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.DNSLookups {
		d.lookup(&b.DNSLookups[i])
	}
	for i := range b.Connections {
		d.connection(&b.Connections[i])
	}
}

const dnsPort = 53

func (d *Detector) connection(c *event.Connection) {
	if c.DstPort == dnsPort || !known.Callable(&c.Endpoints) {
		return
	}
	d.state.Connections++
	if v := d.state.Contacted.At(addressHash(fold.AddrOf(c.Dst))); v != nil {
		v.Seen = true
	}
}

func (d *Detector) lookup(l *event.DNSLookup) {
	e := d.cache.at(l)
	if e == nil {
		return
	}
	a := askOf(l)
	a.sensor = d.sensors.Number(l.Sensor)
	d.count(l, &a)
	if !e.known {
		d.resolve(e, l)
	}
	for i := range e.targets {
		t := &e.targets[i]
		if t.domain == nil {
			return
		}
		t.domain.observe(l, &a)
		if t.name != nil {
			t.name.observe(l, &a)
		}
	}
}

// count folds in what is kept of all lookups together.
func (d *Detector) count(l *event.DNSLookup, a *ask) {
	d.state.Span.Add(l.Time)
	question := l.Part != event.LookupAnswer
	if question {
		d.state.Lookups++
	}
	if question && a.client != (fold.Addr{}) {
		if v := d.state.Askers.At(a.client); v != nil {
			v.Lookups++
		}
	}
	if a.server != (fold.Addr{}) {
		if v := d.state.Servers.At(a.server); v != nil {
			v.Seen = true
		}
	}
}

// resolve finds what a name counts for, and remembers it.
func (d *Detector) resolve(e *cached, l *event.DNSLookup) {
	e.known = true
	units, n := unitsOf(l)
	for i := range n {
		e.targets[i] = d.state.Domains.target(&units[i], e.hash, l.Query)
	}
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	nothing := func(into, from *present) {}
	d.cache = cache{}
	d.state.Domains.merge(o.state.Domains)
	d.state.Askers.Merge(o.state.Askers, func(into, from *asks) { into.Lookups += from.Lookups })
	d.state.Servers.Merge(o.state.Servers, nothing)
	d.state.Contacted.Merge(o.state.Contacted, nothing)
	d.state.Connections += o.state.Connections
	d.state.Lookups += o.state.Lookups
	d.state.Span.Merge(o.state.Span)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
