// Package external answers one question: what did other products warn of?
//
// It repeats their alerts (Zeek notices) grouped by product, name and the two
// addresses, with counts and records, at a low weight: dwell did not judge them
// itself. They support an incident that concerns the same machines, and never
// make one.
//
// Memory: about 600 bytes per group; beyond a share of Config.MaxKeys groups are
// sampled by hash (package fold).
package external

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

const (
	name        = "external"
	version     = 1 // of the snapshot
	keyShare    = 8
	maxText     = 200 // bytes kept of a name or message
	maxFindings = 1000

	// weight: such alerts are true often enough to read and false too often to act
	// on alone; it stays below low, so that it explains and never starts an incident.
	weight = 0.5
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

type state struct{ Groups *fold.Map[key, group] }

// key names alerts of one kind between two machines.
type key struct {
	Product, Name string
	Src, Dst      fold.Addr
	HasSrc        bool
}

func (k key) hash() uint64 {
	return k.Dst.Hash(k.Src.Hash(fold.Mix(fold.HashString(k.Product), fold.HashString(k.Name))))
}

// group is what is known of such alerts.
type group struct {
	Message string // the least of them, so that order does not matter
	Port    uint16
	Marks   fold.Marks
}

func (g *group) merge(o *group) {
	g.word(o.Message)
	g.Port = max(g.Port, o.Port)
	g.Marks.Merge(&o.Marks)
}

func (g *group) word(message string) {
	if message != "" && (g.Message == "" || message < g.Message) {
		g.Message = message
	}
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state{fold.NewMap[key, group](max(1, c.MaxKeys/keyShare), key.hash)}}
}

// Observe folds the alerts of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Alerts {
		a := &b.Alerts[i]
		g := d.state.Groups.At(key{cut(a.Product), cut(a.Name), fold.AddrOf(orZero(a.Src)), fold.AddrOf(orZero(a.Dst)), a.Src.IsValid()})
		if g == nil {
			continue
		}
		g.word(cut(a.Message))
		g.Port = max(g.Port, a.DstPort)
		g.Marks.Add(fold.Mark{Time: a.Time, Ref: a.Ref})
	}
}

// cut copies at most maxText bytes, whole characters.
func cut(s string) string {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return strings.Clone(s)
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

// Findings says what the state shows: one finding per group.
func (d *Detector) Findings(detect.View) ([]finding.Finding, error) {
	var out []finding.Finding
	for k, g := range d.state.Groups.Entries {
		f, err := report(k, g)
		if err != nil {
			return nil, fmt.Errorf("external: %s: %w", k.Name, err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

func report(k key, g *group) (finding.Finding, error) {
	between, entities := "", []finding.Entity(nil)
	if k.HasSrc {
		src := k.Src.IP().String()
		between = " on " + src
		entities = []finding.Entity{{Type: finding.Host, Value: src, Role: finding.Source}}
		if dst := k.Dst.IP(); !dst.IsUnspecified() {
			between += " and " + dst.String()
			entities = append(entities, finding.Entity{Type: finding.Host, Value: dst.String(), Role: finding.Destination})
		}
	}
	message := ""
	if g.Message != "" {
		message = ": " + g.Message
	}
	return finding.New(finding.Finding{
		Kind:     finding.ExternalAlert,
		First:    g.Marks.First.Time,
		Last:     g.Marks.Last.Time,
		Title:    fmt.Sprintf("%s warned of %s%s", k.Product, k.Name, between),
		Sentence: fmt.Sprintf("%s wrote %s %s%s%s.", k.Product, humanize.Plural(g.Marks.Count, "alert"), k.Name, between, message),
		Entities: entities,
		Measures: map[string]any{"alerts": g.Marks.Count, "destination_port": int64(g.Port)},
		Parts:    []finding.Part{{Name: "alert of another product", Weight: weight, Why: "repeated, not judged by dwell"}},
		Innocent: []string{"a false alarm of the other product: not judged"},
		Refs:     g.Marks.Refs(),
	}, k.Product+"\x00"+k.Name)
}
