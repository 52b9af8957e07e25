package msg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mapi"
	"dwell/evidence/mapi/msgfile/msgtest"
	"dwell/internal/testkit"
)

var sent = time.Date(2016, 5, 3, 7, 38, 0, 0, time.UTC)

func steps(t time.Time) uint64 { return uint64(t.Unix()+11_644_473_600) * 10_000_000 }

// ordinary is a message with everything that one may have.
func ordinary() *msgtest.Item {
	inner := new(msgtest.Item).Text(mapi.MessageClass, "IPM.Note").Text(mapi.Subject, "안쪽").Text(mapi.Body, "inner text").
		Add(msgtest.Attachment(0, new(msgtest.Item).Text(mapi.AttachLongName, "명단.hwp").Bytes(mapi.AttachData, mapi.TypeBinary, []byte("hwp"))))
	return new(msgtest.Item).Text(mapi.MessageClass, "IPM.Note").Text(mapi.Subject, "회의").
		Text(mapi.SenderName, "김민수").Text(mapi.SenderType, "SMTP").Text(mapi.SenderAddress, "kim@example.com").
		Text(mapi.Body, "회의 자료입니다. https://example.com/a").Text(mapi.InternetMessageID, "<m1@example.com>").
		Number(mapi.ClientSubmitTime, mapi.TypeTime, steps(sent)).Number(mapi.DeliveryTime, mapi.TypeTime, steps(sent.Add(time.Minute))).
		Text(0x8000, "Example Mailer 3").
		Add(msgtest.Recipient(1, 2, "Park", "park@example.org"), msgtest.Recipient(0, 1, "Lee", "lee@example.org"),
			msgtest.Attachment(0, new(msgtest.Item).Text(mapi.AttachLongName, "family photo.jpg").Text(mapi.AttachName, "FAMILY~1.SCR").Number(mapi.AttachMethod, mapi.TypeInt32, 1).
				Bytes(mapi.AttachData, mapi.TypeBinary, bytes.Repeat([]byte("MZ"), 5000))),
			msgtest.Attachment(1, new(msgtest.Item).Number(mapi.AttachMethod, mapi.TypeInt32, 5).Add(msgtest.Embedded(inner))),
			msgtest.Attachment(2, new(msgtest.Item).Text(mapi.AttachLongName, "object").Number(mapi.AttachMethod, mapi.TypeInt32, 6).
				Add(msgtest.Dir("__substg1.0_3701000D", msgtest.File("\x01Ole10Native", []byte("packed")), msgtest.File("\x01CompObj", []byte("kind"))))))
}

// names maps 0x8000 to the header field X-Mailer.
func names() []*msgtest.Node {
	text := msgtest.UTF16("X-Mailer")
	return []*msgtest.Node{
		msgtest.File("__substg1.0_00020102", mapi.InternetHeaders[:]),
		msgtest.File("__substg1.0_00030102", []byte{0, 0, 0, 0, 3<<1 | 1, 0, 0, 0}),
		msgtest.File("__substg1.0_00040102", append(binary.LittleEndian.AppendUint32(nil, uint32(len(text))), text...)),
	}
}

