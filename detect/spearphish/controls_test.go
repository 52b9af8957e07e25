package spearphish

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/finding"
)

// program is how a mail program writes.
type program struct {
	name, says string   // as it says, and the field in which
	id         string   // of Message-IDs: number of the mail, and host
	order      []string // of its fields
	kind       string   // content type
	quotes     string   // line before quotations
}

var (
	thunderbird = program{"Mozilla Thunderbird 45.1.0", "User-Agent", "5%07d.30905%d@%s",
		[]string{"Subject", "To", "From", "Message-ID", "Date", "User-Agent", "MIME-Version", "Content-Type"}, "text/plain; charset=windows-1252; format=flowed", "Am 02.05.2016 um 10:00 schrieb Kim:"}
	outlook = program{"Microsoft Outlook 16.0", "X-Mailer", "00%07d$4a1b$%d@%s",
		[]string{"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "X-Mailer", "Thread-Index", "Content-Language"}, "text/plain; charset=\"us-ascii\"", "-----Original Message-----"}
	phone = program{"iPhone Mail (13E238)", "X-Mailer", "%08dA-B0C1-%d@%s",
		[]string{"Content-Type", "From", "Mime-Version", "Date", "Subject", "Message-Id", "To", "X-Mailer"}, "text/plain; charset=us-ascii", "On May 2, 2016, at 10:00 AM, Kim wrote:"}
	foxmail = program{"Foxmail 7.2.7.26[cn]", "X-Mailer", "20160502%07d-%d@%s",
		[]string{"Date", "From", "To", "Subject", "X-Priority", "X-Mailer", "Mime-Version", "Message-ID", "Content-Type"}, "text/plain; charset=\"gb2312\"", "From: Kim"}
)

// road is the way that mail takes to us.
type road struct {
	machine, address string   // where it is written
	servers          []string // of the sender's side, newest first
	server           string   // address of the newest
	signer           string   // DKIM, verified by us; "" for none
}

var (
	partnerRoad = road{"desk7", "10.1.2.7", []string{"mx.partner.example.org", "mail.partner.example.org"}, "192.0.2.20", "partner.example.org"}
	travelRoad  = road{"tablet", "198.51.100.77", []string{"mx.partner.example.org", "mail.partner.example.org"}, "192.0.2.20", "partner.example.org"}
	otherRoad   = road{"desk9", "10.1.2.9", []string{"mx.partner.example.org", "mail.partner.example.org"}, "192.0.2.20", "partner.example.org"}
	rentedRoad  = road{"win-8k2", "203.0.113.77", []string{"smtp.rented.example.net"}, "203.0.113.9", ""}
)

// hand is somebody who writes.
type hand struct {
	name, address string
	program       program
	road          road
	zone          *time.Location
	closing       string
}

var (
	berlin = time.FixedZone("CEST", 2*3600)
	doe    = hand{"Jane Doe", "jane.doe@partner.example.org", thunderbird, partnerRoad, berlin, "Best regards\nJane"}
	roe    = hand{"Richard Roe", "richard.roe@partner.example.org", outlook, otherRoad, berlin, "Cheers, R."}
	crook  = hand{"Jane Doe", "jane.doe@partner.example.org", foxmail, rentedRoad, time.FixedZone("", 8*3600+1800), "Thanks"}
)

// send puts a full mail to kim@example.com into the box.
func (b *mailbox) send(h hand, at time.Time, change func(*event.Mail)) {
	n := len(b.mails) + 1
	at = at.In(h.zone)
	_, host, _ := strings.Cut(h.address, "@")
	m := event.Mail{
		Time: event.At(at, event.PrecisionSecond), Delivered: event.UTC(at.UnixNano()+3*int64(time.Second), event.PrecisionSecond), Ref: event.Ref{File: 1, Offset: int64(n) * 1000, Length: 900},
		Mailbox: "kim.mbox", MessageID: fmt.Sprintf(h.program.id, n*7919%9_999_999, n%7, host), From: []event.Address{{Name: h.name, Addr: h.address}},
		To: []event.Address{{Name: "Kim", Addr: "kim@example.com"}}, Subject: fmt.Sprintf("Order %d", n/3), Client: h.program.name, ReturnPath: h.address,
		Text:       fmt.Sprintf("Dear Kim,\n\nplease find the figures of order %d below. We need them by the end of\nthe week.\n\n%s\n> what about the order?\n\n%s\n", n, h.program.quotes, h.closing),
		AuthResult: []string{"mx.example.com; spf=pass; dkim=pass; dmarc=pass"},
		Parts:      []event.Part{{Path: "1", Type: "text/plain"}},
	}
	if h.road.signer == "" {
		m.AuthResult = []string{"mx.example.com; spf=none; dkim=none"}
	}
	h.travel(&m, at)
	for _, f := range h.program.order {
		value := map[string]string{"From": fmt.Sprintf("%s <%s>", h.name, h.address), "To": "Kim <kim@example.com>", "Date": at.Format(time.RFC1123Z), "Content-Type": h.program.kind, h.program.says: h.program.name}[f]
		m.Headers = append(m.Headers, event.Header{Name: f, Value: value})
	}
	if change != nil {
		change(&m)
	}
	b.mails = append(b.mails, m)
}

// travel adds the lines that servers write.
func (h hand) travel(m *event.Mail, at time.Time) {
	from, ip := h.road.servers[0], netip.MustParseAddr(h.road.server)
	by := "mx.example.com"
	for i := 0; ; i++ {
		m.Hops = append(m.Hops, event.Hop{Time: event.UTC(at.UnixNano()+2*int64(time.Second), event.PrecisionSecond), From: from, IP: ip, By: by, With: "ESMTPS"})
		m.Headers = append(m.Headers, event.Header{Name: "Received", Value: fmt.Sprintf("from %s (%s [%s]) by %s (Postfix) with ESMTPS id 4F%d; %s", from, from, ip, by, i, at.Format(time.RFC1123Z))})
		if i == len(h.road.servers) {
			break
		}
		by = h.road.servers[i]
		if i+1 < len(h.road.servers) {
			from = h.road.servers[i+1]
		} else {
			from, ip = h.road.machine, netip.MustParseAddr(h.road.address)
		}
	}
	if h.road.signer != "" {
		m.Headers = append(m.Headers, event.Header{Name: "DKIM-Signature", Value: "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + h.road.signer + "; s=mail; h=from:to:date; bh=x; b=y"})
	}
}

// begin is a Monday morning in Berlin.
var begin = time.Date(2016, 1, 11, 9, 12, 0, 0, berlin)

// quarter is four months of mail of two people of a partner, on every working day.
func quarter() (*mailbox, time.Time) {
	b := &mailbox{}
	at := begin
	for range 17 * 7 {
		if d := at.Weekday(); d != time.Saturday && d != time.Sunday {
			b.send(doe, at.Add(time.Duration(len(b.mails)%5)*time.Hour), nil)
			b.send(roe, at.Add(time.Duration(len(b.mails)%3)*time.Hour), nil)
		}
		at = at.AddDate(0, 0, 1)
	}
	return b, at
}

func (h hand) with(change func(*hand)) hand { change(&h); return h }

// What happens to everybody stays low, with a link in the mail.
func TestOrdinaryChangesStayLow(t *testing.T) {
	for name, add := range map[string]func(b *mailbox, at time.Time){
		"nothing": func(b *mailbox, at time.Time) { b.send(doe, at, nil) },
		"new version of the program": func(b *mailbox, at time.Time) {
			b.send(doe.with(func(h *hand) { h.program.name = "Mozilla Thunderbird 52.2.1" }), at, nil)
		},
		"new phone": func(b *mailbox, at time.Time) { b.send(doe.with(func(h *hand) { h.program = phone }), at, nil) },
		"holiday in another zone": func(b *mailbox, at time.Time) {
			b.send(doe.with(func(h *hand) { h.road, h.zone = travelRoad, seoul }), at, nil)
		},
		"the domain moves": func(b *mailbox, at time.Time) {
			for i, h := range []hand{doe, roe} {
				h.address = strings.Replace(h.address, "partner.example.org", "newname.example", 1)
				h.road.signer = "newname.example"
				b.send(h, at.Add(time.Duration(i)*time.Hour), nil)
			}
		},
		"private address that colleagues know": func(b *mailbox, at time.Time) {
			b.send(roe, at.Add(-time.Hour), func(m *event.Mail) {
				m.Cc = []event.Address{{Name: "Jane Doe", Addr: "jdoe77@home.example.net"}}
			})
			b.send(doe.with(func(h *hand) { h.address, h.road = "jdoe77@home.example.net", rentedRoad }), at, nil)
		},
		"mail comes once more through a list": func(b *mailbox, at time.Time) {
			b.send(doe, at, nil)
			again := b.mails[len(b.mails)-1]
			again.Ref.Offset += 500
			again.Hops = append([]event.Hop{{By: "mx.example.com", From: "lists.example.net", IP: netip.MustParseAddr("203.0.113.40")}, {By: "lists.example.net", From: "mx.partner.example.org", IP: netip.MustParseAddr("192.0.2.20")}}, again.Hops[1:]...)
			again.Headers = append(slices.Clone(again.Headers), event.Header{Name: "List-Id", Value: "<orders.lists.example.net>"}, event.Header{Name: "List-Post", Value: "<mailto:orders@lists.example.net>"})
			again.AuthResult = []string{"mx.example.com; spf=pass; dkim=pass"}
			b.mails = append(b.mails, again)
		},
		"forwarded by a server": func(b *mailbox, at time.Time) {
			b.send(doe, at, func(m *event.Mail) {
				m.Hops = append([]event.Hop{{By: "mx.example.com", From: "forward.example.net", IP: netip.MustParseAddr("203.0.113.50"), With: "ESMTPS"}}, m.Hops...)
				m.Headers = append([]event.Header{{Name: "Received", Value: "from forward.example.net by mx.example.com with ESMTPS id 1"}}, m.Headers...)
				m.AuthResult = []string{"mx.example.com; spf=softfail; dkim=pass; dmarc=pass"}
			})
		},
		"forwarded by a colleague": func(b *mailbox, at time.Time) {
			b.send(roe, at, func(m *event.Mail) {
				m.Subject, m.Text = "FW: Order", "See below.\n\n-----Original Message-----\nFrom: Jane Doe\n\nDear Kim, the figures.\n\nBest regards\nJane\n"
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			b, at := quarter()
			add(b, at)
			b.mails[len(b.mails)-1].Links = []string{"https://www.example.org/"}
			for _, f := range investigate(t, b.mails) {
				if f.Severity > finding.Low {
					t.Errorf("%s %.1f: %s %v", f.Severity, f.Score, f.Sentence, f.Parts)
				}
			}
		})
	}
}

// Two assistants share a mailbox: two programs, two desks, one name.
func TestSharedMailboxStaysLow(t *testing.T) {
	b := &mailbox{}
	office := hand{"Front Desk", "office@partner.example.org", thunderbird, partnerRoad, berlin, "Best regards\nJane"}
	second := hand{"Front Desk", "office@partner.example.org", outlook, otherRoad, berlin, "Cheers, R."}
	for i := range 90 {
		h := office
		if i%3 == 0 && i > 30 {
			h = second
		}
		b.send(h, begin.AddDate(0, 0, i), nil)
	}
	for _, f := range investigate(t, b.mails) {
		if f.Severity > finding.Low {
			t.Errorf("%s: %s", f.Severity, f.Sentence)
		}
	}
}

// Impostors of each level, with something to open, are first of their day and above
// low, and the finding says why.
func TestImpostorsOfTheTrueAddress(t *testing.T) {
	copied := doe.with(func(h *hand) { h.road = rentedRoad })
	taken := doe.with(func(h *hand) { h.program, h.zone, h.closing = foxmail, crook.zone, crook.closing })
	relabelled := roe.with(func(h *hand) { h.name, h.address = doe.name, doe.address })
	for name, c := range map[string]struct {
		hand  hand
		words []string
	}{
		"blind":                  {crook, []string{"relay", "time zone moved by 6 h 30 min", "mail program"}},
		"one mail copied":        {copied, []string{"relay", "before: example.org"}},
		"a colleague's mail":     {relabelled, []string{"mail program", "Outlook"}},
		"account, other program": {taken, []string{"mail program", "foxmail"}},
	} {
		t.Run(name, func(t *testing.T) {
			b, at := quarter()
			b.send(c.hand, at, func(m *event.Mail) {
				m.Links, m.Text = []string{"http://203.0.113.7/"}, m.Text+"Please open the file and sign in.\n"
				m.Parts = append(m.Parts, event.Part{Path: "2", Type: "application/zip", Name: "order.zip", Disposition: "attachment", Data: photos(t)})
			})
			findings := investigate(t, b.mails)
			if len(findings) == 0 || findings[0].Severity < finding.Medium {
				t.Fatalf("not found: %v", findings)
			}
			f := findings[0]
			if !slices.Contains(f.Values(finding.Object), b.mails[len(b.mails)-1].MessageID) || f.Measures["rank_of_day"] != int64(1) {
				t.Errorf("first is %s", f.Sentence)
			}
			text := strings.ToLower(f.Sentence + fmt.Sprint(f.Parts))
			for _, w := range c.words {
				if !strings.Contains(text, strings.ToLower(w)) {
					t.Errorf("%q is not named: %s", w, text)
				}
			}
			const references = 4 // the mail itself and true ones
			if len(f.Refs) < references {
				t.Errorf("%d references", len(f.Refs))
			}
		})
	}
}
