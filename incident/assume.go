package incident

import (
	"fmt"
	"strings"
	"time"

	"dwell/entity"
	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
)

// Ties that rest on time alone are weak. They are drawn only where the evidence
// leaves one candidate, and the reason says that they are assumed.

// openedWithin is how long after a mail its back door may first call. A mail that
// works is opened within hours, at the latest on the next morning.
const openedWithin = 24 * time.Hour

// demandWithin is how long after a theft a demand may come. Blackmailers wait
// weeks or a few months: what they hold loses its worth with age.
const demandWithin = 180 * 24 * time.Hour

// onset is when a group of findings first shows a back door, and on which machine.
type onset struct {
	view  int
	hosts []string
}

// entryByMail ties a mail to the back door that began soon after it, if just one
// group of machines began to call out then and one mail stands out.
func (g *graph) entryByMail(c Coverage) {
	onsets := g.onsets()
	watched := c.span(networkSources...).First
	for _, begin := range onsets {
		mail, ok := g.mailBefore(begin)
		if !ok || watched.After(g.views[mail].First) || g.rivals(onsets, mail) > 1 {
			continue
		}
		m, b := g.views[mail], g.views[begin.view]
		g.join(tie{a: min(mail, begin.view), b: max(mail, begin.view), assumed: fmt.Sprintf(
			"Assumed, by time only: the mail came %s before the back door on %s first called, and nothing else began to call out within %s of it; no record shows that the mail was opened there.",
			humanize.Duration(m.gapTo(b)), list(begin.hosts), humanize.Duration(openedWithin))})
	}
}

// onsets lists the first back-door finding of every group that has one.
func (g *graph) onsets() []onset {
	var out []onset
	for _, i := range g.firsts(func(v *view) bool {
		return v.Tactic == finding.CommandControl && v.timed && len(v.hosts) > 0
	}) {
		out = append(out, onset{i, g.views[i].hosts})
	}
	return out
}

// rivals counts the groups whose back door first called within the time after the mail.
func (g *graph) rivals(onsets []onset, mail int) int {
	n := 0
	for _, o := range onsets {
		if g.opens(mail, o) {
			n++
		}
	}
	return n
}

func (g *graph) opens(mail int, o onset) bool {
	m, b := g.views[mail], g.views[o.view]
	return m.timed && m.start < b.start && m.gapTo(b) <= openedWithin
}

// mailBefore returns the gravest mail that may have brought the back door; ok is
// false when there is none, or when the back door's story has an entry of its own,
// or when another mail is as grave.
func (g *graph) mailBefore(o onset) (mail int, ok bool) {
	mail = -1
	var rival finding.Severity
	for i, v := range g.views {
		if !v.mail() || v.Tactic != finding.InitialAccess {
			continue
		}
		if g.root(i) == g.root(o.view) {
			return -1, false
		}
		switch {
		case !g.opens(i, o):
		case mail < 0 || v.Severity > g.views[mail].Severity:
			if mail >= 0 && g.root(i) != g.root(mail) {
				rival = max(rival, g.views[mail].Severity)
			}
			mail = i
		case g.root(i) != g.root(mail):
			rival = max(rival, v.Severity)
		}
	}
	return mail, mail >= 0 && (rival == 0 || rival < g.views[mail].Severity)
}

// demandForTheft ties a demand that speaks of stolen data, and that nothing else
// ties, to the theft before it, if the evidence leaves one candidate.
func (g *graph) demandForTheft(e *entity.Estate) {
	demands := g.firsts(func(v *view) bool {
		return v.Demand != nil && v.Demand.Class == theftClass && v.timed && speaksToCompany(v, e)
	})
	thefts := g.firsts(func(v *view) bool { return v.theft() && v.timed })
	personal := map[int]bool{}
	for i, v := range g.views {
		if v.Taken != nil && len(v.Taken.Personal) > 0 {
			personal[g.root(i)] = true
		}
	}
	for _, d := range demands {
		theft, only := g.theftBefore(d, thefts, personal)
		if theft < 0 {
			continue
		}
		why := "and it is the only theft in the evidence before it"
		if !only {
			why = "and of the thefts before it only this one concerns personal data"
		}
		t, v := g.views[theft], g.views[d]
		g.join(tie{a: min(theft, d), b: max(theft, d), assumed: fmt.Sprintf(
			"Assumed, by time and claim only: the demand came %s after the theft that it would fit, %s; nothing else ties the two.",
			humanize.Duration(time.Duration(firstSent(v).Nanos-t.start)), why)})
	}
}

// noteForIntrusion ties the one ransom note of the evidence to the one intrusion that
// went from machine to machine: a note tells no time and names no company, but
// somebody put it there.
func (g *graph) noteForIntrusion() {
	notes := g.firsts(func(v *view) bool { return v.Demand != nil && v.Demand.Class == ransomClass && v.left() })
	moved := g.firsts(func(v *view) bool { return v.Tactic == finding.LateralMove && v.Severity >= finding.Medium })
	var intrusions []int
	for _, m := range moved {
		for i, v := range g.views {
			if g.root(i) == g.root(m) && v.Tactic == finding.CommandControl && v.Severity >= finding.High {
				intrusions = append(intrusions, m)
				break
			}
		}
	}
	if len(notes) != 1 || len(intrusions) != 1 || g.root(notes[0]) == g.root(intrusions[0]) {
		return
	}
	note, step := notes[0], intrusions[0]
	g.join(tie{a: min(note, step), b: max(note, step), assumed: "Assumed: it is the only ransom note, and the only intrusion that went from machine to machine; nothing else ties the two."})
}

// speaksToCompany reports whether a demand was sent to the company's own
// mailboxes; where the company's domains are not known, every mailbox counts.
func speaksToCompany(v *view, e *entity.Estate) bool {
	if len(e.CompanyDomains()) == 0 {
		return true
	}
	for _, x := range v.Entities {
		if x.Type == finding.Mailbox && (x.Role == finding.Recipient || x.Role == finding.Victim) {
			if _, domain, ok := strings.Cut(strings.ToLower(x.Value), "@"); ok && e.Company(domain) {
				return true
			}
		}
	}
	return v.left() // a note or chat lies on the company's own machine
}

// firstSent is when the first mail of the demand was sent.
func firstSent(v *view) event.Time {
	first := v.First
	for i, t := range v.Demand.Sent {
		if i == 0 || t.Before(first) {
			first = t
		}
	}
	return first
}

// firsts lists the earliest finding of that kind of every group that has one.
func (g *graph) firsts(kind func(*view) bool) []int {
	seen := map[int]bool{}
	var out []int
	for i, v := range g.views {
		if root := g.root(i); kind(v) && !seen[root] {
			seen[root] = true
			out = append(out, i)
		}
	}
	return out
}

// theftBefore returns the one theft that a demand can be about, or -1. Only is
// true when the evidence holds no other before the demand.
func (g *graph) theftBefore(demand int, thefts []int, personal map[int]bool) (theft int, only bool) {
	var before, likely []int
	at := firstSent(g.views[demand]).Nanos
	for _, t := range thefts {
		if g.root(t) == g.root(demand) {
			return -1, false
		}
		if start := g.views[t].start; start >= at || uint64(at)-uint64(start) > uint64(demandWithin) {
			continue
		}
		before = append(before, t)
		if personal[g.root(t)] {
			likely = append(likely, t)
		}
	}
	switch {
	case len(before) == 1:
		return before[0], true
	case len(likely) == 1:
		return likely[0], false
	}
	return -1, false
}
