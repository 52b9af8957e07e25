package phishing

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/finding"
	"dwell/internal/humanize"
)

// ATT&CK techniques (version 18.1).
const (
	phishingLink       = "T1566.002"
	phishingAttachment = "T1566.001"
	phishingVoice      = "T1566.004"
	phishingAny        = "T1566"
)

// maxFindings bounds what is reported; the weakest are left out beyond it.
const maxFindings = 500

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	var out []finding.Finding
	for _, c := range campaigns(d.judge(v)) {
		f, err := c.report(&d.state)
		if err != nil {
			return nil, fmt.Errorf("phishing: %w", err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	out = out[:min(len(out), maxFindings)]
	if err := budget(out); err != nil {
		return nil, fmt.Errorf("phishing: %w", err)
	}
	slices.SortFunc(out, finding.Compare)
	return out, nil
}

// judge weighs all letters and returns those that are worth telling.
func (d *Detector) judge(v detect.View) []*judged {
	var out []*judged
	for _, l := range d.state.Letters.All() {
		if l.Marks.Count == 0 || v.Estate.Company(l.Domain) && l.Clues.has(fromHouse) {
			continue
		}
		j := &judged{letter: l, scales: l.weigh(&d.state), answered: l.answeredIn(&d.state)}
		if j.total = finding.Round(j.scales.Total()); j.total >= leastScore {
			j.cap()
			out = append(out, j)
		}
	}
	return out
}

// report words the finding about a campaign.
func (c *campaign) report(s *state) (finding.Finding, error) {
	l := c.letters[0]
	span := c.span()
	return finding.New(finding.Finding{
		Kind: finding.MailPhishing, Technique: l.technique(), Tactic: finding.InitialAccess,
		First: span.First, Last: span.Last,
		Title: c.title(), Sentence: c.sentence(),
		Entities: c.entities(), Measures: c.measures(s),
		Parts: slices.Clone(l.scales.Parts), Innocent: l.scales.Innocent, Refs: c.marks.Refs(),
	}, l.Claim+"\x00"+l.Domain+"\x00"+l.Target+"\x00"+l.Ref.String())
}

func (l *letter) technique() string {
	switch {
	case l.Clues.has(bringsPage):
		return phishingAttachment
	case l.Target != "":
		return phishingLink
	case l.Clues.has(asksCall):
		return phishingVoice
	}
	return phishingAny
}

// maxEntities bounds the senders and targets that are named.
const maxEntities = 32

// entities are the targets, which a machine may have called, the senders and the mails.
// Recipients are none, to have got such a mail ties nobody to anything; but whoever is
// asked for the password of this very organisation may have given it, so that what comes
// of the account belongs together with the mail.
func (c *campaign) entities() []finding.Entity {
	var out []finding.Entity
	add := func(kind finding.EntityType, value string, role finding.Role) {
		if e := (finding.Entity{Type: kind, Value: value, Role: role}); value != "" && len(out) < maxEntities && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	for _, l := range c.letters {
		if l.attackers() {
			add(finding.Domain, l.Target, finding.Attacker)
		}
		if !l.Clues.any(fromForged, fromGenuine, fromHouse) {
			add(finding.Mailbox, l.Address, finding.Sender)
		}
		add(finding.Message, l.MessageID, finding.Object)
		if l.Clues.any(claimOwn, claimDesk) && l.Clues.any(asksAccount, asksQuota) {
			for _, r := range l.Readers {
				add(finding.Mailbox, r, finding.Recipient)
			}
		}
	}
	return out
}

func (c *campaign) measures(s *state) map[string]any {
	l := c.letters[0]
	m := map[string]any{
		"mails": c.marks.Count, "shapes": int64(len(c.letters)), "claims": l.Claim, "sender_name": l.Name, "sender_domain": l.Domain,
		"target": l.Target, "subject": l.Subject, "recipients": humanize.Line(strings.Join(c.readers, ", ")),
	}
	if l.Envelope != "" {
		m["envelope_domain"] = l.Envelope
	}
	if l.Answer != "" {
		m["replies_to"] = l.Answer
	}
	if s.Letters.Dropped {
		m["letters_share_sampled"] = s.Letters.Fraction()
	}
	return m
}
