package pst

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

var variants = []ndb.Variant{ndb.ANSI, ndb.Unicode, ndb.Unicode4K}

// read reads a store in which nothing is wrong.
func read(t testing.TB, file []byte) evidencetest.Result {
	t.Helper()
	result := readAny(t, file)
	if result.Tally.Damaged > 0 {
		t.Fatalf("damaged: %v", result.Tally.Reasons)
	}
	return result
}

func readAny(t testing.TB, file []byte) evidencetest.Result {
	t.Helper()
	if got := New().Detect(file[:min(len(file), evidence.HeadSize)]); got != evidence.Certain {
		t.Fatalf("it is recognised with %v", got)
	}
	result, err := evidencetest.Read(New(), "kim.pst", file)
	if err != nil {
		t.Fatal(err)
	}
	records := make(map[event.Ref]bool) // the rules that Outlook has are one record
	for _, a := range result.Events.Actions {
		records[a.Ref] = true
	}
	if int64(len(result.Events.Mails)+len(records)) != result.Tally.Records {
		t.Fatalf("%d mails, %+v", len(result.Events.Mails), result.Tally)
	}
	return result
}

// bySubject returns the mail with that subject.
func bySubject(t testing.TB, r evidencetest.Result, subject string) *event.Mail {
	t.Helper()
	for i := range r.Events.Mails {
		if r.Events.Mails[i].Subject == subject {
			return &r.Events.Mails[i]
		}
	}
	t.Fatalf("no mail %q", subject)
	return nil
}

// note is a message of a subject and a text.
func note(subject, text string) psttest.Message {
	return psttest.Message{Properties: []psttest.Property{psttest.Text(0x001a, "IPM.Note"), psttest.Text(0x0037, subject), psttest.Text(0x1000, text)}}
}

// attached is a file.
func attached(name string, data []byte) psttest.Attachment {
	return psttest.Attachment{Properties: []psttest.Property{psttest.Text(0x3707, name), psttest.Binary(0x3701, data)}}
}

// inbox is a store with one folder.
func inbox(messages ...psttest.Message) *psttest.Store {
	return &psttest.Store{Variant: ndb.Unicode, Crypt: ndb.CryptPermute, Folders: []psttest.Folder{{Name: "Inbox", Messages: messages}}}
}

var sent = time.Date(2016, 5, 3, 7, 38, 0, 0, time.UTC)

// letter has all that a message kept by Outlook has, and no header.
func letter() psttest.Message {
	m := note("dinner on Sunday", "Bring the little one!")
	m.Properties = append(m.Properties, psttest.Time(0x0039, sent), psttest.Time(0x0e06, sent.Add(time.Minute)),
		psttest.Text(0x0c1a, "Park Jisoo"), psttest.Text(0x0c1e, "SMTP"), psttest.Text(0x0c1f, "jisoo.park@family.example"),
		psttest.Text(0x1035, "<sib1@family.example>"), psttest.Text(0x1042, "<ans0@shop.example>"))
	m.Recipients = [][]psttest.Property{
		{psttest.Int(0x0c15, 1), psttest.Text(0x3001, "Park Minji"), psttest.Text(0x3002, "SMTP"), psttest.Text(0x3003, "minji.park@shop.example")},
		{psttest.Int(0x0c15, 2), psttest.Text(0x3001, "Lee Hana"), psttest.Text(0x3002, "SMTP"), psttest.Text(0x3003, "hana.lee@shop.example")},
	}
	m.Attachments = []psttest.Attachment{attached("plan.bin", bytes.Repeat([]byte("plan "), 50_000)), attached("small.txt", []byte("x"))}
	return m
}

// The same mailbox is read alike from every layout and through every cipher.
func TestEveryLayoutAndCipher(t *testing.T) {
	forwarded := note("Fwd", "see below")
	inner := letter()
	forwarded.Attachments = []psttest.Attachment{{Embedded: &inner}, {Properties: []psttest.Property{psttest.Text(0x3707, "sheet.ole")}, Object: []byte("storage")}}
	var first []event.Mail
	for _, v := range variants {
		for crypt := range byte(3) {
			s := psttest.Store{Variant: v, Crypt: crypt, Folders: []psttest.Folder{
				{Name: "Inbox", Messages: []psttest.Message{letter()}, Folders: []psttest.Folder{{Name: "2016", Messages: []psttest.Message{forwarded}}}},
				{Name: "Deleted Items", Deleted: []psttest.Message{note("gone", "deleted")}}}}
			mails := read(t, s.Build()).Events.Mails
			for i := range mails {
				mails[i].Ref = event.Ref{}
				for j := range mails[i].Parts {
					p := &mails[i].Parts[j]
					p.Charset = "" // ANSI stores keep texts in bytes
					sum := sha256.Sum256(p.Data)
					p.Data = sum[:]
				}
			}
			if first == nil {
				first = mails
			}
			if d := cmp.Diff(first, mails); d != "" {
				t.Errorf("%s, cipher %d: %s", v, crypt, d)
			}
		}
	}
	if len(first) != 3 {
		t.Fatalf("%d mails", len(first))
	}
}

