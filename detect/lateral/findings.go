package lateral

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// maxPerSource bounds the findings of one source; the fan-out (fanout.go) tells of all.
const maxPerSource = 25

// Findings says what the state shows: one finding per source and destination, one per
// source that turned to many, and one per theft of accounts or tickets.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for _, find := range []func() ([]finding.Finding, error){y.steps, y.fanOuts, y.replications, y.roasts} {
		found, err := find()
		if err != nil {
			return nil, fmt.Errorf("lateral: %w", err)
		}
		out = append(out, found...)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// steps are the findings of pairs, the gravest of each source.
func (y *survey) steps() ([]finding.Finding, error) {
	var out, of []finding.Finding
	for i, p := range y.pairs {
		f, ok, err := y.step(p)
		if err != nil {
			return nil, fmt.Errorf("%s to %s: %w", p.Src.IP(), p.Dst.IP(), err)
		}
		if ok {
			of = append(of, f)
		}
		if i+1 == len(y.pairs) || y.pairs[i+1].Src != p.Src {
			slices.SortFunc(of, finding.Compare)
			out = append(out, of[:min(len(of), maxPerSource)]...)
			of = of[:0]
		}
	}
	return out, nil
}

// step is the finding of one pair, and whether there is one.
func (y *survey) step(p *pair) (finding.Finding, bool, error) {
	s := &finding.Scales{}
	if len(p.relations)+len(p.deeds()) > 0 {
		s = y.weigh(p)
	}
	if s.Total() >= leastScore {
		f, err := y.stepFinding(p, s)
		return f, true, err
	}
	if p.dropped == nil {
		return finding.Finding{}, false, nil
	}
	if s = y.weighDrop(p); s.Total() < leastScore {
		return finding.Finding{}, false, nil
	}
	f, err := p.dropFinding(s)
	return f, true, err
}

func (y *survey) stepFinding(p *pair, s *finding.Scales) (finding.Finding, error) {
	src, dst := p.Src.IP().String(), p.Dst.IP().String()
	span := p.span()
	accounts := y.accountsOf(p)
	refs := append(p.refs(), p.dropped.refs()...)
	entities := []finding.Entity{
		{Type: finding.Host, Value: src, Role: finding.Source},
		{Type: finding.Host, Value: dst, Role: finding.Destination},
	}
	as := ""
	for _, a := range accounts {
		entities = append(entities, finding.Entity{Type: finding.Account, Value: a, Role: finding.Principal})
	}
	if len(accounts) > 0 {
		as = " as " + strings.Join(accounts, ", ")
	}
	return finding.New(finding.Finding{
		Kind:      finding.LateralMovement,
		Technique: p.techniques()[0],
		Tactic:    finding.LateralMove,
		First:     span.First,
		Last:      span.Last,
		Title:     fmt.Sprintf("%s went on to %s by %s", src, dst, p.means()),
		Sentence: fmt.Sprintf("%s administered %s%s from %s to %s: %s%s.", src, dst, as,
			span.First, span.Last, p.traffic(), reasons(s)),
		Entities: entities,
		Measures: p.measures(),
		Parts:    s.Parts,
		Innocent: s.Innocent,
		Refs:     distinct(append(refs, y.logonRefs(p)...)),
	}, "")
}

// reasons lists what speaks for the claim.
func reasons(s *finding.Scales) string {
	why := ""
	for _, part := range s.Parts {
		if part.Weight > 0 {
			why += "; " + part.Why
		}
	}
	return why
}

// means words by what the machine went on.
func (p *pair) means() string {
	if names := p.protocols(); len(names) > 0 {
		return list(names)
	}
	return "remote calls"
}

// traffic words the connections.
func (p *pair) traffic() string {
	var detail []string
	for _, proto := range p.protocols() {
		r := p.relations[proto]
		detail = append(detail, fmt.Sprintf("%s by %s (%s bytes out, %s in)", humanize.Plural(r.Answered, "connection"), proto, humanize.Count(r.Out), humanize.Count(r.In)))
	}
	if len(detail) == 0 {
		return "no record of its connections"
	}
	return strings.Join(detail, ", ")
}

func (p *pair) measures() map[string]any {
	all := p.whole()
	measures := map[string]any{
		"connections": all.Answered,
		"refused":     all.Refused,
		"bytes_out":   all.Out,
		"bytes_in":    all.In,
		"days":        int64(all.Days.Count()),
		"techniques":  strings.Join(p.techniques(), ", "),
	}
	if all.LoggedOn+all.Denied > 0 {
		measures["logons"], measures["logons_failed"] = all.LoggedOn, all.Denied
	}
	for _, proto := range p.protocols() {
		r := p.relations[proto]
		measures["connections_"+slug(proto)] = r.Answered
		measures["bytes_out_"+slug(proto)] = r.Out
		measures["bytes_in_"+slug(proto)] = r.In
	}
	return measures
}

// techniques lists what ATT&CK calls it, the most telling first: what was run, then the
// protocol that runs commands before one that only carries files.
func (p *pair) techniques() []string {
	var out []string
	name := func(technique string) {
		if technique != "" && !slices.Contains(out, technique) {
			out = append(out, technique)
		}
	}
	for _, did := range p.deeds() {
		if did.runs() {
			name(deeds[did].technique)
		}
	}
	for _, proto := range append([]protocol{winrm, rdp, ssh, smb}, p.protocols()...) {
		if _, ok := p.relations[proto]; ok {
			name(protocols[proto].technique)
		}
	}
	for _, did := range p.deeds() {
		name(deeds[did].technique)
	}
	if p.dropped != nil {
		name(toolTransfer)
	}
	if len(out) == 0 {
		name(protocols[none].technique)
	}
	return out
}

// refs returns the first, the largest and the last record of each protocol and deed.
func (p *pair) refs() []event.Ref {
	var refs []event.Ref
	for _, proto := range p.protocols() {
		of := p.relations[proto].Marks.Refs()
		refs = append(refs, of[:min(len(of), maxMarkedRecords)]...)
	}
	for _, did := range p.deeds() {
		if did != folder {
			refs = append(refs, p.acts[did].Marks.Refs()...)
		}
	}
	return refs
}

// distinct drops repeated references and keeps the order.
func distinct(refs []event.Ref) []event.Ref {
	var out []event.Ref
	for _, r := range refs {
		if r != (event.Ref{}) && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func slug(p protocol) string {
	switch p {
	case rpc:
		return "msrpc"
	case mssql:
		return "mssql"
	}
	return strings.ToLower(p.String())
}
