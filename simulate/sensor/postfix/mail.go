package postfix

import (
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/maillog"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/trace"
	"dwell/simulate/letter"
)

// mail is the lines of a mail on its way through the server; by is who sent it with an
// account of it, nil for others.
func (p *Sensor) mail(mail *fact.Mail, by *fact.Access) {
	m, at := p.taken(mail, by)
	service := m.Service
	p.tell(at, mail.Label, func(dst []byte, h *maillog.Header) []byte {
		return maillog.Connected(dst, h, service, m.PID, m.Client)
	})
	at = at.Add(p.moment())
	p.tell(at, mail.Label, m.Taken)
	at = at.Add(p.moment())
	p.tell(at, mail.Label, m.Named)
	at = at.Add(p.moment())
	p.tell(at, mail.Label, m.Queued)
	p.tell(at.Add(p.moment()), mail.Label, func(dst []byte, h *maillog.Header) []byte {
		return maillog.Disconnected(dst, h, service, m.PID, m.Client, "ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7")
	})
	last := at
	for _, to := range recipients(mail) {
		d := p.delivery(&m, to)
		done := at.Add(d.Delay)
		p.tell(done, mail.Label, d.Append)
		if done.After(last) {
			last = done
		}
	}
	p.tell(last.Add(p.moment()), mail.Label, m.Removed)
}

// taken is the mail as the server takes it, and when.
func (p *Sensor) taken(mail *fact.Mail, by *fact.Access) (maillog.Mail, time.Time) {
	written, client := letter.Of(mail), letter.Client(mail)
	m := maillog.Mail{Queue: queueID(mail), Service: "postfix/smtpd", PID: p.process(), Sender: mail.From.Address, Message: letter.MessageID(mail),
		Bytes: len(message.Append(nil, written, client, nil)) + 300, Count: len(mail.To) + len(mail.Cc)}
	at := mail.Sent
	for _, h := range mail.Hops {
		at = at.Add(h.After)
	}
	switch {
	case by != nil:
		m.Service, m.Account, m.Client = "postfix/submission/smtpd", by.Account, maillog.Peer{Address: p.seen(by)}
		if by.Within.IsValid() && by.Device.Host != "" {
			m.Client.Name = by.Device.Host
		} else if m.Client.Address.IsLoopback() {
			m.Client.Name = "localhost"
		}
	case len(mail.Hops) > 0:
		last := mail.Hops[len(mail.Hops)-1]
		m.Client = maillog.Peer{Name: last.From, Address: last.Address}
	default:
		m.Client = maillog.Peer{Name: p.server.Host, Address: p.server.Address}
	}
	return m, at
}

// queueID is the mail's id in the queue, which its Received line names as well.
func queueID(mail *fact.Mail) string {
	last := uint64(max(0, len(mail.Hops)-1))
	h := trace.Hop{Software: trace.Postfix, Number: mail.ID + last<<32}
	return string(h.AppendQueueID(nil))
}

func recipients(m *fact.Mail) []string {
	var out []string
	for _, who := range [][]fact.Person{m.To, m.Cc} {
		for _, one := range who {
			out = append(out, one.Address)
		}
	}
	return out
}

// delivery is where a mail goes: into a mailbox, or to another server.
func (p *Sensor) delivery(m *maillog.Mail, to string) *maillog.Delivery {
	d := &maillog.Delivery{Queue: m.Queue, To: to, PID: p.process(), DSN: "2.0.0", Status: "sent"}
	if p.own(to) {
		d.Program, d.Relay, d.Delay = "postfix/lmtp", p.server.Host+"."+p.server.Domain+"[private/dovecot-lmtp]", 20*time.Millisecond+p.moment()
		d.Words = "250 2.0.0 <" + to + "> " + p.session64() + " Saved"
		return d
	}
	_, domain, _ := strings.Cut(to, "@")
	n := seedOf(domain)
	d.Program, d.Delay = "postfix/smtp", 300*time.Millisecond+50*p.moment()
	d.Relay = "mx." + domain + "[198.18." + decimal(n>>8&255) + "." + decimal(1+n%254) + "]:25"
	d.Words = "250 2.0.0 Ok: queued as " + strings.ToUpper(p.session64()[:10])
	return d
}

func decimal(n uint64) string { return string(spell.Decimal(nil, n)) }

// seedOf makes a number of a text (FNV-1a, 64 bits).
func seedOf(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}
