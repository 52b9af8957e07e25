package account

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
)

const (
	// leastScore is the weight below which ordinary life explains an account.
	leastScore = 1.5
	// maxFindings bounds what is reported; the weakest are left out beyond it.
	maxFindings = 500
)

// Findings says what the state shows: one finding per account, by what explains it best.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for _, p := range y.persons {
		best := y.judgeDays(p)
		for _, f := range p.foreign {
			if one := y.judge(p, f); better(one, best) {
				best = one
			}
		}
		if !best.strong || best.total() < leastScore {
			continue
		}
		if refs, _ := best.records(); len(refs) == 0 {
			continue // its records were sampled out
		}
		f, err := y.report(best)
		if err != nil {
			return nil, fmt.Errorf("account: %s: %w", p.name, err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// better reports whether a verdict tells more than the best so far.
func better(one, best *verdict) bool {
	if one.strong != best.strong {
		return one.strong
	}
	return finding.Round(one.total()) > finding.Round(best.total())
}

// ATT&CK techniques (version 18.1), the most specific one that fits.
const (
	validAccounts    = "T1078"
	passwordGuessing = "T1110"
	remoteCollection = "T1114.002"
	forwardingRule   = "T1114.003"
	hidingRule       = "T1564.008"
	delegateRights   = "T1098.002"
	internalPhishing = "T1534"
)

func (v *verdict) technique() string {
	var parts []string
	for _, p := range v.scales.Parts {
		if p.Weight > 0 {
			parts = append(parts, p.Name)
		}
	}
	for _, c := range []struct{ part, technique string }{
		{"forward", forwardingRule}, {"rule", hidingRule}, {"permit", delegateRights}, {"recipients", internalPhishing}, {"many strangers", internalPhishing}, {"many mails", internalPhishing},
		{"read", remoteCollection}, {"passwords tried", passwordGuessing},
	} {
		if slices.Contains(parts, c.part) {
			return c.technique
		}
	}
	return validAccounts
}

func (y *survey) report(v *verdict) (finding.Finding, error) {
	refs, span := v.records()
	f := finding.Finding{
		Kind: finding.MailAccountMisuse, Technique: v.technique(), Tactic: finding.InitialAccess, First: span.First, Last: span.Last,
		Title:    "The account " + v.person.name + " seems to be used by somebody else",
		Sentence: v.sentence(), Entities: v.entities(), Measures: y.measures(v), Parts: v.scales.Parts, Innocent: v.scales.Innocent, Refs: refs,
	}
	return finding.New(f, "")
}

func (v *verdict) sentence() string {
	var why []string
	for _, p := range v.scales.Parts {
		if p.Weight > 0 {
			why = append(why, p.Why)
		}
	}
	return fmt.Sprintf("The account %s weighs %.1f as used by somebody else: %s.", v.person.name, v.total(), strings.Join(why, "; "))
}

// records are what the verdict rests on, the deeds first.
func (v *verdict) records() (refs []event.Ref, span event.Span) {
	const most = 12
	add := func(t event.Time, r event.Ref) {
		if r == (event.Ref{}) {
			return
		}
		span.Add(t)
		if len(refs) < most && !slices.Contains(refs, r) {
			refs = append(refs, r)
		}
	}
	for i := range v.deeds {
		add(v.deeds[i].Zone, v.deeds[i].Ref)
	}
	if v.stay != nil {
		for _, s := range v.stay.places {
			for _, m := range append([]fold.Mark{s.Marks.First, s.Marks.Last}, s.Marks.Top[:]...) {
				add(m.Time, m.Ref)
			}
		}
	}
	if v.mails != nil {
		for _, m := range v.mails.mails {
			add(m.Zone, m.Ref)
		}
	}
	for _, s := range v.person.places {
		for _, m := range append([]fold.Mark{s.Marks.First, s.Marks.Last}, s.Marks.Top[:]...) {
			if slices.Contains(v.days, dayOf(m.Time.Nanos)) || len(v.days) > 0 && len(refs) == 0 {
				add(m.Time, m.Ref)
			}
		}
	}
	return refs, span
}

// maxEntities bounds the entities of a finding.
const maxEntities = 24

func (v *verdict) entities() []finding.Entity {
	out := []finding.Entity{{Type: finding.Account, Value: v.person.name, Role: finding.Principal}}
	if strings.Contains(v.person.name, "@") {
		out = append(out, finding.Entity{Type: finding.Mailbox, Value: v.person.name, Role: finding.Victim})
	}
	if v.stay != nil {
		for _, s := range v.stay.places {
			if a := s.Address.IP(); s.known() {
				out = append(out, finding.Entity{Type: finding.Host, Value: a.String(), Role: finding.Attacker})
			}
		}
	}
	for i := range v.deeds {
		for _, target := range v.deeds[i].Targets {
			out = append(out, finding.Entity{Type: finding.Mailbox, Value: target, Role: finding.Attacker})
		}
	}
	if v.mails != nil {
		for _, m := range v.mails.mails {
			out = append(out, finding.Entity{Type: finding.Message, Value: m.ID, Role: finding.Object})
		}
	}
	return out[:min(len(out), maxEntities)]
}

func (y *survey) measures(v *verdict) map[string]any {
	m := map[string]any{"account_days": int64(len(v.person.profile.Daily)), "deeds": int64(len(v.deeds))}
	if f := v.stay; f != nil {
		if !f.program {
			m["network"] = shown(f.address)
		}
		m["days_before"] = int64(f.past)
		m["uses"] = f.uses
		m["items_read"] = f.read
		m["items_deleted"] = f.deleted
		m["accounts_with_network"] = int64(y.hit[f.key])
		if f.software != "" {
			m["software"] = f.software
		}
	}
	if c := v.mails; c != nil {
		m["mails"] = int64(len(c.mails))
		m["recipients"] = c.recipients
		m["strangers"] = c.strangers
	}
	if y.sampled {
		m["sampled"] = "accounts were sampled: others may be misused as well"
	}
	return m
}
