package mapi

import (
	"fmt"
	"strings"

	"dwell/event"
)

// headerOf gives the header of a message as it came, or one written from its fields
// when it did not come by mail.
func headerOf(m *Message, mail *event.Mail) []byte {
	if raw := m.transportHeader(); raw != nil {
		return raw
	}
	return fieldsOf(mail)
}

// fieldsOf writes the fields of a mail as a header.
func fieldsOf(mail *event.Mail) []byte {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(name + ": " + strings.NewReplacer("\r", " ", "\n", " ").Replace(value) + "\r\n")
		}
	}
	if !mail.Time.IsZero() {
		field("Date", mail.Time.Std().Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	}
	field("From", addressList(mail.From))
	field("To", addressList(mail.To))
	field("Cc", addressList(mail.Cc))
	field("Subject", mail.Subject)
	if mail.MessageID != "" {
		field("Message-ID", "<"+mail.MessageID+">")
	}
	return []byte(b.String())
}

// addressList writes addresses as a header field does.
func addressList(list []event.Address) string {
	var b strings.Builder
	for i, a := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		switch {
		case a.Name == "":
			b.WriteString(a.Addr)
		case a.Addr == "":
			b.WriteString(a.Name)
		default:
			b.WriteString(a.Name + " <" + a.Addr + ">")
		}
	}
	return b.String()
}

// displayNames splits a list of names as Outlook shows it, for messages without
// recipients of their own.
func displayNames(text string) []event.Address {
	var list []event.Address
	for name := range strings.SplitSeq(text, ";") {
		if a := newAddress(name, ""); a != (event.Address{}) {
			list = append(list, a)
		}
	}
	return list
}

// Render writes a mail as a text that a person can check: the header as it came or as
// it was put together, the visible text, and a line for each part. Outlook's own bytes
// tell a reader nothing.
func Render(mail *event.Mail) []byte {
	var b strings.Builder
	if len(mail.Headers) > 1 {
		for _, h := range mail.Headers {
			b.WriteString(h.Name + ": " + h.Value + "\n")
		}
	} else {
		b.WriteString(strings.ReplaceAll(string(fieldsOf(mail)), "\r\n", "\n"))
	}
	b.WriteString("\n" + mail.Text + "\n")
	for i := range mail.Parts {
		p := &mail.Parts[i]
		fmt.Fprintf(&b, "\npart %s: %s, %d bytes", p.Path, p.Type, len(p.Data))
		if p.Name != "" {
			fmt.Fprintf(&b, ", %q", p.Name)
		}
	}
	b.WriteByte('\n')
	return []byte(b.String())
}
