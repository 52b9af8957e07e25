package postfix

import (
	"bytes"
	"net/netip"

	"dwell/event"
	"dwell/evidence/mailqueue"
	"dwell/evidence/value"
)

// dovecot reads the lines of Dovecot's login processes:
//
//	imap-login: Login: user=<lee@example.com>, method=PLAIN, rip=203.0.113.7, lip=10.0.0.2, mpid=9, TLS, session=<x>
//	imap-login: Disconnected (auth failed, 3 attempts in 9 secs): user=<lee@example.com>, method=PLAIN, rip=203.0.113.7, ...
//
// and what sessions fetched, by their last lines.
func (p *parser) dovecot(b []byte) bool {
	service, rest, ok := bytes.Cut(b, []byte("-login: "))
	if !ok || bytes.IndexByte(service, ' ') >= 0 {
		return p.left(b)
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
	if entered {
		p.sessions.begin(attribute(rest, "session="), from)
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

// left reads the end of a session that fetched mails (imap_logout_format and
// pop3_logout_format, with their defaults):
//
//	imap(lee@example.com)<9><x>: Disconnected: Logged out in=85 out=15230 ... body_count=12 body_bytes=14000
//	pop3(lee@example.com)<9><x>: Disconnected: Logged out top=0/0, retr=3/12000, del=3/3, size=12000
//
// From where it was fetched stands in the first line of the session.
func (p *parser) left(b []byte) bool {
	who, rest, ok := bytes.Cut(b, []byte(": "))
	if !ok || !bytes.HasPrefix(who, []byte("imap(")) && !bytes.HasPrefix(who, []byte("pop3(")) {
		return false
	}
	service, who, _ := bytes.Cut(who, []byte{'('})
	user, who, ok := bytes.Cut(who, []byte{')'})
	if !ok || len(user) == 0 {
		return false
	}
	count, _, _ := bytes.Cut(mailqueue.Behind(rest, "body_count="), []byte{' '})
	if string(service) == "pop3" {
		count, _, _ = bytes.Cut(mailqueue.Behind(rest, "retr="), []byte{'/'})
	}
	const most = 1 << 30
	n, ok := value.Whole(count)
	if !ok || n == 0 || n > most {
		return false
	}
	session := who[bytes.LastIndexByte(who, '<')+1:]
	p.Into.Action(event.MailboxAction{Time: p.At, Ref: p.Ref, Product: "dovecot", Act: event.ActRead, Operation: p.Word(service), Account: p.Mailbox(user),
		IP: p.sessions.end(bytes.TrimSuffix(session, []byte{'>'})), Items: int(n), Success: event.TruthYes})
	return true
}

// sessions remembers from where the open sessions of Dovecot come: of very many the oldest
// are forgotten, half of them at a time.
type sessions struct{ young, old map[string]netip.Addr }

const mostSessions = 1 << 15 // of each half

func (s *sessions) begin(id []byte, from netip.Addr) {
	const longest = 64
	if len(id) == 0 || len(id) > longest {
		return
	}
	if len(s.young) >= mostSessions {
		s.old, s.young = s.young, nil
	}
	if s.young == nil {
		s.young = map[string]netip.Addr{}
	}
	s.young[string(id)] = from
}

// end forgets a session and returns from where it came; the zero Addr where nobody knows.
func (s *sessions) end(id []byte) netip.Addr {
	from, ok := s.young[string(id)]
	if !ok {
		from = s.old[string(id)]
	}
	delete(s.young, string(id))
	delete(s.old, string(id))
	return from
}
