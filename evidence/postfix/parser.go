package postfix

import (
	"bytes"
	"net/netip"
	"time"

	"dwell/event"
	"dwell/evidence/mailqueue"
	"dwell/evidence/value"
)

// parser reads the lines of one log in order.
type parser struct {
	mailqueue.Log
	sessions sessions
}

func newParser(changed time.Time) *parser {
	return &parser{Log: mailqueue.NewLog("postfix", changed)}
}

// message reads what stands behind the header; false when it says nothing about a mail
// or a logon.
func (p *parser) message(service string, b []byte) bool {
	if service == "dovecot" {
		return p.dovecot(b)
	}
	if rest, ok := bytes.CutPrefix(b, []byte("NOQUEUE: reject: ")); ok {
		return p.refused(rest)
	}
	if rest, ok := bytes.CutPrefix(b, []byte("warning: ")); ok {
		return p.failed(rest)
	}
	id, rest, ok := bytes.Cut(b, []byte(": "))
	if !ok || !isQueueID(id) {
		return false
	}
	switch service {
	case "smtpd":
		return p.client(id, rest)
	case "cleanup":
		return p.cleanup(id, rest)
	case "pickup":
		return p.local(id, rest)
	case "qmgr":
		return p.manager(id, rest)
	}
	return p.delivery(id, rest)
}

// isQueueID tells the ids of mails in the queue: short ones are hexadecimal, long ones
// (enable_long_queue_ids) letters and figures.
func isQueueID(b []byte) bool {
	const least, most = 6, 20
	if len(b) < least || len(b) > most {
		return false
	}
	figures := 0
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			figures++
		case c|0x20 < 'a' || c|0x20 > 'z':
			return false
		}
	}
	return figures > 0 || len(bytes.Trim(b, "ABCDEF")) == 0
}

// client reads "client=pc1[203.0.113.7]:50122, sasl_method=PLAIN, sasl_username=lee@example.com".
func (p *parser) client(id, b []byte) bool {
	from, ok := bytes.CutPrefix(b, []byte("client="))
	if !ok {
		return false
	}
	from, _, _ = bytes.Cut(from, []byte(", "))
	m := p.Mail(id)
	m.Know(p.At, p.Ref)
	m.ClientName, m.Client = p.peer(from)
	if user := attribute(b, "sasl_username="); len(user) > 0 {
		m.Account, m.Step = p.Mailbox(user), event.MailSubmit
		p.Logon(m.Account, m.Client, event.TruthYes, "", attribute(b, "sasl_method="))
	}
	return true
}

// cleanup reads "message-id=<a1@example.com>", and header_checks' warnings of subjects.
func (p *parser) cleanup(id, b []byte) bool {
	if text, ok := bytes.CutPrefix(b, []byte("message-id=")); ok {
		p.Mail(id).MessageID = string(p.Clean(value.MessageID(text)))
		return true
	}
	if text, ok := bytes.CutPrefix(b, []byte("warning: header Subject: ")); ok {
		if i := bytes.LastIndex(text, []byte(" from ")); i >= 0 {
			text = text[:i]
		}
		p.Mail(id).Subject = string(p.Clean(text))
		return true
	}
	return false
}

// local reads "uid=33 from=<www-data>": a program on the server itself.
func (p *parser) local(id, b []byte) bool {
	if !bytes.HasPrefix(b, []byte("uid=")) {
		return false
	}
	m := p.Mail(id)
	m.Know(p.At, p.Ref)
	m.Step, m.ClientName = event.MailSubmit, "localhost"
	return true
}

// manager reads "from=<lee@example.com>, size=900, nrcpt=1 (queue active)" and "removed".
func (p *parser) manager(id, b []byte) bool {
	if string(b) == "removed" {
		p.Done(id)
		return true
	}
	if !bytes.HasPrefix(b, []byte("from=<")) {
		return false
	}
	m := p.Mail(id)
	m.Know(p.At, p.Ref)
	m.Sender = p.Mailbox(attribute(b, "from="))
	if n, ok := value.Whole(attribute(b, "size=")); ok {
		m.Bytes = n
	}
	count, _, _ := bytes.Cut(attribute(b, "nrcpt="), []byte{' '})
	if n, ok := value.Whole(count); ok && n < 1<<31 {
		m.Count = max(m.Count, int(n))
	}
	return true
}

