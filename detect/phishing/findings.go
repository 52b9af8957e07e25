package phishing

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/phishing/ask"
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
		j := &judged{letter: l, scales: l.weigh(&d.state)}
		if j.total = finding.Round(j.scales.Total()); j.total >= leastScore {
			j.cap()
			out = append(out, j)
		}
	}
	return out
}

// weigh puts a letter on the scales.
func (l *letter) weigh(s *state) *finding.Scales {
	scales := &finding.Scales{}
	claim := 0.0
	for c := range clues {
		if !l.Clues.has(c) {
			continue
		}
		weight := weights[c]
		if c < claimPlaces {
			weight = min(weight, mostClaim-claim)
			claim += weight
		}
		why := l.why(c)
		scales.Add(why.name, weight, "%s", why.text)
	}
	l.weighHistory(s, scales)
	l.excuse(scales)
	return scales
}

// weighHistory weighs what the evidence knows of the sender.
func (l *letter) weighHistory(s *state, scales *finding.Scales) {
	if l.First.IsZero() || l.Clues.any(fromForged, checksFailed) {
		return // what failed its checks is nobody's whom one knows
	}
	known, ok := s.Senders.Lookup(senderKey(l.Address, l.Domain))
	if !ok {
		return
	}
	if day := dayOf(l.First); known.known(day) {
		scales.Add("known sender", weightKnown, "ordinary mails came from there on several days, the first two weeks before or more")
		scales.Excuse("a known sender: ordinary mails came from there before")
	} else if known.written(day) {
		scales.Add("written to", weightWritten, "somebody had written there before")
		scales.Excuse("a known sender: somebody had written there before")
	}
}

// excuse words the innocent explanations.
func (l *letter) excuse(scales *finding.Scales) {
	switch {
	case l.Clues.has(fromBulk):
		scales.Excuse("a newsletter or notice through a service of mass mail: it can be unsubscribed and its own domain is vouched for, which was weighed")
	default:
		scales.Excuse("a newsletter or notice through a service of mass mail: it does not say so in its header, or nothing vouches for its domain")
	}
	if l.Claim != "" {
		scales.Excuse("another domain of the organisation itself, or a partner of its: not known to be one")
	}
}

// cap keeps mass phishing where it does not hide what is aimed at this company.
func (j *judged) cap() {
	most, why := mostMass, "such mails go to everybody every day, and that one came says nothing of a break-in"
	if j.Clues.has(claimOwn) {
		most, why = mostOwn, "that such a mail came says nothing of a break-in yet"
	}
	if j.total > most {
		j.scales.Add("mass mailing", most-j.total, "%s; by itself it weighs %.1f", why, j.total)
		j.total = most
	}
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

func (c *campaign) title() string {
	l := c.letters[0]
	title := "Mass mail of a sender who shows nothing of who it is"
	switch {
	case l.Clues.has(fromGenuine):
		title = "A service of " + l.Domain + " used for fraud"
	case l.Claim != "":
		title = "Phishing that claims to be from " + l.Claim
	}
	if n := c.marks.Count; n > 1 {
		title += fmt.Sprintf(", %d mails", n)
	}
	return title
}

// sentence says who it claims to be, where it comes from, what it asks and where it leads.
func (c *campaign) sentence() string {
	l := c.letters[0]
	var b strings.Builder
	if n := c.marks.Count; n > 1 {
		fmt.Fprintf(&b, "%d mails of one campaign came", n)
		if to := len(c.readers); to > 1 {
			fmt.Fprintf(&b, " to %d mailboxes or more", to)
		}
		b.WriteString("; the most telling")
	} else {
		b.WriteString("A mail")
	}
	if !l.First.IsZero() {
		fmt.Fprintf(&b, " of %s", l.First)
	}
	fmt.Fprintf(&b, " (%q)", l.Subject)
	if l.Claim != "" {
		fmt.Fprintf(&b, " says it is from %s and", l.Claim)
	}
	from := l.Domain
	if from == "" {
		from = "an address that is none"
	}
	switch {
	case l.Clues.has(fromForged):
		fmt.Fprintf(&b, " shows the domain %s, which the receiver's checks deny", from)
	default:
		fmt.Fprintf(&b, " comes from %s", from)
	}
	if a := l.asks(); a != "" {
		fmt.Fprintf(&b, "; it asks to %s", a)
	}
	switch {
	case l.Target != "" && l.Shown != "":
		fmt.Fprintf(&b, " at %s, where it shows %s", l.Target, l.Shown)
	case l.Target != "":
		fmt.Fprintf(&b, " at %s", l.Target)
	case l.Answer != "":
		fmt.Fprintf(&b, ", by mail to %s", l.Answer)
	}
	b.WriteString(".")
	if n := len(c.letters); n > 1 {
		fmt.Fprintf(&b, " The campaign has %d shapes.", n)
	}
	return b.String()
}

// asks words the two most telling things that are asked for.
func (l *letter) asks() string {
	const most = 2
	var out []string
	for _, a := range []ask.Ask{ask.Credence, ask.Password, ask.Quota, ask.Wallet, ask.Refund, ask.Parcel, ask.Renew, ask.Pay, ask.Prize, ask.Document, ask.Fortune, ask.Lure, ask.Click} {
		if l.Says.Has(a) && len(out) < most && (a != ask.Fortune || l.Clues.has(asksFortune)) {
			out = append(out, a.String())
		}
	}
	if len(out) == 0 && l.Target != "" {
		return ask.Click.String()
	}
	return strings.Join(out, " and to ")
}

// maxEntities bounds the senders and targets that are named.
const maxEntities = 32

// entities are the targets, which a machine may have called, the senders and the mails.
// Recipients are none: to have got such a mail ties nobody to anything.
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
