package spearphish

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

const (
	// maxFindings bounds what is reported; the weakest are left out beyond it.
	maxFindings = 1000
	// leastScore is the weight below which a new address is taken for the person's own.
	leastScore = 1.0
)

// ATT&CK techniques (version 18.1).
const (
	spearphishingAttachment = "T1566.001"
	spearphishingLink       = "T1566.002"
	phishing                = "T1566"
)

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state, v)
	var out []finding.Finding
	for _, group := range gather(y.suspicions()) {
		f, err := y.report(group)
		if err != nil {
			return nil, fmt.Errorf("spearphish: %s: %w", group[0].letter.Address, err)
		}
		out = append(out, f)
	}
	if err := budget(out); err != nil {
		return nil, fmt.Errorf("spearphish: %w", err)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// gather puts the letters of one address against one target together, the most
// telling first. Letters that show the true address stand alone, each being a
// different matter.
func gather(all []suspicion) [][]suspicion {
	var out [][]suspicion
	groups := make(map[[2]string]int)
	slices.SortStableFunc(all, func(a, b suspicion) int {
		return cmp.Or(cmp.Compare(finding.Round(b.scales.Total()), finding.Round(a.scales.Total())), a.letter.compare(b.letter), cmp.Compare(a.letter.ID, b.letter.ID))
	})
	for _, s := range all {
		if s.scales.Total() < leastScore && s.company == "" && s.judgement == nil {
			continue
		}
		key := [2]string{s.author.Address, s.target.Address}
		if i, ok := groups[key]; ok && s.author != s.target {
			out[i] = append(out[i], s)
			continue
		}
		groups[key] = len(out)
		out = append(out, []suspicion{s})
	}
	return out
}

// report words the finding.
func (y *survey) report(group []suspicion) (finding.Finding, error) {
	s := group[0]
	l := s.letter
	f := finding.Finding{
		Kind: finding.MailImpersonation, Technique: l.technique(), Tactic: finding.InitialAccess,
		Title: s.title(y), Sentence: s.sentence(y), Entities: y.entities(group), Measures: y.measures(group),
		Parts: s.scales.Parts, Innocent: s.scales.Innocent,
	}
	var span event.Span
	for _, g := range group {
		span.Add(event.UTC(g.letter.At, event.PrecisionSecond))
		if !slices.Contains(f.Refs, g.letter.Ref) {
			f.Refs = append(f.Refs, g.letter.Ref)
		}
	}
	for _, t := range s.before {
		if !slices.Contains(f.Refs, t.Ref) {
			f.Refs = append(f.Refs, t.Ref)
		}
	}
	for _, k := range s.target.Early { // what the true correspondent's mail looks like
		if k.At < l.At && !slices.Contains(f.Refs, k.Ref) {
			f.Refs = append(f.Refs, k.Ref)
		}
	}
	f.First, f.Last = span.First, span.Last
	return finding.New(f, fmt.Sprintf("%s\x00%x", l.MessageID, l.ID))
}

func (l *letter) technique() string {
	switch {
	case l.Payload > payloadLink:
		return spearphishingAttachment
	case l.Payload == payloadLink:
		return spearphishingLink
	}
	return phishing
}

// imitated is how the person is called whom the letter imitates.
func (s *suspicion) imitated(y *survey) string {
	if p, ok := y.state.Persons.Lookup(s.letter.Person); ok && s.letter.Person != 0 && (s.named || s.author == s.target) {
		return p.Name
	}
	for _, f := range s.target.Names {
		if p, ok := y.state.Persons.Lookup(f.Key); ok && f.Key != 0 {
			return p.Name
		}
	}
	return s.target.Address
}

func (s *suspicion) title(y *survey) string {
	switch {
	case s.company != "" && s.scales.Total() < leastScore:
		return fmt.Sprintf("%s writes as %s: same person, company moved from %s", s.imitated(y), s.letter.Written, s.company)
	case s.judgement != nil && !s.judgement.Transport:
		return fmt.Sprintf("A mail under the true address of %s is not written as its mails are", s.imitated(y))
	case s.author == s.target:
		return fmt.Sprintf("A mail under the true address of %s came from elsewhere", s.imitated(y))
	}
	return fmt.Sprintf("%s writes as %s, who is known as %s", s.letter.Written, s.imitated(y), s.target.Address)
}

func (s *suspicion) sentence(y *survey) string {
	var b strings.Builder
	l := s.letter
	fmt.Fprintf(&b, "The mail %q of %s", l.Subject, event.UTC(l.At, event.PrecisionSecond).Clock())
	if len(l.To) > 0 {
		fmt.Fprintf(&b, " to %s", l.To[0])
	}
	fmt.Fprintf(&b, " weighs %.1f as an impersonation of %s", s.scales.Total(), s.imitated(y))
	if why := s.reasons(); len(why) > 0 {
		b.WriteString(": " + strings.Join(why, "; "))
	}
	return b.String() + "."
}

// reasons are what speaks for an impostor, the parts of a profile only the heaviest.
func (s *suspicion) reasons() (why []string) {
	const mostHabits = 6
	habits := 0
	for _, p := range s.scales.Parts {
		if p.Weight <= 0 || p.Name == partLesser || p.Name == partBase {
			continue
		}
		if s.habits[p.Name] {
			if habits++; habits > mostHabits {
				continue
			}
		}
		why = append(why, p.Why)
	}
	return why
}

// maxEntities bounds the recipients that are named.
const maxEntities = 32

func (y *survey) entities(group []suspicion) []finding.Entity {
	s := group[0]
	var out []finding.Entity
	add := func(kind finding.EntityType, value string, role finding.Role) {
		e := finding.Entity{Type: kind, Value: value, Role: role}
		if value != "" && len(out) < maxEntities && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	if s.author != s.target {
		add(finding.Mailbox, s.letter.Written, finding.Attacker)
		add(finding.Mailbox, s.target.Address, finding.Object)
	} else {
		add(finding.Mailbox, s.author.Address, finding.Sender)
	}
	add(finding.Person, s.imitated(y), finding.Object)
	for _, g := range group {
		add(finding.Message, g.letter.MessageID, finding.Object)
		for _, to := range g.letter.To {
			add(finding.Mailbox, to, finding.Victim)
		}
	}
	return out
}

func (y *survey) measures(group []suspicion) map[string]any {
	s := group[0]
	m := map[string]any{
		"mails": int64(len(group)), "mails_of_address": s.author.Total, "mails_of_true_address": s.target.Total,
		"subject": s.letter.Subject, "display_name": s.letter.Name, "client": s.letter.Client, "relay": s.letter.Relay,
	}
	if s.letter.HasOffset {
		m["date_offset"] = humanize.Offset(s.letter.Offset)
	}
	if s.judgement != nil {
		m["mails_judged_by"], m["days_judged_by"], m["later_mails_alike"] = int64(s.judgement.Mails), int64(s.judgement.Days), int64(s.later)
		m["side"] = map[bool]string{true: "transport", false: "composition and behaviour"}[s.judgement.Transport]
	}
	if words, ok := payloadWords[s.letter.Payload]; ok {
		m["payload"] = words
	}
	if t := y.state.Traces; t.Dropped {
		m["mails_share_sampled"] = 1 / float64(uint64(1)<<t.Shift)
	}
	if y.state.Accounts.Dropped {
		m["addresses_share_sampled"] = y.state.Accounts.Fraction()
	}
	return m
}
