package postfix

import (
	"bytes"
	"context"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/mailqueue"
	"dwell/evidence/sysline"
)

// reader is the evidence.Reader of this package.
type reader struct{}

// New returns the reader of Postfix' logs.
func New() evidence.Reader { return reader{} }

// Format describes the reader.
func (reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "postfix",
		Title:  "Logs of Postfix and Dovecot (syslog)",
		Events: []string{"mail-transfer", "logon"},
		Examples: []string{
			"/var/log/mail.log, /var/log/maillog",
			"journalctl -u postfix@- -o short-iso",
			"syslog of many programs in which Postfix writes",
		},
	}
}

const (
	// judged is how many lines the decision rests on.
	judged = 500
	// certainFrom is how many lines of a mail system make it more than a quotation.
	certainFrom = 3
)

// Detect implements evidence.Reader. A log of which half is Postfix' is certain; one of
// many programs is taken only when no other reader knows it.
func (reader) Detect(head []byte) evidence.Confidence {
	clock := sysline.New(time.Time{})
	lines, headed, ours := 0, 0, 0
	for line := range evidence.FirstLines(head, judged) {
		lines++
		l, ok := clock.Read(line)
		if !ok {
			continue
		}
		headed++
		if service, ok := daemon(l.Program); ok && service != "" {
			ours++
		}
	}
	switch {
	case ours < certainFrom && 2*ours < lines || ours == 0 || 2*headed < lines:
		return evidence.No
	case 2*ours >= lines:
		return evidence.Certain
	}
	return evidence.Possible
}

// Read implements evidence.Reader.
func (reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	return mailqueue.Read(ctx, in, out, newParser(in.ModTime))
}

// daemon returns which part of the mail system writes: "smtpd" of "postfix/submission/smtpd"
// and of "postfix-out/smtpd", "dovecot" for Dovecot; false for other programs.
func daemon(program []byte) (string, bool) {
	if string(program) == "dovecot" {
		return "dovecot", true
	}
	if !bytes.HasPrefix(program, []byte("postfix")) {
		return "", false
	}
	i := bytes.LastIndexByte(program, '/')
	if i < 0 {
		return "", true
	}
	return string(program[i+1:]), true
}

const (
	skippedOthers = "lines of other programs were left out"
	skippedOwn    = "lines that tell of no mail and no logon were left out"
)

// Line implements mailqueue.Program.
func (p *parser) Line(line []byte, ref event.Ref, into *mailqueue.Page) {
	l, ok := p.Clock.Read(line)
	if !ok {
		into.Damage(ref.Offset, "no line of syslog")
		return
	}
	service, ours := daemon(l.Program)
	if !ours {
		into.Skip(skippedOthers)
		return
	}
	p.At, p.Ref, p.Into = l.Time, ref, into
	p.Host = p.HostName(l.Host)
	if p.message(service, l.Message) {
		into.Read()
	} else {
		into.Skip(skippedOwn)
	}
}
