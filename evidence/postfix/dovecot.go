package postfix

import (
	"bytes"

	"dwell/event"
	"dwell/evidence/value"
)

// dovecot reads the lines of Dovecot's login processes:
//
//	imap-login: Login: user=<lee@example.com>, method=PLAIN, rip=203.0.113.7, lip=10.0.0.2, mpid=9, TLS, session=<x>
//	imap-login: Disconnected (auth failed, 3 attempts in 9 secs): user=<lee@example.com>, method=PLAIN, rip=203.0.113.7, ...
func (p *parser) dovecot(b []byte) bool {
	service, rest, ok := bytes.Cut(b, []byte("-login: "))
	if !ok || bytes.IndexByte(service, ' ') >= 0 {
		return false
	}
	entered := bytes.HasPrefix(rest, []byte("Login: ")) || bytes.HasPrefix(rest, []byte("Logged in: "))
	refused := bytes.Contains(rest, []byte("auth failed, "))
	if !entered && !refused {
		return false
	}
	from, ok := p.Texts.Address(attribute(rest, "rip="))
	user := attribute(rest, "user=")
	if !ok || len(user) == 0 {
		return false
	}
	l := event.Logon{Time: p.At, Ref: p.Ref, Sensor: p.Host, Endpoints: event.Endpoints{Src: from}, Account: p.Mailbox(user),
		Method: p.Word(service), Service: p.Word(attribute(rest, "method=")), Success: event.TruthYes}
	if refused {
		l.Success, l.Failure = event.TruthNo, "authentication failed"
		tries, _, _ := bytes.Cut(between(rest, "auth failed, ", " "), []byte{' '})
		if n, ok := value.Whole(tries); ok && n < 1<<20 {
			l.Attempts = int(n)
		}
	}
	p.Into.Logon(l)
	return true
}
