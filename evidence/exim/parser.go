package exim

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
	line []byte // room to put parts of a line together
}

func newParser(changed time.Time) *parser {
	return &parser{Log: mailqueue.NewLog("exim", changed)}
}

// cutID takes the id of a mail off: three groups of letters and figures, of 6, 6 and 2
// characters, or of 6, 11 and 4 since Exim 4.97.
func cutID(b []byte) (id, rest []byte) {
	id, rest, ok := bytes.Cut(b, []byte{' '})
	if !ok {
		return nil, b
	}
	const short, long = len("1tFabc-000001-2X"), len("1tFabc-00000000001-2XYZ")
	var second int
	switch len(id) {
	case short:
		second = len("1tFabc-000001")
	case long:
		second = len("1tFabc-00000000001")
	default:
		return nil, b
	}
	for i, c := range id {
		if dash := i == len("1tFabc") || i == second; dash != (c == '-') || !dash && !isAlphanumeric(c) {
			return nil, b
		}
	}
	return id, rest
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// message reads what stands behind the time; false when it says nothing about a mail or a
// logon.
func (p *parser) message(b []byte) bool {
	id, rest := cutID(b)
	if id == nil {
		return p.failed(b) || p.refused(b)
	}
	if string(rest) == "Completed" {
		p.Done(id)
		return true
	}
	if !isFate(rest) {
		return false
	}
	m := p.Mail(id)
	if rest[0] == '<' {
		p.received(m, rest[3:])
	} else {
		p.delivered(m, string(rest[:2]), rest[3:])
	}
	return true
}

// received reads "lee@example.com H=pc1 [203.0.113.7] P=esmtpsa A=plain:lee S=900 id=x T="Offer" for a b".
func (p *parser) received(m *mailqueue.Mail, b []byte) {
	m.Know(p.At, p.Ref)
	sender, rest, _ := bytes.Cut(b, []byte{' '})
	if m.Sender = p.Mailbox(sender); m.Sender == "<>" {
		m.Sender = ""
	}
	rest = p.subject(m, rest)
	if i := bytes.LastIndex(rest, []byte(" for ")); i >= 0 {
		for _, to := range bytes.Fields(rest[i+len(" for "):]) {
			m.To(p.Mailbox(to))
		}
		rest = rest[:i]
	}
	m.ClientName, m.Client = p.peer(rest)
	if id := field(rest, "id="); len(id) > 0 {
		m.MessageID = string(p.Clean(value.MessageID(id)))
	}
	if n, ok := value.Whole(field(rest, "S=")); ok {
		m.Bytes = n
	}
	switch method, account, _ := bytes.Cut(field(rest, "A="), []byte{':'}); {
	case len(account) > 0:
		account, _, _ = bytes.Cut(account, []byte{':'}) // a third word is what the client called itself
		m.Step, m.Account = event.MailSubmit, p.Mailbox(account)
		p.Logon(m.Account, m.Client, event.TruthYes, "", method)
	case len(method) > 0 || string(field(rest, "P=")) == "local":
		m.Step = event.MailSubmit
	}
}

// subject takes T="..." out, because any text may stand in it.
func (p *parser) subject(m *mailqueue.Mail, b []byte) []byte {
	const mark = ` T="`
	i := bytes.Index(b, []byte(mark))
	if i < 0 {
		return b
	}
	text := b[i+len(mark):]
	end := 0
	for end < len(text) && text[end] != '"' {
		if text[end] == '\\' {
			end++
		}
		end++
	}
	end = min(end, len(text))
	m.Subject = string(p.Clean(bytes.ReplaceAll(text[:end], []byte(`\"`), []byte(`"`))))
	p.line = append(append(p.line[:0], b[:i]...), text[min(end+1, len(text)):]...)
	return p.line
}

// delivered reads "jo@partner.example R=dnslookup T=remote_smtp H=mx [192.0.2.7] C="250 OK"",
// and "lee <lee@example.com> R=local_user T=maildir".
func (p *parser) delivered(m *mailqueue.Mail, sign string, b []byte) {
	address, rest, _ := bytes.Cut(b, []byte{' '})
	address = bytes.TrimSuffix(address, []byte{':'})
	if i := bytes.IndexByte(rest, '<'); i == 0 || i > 0 && bytes.IndexByte(rest[:i], '=') < 0 { // the address before rewriting
		if whole, _, ok := bytes.Cut(rest[i+1:], []byte{'>'}); ok && bytes.IndexByte(whole, '@') > 0 {
			address = whole
		}
	}
	to := p.Mailbox(address)
	t := p.Delivery(m, to)
	const longest = 500
	t.Status = string(p.Clean(rest[:min(len(rest), longest)]))
	host, _ := p.peer(rest)
	switch sign {
	case "=>", "->", ">>":
		t.Relay, t.Step = host, event.MailSend
		if host == "" && len(field(rest, "H=")) == 0 {
			t.Relay, t.Step = p.Word(field(rest, "T=")), event.MailDeliver
		}
	case "==", "(=":
		t.Relay, t.Step = host, event.MailDefer
	case "**":
		t.Relay, t.Step = host, event.MailFail
	default:
		t.Step = event.MailOther
	}
	p.Into.Transfer(t)
}

// failed reads "dovecot_plain authenticator failed for host (helo) [198.51.100.9]: 535
// Incorrect authentication data (set_id=kim)".
func (p *parser) failed(b []byte) bool {
	method, rest, ok := bytes.Cut(b, []byte(" authenticator failed for "))
	if !ok || bytes.IndexByte(method, ' ') >= 0 {
		return false
	}
	_, a := p.address(rest)
	_, account, _ := bytes.Cut(rest, []byte("(set_id="))
	account, _, _ = bytes.Cut(account, []byte{')'})
	p.Logon(p.Mailbox(account), a, event.TruthNo, "authentication failed", method)
	return true
}

// refused reads "H=(x) [198.51.100.9] F=<a@b.example> rejected RCPT <c@d.example>: why".
func (p *parser) refused(b []byte) bool {
	before, why, ok := bytes.Cut(b, []byte(" rejected RCPT "))
	if !ok || !bytes.HasPrefix(before, []byte("H=")) {
		return false
	}
	t := p.Refusal()
	t.ClientName, t.Client = p.peer(before)
	t.Sender = p.Mailbox(field(before, "F="))
	to, reason, _ := bytes.Cut(why, []byte(": "))
	if a := p.Mailbox(to); a != "" {
		t.Recipients, t.Count = []string{a}, 1
	}
	t.Status = p.Word(reason)
	p.Into.Transfer(t)
	return true
}

// peer reads the host of "... H=pc1.example.com (helo) [203.0.113.7]:50122 ...".
func (p *parser) peer(b []byte) (name string, a netip.Addr) {
	i := bytes.Index(b, []byte("H="))
	if i < 0 || i > 0 && b[i-1] != ' ' {
		return "", netip.Addr{}
	}
	return p.address(b[i+2:])
}

// address reads "pc1.example.com (helo) [203.0.113.7]"; a name in brackets is only claimed.
func (p *parser) address(b []byte) (name string, a netip.Addr) {
	host, rest, _ := bytes.Cut(b, []byte{'['})
	const longest = 600 // a name, a claimed name, and what stands between
	if len(host) > longest {
		return "", a
	}
	text, _, _ := bytes.Cut(rest, []byte{']'})
	a, _ = p.Texts.Address(text)
	host, _, _ = bytes.Cut(host, []byte{' '})
	if len(host) == 0 || host[0] == '(' {
		return "", a
	}
	return p.HostName(host), a
}

// field returns the word behind a name as " S=" has it, nil when there is none.
func field(b []byte, name string) []byte {
	word, _, _ := bytes.Cut(mailqueue.Behind(b, name), []byte{' '})
	return word
}
