package message_test

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/simulate/format/message"
	"dwell/simulate/format/message/inert"
	"dwell/simulate/format/message/trace"
)

// fact is what single published mails of a program show; the programs are those of
// which the shared data holds none, or no such mail.
type fact struct {
	name   string
	client message.Client
	year   int
	change func(*message.Message)
	order  string            // fields in their order
	lines  map[string]string // fields and the shape of their values
	inside []string          // shapes that the body holds
}

func withFiles(n int) func(*message.Message) {
	return func(m *message.Message) {
		for i := range n {
			m.Attachments = append(m.Attachments, message.Attachment{Name: "a" + string(rune('0'+i)) + ".pdf", Type: "application/pdf", Data: inert.PDF("x")})
		}
	}
}

func answers(m *message.Message) { m.InReplyTo = "x@example.com" }

var facts = []fact{
	{name: "Naver", client: message.Client{Program: message.Naver}, year: 2026,
		order: "MIME-Version Message-ID Date From Importance To Subject X-Originating-IP X-Works-Send-Opt Content-Type",
		lines: map[string]string{"Message-ID": `<[0-9a-f]{24,32}@cweb\d{3}\.nm>`, "Date": `\w{3}, \d{2} \w{3} 2026 [\d:]{8} \+0900`, "X-Originating-IP": `203\.0\.113\.9`, "Importance": "normal",
			"Content-Type": `multipart/alternative; boundary="-----Boundary-WM=_[0-9a-f]{12}\.\d{13}"`},
		inside: []string{"Content-Type: text/plain;\n\tcharset=\"utf-8\"\nContent-Transfer-Encoding: base64\n\n"}},
	{name: "Naver, earlier hosts", client: message.Client{Program: message.Naver}, year: 2021, lines: map[string]string{"Message-ID": `<[0-9a-f]{24,32}@cweb\d{3}\.nm\.nfra\.io>`}},
	{name: "Daum, Web Mailer", client: message.Client{Program: message.Daum}, year: 2016,
		order: "Content-Type Content-Transfer-Encoding X-Originating-IP From Organization To Subject X-Mailer Date Message-Id Errors-To X-HM-UT X-HM-FIGURE MIME-Version X-Hanmail-Attr",
		lines: map[string]string{"Message-Id": `<\d{14}\.HM\.C000000000[A-Za-z0-9]{5}@minsu\.kim\.wwl\d+\.hanmail\.net>`, "From": `"=\?utf-8\?B\?.+\?=" <.+>`, "Date": `.+ \+0900 \(KST\)`,
			"X-HM-UT": `[A-Za-z0-9+/]{43}=`, "X-HM-FIGURE": `[A-Za-z0-9+/]{32}`, "Content-Type": `multipart/alternative; boundary="----=_Part_\d+_\d+\.\d{13}"`, "X-Originating-IP": `\[203\.0\.113\.9\]`},
		inside: []string{"Content-Type: text/plain;\n\tcharset=UTF-8\nContent-Transfer-Encoding: base64\n\n"}},
	{name: "Daum, Mint", client: message.Client{Program: message.Daum}, year: 2019,
		order: "Date From To Message-ID Subject MIME-Version Content-Type X-Mailer X-Originating-IP X-HM-UT Received",
		lines: map[string]string{"Message-ID": `<\d{14}\.[A-Za-z0-9_-]{22}@minsu\.kim\.hanmail\.net>`, "X-Mailer": `Daum Mint Web 1\.0`,
			"Received": `from mail-hammer-was\d\.s2\.krane\.9rum\.cc \(\[10\.\d+\.\d+\.\d+\]\) by hermes of mail-hmail-was\d \(10\.\d+\.\d+\.\d+\) with ESMTP id [a-z][0-9A-Za-z]{8}\d+; \w{3}, \d\d \w{3} 2019 [\d:]{8} \+0900 \(KST\)`}},
	{name: "Cron", client: message.Client{Program: message.Cron, Host: "db01.shop.example"}, year: 2020,
		order: "From To Subject MIME-Version Content-Type Content-Transfer-Encoding X-Cron-Env X-Cron-Env X-Cron-Env X-Cron-Env Message-Id Date",
		lines: map[string]string{"Message-Id": `<\d{14}\.[0-9A-F]{10}@db01\.shop\.example>`, "From": `minsu\.kim@shop\.example \(Cron Daemon\)`, "Content-Type": `text/plain; charset=UTF-8`, "X-Cron-Env": `<SHELL=/bin/sh>`}},
	{name: "Gmail, a file", client: message.Client{Program: message.Gmail}, year: 2023, change: withFiles(1),
		lines:  map[string]string{"Content-Type": `multipart/mixed; boundary="000000000000[0-9a-f]{16}"`},
		inside: []string{"Content-Type: application/pdf; name=\"a0.pdf\"\nContent-Disposition: attachment; filename=\"a0.pdf\"\nContent-Transfer-Encoding: base64\nContent-ID: <f_l[0-9a-z]{7}0>\nX-Attachment-Id: f_l[0-9a-z]{7}0\n"}},
	{name: "Exchange, a file", client: message.Client{Program: message.OutlookExchange, Host: "EX02.corp.shop.example"}, year: 2016, change: withFiles(1),
		lines: map[string]string{"Content-Type": `multipart/mixed; boundary="_004_[0-9a-f]{32}EX02corpshopexample_"`, "X-MS-Has-Attach": "yes"}, inside: []string{`boundary="_000_`}},
	{name: "Exchange, two files", client: message.Client{Program: message.OutlookExchange}, year: 2016, change: withFiles(2), lines: map[string]string{"Content-Type": `multipart/mixed; boundary="_005_.+"`}},
	{name: "Exchange, cloud", client: message.Client{Program: message.OutlookExchange, Host: "SL2P216MB1234.KORP216.PROD.OUTLOOK.COM"}, year: 2023,
		lines: map[string]string{"Message-ID": `<SL2P216MB1234[0-9A-F]{25}@SL2P216MB1234\.KORP216\.PROD\.OUTLOOK\.COM>`, "Content-Type": `multipart/alternative; boundary="_000_SL2P216MB1234[0-9A-F]{25}SL2P216MB1234KORP_"`}},
	{name: "Thunderbird 102, an answer", client: message.Client{Program: message.Thunderbird, Version: "102.10.0"}, year: 2023, change: answers,
		order: "Message-ID Date MIME-Version User-Agent Subject Content-Language To References From In-Reply-To Content-Type Content-Transfer-Encoding",
		lines: map[string]string{"User-Agent": `Mozilla/5\.0 \(.+; rv:102\.0\) Gecko/20100101 Thunderbird/102\.10\.0`}},
	{name: "Thunderbird 128", client: message.Client{Program: message.Thunderbird, Version: "128.1.0"}, year: 2025,
		order: "Message-ID Date MIME-Version User-Agent Content-Language To From Subject Content-Type Content-Transfer-Encoding", lines: map[string]string{"User-Agent": "Mozilla Thunderbird"}},
	{name: "iPhone, iOS 13", client: message.Client{Program: message.IPhone, Version: "17D50"}, year: 2020, change: answers,
		order: "Content-Type Content-Transfer-Encoding From Mime-Version Subject Date Message-Id References In-Reply-To To X-Mailer", lines: map[string]string{"X-Mailer": `iPhone Mail \(17D50\)`, "Mime-Version": `1\.0 \(1\.0\)`}},
	{name: "iPhone, iOS 9", client: message.Client{Program: message.IPhone, Version: "13F69"}, year: 2016, change: answers,
		order: "Content-Type Mime-Version Subject From X-Mailer In-Reply-To Date Content-Transfer-Encoding Message-Id References To"},
	{name: "Apple Mail, several parts", client: message.Client{Program: message.AppleMail, Version: "2.3445.9.1"}, year: 2019, change: withFiles(1),
		order: "From Content-Type Message-Id Mime-Version Subject Date To X-Mailer",
		lines: map[string]string{"Mime-Version": `1\.0 \(Mac OS X Mail 11\.5 \\\(3445\.9\.1\\\)\)`, "X-Mailer": `Apple Mail \(2\.3445\.9\.1\)`}},
	{name: "Outlook 2003", client: message.Client{Program: message.OutlookInternet, Version: "11"}, year: 2006, lines: map[string]string{"X-Mailer": "Microsoft Office Outlook 11", "Thread-Index": `Ac[\w+/]+==`}},
}

