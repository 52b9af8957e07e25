package tnef

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/evidence/mapi"
	"dwell/evidence/message/mime"
)

// stream writes TNEF.
type stream struct{ bytes.Buffer }

func newStream() *stream {
	s := new(stream)
	s.Write(signature)
	s.Write([]byte{1, 0})
	return s
}

func (s *stream) attribute(level byte, name uint32, value []byte) *stream {
	s.WriteByte(level)
	s.Write(binary.LittleEndian.AppendUint32(nil, name))
	s.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(value))))
	s.Write(value)
	s.Write(binary.LittleEndian.AppendUint16(nil, checksum(value)))
	return s
}

// list writes properties.
type list struct {
	count uint32
	b     []byte
}

func (l *list) head(id mapi.ID, t mapi.Type) {
	l.count++
	l.b = binary.LittleEndian.AppendUint32(l.b, uint32(mapi.NewTag(id, t)))
}

func (l *list) sized(v []byte) {
	l.b = binary.LittleEndian.AppendUint32(l.b, uint32(len(v)))
	l.b = append(l.b, v...)
	for len(l.b)%4 != 0 {
		l.b = append(l.b, 0)
	}
}

func (l *list) number(id mapi.ID, n uint32) *list {
	l.head(id, mapi.TypeInt32)
	l.b = binary.LittleEndian.AppendUint32(l.b, n)
	return l
}

func (l *list) bytes(id mapi.ID, t mapi.Type, v ...[]byte) *list {
	l.head(id, t)
	l.b = binary.LittleEndian.AppendUint32(l.b, uint32(len(v)))
	for _, one := range v {
		l.sized(one)
	}
	return l
}

func (l *list) text(id mapi.ID, s string) *list { return l.bytes(id, mapi.TypeUnicode, wide(s)) }

func (l *list) named(id mapi.ID, name, value string) *list {
	l.head(id, mapi.TypeUnicode)
	l.b = append(l.b, mapi.InternetHeaders[:]...)
	l.b = binary.LittleEndian.AppendUint32(l.b, 1)
	l.sized(wide(name))
	l.b = binary.LittleEndian.AppendUint32(l.b, 1)
	l.sized(wide(value))
	return l
}

func (l *list) end() []byte { return append(binary.LittleEndian.AppendUint32(nil, l.count), l.b...) }

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// ordinary is a stream with everything that one may have.
func ordinary() []byte {
	inner := newStream().attribute(levelMessage, attMessageProps, new(list).text(mapi.Subject, "안쪽").text(mapi.Body, "inner text").end()).
		attribute(levelAttachment, attAttachStart, make([]byte, 14)).attribute(levelAttachment, attAttachTitle, []byte("in.txt\x00")).
		attribute(levelAttachment, attAttachData, []byte("inner file"))
	return newStream().
		attribute(levelMessage, 0x00089006, []byte{0, 0, 1, 0}).
		attribute(levelMessage, attCodePage, binary.LittleEndian.AppendUint64(nil, 949)).
		attribute(levelMessage, attMessageClass, []byte("IPM.Microsoft Mail.Note\x00")).
		attribute(levelMessage, attSubject, []byte("\xc8\xb8\xc0\xc7\x00")).
		attribute(levelMessage, attDateSent, []byte{0xE0, 7, 5, 0, 3, 0, 7, 0, 38, 0, 0, 0, 2, 0}).
		attribute(levelMessage, attRecipients, append([]byte{1, 0, 0, 0}, new(list).text(mapi.DisplayName, "Lee").text(mapi.SMTPAddress, "lee@example.org").number(mapi.RecipientType, 1).end()...)).
		attribute(levelMessage, attMessageProps, new(list).bytes(mapi.HTML, mapi.TypeBinary, []byte("<p>Please see <a href=\"https://example.com/p\">the plan</a>.</p>")).
			bytes(0x0F01, mapi.TypeUnicode|mapi.Many, wide("a"), wide("bc")).named(0x8001, "X-Mailer", "Example 4").end()).
		attribute(levelAttachment, attAttachStart, make([]byte, 14)).
		attribute(levelAttachment, attAttachTitle, []byte("\xc8\xb8\xc0\xc7.HWP\x00")).
		attribute(levelAttachment, attAttachData, []byte("file of a plan")).
		attribute(levelAttachment, attAttachProps, new(list).text(mapi.AttachLongName, "회의 자료.hwp").text(mapi.AttachMIME, "application/x-hwp").end()).
		attribute(levelAttachment, attAttachStart, make([]byte, 14)).
		attribute(levelAttachment, attAttachProps, new(list).bytes(mapi.AttachData, mapi.TypeObject, append(bytes.Clone(interfaceMessage[:]), inner.Bytes()...)).end()).
		attribute(levelAttachment, attAttachStart, make([]byte, 14)).
		attribute(levelAttachment, attAttachProps, new(list).text(mapi.AttachLongName, "drawing").bytes(mapi.AttachData, mapi.TypeObject, append(make([]byte, 16), "object"...)).end()).
		Bytes()
}

