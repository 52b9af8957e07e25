package mapi

import (
	"bytes"

	"dwell/event"
	"dwell/evidence/message/charset"
	"dwell/evidence/message/header"
	"dwell/evidence/message/mailevent"
	"dwell/evidence/message/mime"
	"dwell/evidence/message/qr"
	"dwell/evidence/message/visible"
)

// The limits of one message.
const (
	MaxDepth       = 16       // messages within each other
	MaxAttachments = 5000     // of one message with all in it
	MaxBody        = 32 << 20 // bytes of a body after its compression is undone
	maxBodies      = 64 << 20 // of all of them: a few bytes may expand ninefold
	maxRecipients  = 5000
)

// The defects that a Converter reports, besides those of the packages below it.
const (
	DefectNoHeader = "no transport header: sender, recipients and times are those that Outlook keeps"
	defectDepth    = "messages nested deeper than the limit, the rest was left out"
	defectMany     = "more attachments than the limit, the later ones were left out"
	defectNoBody   = "no body"
	defectLongRTF  = "RTF body cut at 32 MiB"
	defectExpanded = "more compressed bodies than the limit, the later ones were left out"
	defectCrowd    = "more recipients than the limit, the later ones were left out"
	defectPath     = "an attachment is a link to a file elsewhere"
)

// Converter makes mails of messages. It keeps memory between calls and belongs to one
// goroutine; the zero value is ready for use.
type Converter struct {
	// Unpack, when set, puts what files among the leaves hold (attached messages) behind
	// them, as package nested does.
	Unpack func([]mime.Leaf) Content

	header header.Parser
	walker mime.Walker

	builder mailevent.Builder
	codes   qr.Reader

	// of the message at hand
	leaves       []mime.Leaf
	links        []string
	defects      []string
	attached     int
	expanded     int // bytes of compressed bodies
	alternatives int
}

// Mail returns the mail that a message is. The bytes of its parts are those of the
// message, or are valid until the next call of Reset. Ref, Mailbox and UID are the
// caller's to fill.
func (c *Converter) Mail(m *Message) event.Mail {
	mail := event.Mail{Vantage: event.VantageServer}
	m.prepare(0)
	c.builder = mailevent.Builder{Mail: &mail, Korean: m.Korean, Codes: &c.codes}
	for _, d := range m.Defects {
		c.builder.Defect(d)
	}
	c.fields(m)
	content := c.Content(m, Place{})
	if c.Unpack != nil {
		unpacked := c.Unpack(content.Leaves)
		content.Leaves = unpacked.Leaves
		content.Links = append(content.Links, unpacked.Links...)
		content.Defects = append(content.Defects, unpacked.Defects...)
	}
	c.builder.Body(content.Leaves, nil)
	mail.Links = visible.Links(mail.Links, content.Links)
	for _, d := range content.Defects {
		c.builder.Defect(d)
	}
	if len(content.Leaves) == 0 {
		c.builder.Defect(defectNoBody)
	}
	c.builder.Mail = nil
	return mail
}

// Reset takes back the memory of decoded bytes.
func (c *Converter) Reset() { c.walker.Reset() }

// fields fills the mail from the header that it came with, and what that does not tell
// from the properties.
func (c *Converter) fields(m *Message) {
	raw := m.transportHeader()
	if raw != nil {
		c.header.Parse(raw)
		if !charset.ASCII(raw) && charset.NamesKorean(raw) {
			c.builder.Korean = true
		}
		for _, d := range c.header.Defects {
			if d != header.DefectNoBlankLine { // it has none by nature
				c.builder.Defect(d)
			}
		}
	} else {
		c.header.Parse(nil)
	}
	kept := m.keptHeaders(len(c.header.Fields) > 0)
	c.builder.Fields(append(c.header.Fields, kept...))
	if len(c.header.Fields) == 0 {
		c.builder.Defect(DefectNoHeader)
	}
	c.complete(m)
}

