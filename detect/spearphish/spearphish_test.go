package spearphish

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/attachment/sample"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

var seoul = time.FixedZone("KST", 9*3600)

// start is three months before the fake mail of the tests.
var start = time.Date(2016, 2, 3, 16, 38, 0, 0, seoul)

// writer is somebody with habits.
type writer struct {
	name, addr, client, relay, ip, auth string
	zone                                *time.Location
}

var (
	sister   = writer{"김민지", "minjikim88@naver.com", "", "mail.naver.com", "198.51.100.10", "mx.example.com; spf=pass; dkim=pass; dmarc=pass", seoul}
	jane     = writer{"Jane Doe", "jane.doe@partner.example.org", "Mozilla Thunderbird 45.0", "mx.partner.example.org", "192.0.2.20", "mx.example.com; dmarc=pass", time.UTC}
	outsider = writer{"", "", "Foxmail 7.2", "mail.example.net", "203.0.113.99", "mx.example.com; spf=pass; dkim=none", time.FixedZone("", 8*3600+1800)}
)

type mailbox struct{ mails []event.Mail }

// write adds a mail to kim@example.com.
func (b *mailbox) write(w writer, after time.Duration, change func(*event.Mail)) {
	n := len(b.mails) + 1
	at := event.At(start.Add(after).In(w.zone), event.PrecisionSecond)
	_, host, _ := strings.Cut(w.addr, "@")
	m := event.Mail{
		Time: at, Delivered: event.UTC(at.Nanos+int64(time.Second), event.PrecisionSecond), Ref: event.Ref{File: 1, Offset: int64(n) * 1000, Length: 900},
		Mailbox: "kim.mbox", MessageID: fmt.Sprintf("%d.%x@%s", 1000+n, n*77, host), From: []event.Address{{Name: w.name, Addr: w.addr}},
		To: []event.Address{{Name: "Kim", Addr: "kim@example.com"}}, Subject: "hello", Client: w.client, Text: "See you tomorrow.",
		Hops:       []event.Hop{{By: "mx.example.com", IP: netip.MustParseAddr("192.0.2.200")}, {By: w.relay, IP: netip.MustParseAddr(w.ip)}},
		AuthResult: []string{w.auth},
	}
	if change != nil {
		change(&m)
	}
	b.mails = append(b.mails, m)
}

// history gives both correspondents thirty mails over three months.
func history() *mailbox {
	b := &mailbox{}
	for day := range 30 {
		after := time.Duration(3*day) * 24 * time.Hour
		b.write(sister, after, nil)
		b.write(jane, after+time.Hour, nil)
		b.write(writer{"News Daily", "news@example.net", "", "mail.example.net", "203.0.113.5", "", time.UTC}, after+2*time.Hour, nil)
	}
	return b
}

const now = 90 * 24 * time.Hour // 3 May 2016

// photos is an archive with a screen saver, of which only the name is true.
func photos(t testing.TB) []byte { return sample.Zip(t, "가족사진.scr", "inert") }

// from puts another name and address on the outsider.
func from(name, addr string) writer {
	w := outsider
	w.name, w.addr = name, addr
	return w
}

func about(findings []finding.Finding, addr string) (finding.Finding, bool) {
	for _, f := range findings {
		if slices.Contains(f.Values(finding.Attacker), addr) || slices.Contains(f.Values(finding.Sender), addr) {
			return f, true
		}
	}
	return finding.Finding{}, false
}

func TestTheMailOfMay2016IsFirstOfItsDayWithManyReasons(t *testing.T) {
	b := history()
	b.write(from("김 민지", "minjikim89@naver.com"), now, func(m *event.Mail) {
		m.Subject, m.Text = "가족사진", "사진 보내니 열어 봐"
		m.Parts = []event.Part{{Path: "2", Type: "application/zip", Name: "가족사진.zip", Disposition: "attachment", Data: photos(t)}}
	})
	findings := investigate(t, b.mails)
	if len(findings) == 0 {
		t.Fatal("nothing found")
	}
	f := findings[0]
	if f.Severity != finding.Critical || !slices.Contains(f.Values(finding.Attacker), "minjikim89@naver.com") {
		t.Errorf("first is %s: %s", f.Severity, f.Sentence)
	}
	reasons := 0
	for _, p := range f.Parts {
		if p.Weight > 0 {
			reasons++
		}
	}
	const wanted = 4
	if reasons < wanted {
		t.Errorf("%d reasons: %v", reasons, f.Parts)
	}
	if !slices.Contains(f.Values(finding.Victim), "kim@example.com") || !slices.Contains(f.Values(finding.Object), "김민지") ||
		!slices.Contains(f.Values(finding.Object), b.mails[len(b.mails)-1].MessageID) || f.Technique != spearphishingAttachment {
		t.Errorf("%s %v", f.Technique, f.Entities)
	}
}

