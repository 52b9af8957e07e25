package nested

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/evidence/mapi"
	"dwell/evidence/mapi/msgfile/msgtest"
	"dwell/evidence/message/mime"
)

// row is a leaf without its bytes.
type row struct {
	Path, Type, Name string
	Alternative      int
}

func rows(leaves []mime.Leaf) []row {
	var list []row
	for _, l := range leaves {
		list = append(list, row{l.Path, l.Type, l.Name, l.Alternative})
	}
	return list
}

// packTNEF writes TNEF with a body and an attachment.
func packTNEF(body, name, content string) []byte {
	var b bytes.Buffer
	b.WriteString("\x78\x9f\x3e\x22\x01\x00")
	attribute := func(level byte, id uint32, value string) {
		b.WriteByte(level)
		b.Write(binary.LittleEndian.AppendUint32(nil, id))
		b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(value))))
		b.WriteString(value)
		sum := uint16(0)
		for i := range len(value) {
			sum += uint16(value[i])
		}
		b.Write(binary.LittleEndian.AppendUint16(nil, sum))
	}
	attribute(1, 0x0002800C, body)
	attribute(2, 0x00069002, strings.Repeat("\x00", 14))
	attribute(2, 0x00018010, name)
	attribute(2, 0x0006800F, content)
	return b.Bytes()
}

// letter writes an Outlook message with a link and an attachment.
func letter(attached []byte) []byte {
	return msgtest.Message(new(msgtest.Item).Text(mapi.Subject, "안쪽").Text(mapi.SenderAddress, "kim@example.com").Text(mapi.Body, "see https://example.com/in").
		Add(msgtest.Attachment(0, new(msgtest.Item).Text(mapi.AttachLongName, "명단.hwp").Bytes(mapi.AttachData, mapi.TypeBinary, attached))))
}

// The body in TNEF is another form of the text before it, not a second text.
func TestTNEF(t *testing.T) {
	var u Unpacker
	got := u.Unpack([]mime.Leaf{{Path: "1", Type: "text/plain"}, {Path: "2", Type: "application/ms-tnef", Data: packTNEF("the plan", "plan.hwp", "x")}, {Path: "3", Type: "text/plain"}})
	want := []row{{"1", "text/plain", "", 1}, {"2", "application/ms-tnef", "", 0}, {"2.1", "text/plain", "", 1}, {"2.2", "application/octet-stream", "plan.hwp", 0}, {"3", "text/plain", "", 0}}
	if diff := cmp.Diff(want, rows(got.Leaves)); diff != "" || len(got.Defects) != 0 {
		t.Error(diff, got.Defects)
	}
}

// An attached Outlook message is a mail within the mail, whatever it is called.
func TestOutlookMessage(t *testing.T) {
	var u Unpacker
	got := u.Unpack([]mime.Leaf{{Path: "1", Type: "text/plain"}, {Path: "2", Type: "image/png", Name: "a.png", Data: letter([]byte("hwp"))}})
	want := []row{{"1", "text/plain", "", 0}, {"2", "image/png", "a.png", 0}, {"2.1", "message/rfc822", "안쪽", 0}, {"2.1.1", "text/plain", "", 0}, {"2.1.2", "application/octet-stream", "명단.hwp", 0}}
	if diff := cmp.Diff(want, rows(got.Leaves)); diff != "" || len(got.Defects) != 0 {
		t.Error(diff, got.Defects)
	}
	if head := string(got.Leaves[2].Data); head != "From: kim@example.com\r\nSubject: 안쪽\r\n" {
		t.Errorf("%q", head)
	}
}

// A mail attached as a file of no type is read; text that looks like one is not.
func TestMail(t *testing.T) {
	eml := []byte("Received: x\nFrom: kim@example.com\nMIME-Version: 1.0\nSubject: y\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b\nContent-Type: text/html\n\n<p>one\n--b--\n")
	var u Unpacker
	got := u.Unpack([]mime.Leaf{{Path: "1", Type: "application/octet-stream", Name: "a.eml", Data: eml}, {Path: "2", Type: "text/plain", Name: "b.eml", Data: eml}})
	want := []row{{"1", "application/octet-stream", "a.eml", 0}, {"1.1", "message/rfc822", "", 0}, {"1.1.1", "text/plain", "", 1}, {"1.1.2", "text/html", "", 1}, {"2", "text/plain", "b.eml", 0}}
	if diff := cmp.Diff(want, rows(got.Leaves)); diff != "" {
		t.Error(diff)
	}
}

