package extortion

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/event"
	"dwell/finding"
)

const (
	// maxFindings bounds what is reported; the weakest are left out beyond it.
	maxFindings = 1000
	// leastScore is the weight below which a text is no demand.
	leastScore = 0.8
	// leastMass is that of mass sextortion: told as such it takes nobody's time.
	leastMass = 0.2
	// financialTheft is the ATT&CK technique that covers extortion (version 18.1).
	financialTheft = "T1657"
)

// Findings says what the state shows.
func (d *Detector) Findings(v detect.View) ([]finding.Finding, error) {
	var out []finding.Finding
	for _, group := range d.state.demands() {
		s := weigh(group)
		if !group.tells(s.Total()) {
			continue
		}
		f, err := group.report(s, v, &d.state)
		if err != nil {
			return nil, fmt.Errorf("extortion: %w", err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// tells reports whether a demand is worth telling.
func (d *demand) tells(score float64) bool {
	return score >= leastScore || d.recognised() && finding.Round(score) >= leastMass
}

// report words the finding.
func (d *demand) report(s *finding.Scales, v detect.View, all *state) (finding.Finding, error) {
	demand := d.demand()
	span := d.span()
	f := finding.Finding{
		Kind: finding.MailExtortion, Technique: financialTheft, Tactic: finding.Impact,
		First: span.First, Last: span.Last,
		Title: d.title(demand), Sentence: d.sentence(s, demand),
		Entities: d.entities(v), Measures: d.measures(demand, all),
		Parts: s.Parts, Innocent: s.Innocent, Refs: d.refs(), Demand: demand, Clues: d.clues(),
	}
	return finding.New(f, d.key())
}

// demand is the structured form of what is asked for.
func (d *demand) demand() *finding.Demand {
	out := &finding.Demand{Class: d.class, Amounts: d.amounts(), Deadline: d.deadline(), Threats: d.threats(), Steps: d.steps(), Proof: d.proof()}
	for _, w := range d.wallets() {
		out.Wallets = append(out.Wallets, finding.WalletUse{Currency: w.Currency, Address: w.Text, Form: w.Form, Raw: short(w.Raw)})
	}
	for _, c := range d.contacts() {
		out.Contacts = append(out.Contacts, c.Value)
	}
	for _, n := range d.sent {
		if !n.Time.IsZero() {
			out.Sent = append(out.Sent, n.Time)
		}
	}
	for _, l := range d.passed {
		if !l.Time.IsZero() {
			out.Known, out.KnownRef = l.Time, &l.Ref
			break
		}
	}
	return out
}

// span is the interval of the extortioner's messages; the victim's turns of a chat
// count only where nobody else has a time.
func (d *demand) span() event.Span {
	var span event.Span
	for _, n := range d.sent {
		span.Add(n.Time)
	}
	if span.First.IsZero() {
		for _, l := range d.letters {
			span.Add(l.Time)
		}
	}
	return span
}

// key keeps two notes apart that name nothing: by the place they lay at.
func (d *demand) key() string {
	first := d.letters[0]
	return d.class + "\x00" + first.Mailbox + "\x00" + first.MessageID + "\x00" + first.Ref.String()
}

var titles = map[string]string{
	targeted:       "Extortion with stolen data",
	massSextortion: "Mass-mailed sextortion",
	ransomNote:     "Ransom note",
	bountyBeg:      "Begging for a bounty",
}

func (d *demand) title(demand *finding.Demand) string {
	title := titles[d.class]
	if len(demand.Amounts) > 0 {
		title += ": " + strings.TrimSpace(demand.Amounts[len(demand.Amounts)-1].Raw) + " demanded"
	}
	if n := len(d.sent); n > 1 {
		title += fmt.Sprintf(" in %d messages", n)
	}
	return title
}

var media = map[event.Medium]string{event.MediumMail: "mail", event.MediumNote: "note", event.MediumChat: "message"}

func (d *demand) sentence(s *finding.Scales, demand *finding.Demand) string {
	var b strings.Builder
	kind, weigh := media[d.medium()], " weighs"
	n := max(len(d.sent), 1)
	if n > 1 {
		weigh = " together weigh"
		fmt.Fprintf(&b, "%d %ss", n, kind)
	} else {
		fmt.Fprintf(&b, "A %s", kind)
	}
	if senders := d.senders(); len(senders) > 0 {
		fmt.Fprintf(&b, " from %s", strings.Join(senders[:min(len(senders), 3)], ", "))
	}
	if span := d.span(); !span.First.IsZero() {
		if n > 1 {
			fmt.Fprintf(&b, ", the first of %s,", span.First.Clock())
		} else {
			fmt.Fprintf(&b, " of %s", span.First.Clock())
		}
	}
	fmt.Fprintf(&b, "%s %.1f as %s", weigh, s.Total(), strings.ReplaceAll(d.class, "-", " "))
	var why []string
	for _, p := range s.Parts {
		if p.Weight > 0 {
			why = append(why, p.Why)
		}
	}
	if len(why) > 0 {
		b.WriteString(": " + strings.Join(why, "; "))
	}
	if !demand.Deadline.IsZero() {
		fmt.Fprintf(&b, "; the limit ends at %s", demand.Deadline.Clock())
	}
	if p := demand.Proof; p != nil && p.Compared && p.Matched == 0 {
		b.WriteString("; " + invented(p))
	}
	if !demand.Known.IsZero() {
		fmt.Fprintf(&b, "; %s, who was asked, passed it on or answered at %s", d.passed[0].From, demand.Known.Clock())
	}
	return b.String() + "."
}