func TestImpostors(t *testing.T) {
	for name, c := range map[string]struct {
		writer writer
		change func(*event.Mail)
		least  finding.Severity
	}{
		"name only, public provider":   {from("Jane Doe", "office.mail.77@gmail.com"), nil, finding.Medium},
		"name in another order":        {from("Doe, Jane", "office.mail.77@gmail.com"), nil, finding.Medium},
		"look-alike domain":            {from("Jane Doe", "jane.doe@partner.examp1e.org"), nil, finding.High},
		"other ending, without a name": {from("", "jane.doe@example.com.kr"), nil, finding.Info},
		"Cyrillic letters in the name": {from("J\u0430ne Do\u0435", "office.mail.77@gmail.com"), nil, finding.Medium},
		"the address as display name":  {from("jane.doe@partner.example.org", "x77@example.net"), nil, finding.Medium},
		"replies led elsewhere, failed": {from("Jane Doe", "jane@example.net"), func(m *event.Mail) {
			m.ReplyTo = []event.Address{{Addr: "jd@example.edu"}}
			m.AuthResult = []string{"mx; spf=fail"}
		}, finding.High},
		"true address, failed, new program": {from("Jane Doe", "jane.doe@partner.example.org"), func(m *event.Mail) { m.AuthResult = []string{"mx; spf=fail; dkim=none; dmarc=fail"} }, finding.Low},
		"true address, with a program": {from("Jane Doe", "jane.doe@partner.example.org"), func(m *event.Mail) {
			m.Parts = []event.Part{{Name: "plan.exe", Disposition: "attachment", Data: []byte("MZ")}}
		}, finding.Medium},
	} {
		t.Run(name, func(t *testing.T) {
			b := history()
			b.write(c.writer, now, func(m *event.Mail) {
				m.Links = []string{"http://203.0.113.7/"}
				m.Text = "Please open the file and sign in."
				if c.change != nil {
					c.change(m)
				}
			})
			f, ok := about(investigate(t, b.mails), c.writer.addr)
			if !ok && c.least > finding.Info {
				t.Fatal("not found")
			}
			if f.Severity < c.least {
				t.Errorf("%s, want %s: %v", f.Severity, c.least, f.Parts)
			}
		})
	}
}

func TestLegitimateChangesAreNotAboveLow(t *testing.T) {
	with := func(w writer, change func(*writer)) writer { change(&w); return w }
	for name, add := range map[string]func(b *mailbox){
		"private address, same program and zone": func(b *mailbox) {
			b.write(with(jane, func(w *writer) { w.addr, w.relay = "janedoe77@gmail.com", "mail.google.com" }), now, nil)
		},
		"the company moves to another domain": func(b *mailbox) {
			b.write(with(jane, func(w *writer) { w.addr = "jane.doe@newname.example" }), now, nil)
		},
		"an address that was written to before": func(b *mailbox) {
			b.write(writer{"Kim", "kim@example.com", "", "mx.example.com", "192.0.2.1", "", seoul}, now-24*time.Hour, func(m *event.Mail) {
				m.To = []event.Address{{Name: "Jane Doe", Addr: "jane@example.net"}}
			})
			b.write(from("Jane Doe", "jane@example.net"), now, nil)
		},
		"new program and journey": func(b *mailbox) {
			b.write(with(jane, func(w *writer) { w.client, w.zone = "iPhone Mail", seoul }), now, nil)
		},
		"list in the name of people": func(b *mailbox) {
			for i, n := range []string{"Jane Doe via list", "Bob Roe via list", "Ann Poe via list", "Tom Zoe via list"} {
				b.write(from(n, "list@example.net"), now+time.Duration(i)*time.Hour, nil)
			}
		},
		"notifications in the name of people": func(b *mailbox) {
			b.write(from("Jane Doe (via Docs)", "drive-shares-noreply@example.net"), now, func(m *event.Mail) { m.Links = []string{"https://docs.example.net/"} })
		},
		"summer time": func(b *mailbox) {
			b.write(with(jane, func(w *writer) { w.zone = time.FixedZone("BST", 3600) }), now, nil)
		},
		"colleague with a like address": func(b *mailbox) {
			b.write(with(jane, func(w *writer) { w.name, w.addr = "Janet Dow", "jane.dow@partner.example.org" }), now, nil)
		},
		"stranger": func(b *mailbox) { b.write(from("Bob Roe", "bob@example.net"), now, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			b := history()
			add(b)
			for _, f := range investigate(t, b.mails) {
				if f.Severity > finding.Low {
					t.Errorf("%s: %s %v", f.Severity, f.Sentence, f.Parts)
				}
			}
		})
	}
}