func TestLooksLikeMail(t *testing.T) {
	for text, want := range map[string]bool{
		"From: kim@example.com\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n\nx": true,
		"From: kim@example.com\nTo: lee@example.org\nSubject: x\n\nx":                false,
		"HTTP/1.1 200 OK\nServer: x\nContent-Type: text/html\n\n":                    false,
		"MIME-Version: 1.0\nContent-Transfer-Encoding: binary\n\n":                   false, // a web archive
		"": false, "PK\x03\x04": false, "\x00\x01": false,
	} {
		if got := looksLikeMail([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Mail that is signed in one piece holds parts; of an encrypted one it is said that it
// is, and a signature that stands apart is a part like others.
func TestSMIME(t *testing.T) {
	element := func(tag byte, parts ...string) string {
		value := strings.Join(parts, "")
		return string([]byte{tag, 0x82, byte(len(value) >> 8), byte(len(value))}) + value
	}
	const pkcs7 = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	signed := func(content ...string) []byte {
		return []byte(element(0x30, pkcs7+"\x02", element(0xA0, element(0x30, "\x02\x01\x01", element(0x31), element(0x30, append([]string{pkcs7 + "\x01"}, content...)...)))))
	}
	entity := "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nthe plan\r\n--b\r\nContent-Type: application/zip; name=a.zip\r\n\r\nPK\r\n--b--\r\n"
	for name, c := range map[string]struct {
		data    []byte
		rows    []row
		defects []string
	}{
		"signed":    {signed(element(0xA0, element(0x04, entity))), []row{{"1.1", "text/plain", "", 0}, {"1.2", "application/zip", "a.zip", 0}}, nil},
		"apart":     {signed(), nil, nil},
		"encrypted": {[]byte(element(0x30, pkcs7+"\x03", element(0xA0))), nil, []string{DefectLocked}},
	} {
		var u Unpacker
		got := u.Unpack([]mime.Leaf{{Path: "1", Type: "application/pkcs7-mime", Data: c.data}})
		if diff := cmp.Diff(c.rows, rows(got.Leaves[1:])); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff(c.defects, got.Defects); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestPGP(t *testing.T) {
	var u Unpacker
	got := u.Unpack([]mime.Leaf{{Path: "1", Type: "application/pgp-encrypted", Data: []byte("Version: 1")}, {Path: "2", Type: "application/octet-stream", Data: []byte("-----BEGIN PGP MESSAGE-----")}})
	if len(got.Leaves) != 2 || len(got.Defects) != 1 || got.Defects[0] != DefectPGP {
		t.Errorf("%d leaves, %q", len(got.Leaves), got.Defects)
	}
}

// Files within files are unpacked too.
func TestWithin(t *testing.T) {
	var u Unpacker
	got := u.Unpack([]mime.Leaf{{Path: "1", Data: letter(letter(packTNEF("b", "deep.scr", "MZ")))}})
	last := got.Leaves[len(got.Leaves)-1]
	if last.Name != "deep.scr" || last.Path != "1.1.2.1.2.2" || len(got.Links) != 0 {
		t.Errorf("%+v", rows(got.Leaves))
	}
}

// Other compound files, and damaged ones, stay as they are.
func TestOthers(t *testing.T) {
	document := msgtest.Write(msgtest.Dir("", msgtest.File("WordDocument", make([]byte, 5000))))
	broken := letter([]byte("x"))
	for at := 1024; at < len(broken); at += 7 {
		broken[at] ^= 0x55
	}
	for name, data := range map[string][]byte{"document": document, "broken": broken, "empty": nil, "text": []byte("text")} {
		var u Unpacker
		if got := u.Unpack([]mime.Leaf{{Path: "1", Data: data}}); len(got.Leaves) != 1 {
			t.Errorf("%s: %+v", name, rows(got.Leaves))
		}
	}
}

// Planted files cost no more than the limits allow.
func TestLimits(t *testing.T) {
	var many []mime.Leaf
	for range 500 {
		many = append(many, mime.Leaf{Path: "1", Data: packTNEF("b", "n", "c")})
	}
	deep := []byte("x")
	for range 40 {
		deep = letter(deep)
	}
	for name, leaves := range map[string][]mime.Leaf{"many": many, "deep": {{Path: "1", Data: deep}}} {
		start := time.Now()
		var u Unpacker
		got := u.Unpack(leaves)
		const generous = 10 * time.Second
		if took := time.Since(start); took > generous || len(got.Leaves) > mime.MaxParts {
			t.Errorf("%s: %v, %d leaves", name, took, len(got.Leaves))
		}
		if name == "many" && !strings.Contains(strings.Join(got.Defects, "|"), DefectLimit) {
			t.Errorf("%s: %q", name, got.Defects)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(packTNEF("b", "n", "c"))
	f.Add(letter(packTNEF("b", "n", "c")))
	f.Fuzz(func(t *testing.T, data []byte) {
		var u Unpacker
		if got := u.Unpack([]mime.Leaf{{Path: "1", Type: "application/octet-stream", Name: "n", Data: data}}); len(got.Leaves) < 1 {
			t.Fatal("the file itself is lost")
		}
	})
}

func BenchmarkUnpackNothing(b *testing.B) {
	leaves := []mime.Leaf{{Path: "1", Type: "text/plain", Data: []byte("text")}, {Path: "2", Type: "image/png", Data: make([]byte, 10_000)}}
	var u Unpacker
	for b.Loop() {
		u.Unpack(leaves)
	}
}
