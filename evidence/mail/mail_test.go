package mail

import (
	"encoding/base64"
	"encoding/binary"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/message/mailevent"
)

// read reads content as one file and gives its mails.
func read(t *testing.T, path, content string) evidencetest.Result {
	t.Helper()
	result, err := evidencetest.Read(New(), path, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// one reads content and gives its only mail.
func one(t *testing.T, content string) event.Mail {
	t.Helper()
	result := read(t, "inbox/one.eml", content)
	if len(result.Events.Mails) != 1 || result.Tally.Records != 1 || result.Tally.Damaged != 0 {
		t.Fatalf("%d mails, %+v", len(result.Events.Mails), result.Tally)
	}
	return result.Events.Mails[0]
}

func kst(hour, minute, second int) event.Time {
	return event.At(time.Date(2016, 5, 3, hour, minute, second, 0, time.FixedZone("", 9*3600)), event.PrecisionSecond)
}

// Every field of the event, from one ordinary mail.
func TestEveryField(t *testing.T) {
	content := strings.ReplaceAll(`Return-Path: <bounce@example.com>
Received: from mx.example.com (mx.example.com [192.0.2.7])
	by in.example.org (Postfix) with ESMTPS id 4F
	for <lee@example.org>; Tue, 3 May 2016 16:38:05 +0900 (KST)
Received: from [10.0.0.5] (pc.example.com [198.51.100.9]) by mx.example.com with ESMTPA; Tue, 3 May 2016 16:38:02 +0900
Authentication-Results: in.example.org; spf=pass
ARC-Authentication-Results: i=1; mx.example.com; dkim=pass
Date: Tue, 3 May 2016 16:38:00 +0900
From: =?euc-kr?B?sei5zrz2?= <Kim@EXAMPLE.com>
Sender: office@example.com
Reply-To: other@example.net
To: "Lee, Soo" <lee@example.org>
Cc: park@example.org, choi@example.org
Subject: =?utf-8?B?6rCA7KGxIOyCrOynhA==?=
Message-ID: <m1@example.com>
In-Reply-To: <m0@example.org>
References: <m-1@example.org>
 <m0@example.org>
User-Agent: Example 1.0 [ko]
X-Originating-IP: [203.0.113.5]
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=euc-kr
Content-Transfer-Encoding: base64

u+fB+MDMtNkuIGh0dHBzOi8vZXhhbXBsZS5jb20vcA==
--b
Content-Type: application/octet-stream; name="family.scr"
Content-Disposition: attachment; filename="family.jpg"
Content-Transfer-Encoding: base64

TVphYmM=
--b--
`, "\n", "\r\n")
	want := event.Mail{
		Time: kst(16, 38, 0), Delivered: kst(16, 38, 5),
		Ref:     event.Ref{File: event.NewFileID("inbox/one.eml"), Length: int64(len(content))},
		Vantage: event.VantageServer, Mailbox: "inbox",
		MessageID: "m1@example.com", InReplyTo: "m0@example.org", References: []string{"m-1@example.org", "m0@example.org"},
		From: []event.Address{{Name: "김민수", Addr: "Kim@example.com"}}, Sender: event.Address{Addr: "office@example.com"},
		ReplyTo: []event.Address{{Addr: "other@example.net"}}, ReturnPath: "bounce@example.com",
		To: []event.Address{{Name: "Lee, Soo", Addr: "lee@example.org"}}, Cc: []event.Address{{Addr: "park@example.org"}, {Addr: "choi@example.org"}},
		Subject: "가족 사진", Client: "Example 1.0 [ko]",
		Hops: []event.Hop{
			{Time: kst(16, 38, 5), From: "mx.example.com", IP: netip.MustParseAddr("192.0.2.7"), By: "in.example.org", With: "ESMTPS", For: "lee@example.org"},
			{Time: kst(16, 38, 2), From: "[10.0.0.5]", IP: netip.MustParseAddr("198.51.100.9"), By: "mx.example.com", With: "ESMTPA"},
		},
		AuthResult: []string{"in.example.org; spf=pass", "i=1; mx.example.com; dkim=pass"},
		Text:       "사진이다. https://example.com/p",
		Links:      []string{"https://example.com/p"},
		Parts: []event.Part{
			{Path: "1", Type: "text/plain", Charset: "euc-kr", Data: []byte("\xbb\xe7\xc1\xf8\xc0\xcc\xb4\xd9. https://example.com/p"), Encoding: "base64", LineLength: 44},
			{Path: "2", Type: "application/octet-stream", Disposition: "attachment", Name: "family.jpg", TypeName: "family.scr", Data: []byte("MZabc"), Encoding: "base64", LineLength: 8},
		},
	}
	got := one(t, content)
	if n := len(got.Headers); n != 19 || got.Header("x-originating-ip") != "[203.0.113.5]" || got.Header("references") != "<m-1@example.org> <m0@example.org>" {
		t.Errorf("headers: %d %q", n, got.Headers)
	}
	got.Headers = nil
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
		t.Fatal(diff)
	}
}

func TestTimes(t *testing.T) {
	const received = "Received: from a by b; Tue, 3 May 2016 16:38:05 +0900\n"
	assumed := event.Time{Nanos: time.Date(2016, 5, 3, 7, 40, 0, 0, time.UTC).UnixNano(), Zone: event.ZoneAssumed, Precision: event.PrecisionSecond}
	for name, c := range map[string]struct {
		content         string
		time, delivered event.Time
		defect          string
	}{
		"Date and Received":       {received + "Date: Tue, 3 May 2016 16:38:00 +0900\n\nx", kst(16, 38, 0), kst(16, 38, 5), ""},
		"no Date":                 {received + "Subject: x\n\nx", kst(16, 38, 5), kst(16, 38, 5), "no Date: the time is that of the newest Received line"},
		"unreadable Date":         {received + "Date: yesterday\n\nx", kst(16, 38, 5), kst(16, 38, 5), "unreadable Date: the time is that of the newest Received line"},
		"separator only":          {"From a@example.com Tue May  3 07:40:00 2016\nSubject: x\n\nx", assumed, assumed, "no Date: the time is that of the mailbox separator"},
		"nothing":                 {"Subject: x\nMessage-ID: <a@example.com>\n\nx", event.Time{}, event.Time{}, "no Date"},
		"Received without a date": {"Received: from a by b\nReceived: from c by a; Tue, 3 May 2016 16:38:05 +0900\n\nx", kst(16, 38, 5), kst(16, 38, 5), "no Date: the time is that of the newest Received line"},
		"second Date unreadable":  {received + "Date: Tue, 3 May 2016 16:38:00 +0900\nDate: x\n\nx", kst(16, 38, 0), kst(16, 38, 5), ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := one(t, c.content)
			if m.Time != c.time || m.Delivered != c.delivered || strings.Join(m.Defects, ";") != c.defect {
				t.Fatalf("time %+v, delivered %+v, defects %q", m.Time, m.Delivered, m.Defects)
			}
		})
	}
	m := one(t, received+"Date: Sat, 3 May 2036 16:38:00 +0900\n\nx")
	if m.Time.Std().Year() != 2036 || m.Delivered != kst(16, 38, 5) || len(m.Defects) != 1 || m.Defects[0] != mailevent.DefectFarDate {
		t.Fatalf("a Date far off is kept and remarked on: %+v %q", m.Time, m.Defects)
	}
}

