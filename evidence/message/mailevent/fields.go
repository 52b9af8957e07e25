package mailevent

import (
	"bytes"
	"strings"

	"dwell/event"
	"dwell/evidence/message/header"
)

// Fields fills the mail from its header.
func (b *Builder) Fields(fields []header.Field) {
	m := b.Mail
	m.Headers = make([]event.Header, 0, len(fields))
	for i := range fields {
		f := &fields[i]
		value, defect := header.Text(f.Value, b.Korean)
		b.Defect(defect)
		m.Headers = append(m.Headers, event.Header{Name: f.Name, Value: value})
		switch f.Key {
		case "date":
			b.date(f)
		case "subject":
			b.once(f, &m.Subject, value)
		case "message-id", "message-i-d":
			b.once(f, &m.MessageID, messageID(f.Value))
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
			b.received(f)
		case "dkim-signature":
			b.signature(f)
		case "in-reply-to":
			b.once(f, &m.InReplyTo, messageID(f.Value))
		case "references":
			m.References = append(m.References, messageIDs(f.Value, maxReferences-len(m.References))...)
		default:
			b.addresses(f)
		}
	}
}

// once sets a field that a mail has one of. Of several the first counts, as in
// most mail programs.
func (b *Builder) once(f *header.Field, to *string, value string) {
	if *to == "" {
		*to = value
	} else if *to != value {
		b.Defect(defectRepeated + f.Name)
	}
}

func (b *Builder) date(f *header.Field) {
	t, ok := header.Date(f.Value)
	if !ok {
		b.badDate = true
		return
	}
	if b.Mail.Time.IsZero() {
		b.Mail.Time = t
	} else if b.Mail.Time != t {
		b.Defect(defectRepeated + f.Name)
	}
}

func (b *Builder) received(f *header.Field) {
	if len(b.Mail.Hops) >= maxHops {
		return
	}
	if hop, ok := header.Received(f.Value); ok {
		if b.Mail.Hops == nil {
			const usual = 6
			b.Mail.Hops = make([]event.Hop, 0, usual)
		}
		b.Mail.Hops = append(b.Mail.Hops, hop)
	}
}

func (b *Builder) addresses(f *header.Field) {
	m := b.Mail
	switch f.Key {
	case "from":
		if m.From != nil {
			b.Defect(defectRepeated + f.Name)
		}
		m.From = append(m.From, header.Addresses(f.Value, b.Korean)...)
	case "sender":
		if list := header.Addresses(f.Value, b.Korean); len(list) > 0 && m.Sender == (event.Address{}) {
			m.Sender = list[0]
		}
	case "reply-to":
		m.ReplyTo = append(m.ReplyTo, header.Addresses(f.Value, b.Korean)...)
	case "to":
		m.To = append(m.To, header.Addresses(f.Value, b.Korean)...)
	case "cc":
		m.Cc = append(m.Cc, header.Addresses(f.Value, b.Korean)...)
	}
}

// path reads a Return-Path, which is empty ("<>") for a bounce.
func path(value []byte) string {
	if list := header.Addresses(bytes.TrimSpace(value), false); len(list) > 0 {
		return list[0].Addr
	}
	return ""
}

// messageIDs returns the identifiers of a field, without angle brackets.
func messageIDs(value []byte, most int) []string {
	var ids []string
	for len(value) > 0 && len(ids) < most {
		open := bytes.IndexByte(value, '<')
		if open < 0 {
			break
		}
		value = value[open+1:]
		end := bytes.IndexAny(value, "><")
		if end < 0 {
			break
		}
		if id := identifier(value[:end]); id != "" {
			ids = append(ids, id)
		}
		value = value[end:]
	}
	return ids
}

// messageID returns the identifier of a Message-ID or In-Reply-To field, with or
// without its angle brackets.
func messageID(value []byte) string {
	if ids := messageIDs(value, 1); len(ids) > 0 {
		return ids[0]
	}
	word := bytes.Trim(value, "<> \t")
	if cut := bytes.IndexAny(word, " \t"); cut >= 0 && bytes.IndexByte(word[:cut], '@') < 0 {
		return ""
	} else if cut >= 0 {
		word = word[:cut]
	}
	return identifier(word)
}

// MessageID returns the identifier in the text of a Message-ID field.
func MessageID(text string) string { return messageID([]byte(text)) }

// MessageIDs returns the identifiers in the text of a References field.
func MessageIDs(text string) []string { return messageIDs([]byte(text), maxReferences) }

func identifier(b []byte) string {
	return strings.ToValidUTF8(string(bytes.TrimSpace(b)), "\uFFFD")
}
