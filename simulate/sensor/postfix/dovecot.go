package postfix

import (
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/maillog"
)

func (p *Sensor) login(a *fact.Access, service string) maillog.Login {
	from := p.seen(a)
	return maillog.Login{Service: service, User: a.Account, Client: from, Server: p.server.Address, PID: p.process(), Secured: !from.IsLoopback(), Session: p.session64()}
}

// session is a program that fetches mails. Programs on a PC have a connection for each
// folder that they watch.
func (p *Sensor) session(a *fact.Access) {
	connections := 1
	if a.Device.Kind == fact.MailProgram || a.Device.Kind == fact.Outlook {
		connections = 2 + p.Numbers.IntN(2)
	}
	at := a.Time
	for n := range connections {
		l := p.login(a, "imap")
		p.tell(at, a.Label, l.Entered)
		w := &maillog.Work{In: int64(200 + p.Numbers.IntN(900)), Out: int64(1500 + p.Numbers.IntN(6000))}
		if n == 0 {
			p.fetched(w, a.Count)
		}
		end := a.Until.Add(time.Duration(n) * time.Second)
		if !end.After(at) {
			end = at.Add(time.Second)
		}
		why := "Logged out"
		if a.Device.Kind == fact.PhoneMail || p.Numbers.Chance(0.2) {
			why = "Connection closed"
		}
		p.tell(end, a.Label, func(dst []byte, h *maillog.Header) []byte { return l.Left(dst, h, why, w) })
		at = at.Add(400*time.Millisecond + p.moment())
	}
}

// fetched is the work of reading so many mails.
func (p *Sensor) fetched(w *maillog.Work, n int) {
	w.Headers, w.HeaderLen = n+p.Numbers.IntN(4), (n+2)*700
	for range n {
		size := int64(1800 + p.Numbers.IntN(60_000))
		w.Bodies++
		w.BodyLen += size
		w.Out += size + 300
		w.In += 60
	}
}

// refused is a password that did not fit: of programs that send at the one service, of
// those that fetch at the other.
func (p *Sensor) refused(a *fact.Access) {
	from := p.seen(a)
	if a.Device.Kind == fact.Legacy && a.Session%4 != 0 {
		const service = "postfix/submission/smtpd"
		pid, peer := p.process(), maillog.Peer{Address: from}
		p.tell(a.Time, a.Label, func(dst []byte, h *maillog.Header) []byte { return maillog.Connected(dst, h, service, pid, peer) })
		p.tell(a.Time.Add(2*time.Second+p.moment()), a.Label, func(dst []byte, h *maillog.Header) []byte {
			return maillog.RefusedSASL(dst, h, service, pid, peer, "LOGIN", a.Account)
		})
		p.tell(a.Time.Add(3*time.Second+p.moment()), a.Label, func(dst []byte, h *maillog.Header) []byte {
			return maillog.Disconnected(dst, h, service, pid, peer, "ehlo=1 auth=0/1 quit=1 commands=2/3")
		})
		return
	}
	l := p.login(a, "imap")
	const wait = 2 * time.Second // before it says no
	p.tell(a.Time.Add(wait), a.Label, func(dst []byte, h *maillog.Header) []byte { return l.Refused(dst, h, 1, wait) })
}

// sieve is a script of rules that somebody's program put onto the server.
func (p *Sensor) sieve(a *fact.Access) {
	l := p.login(a, "managesieve")
	p.tell(a.Time, a.Label, l.Entered)
	p.tell(a.Time.Add(2*time.Second), a.Label, func(dst []byte, h *maillog.Header) []byte {
		return l.Left(dst, h, "Logged out", &maillog.Work{In: 700, Out: 900})
	})
}
