package mapi

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
)

// wide gives text as Outlook keeps it.
func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func number(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

func fileTime(t time.Time) []byte {
	return binary.LittleEndian.AppendUint64(nil, uint64(t.Unix()+11_644_473_600)*10_000_000)
}

var sent = time.Date(2016, 5, 3, 7, 38, 0, 0, time.UTC)

func at(t time.Time) event.Time { return event.UTC(t.UnixNano(), event.PrecisionMicro) }

// bag makes a bag of texts in Unicode.
func bag(texts map[ID]string) Properties {
	var p Properties
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		p.Set(NewTag(id, TypeUnicode), wide(texts[id]))
	}
	return p
}

func recipient(kind uint32, texts map[ID]string) Properties {
	p := bag(texts)
	p.Set(NewTag(RecipientType, TypeInt32), number(kind))
	return p
}

func TestProperties(t *testing.T) {
	var p Properties
	p.CodePage = 949
	p.Set(NewTag(Subject, TypeString8), []byte("\xb0\xa1\x00"))
	p.Set(NewTag(Body, TypeString8), []byte("old"))
	p.Set(NewTag(Body, TypeUnicode), wide("가\U0001F600\x00"))
	p.Set(NewTag(Importance, TypeInt32), number(0xFFFFFFFF))
	p.Set(NewTag(HasAttachments, TypeBool), []byte{1, 0})
	p.Set(NewTag(DeliveryTime, TypeTime), fileTime(sent))
	p.SetMany(NewTag(0x8001, TypeUnicode|Many), [][]byte{wide("a"), wide("b")})
	p.Set(NewTag(HTML, TypeError), number(1))
	if got := p.Text(Subject); got != "가" {
		t.Errorf("string8: %q", got)
	}
	if got := p.Text(Body); got != "가😀" {
		t.Errorf("unicode: %q", got)
	}
	if n, ok := p.Int(Importance); n != -1 || !ok {
		t.Errorf("int: %d", n)
	}
	if !p.Bool(HasAttachments) || p.Time(DeliveryTime) != at(sent) || p.Has(HTML) {
		t.Error("bool, time or error")
	}
	if diff := cmp.Diff([]string{"a", "b"}, p.Texts(0x8001)); diff != "" {
		t.Error(diff)
	}
	if _, ok := p.Int(Subject); ok || p.Text(Importance) != "" || p.Bytes(0x7777) != nil {
		t.Error("a value of another type")
	}
}

// Every Korean code page that Outlook knows.
func TestKoreanCodePages(t *testing.T) {
	for page, data := range map[int]string{949: "\xb0\xa1\x81\x41", 51949: "\xb0\xa1", 50225: "\x1b$)C\x0e0!\x0f", 1361: "\x88\x61", 65001: "가", 0: "\xb0\xa1\xb0\xa1\xb0\xa1\xb0\xa1"} {
		var p Properties
		p.CodePage = page
		p.Set(NewTag(Subject, TypeString8), []byte(data))
		if got := p.Text(Subject); !strings.HasPrefix(got, "가") || strings.ContainsRune(got, '\uFFFD') {
			t.Errorf("%d: %q", page, got)
		}
	}
}

func TestTimeThatIsNone(t *testing.T) {
	for _, steps := range []uint64{0, 1, 0x0CB34557A3DD4000, 1 << 63} {
		if got := FileTime(steps); !got.IsZero() {
			t.Errorf("%d: %v", steps, got)
		}
	}
}