// unpack gives what a stream holds, and what is wrong with it.
func unpack(data []byte) (leaves []mime.Leaf, defects []string) {
	m := Parse(data)
	var c mapi.Converter
	content := c.Content(m, mapi.Place{Path: "2"})
	return content.Leaves, append(m.Defects, content.Defects...)
}

func TestLeaves(t *testing.T) {
	leaves, defects := unpack(ordinary())
	type row struct{ Path, Type, Name string }
	var got []row
	for _, l := range leaves {
		got = append(got, row{l.Path, l.Type, l.Name})
	}
	want := []row{
		{"2.1", "text/html", ""}, {"2.2", "application/x-hwp", "회의 자료.hwp"}, {"2.3", "message/rfc822", "안쪽"}, {"2.3.1", "text/plain", ""},
		{"2.3.2", "application/octet-stream", "in.txt"}, {"2.4", "application/octet-stream", "drawing"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(defects) != 0 || string(leaves[1].Data) != "file of a plan" || string(leaves[4].Data) != "inner file" || string(leaves[5].Data) != "object" {
		t.Errorf("%q %q", defects, leaves[1].Data)
	}
}

// The fields of a message that is no part of a mail: a winmail.dat on its own.
func TestMessage(t *testing.T) {
	var c mapi.Converter
	m := c.Mail(Parse(ordinary()))
	if m.Subject != "회의" || m.Time != event.UTC(time.Date(2016, 5, 3, 7, 38, 0, 0, time.UTC).UnixNano(), event.PrecisionMicro) || m.Client != "Example 4" ||
		len(m.To) != 1 || m.To[0] != (event.Address{Name: "Lee", Addr: "lee@example.org"}) || len(m.Links) != 1 {
		t.Fatalf("%q %v %q %v %q", m.Subject, m.Time, m.Client, m.To, m.Links)
	}
}

// What is damaged is named; what comes before it, and what a wrong checksum covers,
// is kept.
func TestDamage(t *testing.T) {
	whole := newStream().attribute(levelAttachment, attAttachStart, make([]byte, 14)).attribute(levelAttachment, attAttachTitle, []byte("a.bin")).
		attribute(levelAttachment, attAttachData, []byte("content")).Bytes()
	sum := bytes.Clone(whole)
	sum[len(sum)-1]++
	foreign := append(bytes.Clone(whole), "xyz"...)
	for name, c := range map[string]struct {
		data    []byte
		defect  string
		content string
	}{
		"checksum": {sum, DefectChecksum, "content"},
		"cut":      {whole[:len(whole)-5], DefectCut, "cont"},
		"foreign":  {foreign, DefectAttribute, "content"},
		"bag":      {append(bytes.Clone(whole), newStream().attribute(levelAttachment, attAttachProps, []byte{9, 0, 0, 0, 1}).Bytes()[6:]...), DefectBag, "content"},
	} {
		leaves, defects := unpack(c.data)
		if len(leaves) != 1 || string(leaves[0].Data) != c.content || !strings.Contains(strings.Join(defects, "|"), c.defect) {
			t.Errorf("%s: %d leaves, %q", name, len(leaves), defects)
		}
	}
}

// Planted streams end within the limits.
func TestHostile(t *testing.T) {
	deep := newStream().Bytes()
	for range 100 {
		deep = newStream().attribute(levelAttachment, attAttachStart, nil).
			attribute(levelAttachment, attAttachProps, new(list).bytes(mapi.AttachData, mapi.TypeObject, append(bytes.Clone(interfaceMessage[:]), deep...)).end()).Bytes()
	}
	many := newStream()
	for range 200_000 {
		many.attribute(levelAttachment, attAttachStart, nil)
	}
	counts := newStream().attribute(levelMessage, attMessageProps, bytes.Repeat([]byte{0xFF}, 1<<20)).attribute(levelMessage, attRecipients, bytes.Repeat([]byte{0xFF, 0xFF, 0, 0}, 1<<18))
	empty := newStream().attribute(levelMessage, attRecipients, append([]byte{0xFF, 0xFF, 0xFF, 0xFF}, make([]byte, 1<<20)...))
	for name, data := range map[string][]byte{"deep": deep, "many": many.Bytes(), "counts": counts.Bytes(), "empty recipients": empty.Bytes()} {
		start := time.Now()
		leaves, _ := unpack(data)
		const generous = 5 * time.Second // each takes milliseconds
		if took := time.Since(start); took > generous || len(leaves) > mime.MaxParts {
			t.Errorf("%s: %v, %d leaves", name, took, len(leaves))
		}
	}
}

func TestAnyDamage(t *testing.T) {
	content := ordinary()
	random := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		broken := bytes.Clone(content)[:6+random.IntN(len(content)-6)]
		for range random.IntN(8) {
			broken[random.IntN(len(broken))] = byte(random.Uint32())
		}
		unpack(broken)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(ordinary())
	f.Fuzz(func(t *testing.T, data []byte) { unpack(data) })
}

func BenchmarkParse(b *testing.B) {
	data := ordinary()
	for b.Loop() {
		Parse(data)
	}
}
