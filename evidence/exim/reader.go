package exim

import (
	"bytes"
	"context"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/mailqueue"
)

// reader is the evidence.Reader of this package.
type reader struct{}

// New returns the reader of Exim's main log.
func New() evidence.Reader { return reader{} }

// Format describes the reader.
func (reader) Format() evidence.Format {
	return evidence.Format{
		Name:     "exim",
		Title:    "Main log of Exim",
		Events:   []string{"mail-transfer", "logon"},
		Examples: []string{"/var/log/exim4/mainlog, /var/log/exim_mainlog", "Exim through syslog"},
	}
}

const (
	// judged is how many lines the decision rests on.
	judged = 200
	// certainFrom is how many lines about mails make it more than a quotation.
	certainFrom = 3
)

// Detect implements evidence.Reader: most lines have Exim's times, and some of them the
// id of a mail and what became of it.
func (reader) Detect(head []byte) evidence.Confidence {
	p := newParser(time.Time{})
	lines, timed, ours := 0, 0, 0
	for line := range evidence.FirstLines(head, judged) {
		lines++
		_, message, ok := p.header(line)
		if !ok {
			continue
		}
		timed++
		if id, rest := cutID(message); id != nil && isFate(rest) || bytes.Contains(message, []byte(" authenticator failed for ")) {
			ours++
		}
	}
	switch {
	case ours == 0 || 2*timed < lines:
		return evidence.No
	case ours >= certainFrom:
		return evidence.Certain
	}
	return evidence.Likely
}

// isFate reports whether the text behind an id says what became of the mail.
func isFate(b []byte) bool {
	if string(b) == "Completed" {
		return true
	}
	const mark = len("<= ")
	if len(b) < mark || b[2] != ' ' {
		return false
	}
	switch string(b[:2]) {
	case "<=", "=>", "->", "**", "==", "*>", ">>", "(=":
		return true
	}
	return false
}

// Read implements evidence.Reader.
func (reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	return mailqueue.Read(ctx, in, out, newParser(in.ModTime))
}

// header takes the time off a line, and the header of syslog before it.
func (p *parser) header(line []byte) (event.Time, []byte, bool) {
	at, rest, ok := p.stamp(line)
	if ok {
		return at, rest, true
	}
	l, ok := p.Clock.Read(line)
	if !ok || !bytes.HasPrefix(l.Program, []byte("exim")) {
		return event.Time{}, nil, false
	}
	p.Host = p.HostName(l.Host)
	if at, rest, ok := p.stamp(l.Message); ok {
		return at, rest, true
	}
	return l.Time, withoutPID(l.Message), true
}

// stamp reads "2026-11-26 08:00:00.123 +0900 [pid] ", of which only the first two words
// are always there (log_timezone, log_selector).
func (p *parser) stamp(b []byte) (event.Time, []byte, bool) {
	const short = len("2026-11-26 08:00:00 ")
	if len(b) < short || b[4] != '-' || b[10] != ' ' {
		return event.Time{}, nil, false
	}
	end := bytes.IndexByte(b[short-1:], ' ')
	if end < 0 {
		return event.Time{}, nil, false
	}
	end += short - 1
	text, rest := b[:end], b[end+1:]
	if zone := len("+0900"); len(rest) > zone && (rest[0] == '+' || rest[0] == '-') && rest[zone] == ' ' {
		text, rest = append(append(p.line[:0], text...), rest[:zone]...), rest[zone+1:]
		p.line = text
	}
	at, n := p.Clock.ISO(text)
	if n != len(text) || at.IsZero() {
		return event.Time{}, nil, false
	}
	return at, withoutPID(rest), true
}

func withoutPID(b []byte) []byte {
	if len(b) > 0 && b[0] == '[' {
		if i := bytes.Index(b, []byte("] ")); i > 0 {
			return b[i+2:]
		}
	}
	return b
}

const (
	skippedOwn    = "lines that tell of no mail and no logon were left out"
	skippedOthers = "lines of other programs were left out"
)

// Line implements mailqueue.Program.
func (p *parser) Line(line []byte, ref event.Ref, into *mailqueue.Page) {
	at, message, ok := p.header(line)
	if !ok {
		if _, other := p.Clock.Read(line); other {
			into.Skip(skippedOthers)
		} else {
			into.Damage(ref.Offset, "no line of Exim's main log")
		}
		return
	}
	p.At, p.Ref, p.Into = at, ref, into
	if p.message(message) {
		into.Read()
	} else {
		into.Skip(skippedOwn)
	}
}
