package external

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/finding"
	"dwell/internal/humanize"
)

const (
	// maxFindings bounds what is reported; the least telling are left out beyond it.
	maxFindings = 500
	// maxAnomalies bounds the names of anomalies that are reported, the most frequent.
	maxAnomalies = 25
	// maxNamed bounds the machines on each side that a finding names.
	maxNamed = 10
)

// Findings says what the state shows: one finding per topic.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for _, t := range y.topics {
		f, err := y.report(t)
		if err != nil {
			return nil, fmt.Errorf("external: %s: %w", t.title, err)
		}
		out = append(out, f)
	}
	odd, err := d.oddities()
	if err != nil {
		return nil, err
	}
	out = append(out, odd...)
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

func (y *survey) report(t *topic) (finding.Finding, error) {
	s := y.weigh(t)
	message := ""
	if t.Message != "" && len(t.names) == 1 {
		message = ": " + strings.TrimSuffix(t.Message, ".")
	}
	measures := map[string]any{"alerts": t.Marks.Count, "destination_port": int64(t.Port)}
	variant := ""
	if t.pairs > 1 {
		measures["sources"], measures["destinations"], measures["names"] = int64(len(t.srcs)), int64(len(t.dsts)), int64(len(t.names))
		variant = fmt.Sprintf("\x00many %d", t.direction)
	}
	if t.Level > 0 {
		measures["level"] = int64(t.Level)
	}
	if t.Class != "" {
		measures["class"] = t.Class
	}
	if t.Blocked > 0 {
		measures["blocked"] = t.Blocked
	}
	return finding.New(finding.Finding{
		Kind:     finding.ExternalAlert,
		First:    t.Marks.First.Time,
		Last:     t.Marks.Last.Time,
		Title:    fmt.Sprintf("%s warned of %s%s", t.product, t.title, y.between(t)),
		Sentence: fmt.Sprintf("%s wrote %s %s%s%s%s.", t.product, humanize.Plural(t.Marks.Count, "alert"), t.title, t.rules(), y.between(t), message),
		Entities: y.entities(t),
		Measures: measures,
		Parts:    s.Parts,
		Innocent: s.Innocent,
		Refs:     t.Marks.Refs(),
	}, t.product+"\x00"+t.title+variant)
}

// rules says how many names there are where they are told as one class.
func (t *topic) rules() string {
	if len(t.names) == 1 {
		return ""
	}
	return fmt.Sprintf(" (%d names)", len(t.names))
}

// between words whom the alerts concern.
func (y *survey) between(t *topic) string {
	src, dst := side(t.srcs), side(t.dsts)
	switch {
	case t.direction == inward && len(t.srcs) > 1:
		return fmt.Sprintf(" on %s and %d addresses outside", dst, len(t.srcs))
	case src != "" && dst != "":
		return " on " + src + " and " + dst
	case src+dst != "":
		return " on " + src + dst
	}
	return ""
}

// side words the machines on one side.
func side(of map[fold.Addr]int64) string {
	switch len(of) {
	case 0:
		return ""
	case 1:
		return busiest(of, 1)[0].IP().String()
	}
	return fmt.Sprintf("%d machines", len(of))
}

// entities are the machines with the most alerts; of many attackers none, for they tie
// nothing together.
func (y *survey) entities(t *topic) []finding.Entity {
	var out []finding.Entity
	if t.direction != inward || len(t.srcs) < manyPairs {
		for _, a := range busiest(t.srcs, maxNamed) {
			out = append(out, finding.Entity{Type: finding.Host, Value: a.IP().String(), Role: finding.Source})
		}
	}
	for _, a := range busiest(t.dsts, maxNamed) {
		out = append(out, finding.Entity{Type: finding.Host, Value: a.IP().String(), Role: finding.Destination})
	}
	return out
}

// oddities are the findings of anomalies, the most frequent.
func (d *Detector) oddities() ([]finding.Finding, error) {
	kinds := slices.SortedFunc(d.state.Oddities.Keys(), func(a, b kind) int {
		return cmp.Or(cmp.Compare(d.state.Oddities.Get(b).Marks.Count, d.state.Oddities.Get(a).Marks.Count),
			cmp.Compare(a.Product, b.Product), cmp.Compare(a.Name, b.Name))
	})
	var out []finding.Finding
	for _, k := range kinds[:min(len(kinds), maxAnomalies)] {
		o := d.state.Oddities.Get(k)
		s := &finding.Scales{}
		s.Add("anomaly", weightAnomaly, "a protocol was not kept to; nobody judged that it means harm")
		s.Excuse("a damaged or unusual packet, or a sensor that saw half of the traffic: nearly certain")
		from := ""
		if n := o.Sources.Count(maxSources); n > 0 {
			from = " in traffic of " + humanize.Plural(n, "machine")
		}
		f, err := finding.New(finding.Finding{
			Kind:     finding.ExternalAlert,
			First:    o.Marks.First.Time,
			Last:     o.Marks.Last.Time,
			Title:    fmt.Sprintf("%s could not follow a protocol: %s", k.Product, k.Name),
			Sentence: fmt.Sprintf("%s wrote %s%s that it could not follow a protocol: %s.", k.Product, humanize.Plural(o.Marks.Count, "time"), from, k.Name),
			Measures: map[string]any{"alerts": o.Marks.Count, "sources": o.Sources.Count(maxSources)},
			Parts:    s.Parts,
			Innocent: s.Innocent,
			Refs:     o.Marks.Refs(),
		}, k.Product+"\x00"+k.Name+"\x00anomaly")
		if err != nil {
			return nil, fmt.Errorf("external: anomaly %s: %w", k.Name, err)
		}
		out = append(out, f)
	}
	return out, nil
}