// transportHeader returns the header of the mail as it came, nil when it did not come
// by mail. Exchange puts a line of its own before it.
func (m *Message) transportHeader() []byte {
	text := m.Text(TransportHeaders)
	if text == "" {
		return nil
	}
	raw := []byte(text)
	if bytes.HasPrefix(raw, []byte("Microsoft Mail Internet Headers")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	return bytes.TrimLeft(raw, "\r\n\t ")
}

// keptHeaders are the header fields that a message keeps as named properties, in the
// order of their numbers. They only count when there is no header.
func (m *Message) keptHeaders(has bool) []header.Field {
	if has {
		return nil
	}
	var list []header.Field
	for _, tag := range m.Tags() {
		if len(list) >= header.MaxFields {
			break
		}
		name, ok := m.Named[tag.ID()]
		if !ok || name.Set != InternetHeaders || name.Text == "" {
			continue
		}
		if value := m.Text(tag.ID()); value != "" {
			list = append(list, header.Field{Name: name.Text, Key: header.Lower([]byte(name.Text)), Value: []byte(value)})
		}
	}
	return list
}

// complete adds what the header does not tell.
func (c *Converter) complete(m *Message) {
	mail := c.builder.Mail
	from, sender := m.address(representingIDs), m.address(senderIDs)
	if from == (event.Address{}) {
		from = sender
	}
	if len(mail.From) == 0 && from != (event.Address{}) {
		mail.From = []event.Address{from}
		if sender.Addr != from.Addr && mail.Sender == (event.Address{}) {
			mail.Sender = sender
		}
	}
	if len(mail.ReplyTo) == 0 {
		mail.ReplyTo = m.replyTo()
	}
	c.recipients(m)
	setText(&mail.Subject, m.subject())
	setText(&mail.MessageID, mailevent.MessageID(m.Text(InternetMessageID)))
	setText(&mail.InReplyTo, mailevent.MessageID(m.Text(InReplyToID)))
	if len(mail.References) == 0 {
		mail.References = mailevent.MessageIDs(m.Text(InternetReferences))
	}
	c.times(m)
}

func setText(to *string, value string) {
	if *to == "" {
		*to = value
	}
}

// subject is the subject, which Outlook also keeps in two pieces. In stores it starts
// with a mark of two characters that says where its prefix ends.
func (m *Message) subject() string {
	subject := m.Text(Subject)
	if len(subject) >= 2 && subject[0] == 1 {
		runes := []rune(subject)
		subject = string(runes[min(2, len(runes)):])
	}
	if subject == "" {
		subject = m.Text(SubjectPrefix) + m.Text(NormalizedSubject)
	}
	return subject
}

// recipients fills To and Cc when the header has neither, and adds as a header who got
// a blind copy, which no other field tells.
func (c *Converter) recipients(m *Message) {
	mail := c.builder.Mail
	fromHeader := len(mail.To) > 0 || len(mail.Cc) > 0
	var bcc []event.Address
	if len(m.Recipients) > maxRecipients {
		c.builder.Defect(defectCrowd)
	}
	for i := range m.Recipients[:min(len(m.Recipients), maxRecipients)] {
		r := &m.Recipients[i]
		a := r.address(recipientIDs)
		if a.Name == "" {
			a.Name = newAddress(r.Text(RecipientName), a.Addr).Name
		}
		if a == (event.Address{}) {
			continue
		}
		const kinds = 0xF // the bits above say that a mail was sent again
		switch kind, _ := r.Int(RecipientType); kind & kinds {
		case recipientBcc:
			bcc = append(bcc, a)
		case recipientCc:
			if !fromHeader {
				mail.Cc = append(mail.Cc, a)
			}
		case recipientTo:
			if !fromHeader {
				mail.To = append(mail.To, a)
			}
		}
	}
	if !fromHeader && len(m.Recipients) == 0 {
		mail.To, mail.Cc = displayNames(m.Text(DisplayTo)), displayNames(m.Text(DisplayCc))
		bcc = displayNames(m.Text(DisplayBcc))
	}
	if len(bcc) > 0 && mail.Header("Bcc") == "" {
		mail.Headers = append(mail.Headers, event.Header{Name: "Bcc", Value: addressList(bcc)})
	}
}

// times fills the times. A mail that was not sent has that of its last change.
func (c *Converter) times(m *Message) {
	mail := c.builder.Mail
	if mail.Time.IsZero() {
		mail.Time = m.Time(ClientSubmitTime)
	}
	second := mailevent.Second{Time: m.Time(DeliveryTime), What: "that of its delivery"}
	if mail.Time.IsZero() && second.Time.IsZero() {
		for _, id := range []ID{CreationTime, ModificationTime} {
			if t := m.Time(id); !t.IsZero() {
				mail.Time = t
				c.builder.Defect("neither sent nor delivered: the time is that at which it was written")
				break
			}
		}
	}
	c.builder.Times(second)
}
