package extortion

import (
	"slices"
	"strings"
	"time"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
)

// maxEntities bounds the recipients that are named.
const maxEntities = 64

func (d *demand) entities(v detect.View) []finding.Entity {
	var out []finding.Entity
	add := func(kind finding.EntityType, value string, role finding.Role) {
		if value != "" && len(out) < maxEntities {
			out = append(out, finding.Entity{Type: kind, Value: value, Role: role})
		}
	}
	for _, from := range d.senders() {
		_, domain, _ := strings.Cut(from, "@")
		if v.Estate.Company(domain) {
			add(finding.Mailbox, from, finding.Sender) // a colleague's address: forged, taken or forwarding
		} else {
			add(finding.Mailbox, from, finding.Attacker)
		}
	}
	for _, w := range d.wallets() {
		add(finding.Wallet, w.Text, finding.Attacker)
	}
	for _, c := range d.contacts() {
		kind := finding.Mailbox
		switch c.Kind {
		case "onion":
			kind = finding.Domain
		case "telegram", "tox", "session":
			kind = finding.Account
		}
		add(kind, c.Value, finding.Attacker)
	}
	for _, l := range d.letters {
		for _, to := range l.To {
			add(finding.Mailbox, to, finding.Victim)
		}
		if l.Medium == event.MediumMail {
			add(finding.Message, l.MessageID, finding.Object)
		} else {
			add(finding.File, l.Mailbox, finding.Object)
		}
	}
	return out
}

func (d *demand) measures(demand *finding.Demand, all *state) map[string]any {
	m := map[string]any{
		"class": d.class, "medium": d.medium().String(), "messages": int64(max(len(d.sent), len(d.letters))),
		"wallets": int64(len(demand.Wallets)), "amounts": int64(len(demand.Amounts)), "contacts": int64(len(demand.Contacts)),
	}
	if limit := d.negotiation().set; limit.Raw != "" {
		m["deadline_text"] = limit.Raw
		if limit.After > 0 {
			m["deadline_hours"] = int64(limit.After / time.Hour)
		}
	}
	if all.Letters.Dropped {
		m["letters_share_sampled"] = all.Letters.Fraction()
	}
	return m
}

// refs are the letters, then the other mails of the sender, first and last and
// those between, as far as the bound goes.
func (d *demand) refs() []event.Ref {
	const maxRefs = 64
	var marks fold.Marks
	var out []event.Ref
	for _, l := range d.letters {
		marks.Add(fold.Mark{Time: l.Time, Ref: l.Ref, Weight: int64(l.Cues.Len())})
	}
	out = marks.Refs()
	for _, n := range d.sent {
		if len(out) < maxRefs && !slices.Contains(out, n.Ref) {
			out = append(out, n.Ref)
		}
	}
	return out
}
