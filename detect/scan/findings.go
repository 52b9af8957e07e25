package scan

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights, log10 likelihood ratios by judgement.
const (
	// leastTargets is where curiosity ends: ordinary machines fail at a handful of
	// addresses that are switched off.
	leastTargets = 25
	// weightPerDecade: ten times more targets than leastTargets are ten times less
	// likely in ordinary work.
	weightPerDecade = 1.0
	weightBase      = 1.0
	weightCap       = 3.0
	// scannerDays: who comes back to the same targets on that many days is a tool that
	// somebody installed. Half of the days are enough: tools have holidays.
	scannerDays   = 5
	weightScanner = -1.5
	// weightPatient: ever new targets on many days, each about once.
	weightPatient = 0.3
	patientTries  = 3
	// weightAsleep: most targets answered at other times, so they were switched off.
	weightAsleep = -1.5
	asleep       = 0.5
	// few machines or ports give a scan its shape.
	fewMachines, manyPorts, fewPorts = 3, 20, 5
	maxFindings                      = 200
)

// Findings says what the state shows: one finding per source inside for what it tried
// inside, one for what it tried outside, and one for all that came from outside.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	var out []finding.Finding
	for _, find := range []func(detect.View) ([]finding.Finding, error){d.nearby, d.outward, d.inward} {
		found, err := find(v)
		if err != nil {
			return nil, fmt.Errorf("scan: %w", err)
		}
		out = append(out, found...)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// nearby finds who tried many targets inside, by the sensor that saw the most.
func (d *Detector) nearby(v detect.View) ([]finding.Finding, error) {
	best := map[fold.Addr]key{}
	for k, s := range d.state.Near.All() {
		if s.Targets.Count(maxTargets) < leastTargets || !v.Estate.Inside(k.Src.IP()) {
			continue
		}
		other, ok := best[k.Src]
		if o := d.state.Near.Get(other); !ok || s.Failed > o.Failed || s.Failed == o.Failed && k.Sensor < other.Sensor {
			best[k.Src] = k
		}
	}
	var out []finding.Finding
	for _, a := range sorted(best) {
		f, err := report(a, d.state.Near.Get(best[a]))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.IP(), err)
		}
		out = append(out, f)
	}
	return out, nil
}

func sorted[V any](m map[fold.Addr]V) []fold.Addr {
	var keys []fold.Addr
	for a := range m {
		keys = append(keys, a)
	}
	slices.SortFunc(keys, func(a, b fold.Addr) int { return bytes.Compare(a[:], b[:]) })
	return keys
}

func (s *source) weigh(src string) *finding.Scales {
	n := s.Targets.Count(maxTargets)
	scales := &finding.Scales{}
	scales.Add("targets", min(weightBase+weightPerDecade*math.Log10(float64(n)/leastTargets), weightCap),
		"about %s different targets did not answer; ordinary machines fail at fewer than %d", humanize.Count(n), leastTargets)
	days, tries := s.Days.Count(), float64(s.Failed)/float64(n)
	switch {
	case days < scannerDays:
		scales.Excuse("a scanner of weaknesses, an inventory or a monitoring system: possible, ask what runs on %s", src)
	case 2*tries >= float64(days):
		scales.Add("habit", weightScanner, "on %d days, %.1f times each, as installed scanners do", days, tries)
		scales.Excuse("a scanner of weaknesses, an inventory or a monitoring system: likely, it comes back to the same targets on %d days", days)
	case tries <= patientTries:
		scales.Add("patient", weightPatient, "on %d days, each target about once: a scanner that was installed comes back to the same ones", days)
		scales.Excuse("a scanner of weaknesses, an inventory or a monitoring system: unlikely, it does not come back to the same targets")
	}
	if share := s.Targets.Shared(&s.Answered, maxTargets); share >= asleep {
		scales.Add("switched off", weightAsleep, "%.0f %% of the targets answered at other times", 100*share)
		scales.Excuse("a server that looks after machines which are switched off at times: likely")
	}
	return scales
}

// shape words what was tried.
func (s *source) shape() string {
	targets, machines := humanize.Count(s.Targets.Count(maxTargets)), s.Machines.Count(maxMachines)
	switch {
	case slices.Equal(s.Ports, []uint16{0}):
		return fmt.Sprintf("an echo of about %s addresses", targets)
	case len(s.Ports) <= fewPorts && machines > fewMachines:
		return fmt.Sprintf("%s of about %s machines", portList(s.Ports), humanize.Count(machines))
	case machines <= fewMachines && len(s.Ports) >= manyPorts:
		return fmt.Sprintf("about %s ports of %s", targets, humanize.Plural(machines, "machine"))
	}
	return fmt.Sprintf("about %s addresses and ports of about %s machines", targets, humanize.Count(machines))
}

func portList(ports []uint16) string {
	if len(ports) == 1 {
		return fmt.Sprintf("port %d", ports[0])
	}
	text := fmt.Sprintf("ports %d", ports[0])
	for _, p := range ports[1:] {
		text += fmt.Sprintf(", %d", p)
	}
	return text
}

func report(a fold.Addr, s *source) (finding.Finding, error) {
	src, n := a.IP().String(), s.Targets.Count(maxTargets)
	scales := s.weigh(src)
	technique := "T1046"
	if slices.Equal(s.Ports, []uint16{0}) {
		technique = "T1018"
	}
	return finding.New(finding.Finding{
		Kind:      finding.NetworkScan,
		Technique: technique,
		Tactic:    finding.Discovery,
		First:     s.Marks.First.Time,
		Last:      s.Marks.Last.Time,
		Title:     fmt.Sprintf("%s tried about %s targets inside", src, humanize.Count(n)),
		Sentence: fmt.Sprintf("%s tried %s nearby from %s to %s, and %s got no answer or a refusal.",
			src, s.shape(), s.Marks.First.Time.Clock(), s.Marks.Last.Time.Clock(), humanize.Plural(s.Failed, "attempt")),
		Entities: []finding.Entity{{Type: finding.Host, Value: src, Role: finding.Source}},
		Measures: map[string]any{"targets": n, "machines": s.Machines.Count(maxMachines), "failed_connections": s.Failed, "days": int64(s.Days.Count())},
		Parts:    scales.Parts,
		Innocent: scales.Innocent,
		Refs:     s.Marks.Refs(),
	}, "")
}
