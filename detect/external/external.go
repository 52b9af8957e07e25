package external

import (
	"io"
	"net/netip"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	name    = "external"
	version = 3 // of the snapshot
	// keyShare is the part of Config.MaxKeys that groups may take: each costs as much
	// as several keys of other detectors.
	keyShare = 8
	// maxText bounds the bytes of a name or message that are kept.
	maxText = 200
	// maxOddities bounds the names of anomalies.
	maxOddities = 4096
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
type state struct {
	Groups   *fold.Map[key, group]
	Oddities *fold.Map[kind, oddity] // anomalies
}

// kind is a product's alert of one name.
type kind struct{ Product, Name string }

func (k kind) hash() uint64 { return fold.Mix(fold.HashString(k.Product), fold.HashString(k.Name)) }

// key names alerts of one kind between two machines; a zero address is none.
type key struct {
	Kind     kind
	Src, Dst fold.Addr
}

func (k key) hash() uint64 { return k.Dst.Hash(k.Src.Hash(k.Kind.hash())) }

// group is what is known of such alerts.
type group struct {
	Message string // the least of them, so that order does not matter
	Class   string // the same
	Level   int    // the gravest, 0 unknown
	Port    uint16 // the highest
	Blocked int64
	Marks   fold.Marks
}

func (g *group) merge(o *group) {
	fold.Smallest(&g.Message, o.Message, maxText)
	fold.Smallest(&g.Class, o.Class, maxText)
	g.level(o.Level)
	g.Port = max(g.Port, o.Port)
	g.Blocked += o.Blocked
	g.Marks.Merge(&o.Marks)
}

func (g *group) level(l int) {
	if l > 0 && (g.Level == 0 || l < g.Level) {
		g.Level = l
	}
}

func (g *group) add(a *event.Alert, port uint16) {
	fold.Smallest(&g.Message, a.Message, maxText)
	fold.Smallest(&g.Class, a.Class, maxText)
	g.level(a.Level)
	g.Port = max(g.Port, port)
	if a.Blocked {
		g.Blocked++
	}
	g.Marks.Add(fold.Mark{Time: a.Time, Ref: a.Ref})
}

// oddity is what is known of anomalies of one name.
type oddity struct {
	Message string
	Sources fold.Sketch
	Marks   fold.Marks
}

// maxSources is how many machines are counted exactly.
const maxSources = 64

func (o *oddity) merge(p *oddity) {
	fold.Smallest(&o.Message, p.Message, maxText)
	o.Sources.Merge(&p.Sources, maxSources)
	o.Marks.Merge(&p.Marks)
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state{
		Groups:   fold.NewMap[key, group](max(1, c.MaxKeys/keyShare), key.hash),
		Oddities: fold.NewMap[kind, oddity](maxOddities, kind.hash),
	}}
}

// Observe folds the alerts of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Alerts {
		a := &b.Alerts[i]
		k := kind{cut(a.Product), cut(a.Name)}
		if a.Anomaly {
			d.odd(k, a)
			continue
		}
		e := a.Endpoints
		if a.Level == gravest && grave(a.Class) {
			e = clientFirst(e)
		}
		if g := d.state.Groups.At(key{k, address(e.Src), address(e.Dst)}); g != nil {
			g.add(a, e.DstPort)
		}
	}
}

// plain replaces the numbers that stand alone in a name: some names of anomalies carry
// lengths and positions, and would be another one each time.
func plain(name string) string {
	words := strings.Split(name, " ")
	for i, w := range words {
		if w != "" && strings.Trim(w, "0123456789") == "" {
			words[i] = "N"
		}
	}
	return strings.Join(words, " ")
}

func (d *Detector) odd(k kind, a *event.Alert) {
	k.Name = plain(k.Name)
	o := d.state.Oddities.At(k)
	if o == nil {
		return
	}
	fold.Smallest(&o.Message, a.Message, maxText)
	if a.Src.IsValid() {
		o.Sources.Add(fold.Scatter(fold.AddrOf(a.Src).Hash(0)), maxSources)
	}
	o.Marks.Add(fold.Mark{Time: a.Time, Ref: a.Ref})
}

// leastEphemeral is where the ports begin that clients take (Linux; RFC 6335 and Windows
// begin higher).
const leastEphemeral = 32768

// clientFirst turns the ends round where they are those of a packet that a server sent: a
// rule that fits the answer of a back door's master speaks of the machine that called. Only
// rules of that kind are turned, for scanners come from any port to any.
func clientFirst(e event.Endpoints) event.Endpoints {
	if e.SrcPort > 0 && e.SrcPort < leastEphemeral && e.DstPort >= leastEphemeral {
		e.Src, e.Dst, e.SrcPort, e.DstPort = e.Dst, e.Src, e.DstPort, e.SrcPort
	}
	return e
}

func address(a netip.Addr) fold.Addr {
	if !a.IsValid() {
		return fold.Addr{}
	}
	return fold.AddrOf(a)
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
		d.state.Oddities.Merge(o.state.Oddities, (*oddity).merge)
	}
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
