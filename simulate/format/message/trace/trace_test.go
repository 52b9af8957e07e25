package trace

import (
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dwell/internal/testkit"
)

var kst = time.FixedZone("KST", 9*3600)

// sample is one hop of each software, as it comes in from another company.
func sample(s Software) Hop {
	return Hop{Software: s, Number: 77, Time: time.Date(2016, 5, 3, 16, 38, 9, 0, kst), Greeting: "mail.shop.example", Name: "mail.shop.example",
		IP: netip.MustParseAddr("192.0.2.10"), By: "mx.supplier.example", ByIP: netip.MustParseAddr("198.51.100.7"), Protocol: "ESMTPS", For: "lee@supplier.example",
		Cipher: "TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 128"}
}

func TestReceived(t *testing.T) {
	local := sample(Postfix)
	local.IP, local.User = netip.Addr{}, 33
	store := sample(Exchange)
	store.Protocol, store.Greeting, store.By = "mapi", "EX01.shop.example", "EX01.shop.example"
	inside := sample(Gmail)
	inside.IP, inside.By = netip.Addr{}, "mail-pb0-f45.google.com"
	submit := sample(Sendmail)
	submit.IP, submit.Greeting = netip.Addr{}, "root"
	for name, c := range map[string]struct {
		hop  Hop
		want string
	}{
		"Postfix": {sample(Postfix), "Received: from mail.shop.example (mail.shop.example [192.0.2.10])\n\t(using TLSv1.2 with cipher ECDHE-RSA-AES128-GCM-SHA256 (128/128 bits))\n" +
			"\t(No client certificate requested)\n\tby mx.supplier.example (Postfix) with ESMTPS id ID\n\tfor <lee@supplier.example>; Tue,  3 May 2016 16:38:09 +0900 (KST)\n"},
		"Postfix, local": {local, "Received: by mx.supplier.example (Postfix, from userid 33)\n\tid ID; Tue,  3 May 2016 16:38:09 +0900 (KST)\n"},
		"Sendmail": {sample(Sendmail), "Received: from mail.shop.example (mail.shop.example [192.0.2.10])\n\tby mx.supplier.example (8.14.4/8.14.4) with ESMTPS id u437c9ID\n" +
			"\t(version=TLSv1.2 cipher=ECDHE-RSA-AES128-GCM-SHA256 bits=128 verify=NO)\n\tfor <lee@supplier.example>; Tue, 3 May 2016 16:38:09 +0900\n"},
		"Sendmail, local": {submit, "Received: (from root@localhost)\n\tby mx.supplier.example (8.14.4/8.14.4/Submit) id u437c9ID\n" +
			"\t(version=TLSv1.2 cipher=ECDHE-RSA-AES128-GCM-SHA256 bits=128 verify=NO)\n\tfor <lee@supplier.example>; Tue, 3 May 2016 16:38:09 +0900\n"},
		"Exchange":        {sample(Exchange), "Received: from mail.shop.example (192.0.2.10) by mx.supplier.example\n (198.51.100.7) with Microsoft SMTP Server (TLS) id 15.0.995.29; Tue, 3 May\n 2016 16:38:09 +0900\n"},
		"Exchange, store": {store, "Received: from EX01.shop.example ([192.0.2.10]) by EX01.shop.example\n ([198.51.100.7]) with mapi id 15.00.0995.029; Tue, 3 May 2016 16:38:09 +0900\n"},
		"Exchange Online": {sample(ExchangeOnline), "Received: from mail.shop.example (192.0.2.10) by mx.supplier.example\n (198.51.100.7) with Microsoft SMTP Server (version=TLS1_2,\n" +
			" cipher=ECDHE-RSA-AES128-GCM-SHA256) id 15.20.6455.24; Tue, 3 May 2016\n 16:38:09 +0900\n"},
		"Gmail": {sample(Gmail), "Received: from mail.shop.example (mail.shop.example. [192.0.2.10])\n        by mx.supplier.example with ESMTPS id ID.2016.05.03.00.38.09\n" +
			"        for <lee@supplier.example>\n        (version=TLS1_2 cipher=ECDHE-RSA-AES128-GCM-SHA256 bits=128/128);\n        Tue, 03 May 2016 00:38:09 -0700 (PDT)\n"},
		"Gmail, inside": {inside, "Received: by mail-pb0-f45.google.com with SMTP id ID\n        for <lee@supplier.example>; Tue, 03 May 2016 00:38:09 -0700 (PDT)\n"},
		"Naver": {sample(Naver), "Received: from mail.shop.example ([192.0.2.10])\n  by mx.supplier.example with ESMTPS id ID\n  for <lee@supplier.example>\n" +
			"  (version=TLSv1.2 cipher=ECDHE-RSA-AES128-GCM-SHA256);\n  Tue, 03 May 2016 07:38:09 -0000\n"},
		"Daum": {sample(Daum), "Received: from mail.shop.example ([192.0.2.10])\n\tby mx.supplier.example (8.13.8/8.9.1) with ESMTPS id u437c9ID\n\tfor <lee@supplier.example>; Tue, 3 May 2016 16:38:09 +0900\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.ReplaceAll(string(c.hop.received(nil)), "\r\n", "\n")
			got = regexp.MustCompile(`(id u437c9)\S+`).ReplaceAllString(got, "${1}ID")
			got = regexp.MustCompile(`\bid (?:[0-9A-F]{10}|[a-z]\d+s[io]\d+[a-z]{3}\.\d+|[\w-]{22})([\s.;])`).ReplaceAllString(got, "id ID$1")
			if got != c.want {
				t.Errorf("%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// The verdicts of Exchange Online, in the words of real ones.
func TestExchangeVerdicts(t *testing.T) {
	const a, spf = "Authentication-Results: ", "Received-SPF: "
	for _, c := range []struct {
		v    Verdicts
		want string
	}{
		{Verdicts{SPF: "pass", DKIM: "pass", DMARC: "pass", Domain: "shop.example"}, a + "spf=pass (sender IP is 192.0.2.10) smtp.mailfrom=shop.example; dkim=pass (signature was verified) header.d=shop.example;dmarc=pass action=none header.from=shop.example;compauth=pass reason=100\n" +
			spf + "Pass (protection.outlook.com: domain of shop.example designates 192.0.2.10 as permitted sender) receiver=protection.outlook.com; client-ip=192.0.2.10; helo=mail.shop.example; pr=C\n"},
		{Verdicts{SPF: "fail", DKIM: "fail", DMARC: "fail", Policy: "quarantine", Domain: "shop.example"}, a + "spf=fail (sender IP is 192.0.2.10) smtp.mailfrom=shop.example; dkim=fail (signature did not verify) header.d=shop.example;dmarc=fail action=quarantine header.from=shop.example;compauth=fail reason=000\n" +
			spf + "Fail (protection.outlook.com: domain of shop.example does not designate 192.0.2.10 as permitted sender) receiver=protection.outlook.com; client-ip=192.0.2.10; helo=mail.shop.example;\n"},
		{Verdicts{SPF: "softfail", DMARC: "fail"}, a + "spf=softfail (sender IP is 192.0.2.10) smtp.mailfrom=shop.example; dkim=none (message not signed) header.d=none;dmarc=fail action=none header.from=shop.example;compauth=fail reason=001\n" +
			spf + "SoftFail (protection.outlook.com: domain of transitioning shop.example discourages use of 192.0.2.10 as permitted sender)\n"},
		{Verdicts{}, a + "spf=none (sender IP is 192.0.2.10) smtp.mailfrom=shop.example; dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=shop.example;compauth=fail reason=001\n" +
			spf + "None (protection.outlook.com: shop.example does not designate permitted sender hosts)\n"},
	} {
		h := sample(ExchangeOnline)
		c.v.MailFrom, c.v.From = "kim@shop.example", "shop.example"
		got := strings.ReplaceAll(strings.ReplaceAll(string(c.v.append(nil, &h)), "\r\n ", " "), "\r\n", "\n")
		if got != c.want {
			t.Errorf("%s\nwant\n%s", got, c.want)
		}
	}
}

// Identifiers that tell the time, as real ones of that second do.
func TestDatedIDs(t *testing.T) {
	at := time.Date(2013, 10, 2, 12, 51, 17, 0, time.FixedZone("CEST", 2*3600))
	if got := string(sendmailID(nil, at, 1)); !strings.HasPrefix(got, "r92ApH") || len(got) != 14 {
		t.Error(got)
	}
	if got := string(HermesID(nil, 1, time.Date(2022, 6, 24, 3, 53, 14, 0, kst))); !regexp.MustCompile(`^q5O3rE[A-Za-z0-9]{3}\d{9}$`).MatchString(got) {
		t.Error(got)
	}
}

// The clocks of California change at the dates of the law, as the real tables of
// time zones have it.
func TestPacific(t *testing.T) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Skip("no tables of time zones on this machine: ", err)
	}
	for at := time.Date(2008, 1, 1, 0, 30, 0, 0, time.UTC); at.Year() < 2030; at = at.Add(7 * time.Hour) {
		got, want := Pacific(at), at.In(zone)
		if got.Format(time.RFC1123Z) != want.Format(time.RFC1123Z) || got.Format("MST") != want.Format("MST") {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}

// shapes are Received lines of each software, with which the lines here agree.
var shapes = map[Software]*regexp.Regexp{
	Postfix: regexp.MustCompile(`^(from \S+ \(\S+ \[[^\]]+\]\)(\s\(using \S+ with cipher \S+ \(\d+/\d+ bits\)\)\s\(No client certificate requested\))?\sby \S+ \(Postfix\) with E?SMTPS?A? id [0-9A-F]{8,12}(\sfor <[^>]+>)?|` +
		`by \S+ \(Postfix, from userid \d+\)\sid [0-9A-F]{8,12});\s\w{3}, \d+ \w{3} \d{4} [\d:]{8} [+-]\d{4}( \(\w+\))?$`),
	Sendmail: regexp.MustCompile(`^(from \S+ \((\S+ )?\[[^\]]+\](?: \(may be forged\))?\)\sby \S+ \(8\.1\d\.\d+/8\.1\d\.\d+\) with E?SMTPS?A? id|\(from \S+@localhost\)\sby \S+ \(8\.1\d\.\d+/8\.1\d\.\d+/Submit\) id) ` +
		`[0-9A-Za-z]{8}\d{6}(\s\(version=\S+ cipher=\S+ bits=\d+ verify=\w+\))?(\sfor <[^>]+>)?;\s\w{3}, \d+ \w{3} \d{4} [\d:]{8} [+-]\d{4}$`),
	Exchange: regexp.MustCompile(`^from \S+( \(\[?[0-9a-fA-F:.%]+\]?\))? by \S+( \(\[?[0-9a-fA-F:.%]+\]?\))? with (mapi|Microsoft SMTP Server( \(TLS\)| \(version=\S+, cipher=\S+\))?) id [\d.]+( via Frontend Transport)?; \w{3}, \d+ \w{3} \d{4} [\d:]{8} [+-]\d{4}$`),
	Gmail: regexp.MustCompile(`^(from \S+ \((\S+\. )?\[[^\]]+\]\)\sby \S+ with E?SMTPS?A? id [0-9a-z-]+\.\d+\.\d{4}\.\d\d\.\d\d\.\d\d\.\d\d\.\d\d\sfor <[^>]+>(\s\(version=\S+ cipher=\S+ bits=\d+/\d+\))?|` +
		`by \S+ with SMTP id [0-9a-z-]+\.\d+(\sfor <[^>]+>)?|by [0-9a-f:.]+ with HTTP);\s\w{3}, \d+ \w{3} \d{4} [\d:]{8} [+-]\d{4} \(P[SD]T\)$`),
}

// software tells whose a real line is; the identifiers of Sendmail are those of
// today since 8.12.
func software(value string) (Software, bool) {
	switch {
	case strings.Contains(value, "(Postfix)") || strings.Contains(value, "(Postfix, from"):
		return Postfix, true
	case strings.Contains(value, "with Microsoft SMTP Server") || strings.Contains(value, "with mapi"):
		return Exchange, true
	case strings.Contains(value, "google.com with") || strings.HasPrefix(value, "by ") && (strings.Contains(value, " with SMTP id") || strings.Contains(value, " with HTTP;")):
		return Gmail, true
	}
	_, version, found := strings.Cut(value, "(8.1")
	return Sendmail, found && version != "" && version[0] >= '2' && version[0] <= '9' && strings.Contains(version, "/8.")
}

// receivedLines gives the unfolded values of the Received lines in a file.
func receivedLines(content string) []string {
	var all []string
	for _, piece := range strings.Split("\n"+content, "\nReceived: ")[1:] {
		end := 0
		for end < len(piece) {
			next := strings.IndexByte(piece[end:], '\n')
			if next < 0 {
				end = len(piece)
				break
			}
			end += next + 1
			if end >= len(piece) || piece[end] != ' ' && piece[end] != '\t' {
				break
			}
		}
		all = append(all, strings.Join(strings.Fields(piece[:end]), " "))
	}
	return all
}

// Real Received lines have the shape of those that are written here.
func TestRealReceived(t *testing.T) {
	root := testkit.Shared(t, "mail")
	total, agree := make(map[Software]int), make(map[Software]int)
	for _, pattern := range []string{"history/*.mbox", "outsiders/*.mbox", "korean/*.eml", "ham/*.eml", "phishing/*.eml"} {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, value := range receivedLines(string(content)) {
				if of, ok := software(value); ok {
					total[of]++
					if shapes[of].MatchString(value) {
						agree[of]++
					}
				}
			}
		}
	}
	for of, name := range map[Software]string{Postfix: "Postfix", Sendmail: "Sendmail", Exchange: "Exchange", Gmail: "Gmail"} {
		t.Logf("%s: %d of %d real lines agree (%.0f %%)", name, agree[of], total[of], 100*float64(agree[of])/float64(max(total[of], 1)))
		if 2*agree[of] < total[of] || total[of] < 100 {
			t.Errorf("%s: less than most", name)
		}
		hop := sample(of)
		value := strings.Join(strings.Fields(strings.TrimPrefix(string(hop.received(nil)), "Received: ")), " ")
		if !shapes[of].MatchString(value) {
			t.Errorf("%s: our own line has another shape: %s", name, value)
		}
	}
}

// A hostile name can't break out of its line.
func TestHostileHop(t *testing.T) {
	for _, s := range []Software{Postfix, Sendmail, Exchange, ExchangeOnline, Gmail, Naver, Daum} {
		h := sample(s)
		bad := "x\r\nSubject: y (z) <w>"
		h.Greeting, h.Name, h.By, h.For, h.Cipher, h.Protocol, h.Version = bad, bad, bad, bad, bad, bad, bad
		h.Verdicts = &Verdicts{SPF: bad, DKIM: bad, DMARC: bad, Policy: bad, Host: bad, MailFrom: bad, From: bad, Domain: bad, Selector: bad, Tag: bad}
		h.Signature = &Signature{Domain: bad, Selector: bad, Headers: []string{bad}, BodyHash: []byte("x"), Value: []byte("y")}
		r := Route{Hops: []Hop{h}, ReturnPath: bad, DeliveredTo: bad}
		for field := range strings.SplitSeq(string(r.AppendTrailer(r.AppendHops(nil))), "\r\n") {
			if strings.HasPrefix(field, "Subject") || strings.ContainsAny(field, "\r\n") {
				t.Errorf("%d: %q", s, field)
			}
		}
	}
}

func TestNoRoute(t *testing.T) {
	var r *Route
	if got := r.AppendTrailer(r.AppendHops(nil)); len(got) != 0 || r.First() != nil {
		t.Errorf("%q", got)
	}
}
