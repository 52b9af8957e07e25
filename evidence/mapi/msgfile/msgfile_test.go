package msgfile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/evidence/mapi"
	"dwell/evidence/mapi/msgfile/msgtest"
)

// ordinary is a message with an attachment that is larger than the small streams.
func ordinary() *msgtest.Item {
	return new(msgtest.Item).Text(mapi.Subject, "회의").Text(mapi.Body, "text").
		Add(msgtest.Attachment(0, new(msgtest.Item).Text(mapi.AttachLongName, "a.hwp").Bytes(mapi.AttachData, mapi.TypeBinary, make([]byte, 20_000))))
}

func TestLoad(t *testing.T) {
	m, err := Load(msgtest.Message(ordinary()))
	if err != nil || m == nil || m.Text(mapi.Subject) != "회의" || len(m.Attachments) != 1 || len(m.Attachments[0].Bytes(mapi.AttachData)) != 20_000 {
		t.Fatalf("%+v %v", m, err)
	}
	for name, data := range map[string][]byte{"nothing": nil, "text": []byte("text"), "document": msgtest.Write(msgtest.Dir("", msgtest.File("Workbook", make([]byte, 9000))))} {
		if m, err := Load(data); m != nil || err != nil {
			t.Errorf("%s: %v %v", name, m, err)
		}
	}
}

// Beyond some 7 MB the header has no room left to say where the table of sectors lies.
func TestLargeMessages(t *testing.T) {
	for _, size := range []int{7_000_000, 7_200_000, 16_500_000} {
		data := bytes.Repeat([]byte("inert "), size/6)
		i := ordinary().Add(msgtest.Attachment(1, new(msgtest.Item).Text(mapi.AttachLongName, "b.bin").Bytes(mapi.AttachData, mapi.TypeBinary, data)))
		m, err := Load(msgtest.Message(i))
		if err != nil || m == nil || len(m.Attachments) != 2 || !bytes.Equal(m.Attachments[1].Bytes(mapi.AttachData), data) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

// What the first bytes tell: all of a small file, the class of the root of a large one
// when the directory is among them.
func TestJudge(t *testing.T) {
	message := msgtest.Message(ordinary())
	document := msgtest.Write(msgtest.Dir("", msgtest.File("WordDocument", make([]byte, 100_000))))
	for name, c := range map[string]struct {
		head  []byte
		whole bool
		want  Verdict
	}{
		"message": {message, true, Yes}, "message without its end": {message[:len(message)-100], true, Yes}, "document": {document, true, No},
		"head of a document": {document[:65536], false, Unknown}, "text": {[]byte("From: kim@example.com"), true, No}, "header alone": {message[:512], true, No},
	} {
		if got := Judge(c.head, c.whole); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestListOfValues(t *testing.T) {
	i := new(msgtest.Item).Text(mapi.Body, "x").Add(msgtest.File("__substg1.0_8001101F", make([]byte, 8)),
		msgtest.File("__substg1.0_8001101F-00000001", msgtest.UTF16("b")), msgtest.File("__substg1.0_8001101F-00000000", msgtest.UTF16("a")), msgtest.File("__substg1.0_80021003", []byte{1, 0, 0, 0, 2, 0, 0, 0}))
	m, err := Load(msgtest.Message(i))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b"}, m.Texts(0x8001)); diff != "" {
		t.Error(diff)
	}
}

// A planted directory must not cost more than the file is worth.
func TestHostileDirectory(t *testing.T) {
	deep := msgtest.Bare("0", new(msgtest.Item).Text(mapi.Body, "x"))
	for i := range 5000 {
		deep = msgtest.Dir(fmt.Sprint(i), deep)
	}
	loop := msgtest.Message(ordinary())
	directory := int(binary.LittleEndian.Uint32(loop[48:])+1) * msgtest.Sector
	binary.LittleEndian.PutUint32(loop[directory+msgtest.Entry+72:], 0)
	endless := msgtest.Message(ordinary())
	first := binary.LittleEndian.Uint32(endless[48:])
	fat := int(binary.LittleEndian.Uint32(endless[76:])+1) * msgtest.Sector
	binary.LittleEndian.PutUint32(endless[fat+int(first)*4:], first)
	huge := msgtest.Message(ordinary())
	for at := directory; at+msgtest.Entry <= len(huge) && at < directory+40*msgtest.Entry; at += msgtest.Entry {
		binary.LittleEndian.PutUint32(huge[at+120:], 0xFFFFFFF0)
	}
	for name, content := range map[string][]byte{"deep": msgtest.Write(msgtest.Dir("", deep)), "loop": loop, "endless": endless, "huge streams": huge} {
		start := time.Now()
		m, err := Load(content)
		if name != "huge streams" && (m != nil || err == nil) {
			t.Errorf("%s: %v", name, err)
		}
		const generous = 5 * time.Second // each takes milliseconds
		if took := time.Since(start); took > generous {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(msgtest.Message(ordinary()))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Load(data)
		if m != nil && err != nil {
			t.Fatal(err)
		}
		Judge(data, true)
		Judge(data, false)
	})
}
