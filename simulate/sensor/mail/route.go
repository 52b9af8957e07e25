package mail

import (
	"net/netip"
	"strings"
	"time"

	"dwell/simulate/chance"
	"dwell/simulate/fact"
	"dwell/simulate/format/message/trace"
)

// store is how the service in the cloud writes the machine that keeps a mailbox.
var store = netip.MustParseAddr("fe80::f1a2:38c1:5e0c:91b7%4")

var relays = map[string]trace.Software{"postfix": trace.Postfix, "sendmail": trace.Sendmail, "exchange": trace.Exchange, "exchange-online": trace.ExchangeOnline, "gmail": trace.Gmail, "naver": trace.Naver, "daum": trace.Daum}

// route is the way of a mail into a mailbox.
func (m *Sensor) route(mail *fact.Mail, owner string) *trace.Route {
	r := &trace.Route{ReturnPath: mail.From.Address, DeliveredTo: owner}
	at := mail.Sent
	for i, h := range mail.Hops {
		at = at.Add(h.After)
		hop := trace.Hop{Software: relays[h.Software], Number: mail.ID + uint64(i)<<32, Time: at, Greeting: h.From, Name: h.From, IP: h.Address, By: h.By, Protocol: "ESMTP", For: owner}
		if i == len(mail.Hops)-1 {
			hop.Time = m.Clock(at)
			hop.ByIP = m.border
			hop.Verdicts = m.verdicts(mail)
			if mail.Verdict != nil {
				hop.Protocol = "ESMTPS"
			} else if hop.Software == trace.ExchangeOnline && mail.Client == "outlook-365" {
				hop.Protocol, hop.Greeting, hop.IP = "mapi", h.By, store // from a mailbox of the service itself
			}
		} else {
			hop.Signature = m.signature(mail, at)
		}
		r.Hops = append(r.Hops, hop)
	}
	return r
}

func (m *Sensor) verdicts(mail *fact.Mail) *trace.Verdicts {
	v := mail.Verdict
	if v == nil {
		return nil
	}
	_, domain, _ := strings.Cut(mail.From.Address, "@")
	return &trace.Verdicts{SPF: v.SPF, DKIM: v.DKIM, DMARC: v.DMARC, MailFrom: mail.From.Address, From: domain, Policy: "none", Domain: v.Domain, Selector: "s1"}
}

// signature is what a sender's relay puts on a mail whose signature the border finds
// valid.
func (m *Sensor) signature(mail *fact.Mail, at time.Time) *trace.Signature {
	if mail.Verdict == nil || mail.Verdict.DKIM != "pass" {
		return nil
	}
	r := chance.New(mail.ID, "signature")
	s := &trace.Signature{Domain: mail.Verdict.Domain, Selector: "s1", Time: at, BodyHash: make([]byte, 32), Value: make([]byte, 128)}
	for _, b := range [][]byte{s.BodyHash, s.Value} {
		for i := range b {
			b[i] = byte(r.Uint32())
		}
	}
	return s
}
