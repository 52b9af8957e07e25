package pst

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
	"dwell/internal/testkit"
)

// BenchmarkRead reads stores of mails of a few kilobytes, every tenth with an attachment
// of 60 kB, the way in which a worker does: with a header, a text and HTML.
func BenchmarkRead(b *testing.B) {
	for _, v := range variants {
		for _, crypt := range []byte{ndb.CryptPermute, ndb.CryptCyclic} {
			b.Run(fmt.Sprintf("%s/cipher %d", v, crypt), func(b *testing.B) {
				const count = 500
				var mails []psttest.Message
				for i := range count {
					mails = append(mails, made(b, i))
				}
				s := inbox(mails...)
				s.Variant, s.Crypt = v, crypt
				measure(b, s.Build(), count)
			})
		}
	}
}

// BenchmarkReal reads a store of real phishing mails.
func BenchmarkReal(b *testing.B) {
	paths, err := filepath.Glob(filepath.Join(testkit.Shared(b, "mail/phishing"), "*.eml"))
	if err != nil || len(paths) == 0 {
		b.Fatal(err)
	}
	var mails []psttest.Message
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		m, err := psttest.FromEML(raw)
		if err != nil {
			b.Fatal(err)
		}
		mails = append(mails, m)
	}
	measure(b, inbox(mails...).Build(), len(mails))
}

func measure(b *testing.B, file []byte, mails int) {
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		out := evidence.NewOutput(discard{})
		err := New().Read(context.Background(), evidence.NewInput("kim.pst", time.Time{}, bytes.NewReader(file)), out)
		if tally := out.Close(); err != nil || tally.Records != int64(mails) {
			b.Fatal(err, tally)
		}
	}
	b.ReportMetric(float64(mails)*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}

// discard runs work at once and keeps nothing.
type discard struct{}

func (discard) Observe(*event.Batch) {}

func (d discard) Do(_ context.Context, work func(evidence.Sink)) error {
	work(d)
	return nil
}

// made is a mail like many.
func made(b *testing.B, i int) psttest.Message {
	text := strings.Repeat(fmt.Sprintf("Orders of week %d are open, parcels came back. ", i), 30)
	eml := "Received: from mail.shop.example (mail.shop.example [192.0.2.10]) by in.shop.example with ESMTPS; Tue, 3 May 2016 16:38:05 +0900\r\n" +
		"Received: from pc.shop.example (pc.shop.example [10.0.0.5]) by mail.shop.example with ESMTPSA; Tue, 3 May 2016 16:38:01 +0900\r\n" +
		"Authentication-Results: in.shop.example; spf=pass smtp.mailfrom=shop.example; dkim=pass header.d=shop.example\r\n" +
		fmt.Sprintf("From: Kim Dojun <dojun.kim@shop.example>\r\nTo: minji.park@shop.example\r\nSubject: orders %d\r\nMessage-ID: <%d@shop.example>\r\n", i, i) +
		"Date: Tue, 3 May 2016 16:38:00 +0900\r\nX-Mailer: Example 1\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n" +
		"--c\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>" + text +
		"</p><a href=\"http://shop.example/orders\">orders</a></body></html>\r\n--c--\r\n"
	if i%10 == 0 {
		eml += "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=orders.pdf\r\n\r\n%PDF-1.7 " + strings.Repeat("x", 60_000) + "\r\n"
	}
	m, err := psttest.FromEML([]byte(eml + "--b--\r\n"))
	if err != nil {
		b.Fatal(err)
	}
	m.Properties = append(m.Properties, psttest.Text(0x0c1a, "Kim Dojun"), psttest.Text(0x0c1f, "dojun.kim@shop.example"), psttest.Time(0x0039, sent), psttest.Time(0x0e06, sent))
	for id := range uint16(80) { // a message of Outlook has some hundred properties
		m.Properties = append(m.Properties, psttest.Int(0x6000+id, uint32(id)))
	}
	m.Recipients = [][]psttest.Property{{psttest.Int(0x0c15, 1), psttest.Text(0x3001, "Park Minji"), psttest.Text(0x3003, "minji.park@shop.example"), psttest.Text(0x3002, "SMTP")}}
	return m
}
