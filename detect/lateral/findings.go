package lateral

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
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
	if y.sources[p.Src].reach[p.Dst] && y.alike(p.Src) {
		return finding.Finding{}, false, nil // the fan-out tells of it
	}
	s := &finding.Scales{}
	if p.acted() {
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
	span, _ := p.telling()
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
			span.First.Clock(), span.Last.Clock(), p.traffic(), reasons(s)),
		Entities: entities,
		Measures: p.measures(),
		Parts:    s.Parts,
		Innocent: s.Innocent,
		Clues:    y.clues(p),
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
