package scan

import (
	"fmt"
	"io"
	"math"
	"math/bits"
	"net/netip"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

const (
	name    = "scan"
	version = 1 // of the snapshot

	// keyShare is the part of Config.MaxKeys that sources may take: each costs
	// as much as several keys of other detectors.
	keyShare = 16
	// leastTargets is where curiosity ends: ordinary machines fail at a handful of
	// addresses that are switched off.
	leastTargets = 25
	// weightPerDecade: ten times more targets than leastTargets are ten times less
	// likely in ordinary work.
	weightPerDecade = 1.0
	weightBase      = 1.0
	weightCap       = 3.0
	// scannerDays: who scans on that many days is a tool that somebody installed.
	scannerDays   = 5
	weightScanner = -1.5
	maxFindings   = 1000
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Did a machine inside try many machines or ports inside without getting an answer?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds connections. See the package comment.
type Detector struct {
	state   state
	sensors fold.Sensors
}

type state struct{ Sources *fold.Map[key, source] }

// key is a source as one sensor saw it.
type key struct {
	Src    fold.Addr
	Sensor uint32
}

func (k key) hash() uint64 { return k.Src.Hash(uint64(k.Sensor)) }

// source is what one machine tried in vain.
type source struct {
	Failed  int64
	Targets [128]uint64
	Days    fold.Days
	Marks   fold.Marks
}

func (s *source) merge(o *source) {
	s.Failed += o.Failed
	for i := range s.Targets {
		s.Targets[i] |= o.Targets[i]
	}
	s.Days.Merge(&o.Days)
	s.Marks.Merge(&o.Marks)
}

// bitmapBits is the size of Targets.
const bitmapBits = 128 * 64

// targets estimates how many different targets there were.
func (s *source) targets() int64 {
	zero := bitmapBits
	for _, word := range s.Targets {
		zero -= bits.OnesCount64(word)
	}
	if zero == 0 {
		zero = 1 // full: a lower bound
	}
	return int64(math.Round(bitmapBits * math.Log(bitmapBits/float64(zero))))
}

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	return &Detector{state: state{fold.NewMap[key, source](max(1, c.MaxKeys/keyShare), key.hash)}}
}

// Observe folds the connections of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Connections {
		c := &b.Connections[i]
		if !unanswered(c) || !near(c.Src, c.Dst) {
			continue
		}
		s := d.state.Sources.At(key{fold.AddrOf(c.Src), d.sensors.Number(c.Sensor)})
		if s == nil {
			continue
		}
		s.Failed++
		// Neighbouring addresses hash to neighbours; a second round scatters them.
		h := fold.AddrOf(c.Dst).Hash(uint64(c.DstPort))
		at := fold.Mix(h, h>>32) >> 32 % bitmapBits
		s.Targets[at/64] |= 1 << (at % 64)
		s.Days.Add(c.Time)
		s.Marks.Add(fold.Mark{Time: c.Time, Ref: c.Ref})
	}
}

// unanswered reports whether the attempt got no answer or a refusal.
func unanswered(c *event.Connection) bool {
	switch c.State {
	case "S0", "REJ", "RSTOS0", "RSTRH", "SH", "SHR":
		return true
	}
	return false
}

// near reports whether the destination may belong to the source's own estate.
func near(src, dst netip.Addr) bool {
	if !src.IsValid() || !dst.IsValid() || dst.IsMulticast() || dst.IsLoopback() || dst == netip.AddrFrom4([4]byte{255, 255, 255, 255}) {
		return false
	}
	if dst.IsPrivate() {
		return true
	}
	width := 48
	if dst.Is4() {
		width = 16
	}
	own, err := src.Prefix(width)
	return err == nil && own.Contains(dst)
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	if o, ok := other.(*Detector); ok {
		d.state.Sources.Merge(o.state.Sources, (*source).merge)
	}
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }

// Findings says what the state shows: one finding per source inside, by the
// sensor that saw the most.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	best := map[fold.Addr]key{}
	for k, s := range d.state.Sources.All() {
		if s.targets() < leastTargets || !v.Estate.Inside(k.Src.IP()) {
			continue
		}
		other, ok := best[k.Src]
		if o := d.state.Sources.Get(other); !ok || s.Failed > o.Failed || s.Failed == o.Failed && k.Sensor < other.Sensor {
			best[k.Src] = k
		}
	}
	var out []finding.Finding
	for _, k := range best {
		f, err := report(k.Src.IP(), d.state.Sources.Get(k))
		if err != nil {
			return nil, fmt.Errorf("scan: %s: %w", k.Src.IP(), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

func report(src netip.Addr, s *source) (finding.Finding, error) {
	n := s.targets()
	parts := []finding.Part{{
		Name:   "targets",
		Weight: min(weightBase+weightPerDecade*math.Log10(float64(n)/leastTargets), weightCap),
		Why:    fmt.Sprintf("about %s different targets did not answer; ordinary machines fail at fewer than %d", humanize.Count(n), leastTargets),
	}}
	innocent := []string{"a vulnerability scanner, an inventory or a monitoring system: possible, ask what runs on " + src.String()}
	if days := s.Days.Count(); days >= scannerDays {
		parts = append(parts, finding.Part{Name: "habit", Weight: weightScanner, Why: fmt.Sprintf("on %d days, as installed scanners do", days)})
	}
	return finding.New(finding.Finding{
		Kind:      finding.NetworkScan,
		Technique: "T1046",
		Tactic:    finding.Discovery,
		First:     s.Marks.First.Time,
		Last:      s.Marks.Last.Time,
		Title:     fmt.Sprintf("%s tried about %s targets inside", src, humanize.Count(n)),
		Sentence: fmt.Sprintf("%s tried about %s addresses and ports nearby from %s to %s, and %s got no answer or a refusal.",
			src, humanize.Count(n), s.Marks.First.Time, s.Marks.Last.Time, humanize.Plural(s.Failed, "attempt")),
		Entities: []finding.Entity{{Type: finding.Host, Value: src.String(), Role: finding.Source}},
		Measures: map[string]any{"targets": n, "failed_connections": s.Failed, "days": int64(s.Days.Count())},
		Parts:    parts,
		Innocent: innocent,
		Refs:     s.Marks.Refs(),
	}, "")
}
