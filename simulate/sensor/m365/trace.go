package m365

import (
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/m365"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/spell"
	"dwell/simulate/letter"
)

// trace writes the message trace of a day: a row for each recipient of each mail.
func (m *Sensor) trace(d *fact.Day) error {
	f, err := m.Folder.Create("mailserver/MessageTrace_" + d.Date.Format(time.DateOnly) + ".csv")
	if err != nil {
		return err
	}
	f.Write([]byte(m365.TraceHeader))
	runspace := m.uuid(uint64(d.Date.Unix()), 8)
	var row []byte
	for i := range d.Mails {
		mail := &d.Mails[i]
		at := arrival(mail)
		if m.Silent(at) {
			continue
		}
		t := m365.Trace{Received: m.Clock(at), Tenant: m.organisation(), Sender: mail.From.Address, Subject: mail.Subject, Status: "Delivered", FromIP: m.source(mail), ID: m.networkID(mail),
			Start: d.Date, End: d.Date.AddDate(0, 0, 1), Runspace: runspace}
		written, client := letter.Of(mail), letter.Client(mail)
		t.Message = letter.MessageID(mail)
		t.Bytes = len(message.Append(nil, written, client, nil)) + 2400 // with what the service puts before it
		for n, to := range recipients(mail) {
			t.Recipient, t.Index, t.ToIP = to, n, m.destination(to)
			row = t.Append(row[:0])
			f.Record(mail.Label, at, row)
		}
	}
	return f.Close()
}

// arrival is when the service has a mail.
func arrival(m *fact.Mail) time.Time {
	at := m.Sent
	for _, h := range m.Hops {
		at = at.Add(h.After)
	}
	return at
}

func recipients(m *fact.Mail) []string {
	var out []string
	for _, p := range m.To {
		out = append(out, p.Address)
	}
	for _, p := range m.Cc {
		out = append(out, p.Address)
	}
	return out
}

// source is the server outside that handed a mail in, "" for one of the company's own
// mailboxes.
func (m *Sensor) source(mail *fact.Mail) string {
	if n := len(mail.Hops); n > 0 && !m.own(mail.From.Address) {
		return mail.Hops[n-1].Address.String()
	}
	return ""
}

func (m *Sensor) own(address string) bool { return strings.HasSuffix(address, "@"+m.domain) }

// destination is the server outside that takes a mail.
func (m *Sensor) destination(to string) string {
	if m.own(to) {
		return ""
	}
	_, domain, _ := strings.Cut(to, "@")
	s := spell.From(seedOf(domain), 21)
	n := s.Next()
	return "198.18." + itoa(n>>8&255) + "." + itoa(1+n%254)
}

func itoa(n uint64) string { return string(spell.Decimal(nil, n)) }

// networkID is the service's own id of a mail, which its header names as well.
func (m *Sensor) networkID(mail *fact.Mail) string {
	last := uint64(max(0, len(mail.Hops)-1))
	s := spell.From(mail.ID + last<<32)
	return string(s.UUID(nil, spell.HexLower, false))
}