// A message that was never on the Internet: everything comes from its properties.
func TestWithoutTransportHeader(t *testing.T) {
	m := Message{Properties: bag(map[ID]string{
		Subject: "\x01\x05RE: 회의", SenderName: "Office", SenderType: "EX", SenderAddress: "/O=EXAMPLE/OU=FIRST/CN=RECIPIENTS/CN=OFFICE", SenderSMTP: "office@EXAMPLE.org",
		SentRepresentingName: "Kim Minsu", SentRepresentingType: "EX", SentRepresentingAddress: "/O=EXAMPLE/OU=FIRST/CN=RECIPIENTS/CN=KIM",
		InternetMessageID: "<m1@example.org>", InReplyToID: "<m0@example.org>", InternetReferences: "<m-1@example.org> <m0@example.org>",
		Body: "회의 자료 https://example.com/a\r\n",
	})}
	m.Set(NewTag(ClientSubmitTime, TypeTime), fileTime(sent))
	m.Set(NewTag(DeliveryTime, TypeTime), fileTime(sent.Add(time.Minute)))
	m.Recipients = []Properties{
		recipient(1, map[ID]string{DisplayName: "Lee", AddressType: "EX", EmailAddress: "/o=Example/cn=lee", SMTPAddress: "lee@example.org"}),
		recipient(2, map[ID]string{DisplayName: "'park@example.org'", AddressType: "SMTP", EmailAddress: "park@example.org"}),
		recipient(3, map[ID]string{DisplayName: "Choi", AddressType: "SMTP", EmailAddress: "choi@example.net"}),
	}
	var c Converter
	want := event.Mail{
		Time: at(sent), Delivered: at(sent.Add(time.Minute)), Vantage: event.VantageServer,
		MessageID: "m1@example.org", InReplyTo: "m0@example.org", References: []string{"m-1@example.org", "m0@example.org"},
		From:   []event.Address{{Name: "Kim Minsu", Addr: "/O=EXAMPLE/OU=FIRST/CN=RECIPIENTS/CN=KIM"}},
		Sender: event.Address{Name: "Office", Addr: "office@example.org"},
		To:     []event.Address{{Name: "Lee", Addr: "lee@example.org"}}, Cc: []event.Address{{Addr: "park@example.org"}},
		Subject: "RE: 회의", Headers: []event.Header{{Name: "Bcc", Value: "Choi <choi@example.net>"}},
		Text: "회의 자료 https://example.com/a", Links: []string{"https://example.com/a"},
		Parts:   []event.Part{{Path: "1", Type: "text/plain", Charset: "utf-8", Data: []byte("회의 자료 https://example.com/a\r\n")}},
		Defects: []string{DefectNoHeader},
	}
	if diff := cmp.Diff(want, c.Mail(&m)); diff != "" {
		t.Fatal(diff)
	}
}

const transport = "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from mx.example.com ([192.0.2.7]) by in.example.org with ESMTPS; Tue, 3 May 2016 16:38:05 +0900\r\n" +
	"Date: Tue, 3 May 2016 16:38:00 +0900\r\nFrom: =?euc-kr?B?sei5zrz2?= <kim@example.com>\r\nTo: lee@example.org\r\nSubject: from the header\r\nMessage-ID: <m2@example.com>\r\nX-Mailer: Example 1\r\n\r\n"

// A message that came by mail: its header counts, the properties fill what it lacks.
func TestTransportHeader(t *testing.T) {
	m := Message{Properties: bag(map[ID]string{TransportHeaders: transport, Subject: "from the property", InReplyToID: "<m0@example.org>", Body: "x"})}
	m.Recipients = []Properties{recipient(1, map[ID]string{EmailAddress: "other@example.org"})}
	var c Converter
	got := c.Mail(&m)
	if got.Subject != "from the header" || got.Author() != (event.Address{Name: "김민수", Addr: "kim@example.com"}) || got.MessageID != "m2@example.com" ||
		got.InReplyTo != "m0@example.org" || len(got.Hops) != 1 || got.Client != "Example 1" || len(got.To) != 1 || got.To[0].Addr != "lee@example.org" ||
		got.Time.Offset != 9*3600 || got.Delivered.IsZero() || len(got.Defects) != 0 {
		t.Fatalf("%+v", got)
	}
}

// The forms of one text are alternatives; compressed RTF gives the HTML that it wraps.
func TestBodies(t *testing.T) {
	stored := func(rtf string) []byte {
		b := append(number(uint32(len(rtf)+12)), number(uint32(len(rtf)))...)
		return append(append(append(b, "MELA"...), 0, 0, 0, 0), rtf...)
	}
	m := Message{Properties: bag(map[ID]string{Body: "Please see here <https://example.com/p>"})}
	m.Set(NewTag(CompressedRTF, TypeBinary), stored(`{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}Please see {\*\htmltag84 <a href="https://example.com/h">}here{\*\htmltag92 </a>}}`))
	var c Converter
	got := c.Mail(&m)
	if got.Text != "Please see here <https://example.com/p>" || len(got.Parts) != 2 || got.Parts[1].Type != "text/html" || len(got.Links) != 2 {
		t.Errorf("HTML in RTF: %q %q %+v", got.Text, got.Links, got.Parts)
	}

	m = Message{}
	m.Set(NewTag(CompressedRTF, TypeBinary), stored(`{\rtf1\ansi Native {\field{\*\fldinst HYPERLINK "https://example.com/r"}{\fldrslt text}}}`))
	got = c.Mail(&m)
	if got.Text != "Native text" || len(got.Parts) != 2 || got.Parts[1].Type != "application/rtf" || cmp.Diff([]string{"https://example.com/r"}, got.Links) != "" {
		t.Errorf("RTF: %q %q %+v", got.Text, got.Links, got.Parts)
	}

	m = Message{}
	m.Set(NewTag(HTML, TypeBinary), []byte("<p>\xc8\xb8\xc0\xc7</p>"))
	m.Set(NewTag(InternetCodePage, TypeInt32), number(949))
	got = c.Mail(&m)
	if got.Text != "회의" || got.Parts[0].Charset != "cp949" {
		t.Errorf("HTML in bytes: %q %+v", got.Text, got.Parts)
	}
}

