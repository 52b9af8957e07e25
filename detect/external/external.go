package external

import (
	"io"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	name    = "external"
	version = 2 // of the snapshot
	// keyShare is the part of Config.MaxKeys that groups may take: each costs as much
	// as several keys of other detectors.
	keyShare = 8
	// maxText bounds the bytes of a name or message that are kept.
	maxText = 200
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "What did other products warn of?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds alerts. See the package comment.
type Detector struct{ state state }

// state is everything that a snapshot holds.
type state struct{ Groups *fold.Map[key, group] }

// key names alerts of one kind between two machines; a zero address is none.
type key struct {
	Product, Name string
	Src, Dst      fold.Addr
}

func (k key) hash() uint64 {
	return k.Dst.Hash(k.Src.Hash(fold.Mix(fold.HashString(k.Product), fold.HashString(k.Name))))
}

// group is what is known of such alerts.
type group struct {
	Message string // the least of them, so that order does not matter
	Port    uint16 // the highest
	Marks   fold.Marks
}

func (g *group) merge(o *group) {
	fold.Smallest(&g.Message, o.Message, maxText)
	g.Port = max(g.Port, o.Port)
	g.Marks.Merge(&o.Marks)
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state{fold.NewMap[key, group](max(1, c.MaxKeys/keyShare), key.hash)}}
}

// Observe folds the alerts of the batch in. An anomaly is left out: it tells of a
// protocol, and nobody judged that it means harm.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Alerts {
		a := &b.Alerts[i]
		if a.Anomaly {
			continue
		}
		g := d.state.Groups.At(key{cut(a.Product), cut(a.Name), fold.AddrOf(a.Src), fold.AddrOf(a.Dst)})
		if g == nil {
			continue
		}
		fold.Smallest(&g.Message, cut(a.Message), maxText)
		g.Port = max(g.Port, a.DstPort)
		g.Marks.Add(fold.Mark{Time: a.Time, Ref: a.Ref})
	}
}

// cut returns at most maxText bytes, whole characters.
func cut(s string) string {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	if o, ok := other.(*Detector); ok {
		d.state.Groups.Merge(o.state.Groups, (*group).merge)
	}
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
