package mailqueue

import (
	"dwell/event"
	"dwell/evidence"
)

// batchSize is how many events are handed over at a time.
const batchSize = 512

// Page is what came of a run of lines: they are read in order, but their events may be
// handed over at any time.
type Page struct {
	transfers []event.MailTransfer
	logons    []event.Logon
	actions   []event.MailboxAction
	read      int
	skipped   map[string]int // by reason
	damaged   []damage
}

type damage struct {
	offset int64
	why    string
}

// Transfer adds a step of a mail.
func (p *Page) Transfer(t event.MailTransfer) { p.transfers = append(p.transfers, t) }

// Mail adds the reception of a mail, nil or one of which too little is known being none.
func (p *Page) Mail(m *Mail) {
	if m != nil && m.known {
		p.transfers = append(p.transfers, m.MailTransfer)
	}
}

// Logon adds a logon.
func (p *Page) Logon(l event.Logon) { p.logons = append(p.logons, l) }

// Action adds what was done in a mailbox.
func (p *Page) Action(a event.MailboxAction) { p.actions = append(p.actions, a) }

// Read counts a line as read.
func (p *Page) Read() { p.read++ }

// Skip counts a line as understood but left out.
func (p *Page) Skip(why string) {
	if p.skipped == nil {
		p.skipped = map[string]int{}
	}
	p.skipped[why]++
}

// Damage counts a line that was not understood.
func (p *Page) Damage(offset int64, why string) { p.damaged = append(p.damaged, damage{offset, why}) }

// Deliver hands everything over; notes are what was assumed.
func (p *Page) Deliver(w *evidence.Worker, notes []string) {
	w.Read(p.read)
	for why, n := range p.skipped {
		w.Skip(n, why)
	}
	for _, d := range p.damaged {
		w.Damage(d.offset, d.why)
	}
	for _, n := range notes {
		w.Note(n)
	}
	for rest := p.transfers; len(rest) > 0; rest = rest[min(batchSize, len(rest)):] {
		w.Emit(&event.Batch{Transfers: rest[:min(batchSize, len(rest))]})
	}
	for rest := p.logons; len(rest) > 0; rest = rest[min(batchSize, len(rest)):] {
		w.Emit(&event.Batch{Logons: rest[:min(batchSize, len(rest))]})
	}
	for rest := p.actions; len(rest) > 0; rest = rest[min(batchSize, len(rest)):] {
		w.Emit(&event.Batch{Actions: rest[:min(batchSize, len(rest))]})
	}
}
