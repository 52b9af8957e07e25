package guessing

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	name    = "guessing"
	version = 1 // of the snapshot
	// keyShare is the part of Config.MaxKeys that pairs may take.
	keyShare = 8
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Did somebody try many passwords on a machine inside, and did one of them fit?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds logons. See the package comment.
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

func (k key) hash() uint64 {
	return fold.Mix(k.Dst.Hash(k.Src.Hash(uint64(k.Sensor))), uint64(k.Port))
}

// pair is what one machine tried on another.
type pair struct {
	Failed  int64 // attempts
	Fitted  int64 // logons
	Unclear int64
	Days    fold.Days  // with failures
	Tries   fold.Marks // the failures
	Logons  fold.Marks // the others, weighed by the attempts that they took
	Method  uint64     // lowest hash of the methods
	First   event.Time // of all
}

func (p *pair) merge(o *pair) {
	p.Failed += o.Failed
	p.Fitted += o.Fitted
	p.Unclear += o.Unclear
	p.Days.Merge(&o.Days)
	p.Tries.Merge(&o.Tries)
	p.Logons.Merge(&o.Logons)
	fold.Lowest(&p.Method, o.Method)
	p.seen(o.First)
}

func (p *pair) seen(t event.Time) {
	if t.Before(p.First) {
		p.First = t
	}
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state: state{fold.NewMap[key, pair](max(1, c.MaxKeys/keyShare), key.hash)}}
}

// Observe folds the logons of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Logons {
		l := &b.Logons[i]
		if !l.Src.IsValid() || !l.Dst.IsValid() {
			continue
		}
		p := d.state.Pairs.At(key{fold.AddrOf(l.Src), fold.AddrOf(l.Dst), l.DstPort, d.sensors.Number(l.Sensor)})
		if p == nil {
			continue
		}
		p.logon(l)
	}
}

// maxAttempts bounds what one record may claim.
const maxAttempts = 1000

func (p *pair) logon(l *event.Logon) {
	p.seen(l.Time)
	fold.Lowest(&p.Method, fold.HashString(l.Method))
	attempts := min(max(int64(l.Attempts), 1), maxAttempts)
	switch l.Success {
	case event.TruthYes:
		p.Fitted++
		p.Failed += attempts - 1
		p.Logons.Add(fold.Mark{Time: l.Time, Ref: l.Ref, Weight: attempts})
	case event.TruthNo:
		p.Failed += attempts
		p.Days.Add(l.Time)
		p.Tries.Add(fold.Mark{Time: l.Time, Ref: l.Ref, Weight: attempts})
	default:
		p.Unclear++
	}
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
