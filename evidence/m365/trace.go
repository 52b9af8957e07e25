package m365

import (
	"bytes"
	"strings"

	"dwell/event"
	"dwell/evidence/delimited"
	"dwell/evidence/value"
)

// trace is the layout of a message trace: in which column each field stands.
type trace struct {
	when, sender, recipient, subject, status int
	fromIP, toIP, clientIP                   int
	bytes, messageID, networkID, direction   int
}

// traceOf reads the names of columns; ok is false when they are not those of a trace.
func traceOf(h delimited.Header) (t *trace, ok bool) {
	t = &trace{
		when: h.Column("received", "origintimestamputc", "datereceived", "receivedtime"), sender: h.Column("senderaddress", "sender"),
		recipient: h.Column("recipientaddress", "recipientstatus", "recipient"), subject: h.Column("subject", "messagesubject"),
		status: h.Column("status", "deliverystatus"), fromIP: h.Column("fromip"), toIP: h.Column("toip"), clientIP: h.Column("originalclientip"),
		bytes: h.Column("size", "totalbytes"), messageID: h.Column("messageid"), networkID: h.Column("networkmessageid", "messagetraceid"),
		direction: h.Column("directionality"),
	}
	return t, t.when >= 0 && t.sender >= 0 && t.recipient >= 0 && t.messageID >= 0
}

// row makes the event of one row.
func (p *parser) traced(ref event.Ref) (t event.MailTransfer, why string) {
	l := p.trace
	at := instant(p.get(l.when))
	if at.IsZero() {
		return t, "a time that cannot be read"
	}
	t = event.MailTransfer{Time: at, Ref: ref, Product: "m365", Bytes: event.Unknown,
		MessageID: string(clean(value.MessageID(p.get(l.messageID)))), NetworkID: p.texts.Get(clean(p.get(l.networkID))),
		Sender: p.texts.Mailbox(clean(p.get(l.sender))), Subject: string(clean(p.get(l.subject))), Status: p.texts.Get(clean(p.get(l.status)))}
	p.recipients(&t)
	if n, ok := value.Whole(p.get(l.bytes)); ok {
		t.Bytes = n
	}
	t.Step = stepOf(t.Status)
	if strings.EqualFold(string(p.get(l.direction)), "Originating") && t.Step == event.MailDeliver {
		t.Step = event.MailSubmit
	}
	for _, column := range []int{l.clientIP, l.fromIP} {
		if a := address(string(p.get(column))); a.IsValid() && !t.Client.IsValid() {
			t.Client = a
		}
	}
	t.Relay = p.texts.Get(clean(p.get(l.toIP)))
	return t, ""
}

const maxRecipients = 1000

// recipients reads one address, or the list of the summary report:
// "a@example.com##Receive, Deliver;b@example.com##Fail".
func (p *parser) recipients(t *event.MailTransfer) {
	for one := range bytes.SplitSeq(p.get(p.trace.recipient), []byte{';'}) {
		address, status, noted := bytes.Cut(one, []byte("##"))
		if a := p.texts.Mailbox(clean(address)); a != "" && len(t.Recipients) < maxRecipients {
			t.Recipients = append(t.Recipients, a)
		}
		if noted && t.Status == "" {
			t.Status = p.texts.Get(clean(bytes.TrimSpace(status)))
		}
	}
}

// stepOf maps a status of a trace.
func stepOf(status string) event.MailStep {
	s := strings.ToLower(status)
	switch {
	case strings.Contains(s, "expand"):
		return event.MailExpand
	case strings.Contains(s, "fail"):
		return event.MailFail
	case strings.Contains(s, "pending"), strings.Contains(s, "defer"), strings.Contains(s, "gettingstatus"):
		return event.MailDefer
	}
	return event.MailDeliver // delivered, filtered as spam, quarantined
}