// delivery reads "to=<jo@partner.example>, relay=mx[192.0.2.7]:25, ..., status=sent (250 OK)".
func (p *parser) delivery(id, b []byte) bool {
	status := attribute(b, "status=")
	if !bytes.HasPrefix(b, []byte("to=<")) || len(status) == 0 {
		return false
	}
	m := p.Mail(id)
	to := p.Mailbox(attribute(b, "to="))
	t := p.Delivery(m, to)
	t.Relay = p.Word(attribute(b, "relay="))
	if i := bytes.Index(b, []byte("status=")); i >= 0 { // the server's words hold commas
		const longest = 500
		t.Status = string(p.Clean(b[i+len("status="):][:min(longest, len(b)-i-len("status="))]))
	}
	word, _, _ := bytes.Cut(status, []byte{' '})
	t.Step = stepOf(string(word), t.Relay)
	p.Into.Transfer(t)
	return true
}

func stepOf(status, relay string) event.MailStep {
	switch status {
	case "sent":
		if relay == "local" || relay == "virtual" || relay == "dovecot" || relay == "maildrop" || len(relay) > 7 && relay[:8] == "private/" {
			return event.MailDeliver
		}
		return event.MailSend
	case "deferred":
		return event.MailDefer
	case "expanded":
		return event.MailExpand
	}
	return event.MailFail
}

// refused reads "RCPT from host[192.0.2.7]: 554 5.7.1 ...; from=<a> to=<b> proto=ESMTP helo=<x>".
func (p *parser) refused(b []byte) bool {
	_, rest, ok := bytes.Cut(b, []byte(" from "))
	if !ok {
		return false
	}
	from, why, ok := bytes.Cut(rest, []byte(": "))
	if !ok {
		return false
	}
	t := p.Refusal()
	t.ClientName, t.Client = p.peer(from)
	t.Sender = p.Mailbox(between(why, " from=<", ">"))
	if to := p.Mailbox(between(why, " to=<", ">")); to != "" {
		t.Recipients, t.Count = []string{to}, 1
	}
	t.Account = p.Mailbox(between(why, " sasl_username=<", ">"))
	reason, _, _ := bytes.Cut(why, []byte("; from=<"))
	t.Status = p.Word(reason)
	p.Into.Transfer(t)
	return true
}

// failed reads "pc1[203.0.113.7]: SASL PLAIN authentication failed: ..., sasl_username=lee".
func (p *parser) failed(b []byte) bool {
	from, rest, ok := bytes.Cut(b, []byte(": SASL "))
	if !ok {
		return false
	}
	method, why, ok := bytes.Cut(rest, []byte(" authentication failed: "))
	if !ok {
		return false
	}
	_, a := p.peer(from)
	account := p.Mailbox(attribute(why, "sasl_username="))
	p.Logon(account, a, event.TruthNo, "authentication failed", method)
	return true
}

// peer reads "mx.partner.example[192.0.2.7]:50122".
func (p *parser) peer(b []byte) (name string, a netip.Addr) {
	host, rest, _ := bytes.Cut(b, []byte{'['})
	address, _, _ := bytes.Cut(rest, []byte{']'})
	a, _ = p.Texts.Address(address)
	if string(host) == "unknown" {
		return "", a
	}
	return p.HostName(host), a
}

// attribute returns the value of "name=value, " in a list, without angle brackets. A value
// in them may hold commas.
func attribute(b []byte, name string) []byte {
	rest := mailqueue.Behind(b, name)
	if len(rest) > 0 && rest[0] == '<' {
		return between(rest, "<", ">")
	}
	value, _, _ := bytes.Cut(rest, []byte(", "))
	return value
}

// between returns what stands between two marks, nil when there are none.
func between(b []byte, open, closing string) []byte {
	_, rest, ok := bytes.Cut(b, []byte(open))
	if !ok {
		return nil
	}
	out, _, ok := bytes.Cut(rest, []byte(closing))
	if !ok {
		return nil
	}
	return out
}
