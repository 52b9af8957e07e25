package life

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/simulate/company"
	"dwell/simulate/fact"
)

// kept bounds what is known of a mailbox: its last mails.
const kept = 240

// mailbox is what lies in somebody's mailbox.
type mailbox struct {
	items  []fact.Item // oldest first
	unread []arrival
}

// arrival is a mail that waits to be read.
type arrival struct {
	at time.Time
	fact.Item
}

// ItemOf is a mail as its service names it.
func ItemOf(m *fact.Mail) fact.Item {
	const header = 1100 // bytes, about
	size := header + len(m.Text) + len(m.HTML)
	for i := range m.Attachments {
		size += len(m.Attachments[i].Content) * 4 / 3
	}
	return fact.Item{ID: m.ID, Sent: m.Sent, From: m.From, Client: m.Client, Subject: m.Subject, Bytes: size, Folder: "Inbox"}
}

// Serve sets the mail service up: "m365", "postfix", or "off" where nobody asks for its
// logs. Outlook on Microsoft's service lets the service write the mails' headers.
func (w *World) Serve(kind string) {
	w.Served, w.Cloud = kind == "m365" || kind == "postfix", kind == "m365"
	if !w.Cloud {
		return
	}
	for _, e := range w.Employees {
		if e.Client == "outlook" {
			e.Client = "outlook-365"
		}
	}
}

// Taken is the hop at which the company's mail service takes a mail over.
func (w *World) Taken(from string, address netip.Addr, after time.Duration) fact.Hop {
	h := fact.Hop{By: w.Servers.Mail.Host + "." + w.Domain, From: from, Address: address, Software: "postfix", After: after}
	if w.Cloud {
		h.By, h.Software = "SL2P216MB0412.KORP216.PROD.OUTLOOK.COM", "exchange-online"
	}
	return h
}

// Mailbox returns the mails that lie in somebody's mailbox, the last ones, oldest first.
func (w *World) Mailbox(owner string) []fact.Item {
	if b := w.boxes[owner]; b != nil {
		return b.items
	}
	return nil
}

// arrives is when a mail is in a mailbox.
func arrives(m *fact.Mail, b fact.Box) time.Time {
	at := m.Sent
	if !b.Sent {
		for _, h := range m.Hops {
			at = at.Add(h.After)
		}
	}
	return at
}

// Remember puts the mails of a day from before the evidence into the mailboxes, where they
// have been read.
func (w *World) Remember(d *fact.Day) {
	w.file(d)
	for _, b := range w.boxes {
		b.unread = nil
	}
}

// file puts the mails of a day into the mailboxes.
func (w *World) file(d *fact.Day) {
	if !w.Served {
		return
	}
	end := d.At(24 * time.Hour)
	for _, m := range byTime(d.Mails) {
		if !m.Sent.Before(end) {
			continue // tomorrow's
		}
		for _, b := range m.Boxes {
			box := w.boxes[b.Owner]
			if box == nil {
				box = &mailbox{}
				w.boxes[b.Owner] = box
			}
			item := ItemOf(m)
			if b.Sent {
				item.Folder = "Sent Items"
			} else {
				box.unread = append(box.unread, arrival{arrives(m, b), item})
			}
			box.items = append(box.items, item)
			if len(box.items) > 2*kept {
				box.items = append(box.items[:0], box.items[len(box.items)-kept:]...)
			}
			if len(box.unread) > kept {
				box.unread = box.unread[1:]
			}
		}
	}
}

func byTime(mails []fact.Mail) []*fact.Mail {
	out := make([]*fact.Mail, len(mails))
	for i := range mails {
		out[i] = &mails[i]
	}
	slices.SortStableFunc(out, func(a, b *fact.Mail) int {
		return cmp.Or(a.Sent.Compare(b.Sent), strings.Compare(a.From.Address, b.From.Address), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Post adds what people do with their mailboxes on a day. All mails of the day must be
// there.
func (w *World) Post(d *fact.Day) {
	if !w.Served {
		return
	}
	w.file(d)
	w.sent(d)
	for _, e := range w.Employees {
		w.sit(d, e)
		w.tidy(d, e)
	}
	w.assist(d)
	w.serve(d)
	w.knock(d)
	w.privately(d)
}

// sent is what the senders' programs did for the mails of a day.
func (w *World) sent(d *fact.Day) {
	byAddress := w.addresses()
	end := d.At(24 * time.Hour)
	for i := range d.Mails {
		m := &d.Mails[i]
		e := byAddress[m.From.Address]
		if e == nil || m.Label != 0 || !m.Sent.Before(end) {
			continue // strangers; the attacker tells of his own
		}
		s := w.desk(e, m.Sent)
		item := ItemOf(m)
		item.Folder = "Sent Items"
		w.access(d, fact.Access{Time: m.Sent, Do: fact.Send, Account: m.From.Address, Device: w.habit(e).desk, From: s.from, Within: s.within, Session: w.working(e, m.Sent), Items: []fact.Item{item}})
	}
}

// addresses finds employees by their addresses.
func (w *World) addresses() map[string]*company.Employee {
	if w.known == nil {
		w.known = map[string]*company.Employee{}
		for _, e := range w.Employees {
			w.known[e.Address] = e
		}
	}
	return w.known
}

// access adds what is done; without an owner in the account's own mailbox.
func (w *World) access(d *fact.Day, a fact.Access) {
	if a.Owner == "" {
		a.Owner = a.Account
	}
	d.Accesses = append(d.Accesses, a)
}

// working is the session of somebody's program at work on a day.
func (w *World) working(e *company.Employee, at time.Time) uint64 {
	return w.Life(e, "session", midnight(at).Format(time.DateOnly)).Uint64()
}

// visitNumber is the session of a short visit.
func (w *World) visitNumber() uint64 {
	w.visits++
	return w.visits * 0x9e3779b97f4a7c15
}

// via is from where a device reaches the service: the address outside and inside.
func (s spot) via(a fact.Access) fact.Access {
	a.From, a.Within = s.from, s.within
	return a
}

// outside is a place that is neither the office nor its tunnel.
func outside(a netip.Addr) spot { return spot{from: a} }