func TestAttachments(t *testing.T) {
	file := func(name, short, mime string, data string) Attachment {
		a := Attachment{Properties: bag(map[ID]string{AttachLongName: name, AttachName: short, AttachMIME: mime})}
		a.Set(NewTag(AttachData, TypeBinary), []byte(data))
		return a
	}
	inner := &Message{Properties: bag(map[ID]string{Subject: "inside", SenderName: "Kim", SenderAddress: "kim@example.com", Body: "inner text"})}
	inner.Attachments = []Attachment{file("plan.hwp", "PLAN~1.HWP", "application/x-hwp", "hwp")}
	outer := Message{Properties: bag(map[ID]string{Subject: "s", Body: "outer text"})}
	picture := file("a.png", "A.PNG", "image/png", "png")
	picture.Set(NewTag(AttachContentID, TypeUnicode), wide("p1@example.com"))
	picture.Set(NewTag(AttachFlags, TypeInt32), number(4))
	outer.Attachments = []Attachment{
		file("family.jpg", "FAMILY~1.SCR", "", "MZ"), picture, {Embedded: inner},
		file("signed.p7m", "", "multipart/signed", "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nsigned text\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nx\r\n--b--\r\n"),
	}
	var c Converter
	got := c.Mail(&outer)
	type part struct{ Path, Type, Disposition, Name, TypeName, ContentID, Data string }
	var parts []part
	for _, p := range got.Parts {
		if p.Type == "multipart/signed" {
			p.Data = nil
		}
		parts = append(parts, part{p.Path, p.Type, p.Disposition, p.Name, p.TypeName, p.ContentID, string(p.Data)})
	}
	want := []part{
		{"1", "text/plain", "", "", "", "", "outer text"},
		{"2", "application/octet-stream", "attachment", "family.jpg", "FAMILY~1.SCR", "", "MZ"},
		{"3", "image/png", "inline", "a.png", "", "p1@example.com", "png"},
		{"4", "message/rfc822", "", "inside", "", "", "From: Kim <kim@example.com>\r\nSubject: inside\r\n"},
		{"4.1", "text/plain", "", "", "", "", "inner text"},
		{"4.2", "application/x-hwp", "attachment", "plan.hwp", "", "", "hwp"},
		{"5", "multipart/signed", "attachment", "signed.p7m", "", "", ""},
		{"5.1", "text/plain", "", "", "", "", "signed text"},
		{"5.2", "application/pkcs7-signature", "", "", "", "", "x"},
	}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Error(diff)
	}
	if got.Text != "outer text\n\ninner text\n\nsigned text" {
		t.Errorf("text: %q", got.Text)
	}
}

func TestReplyTo(t *testing.T) {
	entry := append(append(make([]byte, 4), oneOffProvider...), 0, 0, 0x01, 0x80)
	for _, s := range []string{"Kim", "SMTP", "reply@example.net"} {
		entry = append(entry, wide(s+"\x00")...)
	}
	list := append(number(1), number(uint32(len(entry)+4))...)
	list = append(append(list, number(uint32(len(entry)))...), entry...)
	var m Message
	m.Set(NewTag(ReplyRecipientEntries, TypeBinary), list)
	var c Converter
	if diff := cmp.Diff([]event.Address{{Name: "Kim", Addr: "reply@example.net"}}, c.Mail(&m).ReplyTo); diff != "" {
		t.Fatal(diff)
	}
}

// Header fields that were kept as named properties count when there is no header.
func TestKeptHeaders(t *testing.T) {
	m := Message{Properties: bag(map[ID]string{0x8001: "Example Mailer 2"}), Named: Names{0x8001: {Set: InternetHeaders, Text: "X-Mailer"}}}
	var c Converter
	if got := c.Mail(&m); got.Client != "Example Mailer 2" {
		t.Fatalf("%+v", got)
	}
	if id, ok := m.Named.Find(InternetHeaders, "x-mailer"); !ok || id != 0x8001 {
		t.Fatal(id, ok)
	}
}

