package msg

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
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
	"dwell/internal/testkit"
)

var sent = time.Date(2016, 5, 3, 7, 38, 0, 0, time.UTC)

func steps(t time.Time) uint64 { return uint64(t.Unix()+11_644_473_600) * 10_000_000 }

// ordinary is a message with everything that one may have.
func ordinary() *item {
	inner := new(item).text(mapi.MessageClass, "IPM.Note").text(mapi.Subject, "안쪽").text(mapi.Body, "inner text").
		add(attachment(0, new(item).text(mapi.AttachLongName, "명단.hwp").bytes(mapi.AttachData, mapi.TypeBinary, []byte("hwp"))))
	return new(item).text(mapi.MessageClass, "IPM.Note").text(mapi.Subject, "회의").
		text(mapi.SenderName, "김민수").text(mapi.SenderType, "SMTP").text(mapi.SenderAddress, "kim@example.com").
		text(mapi.Body, "회의 자료입니다. https://example.com/a").text(mapi.InternetMessageID, "<m1@example.com>").
		number(mapi.ClientSubmitTime, mapi.TypeTime, steps(sent)).number(mapi.DeliveryTime, mapi.TypeTime, steps(sent.Add(time.Minute))).
		text(0x8000, "Example Mailer 3").
		add(recipient(1, 2, "Park", "park@example.org"), recipient(0, 1, "Lee", "lee@example.org"),
			attachment(0, new(item).text(mapi.AttachLongName, "family photo.jpg").text(mapi.AttachName, "FAMILY~1.SCR").number(mapi.AttachMethod, mapi.TypeInt32, 1).
				bytes(mapi.AttachData, mapi.TypeBinary, bytes.Repeat([]byte("MZ"), 5000))),
			attachment(1, new(item).number(mapi.AttachMethod, mapi.TypeInt32, 5).add(inner.storage(embeddedName, headOfEmbedded))),
			attachment(2, new(item).text(mapi.AttachLongName, "object").number(mapi.AttachMethod, mapi.TypeInt32, 6).
				add(dir(embeddedName, file("\x01Ole10Native", []byte("packed")), file("\x01CompObj", []byte("kind"))))))
}

