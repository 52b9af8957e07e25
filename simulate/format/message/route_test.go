package message_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/simulate/format/message"
	"dwell/simulate/format/message/trace"
)

// What the relays wrote comes back as hops, newest first, with their verdicts.
func TestRoute(t *testing.T) {
	at := time.Date(2016, 5, 3, 16, 38, 1, 0, kst)
	for name, final := range map[string]trace.Software{"Postfix": trace.Postfix, "Sendmail": trace.Sendmail, "Exchange": trace.Exchange,
		"Exchange Online": trace.ExchangeOnline, "Gmail": trace.Gmail, "Naver": trace.Naver, "Daum": trace.Daum} {
		t.Run(name, func(t *testing.T) {
			m := letter()
			sign := &trace.Signature{Domain: "shop.example", Selector: "mail", Time: at, BodyHash: make([]byte, 32), Value: []byte(strings.Repeat("signature", 28))}
			r := &trace.Route{ReturnPath: m.From.Addr, DeliveredTo: m.To[0].Addr, Hops: []trace.Hop{
				{Software: trace.Postfix, Number: 1, Time: at, Greeting: "[10.0.0.5]", IP: netip.MustParseAddr("203.0.113.5"), By: "mail.shop.example", Protocol: "ESMTPSA", Cipher: "TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 128", Signature: sign},
				{Software: final, Number: 2, Time: at.Add(2 * time.Second), Greeting: "mail.shop.example", Name: "mail.shop.example", IP: netip.MustParseAddr("192.0.2.10"), By: "mx.supplier.example", Protocol: "ESMTPS",
					For: m.To[0].Addr, Cipher: "TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 128",
					Verdicts: &trace.Verdicts{SPF: "pass", DKIM: "pass", DMARC: "fail", MailFrom: m.From.Addr, From: "shop.example", Domain: "shop.example", Selector: "mail", Tag: sign.Tag()}},
			}}
			raw := message.Append(nil, m, &message.Client{Program: message.Thunderbird}, r)
			got := readOne(t, "inbox/1.eml", raw)
			hops := got.Hops
			if final == trace.Gmail {
				hops = hops[len(hops)-2:] // above them stands what happened within Google
			}
			want := []event.Hop{
				{From: "mail.shop.example", IP: netip.MustParseAddr("192.0.2.10"), By: "mx.supplier.example", With: "ESMTPS", For: m.To[0].Addr},
				{From: "[10.0.0.5]", IP: netip.MustParseAddr("203.0.113.5"), By: "mail.shop.example", With: "ESMTPSA"},
			}
			switch final {
			case trace.Exchange, trace.ExchangeOnline:
				want[0].With, want[0].For = "MICROSOFT", ""
			}
			for i := range hops {
				if !hops[i].Time.Std().Equal(r.Hops[len(r.Hops)-1-i].Time) {
					t.Errorf("hop %d at %v", i, hops[i].Time.Std())
				}
				hops[i].Time = event.Time{}
			}
			if diff := cmp.Diff(want, hops, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
				t.Errorf("%s\n%s", diff, raw)
			}
			if got.ReturnPath != m.From.Addr {
				t.Errorf("return path %q", got.ReturnPath)
			}
			verdicts := strings.Join(got.AuthResult, "; ")
			for _, w := range []string{"spf=pass", "dkim=pass", "dmarc=fail"} {
				if !strings.Contains(verdicts, w) {
					t.Errorf("no %s in %q", w, verdicts)
				}
			}
			if d := got.Header("DKIM-Signature"); !strings.Contains(d, "d=shop.example;") {
				t.Errorf("signature %q", d)
			}
			if len(got.Defects) > 0 {
				t.Errorf("defects %q", got.Defects)
			}
			check(t, m, &message.Client{Program: message.Thunderbird})
		})
	}
}
