package message_test

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dwell/simulate/format/message"
	"dwell/simulate/format/message/inert"
	"dwell/simulate/format/message/mailbox"
	"dwell/simulate/format/message/trace"
)

// twoHops is the way of a mail from one company to another.
func twoHops(m *message.Message) *trace.Route {
	return &trace.Route{ReturnPath: m.From.Addr, DeliveredTo: m.To[0].Addr, Hops: []trace.Hop{
		{Software: trace.Postfix, Number: m.Number, Time: m.Date.Add(time.Second), Greeting: "[10.0.0.5]", IP: netip.MustParseAddr("203.0.113.5"), By: "mail.shop.example", Protocol: "ESMTPSA"},
		{Software: trace.Postfix, Number: m.Number + 1, Time: m.Date.Add(2 * time.Second), Greeting: "mail.shop.example", Name: "mail.shop.example", IP: netip.MustParseAddr("192.0.2.10"),
			By: "mx.supplier.example", Protocol: "ESMTPS", For: m.To[0].Addr, Verdicts: &trace.Verdicts{SPF: "pass", DMARC: "pass", MailFrom: m.From.Addr, From: "shop.example"}},
	}}
}

// benchmark writes the message again and again into an mbox.
func benchmark(b *testing.B, m *message.Message, c *message.Client) {
	b.Helper()
	r := twoHops(m)
	var raw, box []byte
	b.ReportAllocs()
	for b.Loop() {
		m.Number++
		raw = message.Append(raw[:0], m, c, r)
		box = mailbox.AppendMbox(box[:0], m.From.Addr, m.Date, raw, mailbox.MBoxRD)
	}
	b.SetBytes(int64(len(box)))
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}

// The goal is 20,000 plain mails a second on one core.
func BenchmarkPlain(b *testing.B) {
	for _, text := range []struct{ name, text string }{
		{"English", strings.Repeat("Please find the figures of yesterday in the shared folder.\n", 20)},
		{"Korean", strings.Repeat("어제의 주문 현황을 공유 폴더에 올려 두었습니다.\n", 20)},
	} {
		for _, p := range []message.Program{message.Thunderbird, message.OutlookExpress, message.Gmail, message.OutlookExchange, message.Naver, message.Cron} {
			b.Run(text.name+"/"+strings.ReplaceAll(p.String(), " ", "-"), func(b *testing.B) {
				m := letter()
				m.Text = text.text
				benchmark(b, m, &message.Client{Program: p})
			})
		}
	}
}

func BenchmarkAttachment(b *testing.B) {
	m := letter()
	m.Attachments = []message.Attachment{{Name: "5월 주문 현황.pdf", Type: "application/pdf", Data: inert.PDF(string(bytes.Repeat([]byte("x"), 30_000)))}}
	benchmark(b, m, &message.Client{Program: message.Naver})
}
