package trace

import (
	"net/netip"
	"time"

	"dwell/simulate/format/message/spell"
)

// Software is a mail server whose lines the package can write.
type Software uint8

// The servers.
const (
	Postfix        Software = iota
	Sendmail                // 8
	Exchange                // 2010 to 2019 on a company's own machines
	ExchangeOnline          // Microsoft 365 and Outlook.com
	Gmail
	Naver
	Daum // and Hanmail, its older name
)

// Route is the way of a mail from its author into a mailbox.
type Route struct {
	// Hops are the relays in the order in which they took the mail; the last one
	// delivered it.
	Hops []Hop

	// ReturnPath and DeliveredTo are addresses of the envelope, which the last hop
	// writes down at delivery; "" for a mail that was not delivered, such as one in
	// the folder of sent mails. A mail without a sender, a bounce, has "<>".
	ReturnPath, DeliveredTo string
}

// Hop is one relay taking the mail over.
type Hop struct {
	Software Software
	Version  string // of the software: "8.14.4" (Sendmail), "15.0.995.29" (Exchange); "" for a usual one
	Number   uint64 // the queue identifier is spelled from it
	Time     time.Time

	Greeting string     // what the sender called itself (HELO)
	Name     string     // host name of its address; "" unknown
	IP       netip.Addr // its address; the zero Addr for a mail that a program on the machine handed in
	By       string     // host name of the relay
	ByIP     netip.Addr // its address, which Exchange and Gmail write
	Protocol string     // "SMTP", "ESMTP", "ESMTPS", "ESMTPSA", "mapi"
	User     uint32     // who handed the mail in on the machine itself
	For      string     // recipient; "" when not written down, as with several
	Cipher   string     // of the TLS connection, "TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 128": version, name as the software spells it, bits; "" not written down

	Verdicts  *Verdicts  // what the relay found out about the sender; nil: it did not check
	Signature *Signature // which the relay put on the mail; nil: none
}

// Verdicts are the results of sender authentication at the border of the receiver.
// The words are those of RFC 8601: "pass", "fail", "softfail", "neutral", "none",
// "temperror", "permerror".
type Verdicts struct {
	SPF, DKIM, DMARC string
	Host             string // authserv-id; "" is the relay's name
	MailFrom         string // address that SPF was asked about
	From             string // domain of the From field
	Policy           string // of the DMARC record: "none", "quarantine", "reject"
	Domain, Selector string // of the DKIM signature
	Tag              string // first eight characters of the signature, where they are written
}

// AppendHops appends all that the relays wrote, newest first, down to where the
// author's own header begins.
func (r *Route) AppendHops(dst []byte) []byte {
	if r == nil || len(r.Hops) == 0 {
		return dst
	}
	last := len(r.Hops) - 1
	dst = r.delivery(dst, &r.Hops[last])
	for i := last; i >= 0; i-- {
		h := &r.Hops[i]
		if h.aboveReceived() {
			dst = h.Verdicts.append(dst, h)
		}
		dst = h.received(dst)
		if !h.aboveReceived() {
			dst = h.Verdicts.append(dst, h)
		}
		dst = h.Signature.append(dst, h)
		dst = h.below(dst)
	}
	return dst
}

// aboveReceived reports whether the software writes the verdicts above its own
// Received line: Exchange Online and Naver do, milters and Gmail write below it.
func (h *Hop) aboveReceived() bool {
	return h.Software == ExchangeOnline || h.Software == Exchange || h.Software == Naver
}

// delivery appends the lines of the final delivery that stand on top.
func (r *Route) delivery(dst []byte, h *Hop) []byte {
	if r.ReturnPath == "" {
		return dst
	}
	switch h.Software {
	case Exchange, ExchangeOnline: // below the author's header: Trailer
		return dst
	case Gmail:
		dst = address(dst, "Delivered-To: ", r.DeliveredTo, "", "")
		dst = h.gmailDelivery(dst)
		return address(dst, "Return-Path: ", r.ReturnPath, "<", ">")
	}
	dst = address(dst, "Return-Path: ", r.ReturnPath, "<", ">")
	if h.Software == Postfix {
		dst = address(dst, "X-Original-To: ", r.DeliveredTo, "", "")
		dst = address(dst, "Delivered-To: ", r.DeliveredTo, "", "")
	}
	return dst
}

// Final returns the software that delivered the mail; ok is false for a mail that
// no one delivered.
func (r *Route) Final() (s Software, ok bool) {
	if r == nil || len(r.Hops) == 0 {
		return 0, false
	}
	return r.Hops[len(r.Hops)-1].Software, true
}

// First returns the relay that took the mail from its author, nil without a route.
func (r *Route) First() *Hop {
	if r == nil || len(r.Hops) == 0 {
		return nil
	}
	return &r.Hops[0]
}

// received appends the Received line.
func (h *Hop) received(dst []byte) []byte {
	switch h.Software {
	case Sendmail:
		return h.sendmail(dst)
	case Exchange, ExchangeOnline:
		return h.exchange(dst)
	case Gmail:
		return h.gmail(dst)
	case Naver:
		return h.naver(dst)
	case Daum:
		return h.daum(dst)
	}
	return h.postfix(dst)
}

// below appends what the relay writes below the signature.
func (h *Hop) below(dst []byte) []byte {
	switch {
	case h.Software == Gmail && !h.IP.IsValid():
		s := spell.From(h.Number)
		dst = append(dst, "X-Gm-Message-State: "...)
		dst = append(s.Letters(dst, spell.Base62, 76), crlf...)
		return h.gmailInside(dst, stepInside, Pacific(h.Time))
	case h.Software == Naver && h.Signature != nil:
		s := spell.From(h.Number, stepSend)
		dst = append(s.Letters(append(dst, "X-Session-ID: "...), spell.HexLower, 64), crlf...)
	case h.Software == Daum:
		dst = append(HermesID(append(dst, "X-Hermes-Message-Id: "...), h.Number, h.Time), crlf...)
	}
	return dst
}