func TestNothingIsJudgedByWhatCameLater(t *testing.T) {
	b := &mailbox{}
	b.write(from("Jane Doe", "jane@example.net"), 0, nil)
	for day := range 20 {
		b.write(jane, time.Duration(day+1)*24*time.Hour, nil)
	}
	for _, f := range investigate(t, b.mails) {
		t.Errorf("found %s", f.Sentence)
	}
}

func TestLaw(t *testing.T) {
	b := history()
	for i := range 6 {
		b.write(from("김민지", fmt.Sprintf("minjikim8%d@naver.com", i)), now+time.Duration(i%3)*time.Hour, nil)
		b.write(from("Jane Doe", "jane.doe@partner.example.org"), now+time.Duration(i)*time.Hour, func(m *event.Mail) {
			m.Client = fmt.Sprintf("Program %c", 'A'+i)
			m.AuthResult = []string{"mx; dmarc=fail"}
		})
	}
	for i := range 40 { // more of every trait than is kept
		b.write(jane, time.Duration(i)*time.Hour, func(m *event.Mail) {
			m.Client = strings.Repeat("x", i%17) + " mailer"
			m.Time = event.At(start.In(time.FixedZone("", (i%13)*1800)), event.PrecisionSecond)
			m.Hops[1] = event.Hop{By: fmt.Sprintf("mx.d%d.example", i), IP: netip.AddrFrom4([4]byte{198, 51, byte(i), 1})}
			m.To[0].Addr = fmt.Sprintf("user%d@example.com", i%20)
			m.From[0].Name = []string{"Jane Doe", "", "Doe, Jane"}[i%3]
		})
	}
	copied := slices.Clone(b.mails[:20]) // copies in another mailbox
	for i := range copied {
		copied[i].Ref.File, copied[i].Mailbox = 2, "lee.mbox"
	}
	full, at := quarter() // and one whose profiles judge
	full.send(crook, at, nil)
	full.send(crook.with(func(h *hand) { h.road = partnerRoad }), at.Add(time.Hour), nil)
	for i := range full.mails {
		full.mails[i].Ref.File = 3
	}
	judged := false
	for _, f := range investigate(t, full.mails) {
		judged = judged || f.Measures["side"] != nil
	}
	if !judged {
		t.Fatal("no profile judges")
	}
	stream := []event.Batch{{Mails: slices.Concat(b.mails, copied, full.mails)}}
	detecttest.Law(t, Spec(), detect.Config{}, detect.View{}, stream)
	t.Run("with few keys", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 160}, detect.View{}, stream)
	})
}

func TestHostileMailsAreHarmless(t *testing.T) {
	long := strings.Repeat("\u202e\xff@.", 10_000)
	investigate(t, []event.Mail{{}, {Time: event.Time{Nanos: -1 << 63, Zone: event.ZoneStated, Offset: -1 << 31}, From: []event.Address{{Name: long, Addr: "a@b"}},
		To: slices.Repeat([]event.Address{{Name: long, Addr: long}}, 1000), MessageID: long, Client: long, AuthResult: []string{long},
		Hops: []event.Hop{{By: "."}, {By: long}}, Parts: []event.Part{{Name: long, Data: []byte("PK\x03\x04")}}}})
}

func BenchmarkObserve(b *testing.B) {
	box := &mailbox{}
	for i := range 2000 {
		box.write(writer{fmt.Sprintf("Jane Doe%c", 'a'+i%20), fmt.Sprintf("user%d@example.com", i%100), "Thunderbird 45", "mx.example.com", "192.0.2.1", "dmarc=pass", time.UTC},
			time.Duration(i)*time.Minute, func(m *event.Mail) { m.Text = strings.Repeat("Dear colleague, ", 250) })
	}
	batch := event.Batch{Mails: box.mails}
	d := New(detect.Config{})
	for b.Loop() {
		d.Observe(&batch)
	}
	b.ReportMetric(float64(len(box.mails))*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