// What Outlook keeps of a mail without a header is found in its properties.
func TestPropertiesMakeAMail(t *testing.T) {
	m := read(t, inbox(letter()).Build()).Events.Mails[0]
	want := event.Mail{
		Time: event.UTC(sent.UnixNano(), event.PrecisionMicro), Delivered: event.UTC(sent.Add(time.Minute).UnixNano(), event.PrecisionMicro),
		Vantage: event.VantageServer, Mailbox: "kim.pst", Folder: "Top of Outlook data file/Inbox",
		MessageID: "sib1@family.example", InReplyTo: "ans0@shop.example", Subject: "dinner on Sunday", Text: "Bring the little one!",
		From: []event.Address{{Name: "Park Jisoo", Addr: "jisoo.park@family.example"}},
		To:   []event.Address{{Name: "Park Minji", Addr: "minji.park@shop.example"}},
		Cc:   []event.Address{{Name: "Lee Hana", Addr: "hana.lee@shop.example"}},
	}
	got := m
	got.Ref, got.Parts, got.Headers, got.Defects = event.Ref{}, nil, nil, nil
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(m.Parts) != 3 || m.Parts[1].Name != "plan.bin" || len(m.Parts[1].Data) != 250_000 || string(m.Parts[2].Data) != "x" || m.Parts[1].Truncated {
		t.Errorf("%d parts", len(m.Parts))
	}
}

// A mail that came with a header is what that header says.
func TestHeaderMakesAMail(t *testing.T) {
	eml := "Received: from mx.example.net (mx.example.net [192.0.2.7]) by in.shop.example with ESMTPS; Tue, 3 May 2016 16:38:05 +0900\r\n" +
		"From: =?euc-kr?B?udrB9rz2?= <jisoo.park@fami1y.example>\r\nTo: minji.park@shop.example\r\nSubject: photos\r\n" +
		"Date: Tue, 3 May 2016 16:38:00 +0830\r\nMessage-ID: <1@fami1y.example>\r\nX-Mailer: Example 1\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n" +
		"--c\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n사진이야\r\n--c\r\nContent-Type: text/html; charset=euc-kr\r\n\r\n<a href=\"http://example.net/x\">\xbb\xe7\xc1\xf8</a>\r\n--c--\r\n" +
		"--b\r\nContent-Type: application/zip; name=photos.zip\r\nContent-Disposition: attachment; filename=photos.zip\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsDBA==\r\n--b--\r\n"
	message, err := psttest.FromEML([]byte(eml))
	if err != nil {
		t.Fatal(err)
	}
	m := read(t, inbox(message).Build()).Events.Mails[0]
	if m.Author() != (event.Address{Name: "박지수", Addr: "jisoo.park@fami1y.example"}) || m.Time.Offset != 8*3600+1800 || m.Client != "Example 1" ||
		len(m.Hops) != 1 || m.Hops[0].IP.String() != "192.0.2.7" || m.MessageID != "1@fami1y.example" || m.Text != "사진이야" ||
		!slices.Equal(m.Links, []string{"http://example.net/x"}) {
		t.Errorf("%+v", m)
	}
	if last := m.Parts[len(m.Parts)-1]; last.Name != "photos.zip" || last.Type != "application/zip" || string(last.Data) != "PK\x03\x04" {
		t.Errorf("%+v", last)
	}
}

// Text in bytes is read in the code page that its message names.
func TestKoreanBytes(t *testing.T) {
	m := psttest.Message{Properties: []psttest.Property{psttest.Text8(0x001a, "IPM.Note"), psttest.Text8(0x0037, "\xbb\xe7\xc1\xf8"),
		psttest.Text8(0x1000, "\xbb\xe7\xc1\xf8\xc0\xcc\xbe\xdf"), psttest.Int(0x3fde, 949), psttest.Binary(0x1013, []byte("<p>\xbb\xe7\xc1\xf8\xc0\xcc\xbe\xdf</p>"))}}
	s := inbox(m)
	s.Variant = ndb.ANSI
	got := read(t, s.Build()).Events.Mails[0]
	if got.Subject != "사진" || got.Text != "사진이야" {
		t.Errorf("%q %q", got.Subject, got.Text)
	}
}

// A body that is kept as RTF only is read.
func TestBodyInRTF(t *testing.T) {
	rtf := `{\rtf1\ansi\fromtext Pay within 72 hours.\par }`
	body := binary.LittleEndian.AppendUint32(nil, uint32(len(rtf)+12))
	body = binary.LittleEndian.AppendUint32(body, uint32(len(rtf)))
	body = append(append(body, "MELA\x00\x00\x00\x00"...), rtf...)
	m := psttest.Message{Properties: []psttest.Property{psttest.Text(0x0037, "x"), psttest.Binary(0x1009, body)}}
	if got := read(t, inbox(m).Build()).Events.Mails[0]; got.Text != "Pay within 72 hours." {
		t.Errorf("%q", got.Text)
	}
}

