package phishing

import (
	"fmt"
	"strings"

	"dwell/detect/phishing/ask"
)

func (c *campaign) title() string {
	l := c.letters[0]
	title := "Mass mail of a sender who shows nothing of who it is"
	switch {
	case l.Clues.has(fromGenuine):
		title = "A service of " + l.Domain + " used for fraud"
	case l.Claim != "":
		title = "Phishing that claims to be from " + l.Claim
	}
	if n := c.marks.Count; n > 1 {
		title += fmt.Sprintf(", %d mails", n)
	}
	return title
}

// sentence says who it claims to be, where it comes from, what it asks and where it leads.
func (c *campaign) sentence() string {
	l := c.letters[0]
	var b strings.Builder
	if n := c.marks.Count; n > 1 {
		fmt.Fprintf(&b, "%d mails of one campaign came", n)
		if to := len(c.readers); to > 1 {
			fmt.Fprintf(&b, " to %d mailboxes or more", to)
		}
		b.WriteString("; the most telling")
	} else {
		b.WriteString("A mail")
	}
	if !l.First.IsZero() {
		fmt.Fprintf(&b, " of %s", l.First)
	}
	fmt.Fprintf(&b, " (%q)", l.Subject)
	if l.Claim != "" {
		fmt.Fprintf(&b, " says it is from %s and", l.Claim)
	}
	from := l.Domain
	if from == "" {
		from = "an address that is none"
	}
	switch {
	case l.Clues.has(fromForged):
		fmt.Fprintf(&b, " shows the domain %s, which the receiver's checks deny", from)
	default:
		fmt.Fprintf(&b, " comes from %s", from)
	}
	if a := l.asks(); a != "" {
		fmt.Fprintf(&b, "; it asks to %s", a)
	}
	switch {
	case l.Target != "" && l.Shown != "":
		fmt.Fprintf(&b, " at %s, where it shows %s", l.Target, l.Shown)
	case l.Target != "":
		fmt.Fprintf(&b, " at %s", l.Target)
	case l.Answer != "":
		fmt.Fprintf(&b, ", by mail to %s", l.Answer)
	}
	b.WriteString(".")
	if n := len(c.letters); n > 1 {
		fmt.Fprintf(&b, " The campaign has %d shapes.", n)
	}
	return b.String()
}

// asks words the two most telling things that are asked for.
func (l *letter) asks() string {
	const most = 2
	var out []string
	for _, a := range []ask.Ask{ask.Credence, ask.Password, ask.Quota, ask.Wallet, ask.Refund, ask.Parcel, ask.Renew, ask.Pay, ask.Prize, ask.Document, ask.Fortune, ask.Lure, ask.Click} {
		if l.Says.Has(a) && len(out) < most && (a != ask.Fortune || l.Clues.has(asksFortune)) {
			out = append(out, a.String())
		}
	}
	if len(out) == 0 && l.Target != "" {
		return ask.Click.String()
	}
	return strings.Join(out, " and to ")
}