func TestIsMail(t *testing.T) {
	for class, want := range map[string]bool{"IPM.Note": true, "ipm.note.smime": true, "REPORT.IPM.Note.NDR": true, "IPM.Schedule.Meeting.Request": true, "": true,
		"IPM.Appointment": false, "IPM.Contact": false, "IPM.Task": false, "IPM.Activity": false} {
		if got := IsMail(class); got != want {
			t.Errorf("%q: %v", class, got)
		}
	}
}

// Messages within messages end at the limit.
func TestDeep(t *testing.T) {
	m := &Message{Properties: bag(map[ID]string{Body: "x"})}
	for range 100 {
		m = &Message{Attachments: []Attachment{{Embedded: m}}}
	}
	var c Converter
	got := c.Mail(m)
	if len(got.Parts) != MaxDepth-1 || !strings.Contains(strings.Join(got.Defects, "|"), defectDepth) {
		t.Fatalf("%d parts, %q", len(got.Parts), got.Defects)
	}
}

// Planted messages cost no more than the limits allow.
func TestLimits(t *testing.T) {
	crowd := &Message{Recipients: make([]Properties, 20_000)}
	for i := range crowd.Recipients {
		crowd.Recipients[i] = recipient(1, map[ID]string{EmailAddress: "kim@example.com"})
	}
	names := &Message{Named: Names{}}
	for id := range ID(0x7FFF) {
		names.Named[0x8000+id] = Name{Set: InternetHeaders, Text: "X-Kept"}
		names.Set(NewTag(0x8000+id, TypeUnicode), wide("x"))
	}
	bodies := &Message{}
	rtf := append(append(number(1<<20+12), number(1<<20)...), append([]byte("MELA\x00\x00\x00\x00"), bytes.Repeat([]byte("{"), 1<<20)...)...)
	for range 200 {
		inner := &Message{}
		inner.Set(NewTag(CompressedRTF, TypeBinary), rtf)
		bodies.Attachments = append(bodies.Attachments, Attachment{Embedded: inner})
	}
	for name, c := range map[string]struct {
		m      *Message
		defect string
	}{"recipients": {crowd, defectCrowd}, "names": {names, DefectNoHeader}, "bodies": {bodies, defectExpanded}, "attachments": {&Message{Attachments: make([]Attachment, 20_000)}, defectMany}} {
		start := time.Now()
		var converter Converter
		got := converter.Mail(c.m)
		const generous = 10 * time.Second // each takes well under a second
		if took := time.Since(start); took > generous || len(got.To) > maxRecipients || len(got.Parts) > MaxAttachments+1 || len(got.Headers) > 2000 {
			t.Errorf("%s: %v, %d recipients, %d parts", name, took, len(got.To), len(got.Parts))
		}
		if !strings.Contains(strings.Join(got.Defects, "|"), c.defect) {
			t.Errorf("%s: %q", name, got.Defects)
		}
	}
}

// Values of any length and type are read without harm.
func FuzzProperties(f *testing.F) {
	f.Add(uint32(0x0037001F), []byte("a\x00b\x00"), 949)
	f.Add(uint32(0x004F0102), []byte("\x01\x00\x00\x00\x20\x00\x00\x00\x18\x00\x00\x00"), 0)
	f.Fuzz(func(t *testing.T, tag uint32, data []byte, page int) {
		m := Message{Properties: Properties{CodePage: page}, Recipients: make([]Properties, 1), Attachments: make([]Attachment, 1)}
		for _, p := range []*Properties{&m.Properties, &m.Recipients[0], &m.Attachments[0].Properties} {
			p.Set(Tag(tag), data)
			p.SetMany(Tag(tag|0x1000), [][]byte{data, nil})
			p.Texts(Tag(tag).ID())
			p.Binary(Tag(tag).ID())
		}
		var c Converter
		c.Mail(&m)
	})
}

func BenchmarkMail(b *testing.B) {
	m := Message{Properties: bag(map[ID]string{TransportHeaders: transport, Subject: "s", Body: strings.Repeat("text of a mail ", 100)})}
	m.Set(NewTag(HTML, TypeBinary), []byte("<p>"+strings.Repeat("text of a <b>mail</b> ", 100)))
	var c Converter
	for b.Loop() {
		c.Mail(&m)
		c.Reset()
	}
}
