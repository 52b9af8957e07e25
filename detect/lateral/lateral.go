package lateral

import (
	"io"
	"net/netip"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	name    = "lateral"
	version = 6 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Did a machine inside go on to another one by means of administration, where nobody else does?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

const (
	// maxMachines bounds the machines of which dwell knows what they serve.
	maxMachines = 1 << 17
	// dropShare is the part of Config.MaxKeys for pairs between which programs went.
	dropShare = 8
	// actShare and useShare are the parts for deeds and for accounts in use.
	actShare, useShare = 8, 8
	// deskShare is the part for pairs whose clients said something of themselves.
	deskShare = 8
)

// Detector folds connections, logons, files, shares and calls. See the package comment.
type Detector struct {
	state   state
	sensors fold.Sensors
}

// state is everything that a snapshot holds.
type state struct {
	Relations *fold.Map[key, relation]
	Dropped   *fold.Map[ends, programs] // what was put on a machine
	Acts      *fold.Map[actKey, act]    // what was done there
	Uses      *fold.Map[useKey, use]    // as whom
	Desks     *fold.Map[ends, desk]     // from where, as the clients say
	Machines  *fold.Map[fold.Addr, machine]
	Span      event.Span
}

// key names one relation as one sensor saw it.
type key struct {
	Src, Dst fold.Addr
	Sensor   uint32
	Protocol protocol
}

func (k key) hash() uint64 {
	return fold.Mix(k.Dst.Hash(k.Src.Hash(uint64(k.Sensor))), uint64(k.Protocol))
}

// machine is what an address does besides being administered.
type machine struct {
	Calls  bool // starts connections of its own
	Serves bool // answers for the network: names, logons, directory, time
	First  event.Time
}

func (m *machine) merge(o *machine) {
	m.Calls = m.Calls || o.Calls
	m.Serves = m.Serves || o.Serves
	m.seen(o.First)
}

func (m *machine) seen(t event.Time) {
	if m.First.IsZero() || t.Before(m.First) {
		m.First = t
	}
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state: state{
		Relations: fold.NewMap[key, relation](c.MaxKeys, key.hash),
		Dropped:   fold.NewMap[ends, programs](max(1, c.MaxKeys/dropShare), ends.hash),
		Acts:      fold.NewMap[actKey, act](max(1, c.MaxKeys/actShare), actKey.hash),
		Uses:      fold.NewMap[useKey, use](max(1, c.MaxKeys/useShare), useKey.hash),
		Desks:     fold.NewMap[ends, desk](max(1, c.MaxKeys/deskShare), ends.hash),
		Machines:  fold.NewMap[fold.Addr, machine](maxMachines, func(a fold.Addr) uint64 { return a.Hash(0) }),
	}}
}

// Observe folds the events of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Connections {
		d.connection(&b.Connections[i])
	}
	for i := range b.Logons {
		d.logon(&b.Logons[i])
	}
	for i := range b.Files {
		d.file(&b.Files[i])
	}
	for i := range b.Shares {
		d.share(&b.Shares[i])
	}
	for i := range b.Calls {
		d.call(&b.Calls[i])
	}
}

func (d *Detector) connection(c *event.Connection) {
	p := protocolOf(c)
	serves := p == none && infrastructure(c.DstPort) && c.DstBytes > 0
	if p == none && !serves || !local(c.Src) || !local(c.Dst) {
		return
	}
	d.state.Span.Add(c.Time)
	dst := fold.AddrOf(c.Dst)
	if serves {
		if m := d.state.Machines.At(dst); m != nil {
			m.Serves = true
		}
	}
	src := fold.AddrOf(c.Src)
	if m := d.state.Machines.At(src); m != nil {
		m.Calls = true
		m.seen(c.Time)
	}
	if p == none {
		return
	}
	r := d.state.Relations.At(key{src, dst, d.sensors.Number(c.Sensor), p})
	if r == nil {
		return
	}
	r.connection(c)
}

// file folds in a program that a client put on a share.
func (d *Detector) file(f *event.FileTransfer) {
	if f.Protocol != "SMB" || f.FromSrc != event.TruthYes || !local(f.Tx) || !local(f.Rx) || !isProgram(f) {
		return
	}
	if p := d.state.Dropped.At(ends{fold.AddrOf(f.Tx), fold.AddrOf(f.Rx)}); p != nil {
		p.add(f.Name, f.Bytes, f.Time, f.Ref)
	}
}

// local reports whether an address can belong to a machine of the estate; whether
// it does is decided when the estate is known.
func local(a netip.Addr) bool {
	return a.IsValid() && !a.IsUnspecified() && !a.IsLoopback() && !a.IsMulticast() && !a.IsLinkLocalUnicast()
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Relations.Merge(o.state.Relations, (*relation).merge)
	d.state.Dropped.Merge(o.state.Dropped, (*programs).merge)
	d.state.Acts.Merge(o.state.Acts, (*act).merge)
	d.state.Uses.Merge(o.state.Uses, (*use).merge)
	d.state.Desks.Merge(o.state.Desks, (*desk).merge)
	d.state.Machines.Merge(o.state.Machines, (*machine).merge)
	d.state.Span.Merge(o.state.Span)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