// The same sentence in every Korean charset, in header and body, labelled or not.
func TestKorean(t *testing.T) {
	const sentence = "회원 정보를 가지고 있다"
	const euc = "\xc8\xb8\xbf\xf8 \xc1\xa4\xba\xb8\xb8\xa6 \xb0\xa1\xc1\xf6\xb0\xed \xc0\xd6\xb4\xd9"
	const johab = "\xd2\x41\xb6\xa5 \xb8\xf7\xa5\xa1\x9f\x69 \x88\x61\xbb\xa1\x89\xa1 \xb7\xb6\x94\x61"
	const seven = "\x1b$)C\x0eH8?x\x0f \x0eA$:88&\x0f \x0e0!Av0m\x0f \x0e@V4Y\x0f"
	for label, body := range map[string]string{
		"euc-kr": euc, "cp949": euc, "ms949": euc, "uhc": euc, "ks_c_5601-1987": euc, "KSC5601": euc, "x-windows-949": euc,
		"johab": johab, "iso-2022-kr": seven, "utf-8": sentence,
		"us-ascii": euc, // a wrong label: the run of Hangul tells
	} {
		m := one(t, "From: a@example.com\nMessage-ID: <a@example.com>\nSubject: x\nContent-Type: text/plain; charset="+label+"\n\n"+body+"\n")
		if m.Text != sentence {
			t.Errorf("%s: %q", label, m.Text)
		}
	}
	raw := one(t, "From: \xb1\xe8 <a@example.com>\nSubject: \xc8\xb8\xbf\xf8\nContent-Type: text/plain; charset=ks_c_5601-1987\n\nx")
	if raw.Subject != "회원" || raw.Author().Name != "김" || len(raw.Defects) == 0 {
		t.Errorf("raw headers of a Korean mail: %q %q %q", raw.Subject, raw.Author().Name, raw.Defects)
	}
	western := one(t, "From: a@example.com\nSubject: caf\xe9\nDate: Tue, 3 May 2016 16:38:00 +0900\n\nx")
	if western.Subject != "café" || !strings.Contains(western.Defects[0], "windows-1252") {
		t.Errorf("raw header of another mail: %q %q", western.Subject, western.Defects)
	}
	page := one(t, "From: a@example.com\nSubject: x\nContent-Type: text/html\n\n<meta charset=euc-kr><p>"+euc+"</p>")
	if page.Text != sentence {
		t.Errorf("charset of the page: %q", page.Text)
	}
}

