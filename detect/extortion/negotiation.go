package extortion

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"dwell/detect/extortion/cue"
	"dwell/detect/extortion/deadline"
	"dwell/event"
	"dwell/finding"
)

// maxSteps bounds the timeline of a negotiation.
const maxSteps = 64

// turn is what one message of the extortioner says.
type turn struct {
	at      event.Time
	ref     event.Ref
	cues    cue.Set
	amounts []finding.Amount
	limits  []deadline.Limit
}

// turns are the messages of the extortioner in order: the letters, and the other
// mails of their senders as far as they say something.
func (d *demand) turns() []turn {
	var out []turn
	seen := make(map[uint64]bool) // copies of one mail in several mailboxes
	for i, sums := range d.sums() {
		l := d.letters[i]
		if l.ours() || l.Medium == event.MediumMail && seen[l.ID] {
			continue
		}
		seen[l.ID] = true
		out = append(out, turn{l.Time, l.Ref, l.Cues, sums, l.Limits})
	}
	for _, n := range d.sent {
		if n.Says != nil && !seen[n.ID] {
			seen[n.ID] = true
			out = append(out, turn{n.Time, n.Ref, n.Says.Cues, n.Says.Amounts, n.Says.Limits})
		}
	}
	if d.medium() == event.MediumMail {
		slices.SortStableFunc(out, func(a, b turn) int { return cmp.Or(a.at.Compare(b.at), a.ref.Compare(b.ref)) })
	}
	return out
}

// steps tell how the demand went on: what was asked, raised, put off, threatened and
// done. A message that changes nothing is no step.
func (d *demand) steps() []finding.Step { return d.negotiation().steps }

// deadline is the limit that runs after the last message.
func (d *demand) deadline() event.Time { return d.negotiation().limit }

func (d *demand) negotiation() negotiation {
	n := negotiation{steps: []finding.Step{}}
	for _, t := range d.turns() {
		n.take(t)
	}
	return n
}

// negotiation is what was said so far.
type negotiation struct {
	steps []finding.Step
	asked finding.Amount
	limit event.Time
	set   deadline.Limit // that set the limit; without a time when no message has one
	said  cue.Set
}

func (n *negotiation) add(t turn, step finding.Step) {
	if len(n.steps) < maxSteps {
		step.At, step.Ref = t.at, t.ref
		n.steps = append(n.steps, step)
	}
}

func (n *negotiation) take(t turn) {
	n.takeSum(t)
	n.takeLimit(t)
	for _, f := range firsts {
		if t.cues.Has(f.cue) && !n.said.Has(f.cue) {
			n.add(t, finding.Step{What: f.what})
		}
	}
	n.said |= t.cues
}

// firsts are the statements of which the first one is a step.
var firsts = []struct {
	cue  cue.Cue
	what string
}{
	{cue.Theft, "claims to have taken data"},
	{cue.Encrypted, "claims to have encrypted files, or offers to decrypt them"},
	{cue.Proof, "offers or shows proof"},
	{cue.Publish, "threatens publication"},
	{cue.Report, "threatens to tell third parties"},
	{cue.Disrupt, "threatens attacks on service"},
	{cue.Destroy, "threatens loss of data"},
	{cue.Police, "speaks of the police or forbids help"},
	{cue.Done, "says that a threat was carried out"},
}

// takeSum compares the sum of a message with the one asked before.
func (n *negotiation) takeSum(t turn) {
	a, ok := n.price(t.amounts)
	if !ok || a.Value == n.asked.Value && a.Currency == n.asked.Currency {
		return
	}
	before := n.asked
	n.asked = a
	step := finding.Step{Amount: &a}
	switch {
	case before.Currency == "":
		step.What = "asks for " + a.Raw
	case before.Currency != a.Currency:
		step.What = fmt.Sprintf("asks for %s in place of %s", a.Raw, before.Raw)
	case a.Value > before.Value:
		step.What = fmt.Sprintf("raises the demand from %s to %s", before.Raw, a.Raw)
	default:
		step.What = fmt.Sprintf("lowers the demand from %s to %s", before.Raw, a.Raw)
	}
	n.add(t, step)
}

// price is the sum of a message that is the demand: at first the largest; later the
// last one in the same currency that is not far from it, because turnover and test
// payments are named as well.
func (n *negotiation) price(amounts []finding.Amount) (out finding.Amount, ok bool) {
	const far = 20 // times
	for _, a := range amounts {
		switch {
		case n.asked.Currency == "":
			if !ok || a.Value > out.Value {
				out, ok = a, true
			}
		case a.Currency == n.asked.Currency && math.Abs(math.Log(a.Value/n.asked.Value)) < math.Log(far):
			out, ok = a, true
		}
	}
	return out, ok
}

// takeLimit compares the nearest limit of a message with the one that ran before.
func (n *negotiation) takeLimit(t turn) {
	if len(t.limits) == 0 {
		return
	}
	next := t.limits[0]
	for _, l := range t.limits[1:] {
		if l.At.Before(next.At) {
			next = l
		}
	}
	before := n.limit
	if restates(next, before) {
		return
	}
	if !next.At.IsZero() {
		n.limit = next.At
	}
	if !next.At.IsZero() || n.limit.IsZero() {
		n.set = next
	}
	step := finding.Step{Until: next.At}
	switch {
	case before.IsZero() || next.At.IsZero():
		step.What = fmt.Sprintf("sets a limit (%q)", next.Raw)
	case before.Before(t.at):
		step.What = fmt.Sprintf("sets a new limit after the old one has passed (%q)", next.Raw)
	case before.Before(next.At):
		step.What = fmt.Sprintf("puts the limit off (%q)", next.Raw)
	default:
		step.What = fmt.Sprintf("brings the limit forward (%q)", next.Raw)
	}
	n.add(t, step)
}

// restates reports whether a limit only repeats the one that runs. People round: who
// says "one day left" 47 hours after "72 hours" means the same moment.
func restates(l deadline.Limit, running event.Time) bool {
	if l.At.IsZero() || running.IsZero() {
		return false
	}
	const share, least = 8, time.Minute // of the distance
	return l.At.Sub(running).Abs() <= max(l.After/share, least)
}
