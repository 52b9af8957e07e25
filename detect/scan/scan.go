package scan

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	name    = "scan"
	version = 2 // of the snapshot
	// keyShare is the part of Config.MaxKeys that each map may take: a key costs as
	// much as many of other detectors.
	keyShare = 32
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Did a machine try many machines or ports in vain?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds connections. See the package comment.
type Detector struct {
	state   state
	sensors fold.Sensors
}

type state struct {
	Near  *fold.Map[key, source] // what machines tried nearby
	Far   *fold.Map[key, source] // and far away, by port
	Doors *fold.Map[key, door]   // what came from far away to a machine, the key's source
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	budget := max(1, c.MaxKeys/keyShare)
	return &Detector{state: state{
		Near:  fold.NewMap[key, source](budget, key.hash),
		Far:   fold.NewMap[key, source](budget, farHash),
		Doors: fold.NewMap[key, door](budget, farHash),
	}}
}

// farHash lets private addresses, which are more often inside, stay eight halvings longer
// than others when they are sampled.
func farHash(k key) uint64 {
	if k.Src.IP().IsPrivate() {
		return k.hash() >> 8
	}
	return k.hash()
}

// Observe folds the connections of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Connections {
		c := &b.Connections[i]
		if p := c.DstPort; (p == 443 || p == 53 || p == 80) && c.DstBytes > 0 {
			continue // most connections: everyday ports, tested here for the sake of speed
		}
		switch outcomeOf(c) {
		case inVain:
			d.fail(c)
		case answered:
			if !everyday(c.DstPort) && worth(c.Src, c.Dst) && near(c.Src, c.Dst) {
				if s := d.state.Near.At(d.key(c, 0)); s != nil {
					s.Answered.Add(target(c), maxTargets)
				}
			}
		}
	}
}

func (d *Detector) key(c *event.Connection, port uint16) key {
	return key{fold.AddrOf(c.Src), d.sensors.Number(c.Sensor), port}
}

func (d *Detector) fail(c *event.Connection) {
	if !worth(c.Src, c.Dst) {
		return
	}
	if near(c.Src, c.Dst) {
		if s := d.state.Near.At(d.key(c, 0)); s != nil {
			s.fail(c)
		}
		return
	}
	if !c.Dst.IsPrivate() && wanted(c.DstPort) {
		if s := d.state.Far.At(d.key(c, c.DstPort)); s != nil {
			s.fail(c)
		}
	}
	if !c.Src.IsPrivate() {
		if o := d.state.Doors.At(key{fold.AddrOf(c.Dst), d.sensors.Number(c.Sensor), 0}); o != nil {
			o.fail(c)
		}
	}
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	if o, ok := other.(*Detector); ok {
		d.state.Near.Merge(o.state.Near, (*source).merge)
		d.state.Far.Merge(o.state.Far, (*source).merge)
		d.state.Doors.Merge(o.state.Doors, (*door).merge)
	}
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