// The programs write what published mails of them show.
func TestPublishedFacts(t *testing.T) {
	for _, f := range facts {
		t.Run(f.name, func(t *testing.T) {
			m := letter()
			m.Date, m.To, m.Cc = time.Date(f.year, 5, 3, 16, 38, 0, 0, kst), m.To[:1], nil
			if f.client.Program == message.Cron {
				m = daemons(m)
			}
			if f.change != nil {
				f.change(m)
			}
			f.client.Origin = netip.MustParseAddr("203.0.113.9")
			raw := strings.ReplaceAll(string(message.Append(nil, m, &f.client, nil)), "\r\n", "\n")
			head, body, _ := strings.Cut(raw, "\n\n")
			head = regexp.MustCompile(`\n[ \t]+`).ReplaceAllString(head, " ")
			var names []string
			values := make(map[string]string)
			for line := range strings.SplitSeq(head, "\n") {
				name, value, _ := strings.Cut(line, ": ")
				names = append(names, name)
				if _, seen := values[name]; !seen {
					values[name] = strings.TrimSpace(value)
				}
			}
			if want := strings.Fields(f.order); f.order != "" && !slices.Equal(names, want) {
				t.Errorf("fields %v, want %v", names, want)
			}
			for name, shape := range f.lines {
				if !regexp.MustCompile("^" + shape + "$").MatchString(values[name]) {
					t.Errorf("%s: %s, want %s", name, values[name], shape)
				}
			}
			for _, shape := range f.inside {
				if !regexp.MustCompile(shape).MatchString(body) {
					t.Errorf("nothing like %s in\n%s", shape, body)
				}
			}
		})
	}
}

