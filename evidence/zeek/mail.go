package zeek

import (
	"strings"

	"dwell/event"
	mailheader "dwell/evidence/message/header"
)

// mail reads smtp.log: one mail as it went over the wire. The time of the mail is
// that of its Date header, as for every mail; it was delivered when the sensor
// saw it.
func (p *parser) mail() string {
	r := &p.row
	if _, ok := p.endpoints(); !ok {
		return errAddress
	}
	m := event.Mail{
		Time: p.at, Delivered: p.at, Ref: p.ref, Vantage: event.VantageNetwork, UID: r.unique(fieldUID),
		MessageID:  withoutAngles(r.unique(fieldMsgID)),
		InReplyTo:  withoutAngles(r.unique(fieldInReplyTo)),
		From:       p.addresses(fieldFrom),
		To:         p.addresses(fieldTo),
		Cc:         p.addresses(fieldCC),
		ReplyTo:    p.addresses(fieldReplyTo),
		ReturnPath: withoutAngles(r.unique(fieldMailFrom)),
		Client:     r.text(fieldUserAgent),
	}
	if len(m.To) == 0 { // a mail whose header names nobody still went to somebody
		m.To = p.addresses(fieldRcptTo)
	}
	m.Subject, _ = mailheader.Text(r.bytes(fieldSubject), false)
	if t, ok := mailheader.Date(r.bytes(fieldDate)); ok {
		m.Time = t
	}
	if hop, ok := mailheader.Received(r.bytes(fieldFirstReceived)); ok {
		m.Hops = []event.Hop{hop}
	}
	p.all.Mails = append(p.all.Mails, m)
	p.flushSmall()
	return ""
}

// addresses reads a column of addresses, one or a set.
func (p *parser) addresses(f field) []event.Address {
	var out []event.Address
	if c := &p.row.cells[f]; c.form != formList && (f == fieldFrom || f == fieldReplyTo) {
		return mailheader.Addresses(p.row.bytes(f), false)
	}
	for _, s := range p.row.list(f) {
		out = append(out, mailheader.Addresses([]byte(s), false)...)
	}
	return out
}

// withoutAngles takes the brackets off an identifier.
func withoutAngles(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") && len(s) > 1 {
		return s[1 : len(s)-1]
	}
	return s
}