// names maps 0x8000 to the header field X-Mailer.
func names() []*node {
	text := utf16le("X-Mailer")
	return []*node{
		file(setsName, mapi.InternetHeaders[:]),
		file(entriesName, []byte{0, 0, 0, 0, 3<<1 | 1, 0, 0, 0}),
		file(stringsName, append(binary.LittleEndian.AppendUint32(nil, uint32(len(text))), text...)),
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
	content := message(ordinary(), names()...)
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
	i := new(item).bytes(mapi.Subject, mapi.TypeString8, []byte("\xc8\xb8\xc0\xc7")).bytes(mapi.Body, mapi.TypeString8, []byte("\xbb\xe7\xc1\xf8")).
		number(mapi.MessageCodePage, mapi.TypeInt32, 949).
		add(new(item).bytes(mapi.DisplayName, mapi.TypeString8, []byte("\xb1\xe8")).bytes(mapi.EmailAddress, mapi.TypeString8, []byte("kim@example.com")).
			number(mapi.RecipientType, mapi.TypeInt32, 1).storage(recipientName+"00000000", headOfOther))
	m := read(t, message(i)).Events.Mails[0]
	if m.Subject != "회의" || m.Text != "사진" || len(m.To) != 1 || m.To[0].Name != "김" {
		t.Fatalf("%q %q %v", m.Subject, m.Text, m.To)
	}
}

func TestListOfValues(t *testing.T) {
	i := new(item).text(mapi.Body, "x").add(file("__substg1.0_8001101F", make([]byte, 8)),
		file("__substg1.0_8001101F-00000001", utf16le("b")), file("__substg1.0_8001101F-00000000", utf16le("a")), file("__substg1.0_80021003", []byte{1, 0, 0, 0, 2, 0, 0, 0}))
	root, err := open(message(i))
	if err != nil {
		t.Fatal(err)
	}
	m := new(loader).message(root, headOfMessage)
	if diff := cmp.Diff([]string{"a", "b"}, m.Texts(0x8001)); diff != "" {
		t.Error(diff)
	}
}

// What is no mail is left out and counted.
func TestContact(t *testing.T) {
	result := read(t, message(new(item).text(mapi.MessageClass, "IPM.Contact").text(mapi.Subject, "Kim")))
	if result.Tally.Skipped != 1 || result.Tally.Records != 0 || len(result.Events.Mails) != 0 {
		t.Fatalf("%+v", result.Tally)
	}
}

// Documents are compound files too: they are none of this reader's, small or large,
// and one that is only found out when it is read whole counts as unread.
func TestDocumentsAreLeftAlone(t *testing.T) {
	for _, size := range []int{100, 10_000, 400_000} {
		for _, name := range []string{"WordDocument", "FileHeader", "Contents"} {
			content := write(dir("", file(name, make([]byte, size)), dir("ObjectPool", dir("_1", file(propertiesName, make([]byte, 40)), file("__substg1.0_0037001F", utf16le("x"))))))
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
	i := new(item).text(mapi.Subject, "large").add(attachment(0, new(item).bytes(mapi.AttachData, mapi.TypeBinary, make([]byte, 3<<20))))
	content := message(i)
	if got := New().Detect(content[:evidence.HeadSize]); got != evidence.Possible {
		t.Errorf("confidence %d", got)
	}
	result := read(t, content)
	if len(result.Events.Mails) != 1 || len(result.Events.Mails[0].Parts[0].Data) != 3<<20 {
		t.Fatalf("%+v", result.Tally)
	}
}

func TestRow(t *testing.T) {
	text, err := New().Row(message(ordinary(), names()...), 0)
	if err != nil || !strings.Contains(string(text), "Subject: 회의\n") || !strings.Contains(string(text), "family photo.jpg") {
		t.Fatalf("%s %v", text, err)
	}
	if _, err := New().Row(message(ordinary()), 1); err == nil {
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
	content := message(ordinary(), names()...)
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

// A planted directory must not cost more than the file is worth.
func TestHostileDirectory(t *testing.T) {
	deep := new(item).text(mapi.Body, "x").storage("0", headOfMessage)
	for i := range 5000 {
		deep = dir(fmt.Sprint(i), deep)
	}
	loop := message(ordinary())
	directory := int(binary.LittleEndian.Uint32(loop[48:])+1) * sector
	binary.LittleEndian.PutUint32(loop[directory+entrySize+72:], 0)
	endless := message(ordinary())
	first := binary.LittleEndian.Uint32(endless[48:])
	fat := int(binary.LittleEndian.Uint32(endless[76:])+1) * sector
	binary.LittleEndian.PutUint32(endless[fat+int(first)*4:], first)
	huge := message(ordinary())
	for at := directory; at+entrySize <= len(huge) && at < directory+40*entrySize; at += entrySize {
		binary.LittleEndian.PutUint32(huge[at+120:], 0xFFFFFFF0)
	}
	for name, content := range map[string][]byte{"deep": write(dir("", deep)), "loop": loop, "endless": endless, "huge streams": huge} {
		start := time.Now()
		result, err := evidencetest.Read(New(), "a.msg", content)
		if name != "huge streams" && (result.Tally.Damaged != 1 || err != nil) {
			t.Errorf("%s: %+v %v", name, result.Tally, err)
		}
		const generous = 5 * time.Second // each takes milliseconds
		if took := time.Since(start); took > generous {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func TestNested(t *testing.T) {
	i := new(item).text(mapi.Body, "innermost")
	for range 18 {
		i = new(item).text(mapi.Body, "x").add(attachment(0, new(item).add(i.storage(embeddedName, headOfEmbedded))))
	}
	m := read(t, message(i)).Events.Mails[0]
	if len(m.Defects) < 2 {
		t.Fatalf("%d parts, %q", len(m.Parts), m.Defects)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(message(ordinary(), names()...))
	f.Add(message(new(item).text(mapi.Subject, "s")))
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
		if !bytes.HasPrefix(head[:n], []byte(signature)) {
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
	content := message(ordinary(), names()...)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := evidencetest.Read(New(), "a.msg", content); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
