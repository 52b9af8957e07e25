package suricata

import (
	"strings"

	"dwell/event"
	mailheader "dwell/evidence/message/header"
)

// mail reads an event of type smtp: one mail as it went over the wire. The time of the
// mail is that of its Date header, if the sensor is set to write it; it was delivered
// when the sensor saw it.
func (p *parser) mail() outcome {
	r := p.record
	if !r.has(fieldMailFrom) && !r.has(fieldRcptTo) && !r.has(fieldFrom) && !r.has(fieldTo) && !r.has(fieldMessageID) {
		return skipped("smtp: sessions without a mail")
	}
	m := event.Mail{
		Time: p.at, Delivered: p.at, Ref: p.ref, Vantage: event.VantageNetwork, UID: p.uid,
		MessageID:  withoutAngles(r.unique(fieldMessageID)),
		InReplyTo:  withoutAngles(r.unique(fieldInReplyTo)),
		From:       p.addresses(fieldFrom),
		To:         p.addresses(fieldTo),
		Cc:         p.addresses(fieldCC),
		ReplyTo:    p.addresses(fieldReplyTo),
		ReturnPath: withoutAngles(r.unique(fieldMailFrom)),
		Client:     r.text(fieldMailAgent),
	}
	if m.Client == "" {
		m.Client = r.text(fieldMailer)
	}
	if len(m.To) == 0 { // a mail whose header names nobody still went to somebody
		m.To = p.addresses(fieldRcptTo)
	}
	m.Subject, _ = mailheader.Text(r.bytes(fieldMailSubject), false)
	if t, ok := mailheader.Date(r.bytes(fieldMailDate)); ok {
		m.Time = t
	}
	if hops := r.list(fieldReceived); len(hops) > 0 { // newest first: the last is where the mail began
		if hop, ok := mailheader.Received([]byte(hops[len(hops)-1])); ok {
			m.Hops = []event.Hop{hop}
		}
	}
	p.all.Mails = append(p.all.Mails, m)
	return read
}

// addresses reads a header of addresses. Suricata cuts headers at their commas, also
// at those within a name, so that the pieces are joined again first.
func (p *parser) addresses(f field) []event.Address {
	pieces := p.record.list(f)
	if len(pieces) == 0 {
		return nil
	}
	var header []byte
	for i, piece := range pieces {
		if i > 0 {
			header = append(header, ", "...)
		}
		header = append(header, strings.TrimSpace(piece)...)
	}
	return mailheader.Addresses(header, false)
}

// withoutAngles takes the brackets off an identifier.
func withoutAngles(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") && len(s) > 1 {
		return s[1 : len(s)-1]
	}
	return s
}