// Cron's Message-Id names the queue identifier of the relay that took the mail.
func TestCronNamesTheQueue(t *testing.T) {
	m := daemons(letter())
	r := &trace.Route{Hops: []trace.Hop{{Software: trace.Postfix, Number: 5, Time: m.Date, By: "db01.shop.example"}}}
	raw := string(message.Append(nil, m, &message.Client{Program: message.Cron, Host: "db01.shop.example"}, r))
	queue := regexp.MustCompile(`\tid ([0-9A-F]{10});`).FindStringSubmatch(raw)
	if queue == nil || !strings.Contains(raw, "Message-Id: <20160503073800."+queue[1]+"@db01.shop.example>") {
		t.Error(raw)
	}
}

// Mails of one account share what tells the account, and nothing else.
func TestAccountsStay(t *testing.T) {
	for _, p := range []message.Program{message.Gmail, message.Naver, message.Daum} {
		c := message.Client{Program: p, Account: 4711}
		first, second := letter(), letter()
		second.Number++
		a, b := readOne(t, "1.eml", message.Append(nil, first, &c, nil)), readOne(t, "2.eml", message.Append(nil, second, &c, nil))
		if a.MessageID == b.MessageID {
			t.Errorf("%v: one Message-ID twice", p)
		}
		switch p {
		case message.Gmail:
			if a.MessageID[:7] != b.MessageID[:7] {
				t.Errorf("%s and %s", a.MessageID, b.MessageID)
			}
		case message.Naver:
			if x, y := a.Header("X-Works-Send-Opt"), b.Header("X-Works-Send-Opt"); x == y || x[5:] != y[5:] {
				t.Errorf("%s and %s", x, y)
			}
		case message.Daum:
			if x, y := a.Header("X-HM-UT"), b.Header("X-HM-UT"); x == y || x[:16] != y[:16] {
				t.Errorf("%s and %s", x, y)
			}
		}
	}
}

// Lines that a caller adds stand in the header, and can't break out of it.
func TestExtraLines(t *testing.T) {
	for _, c := range clients() {
		m := letter()
		if c.Program == message.Cron {
			m = daemons(m)
		}
		m.Extra = []message.Field{{Name: "List-Unsubscribe", Value: "<https://shop.example/u?id=1>"}, {Name: "X Bad\r\n", Value: "a\r\nBcc: x@example.com"}}
		got := readOne(t, "1.eml", message.Append(nil, m, &c, nil))
		if got.Header("List-Unsubscribe") != "<https://shop.example/u?id=1>" || got.Header("XBad") != "aBcc: x@example.com" || got.Header("Bcc") != "" {
			t.Errorf("%v: %q", c.Program, got.Headers)
		}
	}
}
