package scan

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights of what crosses the border, log10 likelihood ratios by judgement.
const (
	// leastFar targets on one port, of those that worms look for: programs that share
	// files fail at many addresses, but at as many ports.
	leastFar    = 100
	weightFar   = 1.5
	capFar      = 3.3
	outwardID   = "outward"
	inwardID    = "inward"
	weightKnock = 0.2 // the Internet tries everybody
	// leastSources and leastKnocks are from where on the Internet's attempts are worth
	// a sentence.
	leastSources, leastKnocks = 10, 50
	maxDoors                  = 10 // machines that the sentence's finding names
)

// outward finds who looks for the same port on many machines outside.
func (d *Detector) outward(v detect.View) ([]finding.Finding, error) {
	best := map[key]key{} // by source and port
	for k, s := range d.state.Far.All() {
		if s.Targets.Count(maxTargets) < leastFar || !v.Estate.Inside(k.Src.IP()) {
			continue
		}
		bare := key{Src: k.Src, Port: k.Port}
		other, ok := best[bare]
		if o := d.state.Far.Get(other); !ok || s.Failed > o.Failed || s.Failed == o.Failed && k.Sensor < other.Sensor {
			best[bare] = k
		}
	}
	ports := map[fold.Addr][]key{}
	for bare, k := range best {
		ports[bare.Src] = append(ports[bare.Src], k)
	}
	var out []finding.Finding
	for _, a := range sorted(ports) {
		slices.SortFunc(ports[a], func(x, y key) int { return cmp.Compare(x.Port, y.Port) })
		f, err := d.reportOutward(a, ports[a])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.IP(), err)
		}
		out = append(out, f)
	}
	return out, nil
}

func (d *Detector) reportOutward(a fold.Addr, keys []key) (finding.Finding, error) {
	var failed, targets int64
	var days fold.Days
	var marks fold.Marks
	var ports []uint16
	for _, k := range keys {
		s := d.state.Far.Get(k)
		failed += s.Failed
		targets += s.Targets.Count(maxTargets)
		days.Merge(&s.Days)
		marks.Merge(&s.Marks)
		ports = append(ports, k.Port)
	}
	src := a.IP().String()
	scales := &finding.Scales{}
	scales.Add("targets outside", min(weightFar+weightPerDecade*math.Log10(float64(targets)/leastFar), capFar),
		"%s of about %s machines outside did not answer", portList(ports), humanize.Count(targets))
	scales.Excuse("a measurement of the Internet or a scan that was ordered: possible, ask what runs on %s", src)
	scales.Excuse("a program that shares files: unlikely, such programs fail at as many ports as machines")
	return finding.New(finding.Finding{
		Kind:      finding.NetworkScan,
		Technique: "T1046",
		Tactic:    finding.Discovery,
		First:     marks.First.Time,
		Last:      marks.Last.Time,
		Title:     fmt.Sprintf("%s looks for %s on about %s machines outside", src, portList(ports), humanize.Count(targets)),
		Sentence: fmt.Sprintf("%s tried %s of about %s machines outside from %s to %s, as worms and bots do, and %s got no answer or a refusal.",
			src, portList(ports), humanize.Count(targets), marks.First.Time.Clock(), marks.Last.Time.Clock(), humanize.Plural(failed, "attempt")),
		Entities: []finding.Entity{{Type: finding.Host, Value: src, Role: finding.Source}},
		Measures: map[string]any{"targets": targets, "failed_connections": failed, "days": int64(days.Count())},
		Parts:    scales.Parts,
		Innocent: scales.Innocent,
		Refs:     marks.Refs(),
	}, outwardID)
}

// entrance is a machine inside at which the outside knocked.
type entrance struct {
	dst fold.Addr
	*door
}

// inward tells in one sentence what the outside tried.
func (d *Detector) inward(v detect.View) ([]finding.Finding, error) {
	best := map[fold.Addr]key{}
	for k, o := range d.state.Doors.All() {
		if !v.Estate.Inside(k.Src.IP()) {
			continue
		}
		other, ok := best[k.Src]
		if p := d.state.Doors.Get(other); !ok || o.Failed > p.Failed || o.Failed == p.Failed && k.Sensor < other.Sensor {
			best[k.Src] = k
		}
	}
	var all door
	var doors []entrance
	for _, a := range sorted(best) {
		o := d.state.Doors.Get(best[a])
		all.merge(o)
		doors = append(doors, entrance{a, o})
	}
	sources := all.Sources.Count(maxTargets)
	if sources < leastSources || all.Failed < leastKnocks {
		return nil, nil
	}
	slices.SortFunc(doors, func(a, b entrance) int {
		return cmp.Or(cmp.Compare(b.Failed, a.Failed), bytes.Compare(a.dst[:], b.dst[:]))
	})
	scales := &finding.Scales{}
	scales.Add("knocking", weightKnock, "the Internet tries everybody")
	scales.Excuse("the scans that every address on the Internet sees: nearly certain")
	f := finding.Finding{
		Kind:      finding.NetworkScan,
		Technique: "T1595.001",
		Tactic:    finding.Discovery,
		First:     all.Marks.First.Time,
		Last:      all.Marks.Last.Time,
		Title:     fmt.Sprintf("About %s addresses outside tried %s in vain", humanize.Count(sources), humanize.Plural(int64(len(doors)), "machine")),
		Sentence: fmt.Sprintf("About %s addresses outside tried %s inside from %s to %s, and %s got no answer or a refusal.",
			humanize.Count(sources), humanize.Plural(int64(len(doors)), "machine"), all.Marks.First.Time.Clock(), all.Marks.Last.Time.Clock(), humanize.Plural(all.Failed, "attempt")),
		Measures: map[string]any{"sources": sources, "machines": int64(len(doors)), "failed_connections": all.Failed},
		Parts:    scales.Parts,
		Innocent: scales.Innocent,
		Refs:     all.Marks.Refs(),
	}
	for _, o := range doors[:min(len(doors), maxDoors)] {
		f.Entities = append(f.Entities, finding.Entity{Type: finding.Host, Value: o.dst.IP().String(), Role: finding.Destination})
	}
	one, err := finding.New(f, inwardID)
	return []finding.Finding{one}, err
}
