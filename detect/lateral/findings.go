package lateral

import (
	"fmt"
	"slices"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// Findings says what the state shows: one finding per source and destination.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for _, p := range y.pairs {
		parts, innocent := y.weigh(p)
		var score float64
		for _, part := range parts {
			score += part.Weight
		}
		dropped := y.state.Dropped.Get(ends{p.src, p.dst})
		var f finding.Finding
		var err error
		switch {
		case score >= leastScore:
			f, err = p.finding(parts, innocent, dropped)
		case dropped != nil:
			scales := y.weighDrop(p, dropped)
			if scales.Total() < leastScore {
				continue
			}
			f, err = p.dropFinding(scales, dropped)
		default:
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("lateral: %s to %s: %w", p.src.IP(), p.dst.IP(), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

func (p *pair) finding(parts []finding.Part, innocent []string, dropped *programs) (finding.Finding, error) {
	all := p.whole()
	src, dst := p.src.IP().String(), p.dst.IP().String()
	measures := map[string]any{
		"connections": all.Answered,
		"refused":     all.Refused,
		"bytes_out":   all.Out,
		"bytes_in":    all.In,
		"days":        int64(all.Days.Count()),
	}
	if all.LoggedOn+all.Denied > 0 {
		measures["logons"], measures["logons_failed"] = all.LoggedOn, all.Denied
	}
	detail := ""
	for _, proto := range p.protocols() {
		r := p.relations[proto]
		measures["connections_"+slug(proto)] = r.Answered
		measures["bytes_out_"+slug(proto)] = r.Out
		measures["bytes_in_"+slug(proto)] = r.In
		if detail != "" {
			detail += ", "
		}
		detail += fmt.Sprintf("%s %s (%s bytes out, %s in)", humanize.Plural(r.Answered, "connection"), "by "+proto.String(), humanize.Count(r.Out), humanize.Count(r.In))
	}
	why := ""
	for _, part := range parts {
		if part.Weight > 0 {
			why += "; " + part.Why
		}
	}
	return finding.New(finding.Finding{
		Kind:      finding.LateralMovement,
		Technique: protocols[p.chief()].technique,
		Tactic:    finding.LateralMove,
		First:     all.Marks.First.Time,
		Last:      all.Marks.Last.Time,
		Title:     fmt.Sprintf("%s went on to %s by %s", src, dst, list(p.protocols())),
		Sentence: fmt.Sprintf("%s administered %s from %s to %s: %s%s.", src, dst,
			all.Marks.First.Time, all.Marks.Last.Time, detail, why),
		Entities: []finding.Entity{
			{Type: finding.Host, Value: src, Role: finding.Source},
			{Type: finding.Host, Value: dst, Role: finding.Destination},
		},
		Measures: measures,
		Parts:    parts,
		Innocent: innocent,
		Refs:     append(p.refs(), dropped.refs()...),
	}, "")
}

// chief returns the protocol that says most: one that runs commands before one
// that only carries files, else the first.
func (p *pair) chief() protocol {
	for _, proto := range []protocol{winrm, rdp, ssh, smb} {
		if _, ok := p.relations[proto]; ok {
			return proto
		}
	}
	return p.protocols()[0]
}

// refs returns the first, the largest and the last record of each protocol.
func (p *pair) refs() []event.Ref {
	var refs []event.Ref
	for _, proto := range p.protocols() {
		of := p.relations[proto].Marks.Refs()
		refs = append(refs, of[:min(len(of), maxMarkedRecords)]...)
	}
	return refs
}

func slug(p protocol) string {
	switch p {
	case rpc:
		return "msrpc"
	case mssql:
		return "mssql"
	}
	var b []byte
	for _, c := range []byte(p.String()) {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return string(b)
}
