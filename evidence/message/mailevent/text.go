package mailevent

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"dwell/event"
)

// Text returns a mail as a person reads it: its header, or its fields when it came
// without one, what was wrong with it, its text, and what it carries.
func Text(m *event.Mail) []byte {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	field("Folder", m.Folder)
	if m.Header("From") == "" {
		if !m.Time.IsZero() {
			field("Date", m.Time.Local().Format(time.RFC1123Z))
		}
		field("From", addresses(m.From))
		field("To", addresses(m.To))
		field("Cc", addresses(m.Cc))
		field("Subject", m.Subject)
		field("Message-ID", m.MessageID)
	}
	for _, h := range m.Headers {
		field(h.Name, h.Value)
	}
	for _, d := range m.Defects {
		field("Note", d)
	}
	b.WriteString("\n")
	if m.Text != "" {
		b.WriteString(m.Text + "\n\n")
	}
	for i := range m.Parts {
		p := &m.Parts[i]
		line := fmt.Sprintf("Part %s: %s, %d bytes, SHA-256 %x", p.Path, p.Type, len(p.Data), sha256.Sum256(p.Data))
		if p.Name != "" {
			line += ", " + p.Name
		}
		if p.Truncated {
			line += ", not whole"
		}
		b.WriteString(line + "\n")
	}
	return []byte(b.String())
}

// addresses writes addresses as a header field does.
func addresses(list []event.Address) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = strings.TrimSpace(a.Name + " <" + a.Addr + ">")
	}
	return strings.Join(words, ", ")
}
