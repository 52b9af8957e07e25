package mailqueue

import (
	"bytes"
	"net/netip"
	"time"

	"dwell/event"
	"dwell/evidence/escape"
	"dwell/evidence/sysline"
	"dwell/evidence/value"
)

// Log is what every parser of such a log keeps while it reads the lines in order: the
// parser embeds it, and sets the fields of the line before it reads one. Use NewLog.
type Log struct {
	Clock *sysline.Clock
	Texts *value.Interner

	// of the line
	At   event.Time
	Ref  event.Ref
	Host string // that wrote it
	Into *Page

	product string
	queue   *Queue
	text    []byte
}

// NewLog returns the state for a log of that product in a file that was changed for the
// last time then.
func NewLog(product string, changed time.Time) Log {
	return Log{Clock: sysline.New(changed), Texts: value.NewInterner(), product: product, queue: New()}
}

// Mail returns the mail that the line is about.
func (l *Log) Mail(id []byte) *Mail {
	m, evicted := l.queue.At(id, l.At, l.Ref)
	l.Into.Mail(evicted)
	m.Product, m.Server = l.product, l.Host
	return m
}

// Done tells of a mail that the server is done with.
func (l *Log) Done(id []byte) { l.Into.Mail(l.queue.Close(id)) }

// Delivery returns what happened to a mail on its way to one recipient, with its step to
// be set.
func (l *Log) Delivery(m *Mail, to string) event.MailTransfer {
	m.To(to)
	t := m.MailTransfer
	t.Time, t.Ref, t.Recipients, t.Count = l.At, l.Ref, []string{to}, 1
	return t
}

// Refusal returns a mail that was not taken in.
func (l *Log) Refusal() event.MailTransfer {
	return event.MailTransfer{Time: l.At, Ref: l.Ref, Product: l.product, Server: l.Host, Step: event.MailFail, Bytes: event.Unknown}
}

// Logon tells of an authentication over SMTP.
func (l *Log) Logon(account string, from netip.Addr, success event.Truth, failure string, method []byte) {
	l.Into.Logon(event.Logon{Time: l.At, Ref: l.Ref, Sensor: l.Host, Endpoints: event.Endpoints{Src: from}, Account: account,
		Method: "smtp", Service: l.Word(method), Success: success, Failure: failure})
}

// Clean returns bytes of the line as events have text. They are valid until the next call.
func (l *Log) Clean(b []byte) []byte {
	if escape.IsPlain(b) {
		return b
	}
	l.text = escape.AppendText(l.text[:0], b, nil)
	return l.text
}

// Word returns a text that recurs.
func (l *Log) Word(b []byte) string { return l.Texts.Get(l.Clean(b)) }

// Mailbox returns a mail address.
func (l *Log) Mailbox(b []byte) string { return l.Texts.Mailbox(l.Clean(b)) }

// HostName returns the name of a host.
func (l *Log) HostName(b []byte) string { return l.Texts.HostName(l.Clean(b)) }

// Behind returns what stands behind a mark such as "S=" that begins a word of the line; nil
// when none does.
func Behind(b []byte, mark string) []byte {
	for at := 0; ; at += len(mark) {
		i := bytes.Index(b[at:], []byte(mark))
		if i < 0 {
			return nil
		}
		if at += i; at == 0 || b[at-1] == ' ' {
			return b[at+len(mark):]
		}
	}
}

// End implements Program.
func (l *Log) End(into *Page) {
	for _, m := range l.queue.Rest() {
		into.Mail(m)
	}
}

// Notes implements Program.
func (l *Log) Notes() []string { return l.Clock.Notes() }
