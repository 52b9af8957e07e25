package guessing

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	name    = "guessing"
	version = 2 // of the snapshot
	// keyShare is the part of Config.MaxKeys that pairs may take.
	keyShare = 16
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Did somebody try many passwords, and did one of them fit?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds logons and connections to remote desktops. See the package comment.
type Detector struct {
	state   state
	sensors fold.Sensors
}

type state struct{ Pairs *fold.Map[key, pair] }

// key is a source and a destination as one sensor saw them.
type key struct {
	Src, Dst fold.Addr
	Port     uint16
	Sensor   uint32
}

// hash lets private addresses, which are more often inside, stay eight halvings longer
// than others when they are sampled: the Internet's guesses must not drive them out.
func (k key) hash() uint64 {
	h := fold.Mix(k.Dst.Hash(k.Src.Hash(uint64(k.Sensor))), uint64(k.Port))
	if k.Src.IP().IsPrivate() {
		h >>= 8
	}
	return h
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state: state{fold.NewMap[key, pair](max(1, c.MaxKeys/keyShare), key.hash)}}
}

// Observe folds the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Logons {
		l := &b.Logons[i]
		if !tells(l) {
			continue
		}
		if p := d.at(&l.Endpoints, l.Sensor); p != nil {
			p.logon(l)
		}
	}
	for i := range b.Connections {
		c := &b.Connections[i]
		if c.DstPort != rdpPort || c.Open || c.DstBytes <= 0 || !c.Src.IsValid() || !c.Dst.IsValid() {
			continue
		}
		if p := d.at(&c.Endpoints, c.Sensor); p != nil {
			p.remoteDesktop(c)
		}
	}
}

// service reports whether the logons were at a service that names no machine of its own:
// mailboxes, or the directory of a service in the cloud.
func (k key) service() bool { return k.Dst == fold.Addr{} }

func (d *Detector) at(e *event.Endpoints, sensor string) *pair {
	return d.state.Pairs.At(key{fold.AddrOf(e.Src), fold.AddrOf(e.Dst), e.DstPort, d.sensors.Number(sensor)})
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	if o, ok := other.(*Detector); ok {
		d.state.Pairs.Merge(o.state.Pairs, (*pair).merge)
	}
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
