package mail

import (
	"bytes"

	"dwell/event"
	"dwell/evidence/message/header"
)

// fields fills the event from the header; badDate says that the Date field could
// not be read.
func (p *parser) fields() (badDate bool) {
	m := p.mail
	m.Headers = make([]event.Header, 0, len(p.header.Fields))
	for i := range p.header.Fields {
		f := &p.header.Fields[i]
		value, defect := header.Text(f.Value, p.korean)
		p.defect(defect)
		m.Headers = append(m.Headers, event.Header{Name: f.Name, Value: value})
		switch f.Key {
		case "date":
			badDate = p.date(f) || badDate
		case "subject":
			p.once(f, &m.Subject, value)
		case "message-id", "message-i-d":
			p.once(f, &m.MessageID, messageID(f.Value))
		case "return-path":
			if m.ReturnPath == "" {
				m.ReturnPath = path(f.Value)
			}
		case "user-agent":
			m.Client = value
		case "x-mailer":
			if m.Client == "" {
				m.Client = value
			}
		case "authentication-results", "arc-authentication-results":
			m.AuthResult = append(m.AuthResult, value)
		case "received":
			p.received(f)
		case "in-reply-to":
			p.once(f, &m.InReplyTo, messageID(f.Value))
		case "references":
			m.References = append(m.References, messageIDs(f.Value, maxReferences-len(m.References))...)
		default:
			p.addresses(f)
		}
	}
	return badDate
}

// once sets a field that a mail has one of. Of several the first counts, as in
// most mail programs.
func (p *parser) once(f *header.Field, to *string, value string) {
	if *to == "" {
		*to = value
	} else if *to != value {
		p.defect(defectRepeated + f.Name)
	}
}

func (p *parser) date(f *header.Field) (bad bool) {
	t, ok := header.Date(f.Value)
	if !ok {
		return true
	}
	if p.mail.Time.IsZero() {
		p.mail.Time = t
	} else if p.mail.Time != t {
		p.defect(defectRepeated + f.Name)
	}
	return false
}

func (p *parser) received(f *header.Field) {
	if len(p.mail.Hops) >= maxHops {
		return
	}
	if hop, ok := header.Received(f.Value); ok {
		if p.mail.Hops == nil {
			const usual = 6
			p.mail.Hops = make([]event.Hop, 0, usual)
		}
		p.mail.Hops = append(p.mail.Hops, hop)
	}
}

func (p *parser) addresses(f *header.Field) {
	m := p.mail
	switch f.Key {
	case "from":
		if m.From != nil {
			p.defect(defectRepeated + f.Name)
		}
		m.From = append(m.From, header.Addresses(f.Value, p.korean)...)
	case "sender":
		if list := header.Addresses(f.Value, p.korean); len(list) > 0 && m.Sender == (event.Address{}) {
			m.Sender = list[0]
		}
	case "reply-to":
		m.ReplyTo = append(m.ReplyTo, header.Addresses(f.Value, p.korean)...)
	case "to":
		m.To = append(m.To, header.Addresses(f.Value, p.korean)...)
	case "cc":
		m.Cc = append(m.Cc, header.Addresses(f.Value, p.korean)...)
	}
}

// path reads a Return-Path, which is empty ("<>") for a bounce.
func path(value []byte) string {
	if list := header.Addresses(bytes.TrimSpace(value), false); len(list) > 0 {
		return list[0].Addr
	}
	return ""
}