// Header fields that Outlook keeps as named properties are found by their names.
func TestNamedProperties(t *testing.T) {
	m := note("x", "y")
	m.Properties = append(m.Properties, psttest.Text(0x8123, "Example Mail 9"))
	s := inbox(m)
	s.Names = []psttest.Name{{Property: 0x8000, Set: [16]byte{1}, Text: "other"}, {Property: 0x8123, Set: psttest.InternetHeaders, Text: "x-mailer"}}
	if got := read(t, s.Build()).Events.Mails[0]; got.Client != "Example Mail 9" {
		t.Errorf("%q", got.Client)
	}
}

// What a record says is shown as text, and what is none is an error.
func TestRecord(t *testing.T) {
	for _, v := range variants {
		s := inbox(letter(), note("long", strings.Repeat("text ", 10_000)))
		s.Variant = v
		file := s.Build()
		r := read(t, file)
		for subject, want := range map[string][]string{
			"dinner on Sunday": {"Folder: Top of Outlook data file/Inbox\n", "Date: Tue, 03 May 2016 07:38:00 +0000\n", "From: Park Jisoo <jisoo.park@family.example>\n",
				"Cc: Lee Hana <hana.lee@shop.example>\n", "Subject: dinner on Sunday\n", "\nBring the little one!\n", "Part 2: application/octet-stream, 250000 bytes, SHA-256 ", ", plan.bin\n"},
			"long": {"Subject: long\n", "text text text"},
		} {
			got, err := New().Record(bytes.NewReader(file), int64(len(file)), bySubject(t, r, subject).Ref.Offset)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range want {
				if !strings.Contains(string(got), w) {
					t.Errorf("%s: %q is not in %.600s", v, w, got)
				}
			}
		}
		for _, offset := range []int64{0, 17, 1 << 40} {
			if _, err := New().Record(bytes.NewReader(file), int64(len(file)), offset); err == nil {
				t.Errorf("%d is a record", offset)
			}
		}
	}
}

// What is no mail is skipped and counted.
func TestOtherItems(t *testing.T) {
	var items []psttest.Message
	for _, class := range []string{"IPM.Appointment", "IPM.Contact", "IPM.Task", "IPM.StickyNote", "IPM.Activity", "IPM.DistList"} {
		items = append(items, psttest.Message{Properties: []psttest.Property{psttest.Text(0x001a, class), psttest.Text(0x0037, class)}})
	}
	for _, class := range []string{"IPM.Note.SMIME", "IPM.Schedule.Meeting.Request", "REPORT.IPM.Note.NDR"} {
		items = append(items, psttest.Message{Properties: []psttest.Property{psttest.Text(0x001a, class), psttest.Text(0x0037, class)}})
	}
	if r := read(t, inbox(items...).Build()); r.Tally.Skipped != 6 || r.Tally.Records != 3 {
		t.Errorf("%+v", r.Tally)
	}
}

// A folder of thousands of messages, whose table goes over many blocks.
func TestLargeFolder(t *testing.T) {
	const count = 1500
	for _, v := range variants {
		var messages []psttest.Message
		for i := range count {
			messages = append(messages, note(fmt.Sprintf("mail %d", i), "text"))
		}
		s := inbox(messages...)
		s.Variant = v
		r := read(t, s.Build())
		if len(r.Events.Mails) != count {
			t.Fatalf("%d mails", len(r.Events.Mails))
		}
		for i, m := range r.Events.Mails {
			if m.Subject != fmt.Sprintf("mail %d", i) || slices.Contains(m.Defects, defectRecovered) {
				t.Fatalf("mail %d is %q, %q", i, m.Subject, m.Defects)
			}
		}
	}
}

// The Ref of a mail is the block of its properties, and each has its own.
func TestRefs(t *testing.T) {
	file := inbox(letter(), note("a", "b"), note("c", strings.Repeat("d", 30_000))).Build()
	seen := map[int64]bool{}
	for _, m := range read(t, file).Events.Mails {
		if seen[m.Ref.Offset] || m.Ref.Offset < 0x4600 || m.Ref.Length == 0 || m.Ref.Offset+m.Ref.Length > int64(len(file)) {
			t.Errorf("%v", m.Ref)
		}
		seen[m.Ref.Offset] = true
		block := slices.Clone(file[m.Ref.Offset : m.Ref.Offset+m.Ref.Length])
		ndb.Decipher(ndb.CryptPermute, 0, block)
		if block[2] != 0xec || block[3] != 0xbc {
			t.Errorf("%v is no block of properties", m.Ref)
		}
	}
}