func read(t *testing.T, content []byte) evidencetest.Result {
	t.Helper()
	result, err := evidencetest.Read(New(), "inbox/a.msg", content)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestMessage(t *testing.T) {
	content := msgtest.Message(ordinary(), names()...)
	if got := New().Detect(content[:min(len(content), evidence.HeadSize)]); got != evidence.Certain {
		t.Errorf("confidence %d", got)
	}
	result := read(t, content)
	if result.Tally.Records != 1 || result.Tally.Damaged != 0 || len(result.Events.Mails) != 1 {
		t.Fatalf("%+v", result.Tally)
	}
	m := result.Events.Mails[0]
	type part struct {
		Path, Type, Name string
		Size             int
	}
	var parts []part
	for _, p := range m.Parts {
		parts = append(parts, part{p.Path, p.Type, p.Name, len(p.Data)})
	}
	m.Parts = nil
	want := event.Mail{
		Time: event.UTC(sent.UnixNano(), event.PrecisionMicro), Delivered: event.UTC(sent.Add(time.Minute).UnixNano(), event.PrecisionMicro),
		Ref: event.Ref{File: event.NewFileID("inbox/a.msg"), Length: 1}, Vantage: event.VantageServer, Mailbox: "inbox",
		MessageID: "m1@example.com", From: []event.Address{{Name: "김민수", Addr: "kim@example.com"}},
		To: []event.Address{{Name: "Lee", Addr: "lee@example.org"}}, Cc: []event.Address{{Name: "Park", Addr: "park@example.org"}},
		Subject: "회의", Client: "Example Mailer 3", Headers: []event.Header{{Name: "X-Mailer", Value: "Example Mailer 3"}},
		Text: "회의 자료입니다. https://example.com/a\n\ninner text", Links: []string{"https://example.com/a"},
		Defects: []string{mapi.DefectNoHeader},
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
	wantParts := []part{
		{"1", "text/plain", "", len("회의 자료입니다. https://example.com/a")}, {"2", "application/octet-stream", "family photo.jpg", 10_000},
		{"3", "message/rfc822", "안쪽", len("Subject: 안쪽\r\n")}, {"3.1", "text/plain", "", 10}, {"3.2", "application/octet-stream", "명단.hwp", 3},
		{"4", "application/octet-stream", "object", 4}, {"5", "application/octet-stream", "object", 6},
	}
	if diff := cmp.Diff(wantParts, parts); diff != "" {
		t.Error(diff)
	}
}

// Messages of Outlook before 2003 keep text in the code page of the sender.
func TestCodePage(t *testing.T) {
	i := new(msgtest.Item).Bytes(mapi.Subject, mapi.TypeString8, []byte("\xc8\xb8\xc0\xc7")).Bytes(mapi.Body, mapi.TypeString8, []byte("\xbb\xe7\xc1\xf8")).
		Number(mapi.MessageCodePage, mapi.TypeInt32, 949).
		Add(new(msgtest.Item).Bytes(mapi.DisplayName, mapi.TypeString8, []byte("\xb1\xe8")).Bytes(mapi.EmailAddress, mapi.TypeString8, []byte("kim@example.com")).
			Number(mapi.RecipientType, mapi.TypeInt32, 1).Storage("__recip_version1.0_#00000000"))
	m := read(t, msgtest.Message(i)).Events.Mails[0]
	if m.Subject != "회의" || m.Text != "사진" || len(m.To) != 1 || m.To[0].Name != "김" {
		t.Fatalf("%q %q %v", m.Subject, m.Text, m.To)
	}
}

// What is no mail is left out and counted.
func TestContact(t *testing.T) {
	result := read(t, msgtest.Message(new(msgtest.Item).Text(mapi.MessageClass, "IPM.Contact").Text(mapi.Subject, "Kim")))
	if result.Tally.Skipped != 1 || result.Tally.Records != 0 || len(result.Events.Mails) != 0 {
		t.Fatalf("%+v", result.Tally)
	}
}

// Documents are compound files too: they are none of this reader's, small or large,
// and one that is only found out when it is read whole counts as unread.
func TestDocumentsAreLeftAlone(t *testing.T) {
	for _, size := range []int{100, 10_000, 400_000} {
		for _, name := range []string{"WordDocument", "FileHeader", "Contents"} {
			content := msgtest.Write(msgtest.Dir("", msgtest.File(name, make([]byte, size)), msgtest.Dir("ObjectPool", msgtest.Dir("_1", msgtest.File("__properties_version1.0", make([]byte, 40)), msgtest.File("__substg1.0_0037001F", msgtest.UTF16("x"))))))
			confidence := New().Detect(content[:min(len(content), evidence.HeadSize)])
			if confidence > evidence.Possible || len(content) < evidence.HeadSize && confidence != evidence.No {
				t.Errorf("%s of %d bytes: confidence %d", name, size, confidence)
			}
			if _, err := evidencetest.Read(New(), "a.doc", content); !errors.Is(err, evidence.ErrOther) {
				t.Errorf("%s of %d bytes: %v", name, size, err)
			}
		}
	}
}

// In a large message the directory may lie where Detect does not see it.
func TestLargeMessage(t *testing.T) {
	i := new(msgtest.Item).Text(mapi.Subject, "large").Add(msgtest.Attachment(0, new(msgtest.Item).Bytes(mapi.AttachData, mapi.TypeBinary, make([]byte, 3<<20))))
	content := msgtest.Message(i)
	if got := New().Detect(content[:evidence.HeadSize]); got != evidence.Possible {
		t.Errorf("confidence %d", got)
	}
	result := read(t, content)
	if len(result.Events.Mails) != 1 || len(result.Events.Mails[0].Parts[0].Data) != 3<<20 {
		t.Fatalf("%+v", result.Tally)
	}
}

func TestRow(t *testing.T) {
	text, err := New().Row(msgtest.Message(ordinary(), names()...), 0)
	if err != nil || !strings.Contains(string(text), "Subject: 회의\n") || !strings.Contains(string(text), "family photo.jpg") {
		t.Fatalf("%s %v", text, err)
	}
	if _, err := New().Row(msgtest.Message(ordinary()), 1); err == nil {
		t.Fatal("a second row")
	}
}

// A winmail.dat that somebody saved is a message too.
func TestTNEFAsAFile(t *testing.T) {
	content := []byte("\x78\x9f\x3e\x22\x01\x00\x01\x04\x80\x01\x00\x05\x00\x00\x00hello\x14\x02")
	if got := New().Detect(content); got != evidence.Certain {
		t.Errorf("confidence %d", got)
	}
	result := read(t, content)
	if len(result.Events.Mails) != 1 || result.Events.Mails[0].Subject != "hello" {
		t.Fatalf("%+v", result.Events.Mails)
	}
}

// Wherever a file is cut or damaged, it costs at most that file, and says so.
func TestDamage(t *testing.T) {
	content := msgtest.Message(ordinary(), names()...)
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 2000 {
		broken := bytes.Clone(content)
		if round%2 == 0 {
			broken = broken[:random.IntN(len(broken))]
		}
		for range random.IntN(20) {
			if len(broken) > 0 {
				broken[random.IntN(len(broken))] = byte(random.Uint32())
			}
		}
		New().Detect(broken)
		result, err := evidencetest.Read(New(), "a.msg", broken)
		if err == nil && result.Tally.Records+result.Tally.Damaged+result.Tally.Skipped != 1 {
			t.Fatalf("round %d: %+v", round, result.Tally)
		}
		if result.Tally.Records != int64(len(result.Events.Mails)) {
			t.Fatalf("round %d: %+v, %d mails", round, result.Tally, len(result.Events.Mails))
		}
	}
}

func TestNested(t *testing.T) {
	i := new(msgtest.Item).Text(mapi.Body, "innermost")
	for range 18 {
		i = new(msgtest.Item).Text(mapi.Body, "x").Add(msgtest.Attachment(0, new(msgtest.Item).Add(msgtest.Embedded(i))))
	}
	m := read(t, msgtest.Message(i)).Events.Mails[0]
	if len(m.Defects) < 2 {
		t.Fatalf("%d parts, %q", len(m.Parts), m.Defects)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(msgtest.Message(ordinary(), names()...))
	f.Add(msgtest.Message(new(msgtest.Item).Text(mapi.Subject, "s")))
	f.Fuzz(func(t *testing.T, content []byte) {
		New().Detect(content[:min(len(content), evidence.HeadSize)])
		result, err := evidencetest.Read(New(), "a.msg", content)
		if err == nil && result.Tally.Records+result.Tally.Damaged+result.Tally.Skipped != 1 {
			t.Fatalf("%+v", result.Tally)
		}
	})
}

// The real message: known answers, seen with other programs.
func TestSharedMessage(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/formats/msg"), "*.msg"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := New().Detect(content[:min(len(content), evidence.HeadSize)]); got != evidence.Certain {
			t.Errorf("confidence %d", got)
		}
		result := read(t, content)
		if len(result.Events.Mails) != 1 {
			t.Fatalf("%+v", result.Tally)
		}
		m := result.Events.Mails[0]
		// A draft: it has no sender, and no time but that at which it was written.
		if m.Time.IsZero() || len(m.To) != 1 || m.Subject != "MSG Test File" || !strings.HasPrefix(m.Text, "MSG test file") || len(m.Links) != 4 ||
			len(m.Parts) != 2 || m.Parts[1].Type != "text/html" || !bytes.HasPrefix(m.Parts[1].Data, []byte("<html")) || !bytes.HasSuffix(bytes.TrimSpace(m.Parts[1].Data), []byte("</html>")) {
			t.Errorf("%v %v %q, %d links, %d parts", m.Time, m.To, m.Subject, len(m.Links), len(m.Parts))
		}
	}
}

// No real file but those is a message.
func TestSharedOthers(t *testing.T) {
	root := filepath.Dir(testkit.Shared(t, "mail"))
	count := 0
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".msg" {
			return err
		}
		head := make([]byte, evidence.HeadSize)
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		n, _ := f.Read(head)
		if !bytes.HasPrefix(head[:n], []byte("\xd0\xcf\x11\xe0")) {
			return nil
		}
		count++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if got := New().Detect(head[:n]); got > evidence.Possible || got == evidence.Possible && n < evidence.HeadSize {
			t.Errorf("%s: confidence %d", path, got)
		}
		if _, err := evidencetest.Read(New(), path, content); !errors.Is(err, evidence.ErrOther) {
			t.Errorf("%s: %v", path, err)
		}
		return nil
	})
	if err != nil || count == 0 {
		t.Fatal(count, err)
	}
}

func BenchmarkRead(b *testing.B) {
	content := msgtest.Message(ordinary(), names()...)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := evidencetest.Read(New(), "a.msg", content); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
