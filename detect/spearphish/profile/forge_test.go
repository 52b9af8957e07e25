package profile

import (
	"strings"

	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/trait"
	"dwell/event"
)

// week moves mails by whole weeks, so that hour and day of the week stay.
const week = 7 * 24 * 3600 * int64(1e9)

func arrived(m *event.Mail) int64 {
	if !m.Delivered.IsZero() {
		return m.Delivered.Nanos
	}
	return m.Time.Nanos
}

// moved sets a mail to the time of another, by whole weeks.
func moved(m event.Mail, to *event.Mail) event.Mail {
	by := (arrived(to) - arrived(&m)) / week * week
	m.Delivered.Nanos += by
	m.Time.Nanos += by
	m.Hops = append([]event.Hop(nil), m.Hops...)
	for i := range m.Hops {
		m.Hops[i].Time.Nanos += by
	}
	m.Signatures = append([]event.Signature(nil), m.Signatures...)
	for i := range m.Signatures {
		m.Signatures[i].Signed.Nanos += by
		m.Signatures[i].Expires.Nanos += by
	}
	return m
}

// relabelled is somebody's mail under the victim's name, address and Message-ID domain,
// in the text too. Without keys the impostor cannot sign, and our server verified
// nothing.
func relabelled(m event.Mail, victim *event.Mail, keys bool) event.Mail {
	true1, own := victim.Author(), m.Author()
	m.From = []event.Address{true1}
	m.Text = renamed(m.Text, own, true1)
	m.MessageID = relabelledID(m.MessageID, true1.Addr)
	if m.ReturnPath == own.Addr {
		m.ReturnPath = true1.Addr
	}
	var headers []event.Header
	for _, h := range m.Headers {
		lower := strings.ToLower(h.Name)
		if !keys && (strings.Contains(lower, "dkim") || lower == "authentication-results") {
			continue
		}
		if lower == "from" {
			h.Value = strings.Replace(strings.Replace(h.Value, own.Addr, true1.Addr, 1), own.Name, true1.Name, 1)
		}
		headers = append(headers, h)
	}
	m.Headers = headers
	if !keys {
		m.AuthResult, m.Signatures = nil, nil
	}
	return m
}

func relabelledID(id, address string) string {
	const sender = "git-send-email-"
	local, _ := alike.Split(id)
	_, domain := alike.Split(address)
	if i := strings.Index(local, sender); i >= 0 {
		return local[:i] + sender + address
	}
	return local + "@" + domain
}

// ofMailbox gives a Message-ID that a provider's program wrote the mark of the victim's
// own mailbox, which it bears when somebody else uses that mailbox.
func ofMailbox(id string, own []*event.Mail) string {
	mark := trait.MailboxMark(id)
	for i := len(own) - 1; i >= 0 && mark != ""; i-- {
		if true1 := trait.MailboxMark(own[i].MessageID); true1 != "" {
			return true1 + id[len(mark):]
		}
	}
	return id
}

// renamed puts one person's name and address in place of another's.
func renamed(text string, from, to event.Address) string {
	const least = 3
	old, replaced := strings.Fields(from.Name), strings.Fields(to.Name)
	pairs := []string{from.Addr, to.Addr}
	if len(old) > 0 && len(replaced) > 0 {
		pairs = append(pairs, from.Name, to.Name)
		for _, w := range [][2]string{{old[0], replaced[0]}, {old[len(old)-1], replaced[len(replaced)-1]}} {
			if len(w[0]) >= least {
				pairs = append(pairs, w[0], w[1], strings.ToLower(w[0]), strings.ToLower(w[1]))
			}
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// spliced has the writing of one mail and the way of another. With keys it also has
// the other's signatures and our server's verdict.
func spliced(m event.Mail, other *event.Mail, keys bool) event.Mail {
	m.Hops, m.ReturnPath, m.AuthResult, m.Signatures = other.Hops, other.ReturnPath, nil, nil
	if keys {
		m.AuthResult, m.Signatures = other.AuthResult, other.Signatures // the provider signs what is written
	}
	var headers []event.Header
	for _, h := range other.Headers {
		lower := strings.ToLower(h.Name)
		if ofWay(lower) && (keys || !strings.Contains(lower, "dkim") && lower != "authentication-results") {
			headers = append(headers, h)
		}
	}
	for _, h := range m.Headers {
		if !ofWay(strings.ToLower(h.Name)) {
			headers = append(headers, h)
		}
	}
	m.Headers = headers
	m.Time.Nanos, m.Delivered = other.Time.Nanos, other.Delivered
	return m
}

// ofWay reports whether servers write a field.
func ofWay(lower string) bool {
	switch lower {
	case "received", "authentication-results", "return-path", "received-spf", "x-originating-ip", "x-gm-message-state", "x-received", "x-virus-scanned",
		"x-scanned-by", "x-mimedefang-filter", "x-greylist", "domainkey-signature", "dkim-signature", "dkim-filter":
		return true
	}
	return strings.HasPrefix(lower, "x-google-") || strings.HasPrefix(lower, "x-spam") || strings.HasPrefix(lower, "x-ms-ex")
}