func TestVisibleText(t *testing.T) {
	const head = "From: a@example.com\nMessage-ID: <a@example.com>\nSubject: x\n"
	const both = head + "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
	html := func(s string) string { return "\n--b\nContent-Type: text/html\n\n" + s + "\n--b--\n" }
	for name, c := range map[string]struct {
		content, text string
		links         []string
	}{
		"plain beside HTML":         {both + "please see https://example.com/a" + html(`<p>please see <a href="https://example.com/b">it</a></p>`), "please see https://example.com/a", []string{"https://example.com/b", "https://example.com/a"}},
		"stand-in beside HTML":      {both + "no HTML?" + html("<p>"+strings.Repeat("pay 3 bitcoin ", 9)+"</p>"), strings.TrimSpace(strings.Repeat("pay 3 bitcoin ", 9)), nil},
		"empty plain":               {both + html("<p>shown</p>"), "shown", nil},
		"HTML only":                 {head + "Content-Type: text/html\n\n<b>bold</b><script>x</script>", "bold", nil},
		"attachment is no text":     {head + "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nfile", "", nil},
		"forwarded mail":            {head + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\nSubject: y\n\nthe demand\n--b--\n", "see below\n\nthe demand", nil},
		"uuencoded file is none":    {head + "\nbefore\nbegin 644 a\n%:&5L;&\\\n`\nend\nafter", "before\nafter", nil},
		"alternative in the middle": {head + "Content-Type: multipart/alternative; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\ninner\n--i--\n--o\nContent-Type: text/html\n\n<p>outer</p>\n--o--\n", "inner\n\nouter", nil},
	} {
		t.Run(name, func(t *testing.T) {
			m := one(t, c.content)
			if m.Text != c.text {
				t.Errorf("text %q, want %q", m.Text, c.text)
			}
			if diff := cmp.Diff(c.links, m.Links); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A header that names a part in several ways shows the filter one name and the reader
// another.
func TestPartsWithSeveralNames(t *testing.T) {
	for header, want := range map[string][]string{
		`Content-Disposition: attachment; filename="a.pdf"`:                                                                  nil,
		`Content-Disposition: attachment; filename="a.pdf"; filename*=utf-8''a.exe`:                                          {"a.pdf"},
		`Content-Disposition: attachment; filename*0="a.pdf"; filename*2=".exe"`:                                             {"a.pdf"},
		"Content-Disposition: attachment; filename=a.pdf\nContent-Disposition: attachment; filename=a.exe":                   {"a.exe"},
		"Content-Type: application/pdf; name=a.pdf; name*=utf-8''a.scr\nContent-Disposition: attachment; filename=\"a.pdf\"": {"a.pdf"},
	} {
		m := one(t, "From: a@example.com\nDate: Tue, 3 May 2016 16:38:00 +0900\nMessage-ID: <1@example.com>\n"+header+"\n\nx\n")
		if diff := cmp.Diff(want, m.Parts[0].OtherNames); diff != "" {
			t.Errorf("%s: %s", header, diff)
		}
	}
}

func TestForgedRepetition(t *testing.T) {
	m := one(t, "From: a@example.com\nFrom: b@example.org\nSubject: x\nSubject: y\nDate: Tue, 3 May 2016 16:38:00 +0900\n\nz")
	if len(m.From) != 2 || m.Subject != "x" || len(m.Defects) != 2 {
		t.Fatalf("%v %q %q", m.From, m.Subject, m.Defects)
	}
}

func TestMailboxNames(t *testing.T) {
	const content = "From: a@example.com\nSubject: x\nDate: Tue, 3 May 2016 16:38:00 +0900\n\nz"
	for path, want := range map[string]string{
		"lee/Maildir/cur/1462.M1.host:2,S": "lee/Maildir",
		"lee/Maildir/.Sent/new/1462.M2":    "lee/Maildir/.Sent",
		"lee/inbox/1.eml":                  "lee/inbox",
		"mails.zip!inbox/1.eml":            "mails.zip!inbox",
		"mails.zip!1.eml":                  "mails.zip",
		"1.eml":                            "",
	} {
		if got := read(t, path, content).Events.Mails[0].Mailbox; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if got := read(t, "lee/inbox.mbox", "From a@example.com Tue May  3 07:40:00 2016\n"+content).Events.Mails[0].Mailbox; got != "lee/inbox.mbox" {
		t.Errorf("mbox: %q", got)
	}
}

func TestEMLX(t *testing.T) {
	const mail = "From: a@example.com\nMessage-ID: <a@example.com>\nSubject: x\n\nhello\n"
	result := read(t, "1.emlx", strconv.Itoa(len(mail))+"   \n"+mail+"<?xml version=\"1.0\"?><plist/>\n")
	if len(result.Events.Mails) != 1 || result.Events.Mails[0].Text != "hello" || result.Events.Mails[0].Ref.Length != int64(len(mail)) {
		t.Fatalf("%+v", result.Events.Mails)
	}
}

func TestNotAMail(t *testing.T) {
	for _, content := range []string{"just words\nand more", "\n\n\n", "\x00\x01\x02"} {
		result := read(t, "x.eml", content)
		if result.Tally.Damaged != 1 || len(result.Events.Mails) != 0 || result.Tally.Reasons[0].Why != whyNoHeader {
			t.Errorf("%q: %+v", content, result.Tally)
		}
	}
}

func FuzzMail(f *testing.F) {
	f.Add([]byte("From: a@example.com\nSubject: x\n\ny"))
	f.Add([]byte("From a@example.com Tue May  3 07:40:00 2016\nContent-Length: 2\n\nx\n\nFrom b@example.com Tue May  3 07:40:00 2016\nA: b\n\n>From x\n"))
	f.Add([]byte("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html; charset=iso-2022-kr\n\n<a href=x>\x1b$)C\x0e\n--b--"))
	f.Add([]byte("12\nA: b\n\nx\n<?xml"))
	f.Fuzz(func(t *testing.T, content []byte) {
		New().Detect(content)
		result, err := evidencetest.Read(New(), "f", content)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(result.Events.Mails)) != result.Tally.Records {
			t.Fatalf("%d events, %+v", len(result.Events.Mails), result.Tally)
		}
		end := int64(0)
		for _, m := range result.Events.Mails {
			if m.Ref.Offset < end || m.Ref.Offset+m.Ref.Length > int64(len(content)) {
				t.Fatalf("reference %v", m.Ref)
			}
			end = m.Ref.Offset + m.Ref.Length
			if m.Text != strings.ToValidUTF8(m.Text, "") || m.Subject != strings.ToValidUTF8(m.Subject, "") {
				t.Fatal("invalid UTF-8")
			}
		}
	})
}

// Outlook packs parts into TNEF; they become parts of the mail like others.
func TestTNEF(t *testing.T) {
	attribute := func(name uint32, value string) string {
		b := append([]byte{2}, binary.LittleEndian.AppendUint32(nil, name)...)
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(value))), value...)
		sum := uint16(0)
		for i := range len(value) {
			sum += uint16(value[i])
		}
		return string(binary.LittleEndian.AppendUint16(b, sum))
	}
	packed := "\x78\x9f\x3e\x22\x01\x00" + attribute(0x00069002, strings.Repeat("\x00", 14)) + attribute(0x00018010, "plan.hwp\x00") + attribute(0x0006800F, "content")
	m := one(t, "From: kim@example.com\nTo: lee@example.org\nSubject: x\nDate: Tue, 3 May 2016 16:38:00 +0900\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n"+
		"--b\nContent-Type: application/octet-stream; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString([]byte(packed))+"\n--b--\n")
	if len(m.Parts) != 3 || m.Parts[2].Path != "2.1" || m.Parts[2].Name != "plan.hwp" || string(m.Parts[2].Data) != "content" || len(m.Defects) != 0 {
		t.Fatalf("%+v %q", m.Parts, m.Defects)
	}
}

const appleList = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n" +
	"<plist version=\"1.0\">\n<dict>\n\t<key>date-received</key>\n\t<integer>1462261085</integer>\n\t<key>flags</key>\n\t<integer>8590195713</integer>\n</dict>\n</plist>\n"

// The property list of an EMLX file tells when the mail came in; it never becomes part
// of the mail, whatever the byte count says.
func TestEMLXPropertyList(t *testing.T) {
	const mail = "From: kim@example.com\nTo: lee@example.org\nSubject: x\nMessage-ID: <1@example.com>\n\nhello\n"
	for name, c := range map[string]struct {
		count   int
		defects int
	}{"right": {len(mail), 1}, "too small": {len(mail) - 4, 2}, "too large": {len(mail) + 9, 2}, "beyond the end": {len(mail) + 9999, 2}} {
		result := read(t, "1.emlx", strconv.Itoa(c.count)+"      \n"+mail+appleList)
		m := result.Events.Mails[0]
		if m.Text != "hello" || len(m.Defects) != c.defects || m.Delivered != event.UTC(1462261085_000_000_000, event.PrecisionSecond) || m.Time != m.Delivered {
			t.Errorf("%s: %q %q %v", name, m.Text, m.Defects, m.Delivered)
		}
	}
}

// Apple Mail takes the attachments out of some mails (.partial.emlx): their parts stay, and
// are known to be cut.
func TestPartialEMLX(t *testing.T) {
	const mail = "From: kim@example.com\nTo: lee@example.org\nSubject: x\nDate: Tue, 3 May 2016 16:38:00 +0900\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n" +
		"--b\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.zip\nX-Apple-Content-Length: 123456\n\n\n--b--\n"
	m := read(t, "1.partial.emlx", strconv.Itoa(len(mail))+"\n"+mail+appleList).Events.Mails[0]
	if len(m.Parts) != 2 || !m.Parts[1].Truncated || m.Parts[1].Name != "a.zip" || len(m.Defects) != 1 || m.Defects[0] != defectPartial {
		t.Fatalf("%+v %q", m.Parts, m.Defects)
	}
}

// A mail that was reported as a file, without a type, is read like one that was forwarded.
func TestMailAttachedAsAFile(t *testing.T) {
	const reported = "Received: from a by b; Tue, 3 May 2016 16:38:00 +0900\nFrom: kim@example.com\nTo: lee@example.org\nMessage-ID: <2@example.com>\nSubject: y\n\nhttps://example.com/inner\n"
	m := one(t, "From: lee@example.org\nTo: park@example.org\nSubject: report\nDate: Tue, 3 May 2016 16:38:00 +0900\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nplease look\n"+
		"--b\nContent-Type: application/octet-stream; name=reported.eml\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString([]byte(reported))+"\n--b--\n")
	if len(m.Parts) != 4 || m.Parts[2].Type != "message/rfc822" || m.Parts[3].Path != "2.1.1" || len(m.Links) != 1 {
		t.Fatalf("%d parts, %q", len(m.Parts), m.Links)
	}
}
