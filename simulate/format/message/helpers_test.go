package message_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mail"
	"dwell/simulate/format/message"
)

var kst = time.FixedZone("KST", 9*3600)

// letter is an ordinary mail with everything that a mail may have.
func letter() *message.Message {
	return &message.Message{
		Number: 20160503, Date: time.Date(2016, 5, 3, 16, 38, 0, 0, kst),
		From:    message.Address{Name: "김민수", Addr: "minsu.kim@shop.example"},
		To:      []message.Address{{Name: "이영희", Addr: "younghee.lee@supplier.example"}, {Name: "Park, Jisoo", Addr: "jisoo.park@example.com"}, {Addr: "orders@example.org"}},
		Cc:      []message.Address{{Name: `Choi "Yuna"`, Addr: "yuna.choi@shop.example"}},
		Subject: "5월 주문 현황",
		Text:    "안녕하세요.\n\n자료를 보내 드립니다.\n\n김민수 드림\n",
	}
}

// readOne reads one mail as a file and gives it.
func readOne(t testing.TB, path string, raw []byte) event.Mail {
	t.Helper()
	result, err := evidencetest.Read(mail.New(), path, raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Events.Mails) != 1 || result.Tally.Records != 1 || result.Tally.Damaged != 0 {
		t.Fatalf("%d mails, %+v, of\n%s", len(result.Events.Mails), result.Tally, raw)
	}
	return result.Events.Mails[0]
}

// daemons is the message as cron can send it: from one name of ASCII to addresses.
func daemons(m *message.Message) *message.Message {
	d := *m
	d.From.Name, d.Cc = "Cron Daemon", nil
	d.To = append([]message.Address(nil), d.To...)
	for i := range d.To {
		d.To[i].Name = ""
	}
	return &d
}

// shown is a name as the reader gives it: without blanks at its ends.
func shown(name string) string { return strings.TrimSpace(name) }

// wantText is what a reader sees of the plain text.
func wantText(m *message.Message, c *message.Client) string {
	return strings.TrimSpace(strings.ToValidUTF8(message.Written(m, c), "\uFFFD"))
}

// check writes the mail, reads it with our own reader and compares.
func check(t *testing.T, m *message.Message, c *message.Client) {
	t.Helper()
	if c.Program == message.Cron {
		m = daemons(m)
	}
	raw := message.Append(nil, m, c, nil)
	got := readOne(t, "sent/1.eml", raw)
	valid := func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
	same := func(what, got, want string) {
		t.Helper()
		if got != valid(want) {
			t.Errorf("%v: %s %.200q, want %.200q", c.Program, what, got, want)
		}
	}
	same("subject", got.Subject, m.Subject)
	if m.From.Name != "" { // some programs repeat the address instead
		same("author", got.Author().Name, shown(m.From.Name))
	}
	same("text", got.Text, wantText(m, c))
	same("id", got.MessageID, string(message.AppendID(nil, m, c, nil)))
	for what, lists := range map[string][2]any{"to": {m.To, got.To}, "cc": {m.Cc, got.Cc}, "reply-to": {m.ReplyTo, got.ReplyTo}} {
		want := lists[0].([]message.Address)
		have := lists[1].([]event.Address)
		if len(want) != len(have) {
			t.Errorf("%v: %s %v, want %v", c.Program, what, have, want)
			continue
		}
		for i := range want {
			same(what, have[i].Addr, want[i].Addr)
			if want[i].Name != "" {
				same(what, have[i].Name, shown(want[i].Name))
			}
		}
	}
	if !got.Time.Std().Equal(m.Date.Truncate(time.Second)) {
		t.Errorf("%v: date %v, want %v", c.Program, got.Time.Std(), m.Date)
	}
	if len(got.Defects) > 0 {
		t.Errorf("%v: defects %q in\n%.1500s", c.Program, got.Defects, raw)
	}
	checkFiles(t, m, c, got.Parts)
	if t.Failed() {
		t.Logf("%.3000s", raw)
	}
}

// checkFiles compares the attachments.
func checkFiles(t *testing.T, m *message.Message, c *message.Client, parts []event.Part) {
	t.Helper()
	files := make(map[string]*event.Part)
	count := 0
	for i := range parts {
		if p := &parts[i]; !strings.HasPrefix(p.Type, "text/") || p.Name != "" || p.Disposition != "" {
			files[norm.NFC.String(p.Name)] = p
			count++
		}
	}
	if count != len(m.Attachments) {
		t.Errorf("%v: %d files, want %d", c.Program, count, len(m.Attachments))
	}
	for i := range m.Attachments {
		want := &m.Attachments[i]
		p := files[norm.NFC.String(want.Name)]
		if p == nil {
			t.Errorf("%v: no file %q among %d", c.Program, want.Name, len(files))
			continue
		}
		if string(p.Data) != string(want.Data) {
			t.Errorf("%v: %q has %d bytes, want %d", c.Program, want.Name, len(p.Data), len(want.Data))
		}
		if p.TypeName != "" {
			t.Errorf("%v: %q is called %q as well", c.Program, p.Name, p.TypeName)
		}
		if want.Type != "" && p.Type != want.Type {
			t.Errorf("%v: %q is declared %s, want %s", c.Program, p.Name, p.Type, want.Type)
		}
	}
}

// clients gives every program in each of its versions.
func clients() []message.Client {
	var all []message.Client
	for _, p := range message.Programs() {
		versions := []string{""}
		switch p {
		case message.Thunderbird:
			versions = []string{"24.6.0", "38.5.0", "45.2.0", "68.1.0", "102.10.0", "128.1.0"}
		case message.IPhone:
			versions = []string{"10B329", "13F69", "17D50"}
		case message.PHPMailer:
			versions = []string{"5.2.14", "6.1.7"}
		case message.OutlookInternet:
			versions = []string{"10.0.2627", "11", "15.0"}
		case message.OutlookExchange:
			versions = []string{"14.3", "15.0"}
		}
		for _, v := range versions {
			all = append(all, message.Client{Program: p, Version: v, Account: 7, Origin: netip.MustParseAddr("203.0.113.9")})
		}
	}
	return all
}
