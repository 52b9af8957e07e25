package external

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/finding"
	"dwell/internal/humanize"
)

// maxFindings bounds what is reported; the least telling are left out beyond it.
const maxFindings = 1000

// The weights, log10 likelihood ratios. Alerts are true often enough to read and
// false too often to act on alone: together they stay below medium.
const (
	weightAlert   = 0.3
	weightOutward = 0.4  // what a machine inside does is rarer than what is done to it
	weightInward  = -0.3 // the Internet tries everybody
	weightRare    = 0.4  // nothing else here raised it
	weightCommon  = -0.3 // it tells of the network, not of this machine
	// enoughGroups and enoughHosts are from where on rare and common mean anything.
	enoughGroups, enoughHosts = 20, 10
)

// Findings says what the state shows: one finding per group.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for i := range y.topics {
		f, err := y.report(&y.topics[i])
		if err != nil {
			return nil, fmt.Errorf("external: %s: %w", y.topics[i].Name, err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

func (y *survey) weigh(t *topic) (parts []finding.Part, innocent []string) {
	add := func(name string, weight float64, why string) {
		parts = append(parts, finding.Part{Name: name, Weight: weight, Why: why})
	}
	add("alert of another product", weightAlert, "repeated, not judged by dwell")
	innocent = []string{"a false alarm of the other product: not judged"}
	switch {
	case y.outward(t.key):
		add("outward", weightOutward, "a machine inside did it to one outside")
	case y.inward(t.key), t.attackers > 0:
		add("inward", weightInward, "somebody outside did it to a machine inside")
		innocent = append(innocent, "an attempt that led to nothing: the Internet tries everybody")
	}
	concerned := len(y.inside[t.kind()])
	switch {
	case y.groups >= enoughGroups && y.pairs[t.kind()] == 1:
		add("rare", weightRare, "the only two machines for which it was raised")
	case y.hosts >= enoughHosts && 2*concerned >= y.hosts:
		add("common", weightCommon, fmt.Sprintf("raised for %d of the %d machines with alerts", concerned, y.hosts))
		innocent = append(innocent, "a peculiarity of the whole network rather than of these machines")
	}
	return parts, innocent
}

func (y *survey) report(t *topic) (finding.Finding, error) {
	parts, innocent := y.weigh(t)
	between, entities := t.parties()
	message := ""
	if t.Message != "" {
		message = ": " + strings.TrimSuffix(t.Message, ".")
	}
	measures := map[string]any{"alerts": t.Marks.Count, "destination_port": int64(t.Port)}
	variant := ""
	if t.attackers > 0 {
		measures["sources"] = int64(t.attackers)
		variant = "\x00many"
	}
	return finding.New(finding.Finding{
		Kind:     finding.ExternalAlert,
		First:    t.Marks.First.Time,
		Last:     t.Marks.Last.Time,
		Title:    fmt.Sprintf("%s warned of %s%s", t.Product, t.Name, between),
		Sentence: fmt.Sprintf("%s wrote %s %s%s%s.", t.Product, humanize.Plural(t.Marks.Count, "alert"), t.Name, between, message),
		Entities: entities,
		Measures: measures,
		Parts:    parts,
		Innocent: innocent,
		Refs:     t.Marks.Refs(),
	}, t.Product+"\x00"+t.Name+variant)
}

// parties words whom the alerts concern.
func (t *topic) parties() (between string, entities []finding.Entity) {
	host := func(a fold.Addr, role finding.Role) string {
		if a == (fold.Addr{}) {
			return ""
		}
		entities = append(entities, finding.Entity{Type: finding.Host, Value: a.IP().String(), Role: role})
		return a.IP().String()
	}
	src, dst := host(t.Src, finding.Source), host(t.Dst, finding.Destination)
	switch {
	case t.attackers > 0:
		return fmt.Sprintf(" on %s and %d addresses outside", dst, t.attackers), entities
	case src != "" && dst != "":
		return " on " + src + " and " + dst, entities
	case src+dst != "":
		return " on " + src + dst, entities
	}
	return "", nil
}
