package pst

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"dwell/event"
	"dwell/evidence/evidencetest"
	"dwell/evidence/mapi"
	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

// object is the value of a property that is a subnode.
func object(id ndb.NID) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(id)), 0, 0, 0, 0)
}

// A message whose attachment is the message itself, again and again, ends at the depth
// that mails may have.
func TestMessageWithinItself(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	const inner, attachment = 0xc004, 0x8025
	// The numbers of blocks are known beforehand: an attachment's properties, the message's,
	// then the list of subnodes that both share.
	h := b.NewHeap()
	data, _ := h.Context([]psttest.Property{psttest.Int(0x3705, 5), {ID: 0x3701, Type: psttest.TypeObject, Data: object(inner)}})
	h = b.NewHeap()
	message, _ := h.Context([]psttest.Property{psttest.Text(0x0037, "again"), psttest.Text(0x1000, "text")})
	shared := message + 4 | 2
	got := b.Subnodes([]ndb.Subnode{{ID: attachment, Data: data, Sub: shared}, {ID: inner, Data: message, Sub: shared}})
	if got != shared {
		t.Fatalf("%#x is not %#x", got, shared)
	}
	b.Node(0x200024, 0, message, shared)
	r := read(t, b.Bytes())
	m := bySubject(t, r, "again")
	if len(m.Parts) > 2*mapi.MaxDepth || !slices.ContainsFunc(m.Defects, func(d string) bool { return strings.Contains(d, "deeper") }) {
		t.Errorf("%d parts, %q", len(m.Parts), m.Defects)
	}
}

// A message with very many attachments, each of which carries all the others, is cut.
func TestAttachmentsThatMultiply(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	const inner = 0xc004
	data, _ := b.NewHeap().Context([]psttest.Property{psttest.Int(0x3705, 5), {ID: 0x3701, Type: psttest.TypeObject, Data: object(inner)}})
	message, _ := b.NewHeap().Context([]psttest.Property{psttest.Text(0x0037, "many")})
	shared := message + 4 | 2
	subs := []ndb.Subnode{{ID: inner, Data: message, Sub: shared}}
	for i := range 300 {
		subs = append(subs, ndb.Subnode{ID: ndb.NID(0x400+i)<<5 | 5, Data: data, Sub: shared})
	}
	if got := b.Subnodes(subs); got != shared {
		t.Fatalf("%#x is not %#x", got, shared)
	}
	b.Node(0x200024, 0, message, shared)
	m := bySubject(t, read(t, b.Bytes()), "many")
	if len(m.Parts) > 2*mapi.MaxAttachments {
		t.Errorf("%d parts", len(m.Parts))
	}
}

// Folders that lie within each other have a path that ends, and their messages are read.
func TestFoldersInCircles(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	b.Context(0x8022, 0x8042, psttest.Text(0x3001, "a/b"))
	b.Context(0x8042, 0x8022, psttest.Text(0x3001, strings.Repeat("가", 300)))
	data, sub := b.NewHeap().Context([]psttest.Property{psttest.Text(0x0037, "x")})
	b.Node(0x200024, 0x8022, data, sub)
	m := bySubject(t, read(t, b.Bytes()), "x")
	if len(m.Folder) > maxPathLength || m.Folder != strings.ToValidUTF8(m.Folder, "") || strings.Contains(m.Folder, "a/b") {
		t.Errorf("%d bytes of path", len(m.Folder))
	}
}

// Messages without anything, or with what is no message, are damaged and not lost.
func TestMessagesThatAreNone(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	empty, _ := b.NewHeap().Context(nil)
	table, _ := b.NewHeap().Table(nil)
	for i, data := range []psttest.BID{0, b.Data([]byte("x")), empty, table, 0x7770} {
		b.Node(ndb.NID(0x10000+i)<<5|4, 0x122, data, 0)
	}
	r := readAny(t, b.Bytes())
	if r.Tally.Records != 0 || r.Tally.Damaged != 5 {
		t.Errorf("%+v", r.Tally)
	}
	for _, reason := range r.Tally.Reasons {
		if !strings.HasPrefix(reason.Why, "message 0x2000") {
			t.Errorf("%+v", reason)
		}
	}
}

// A small file with very many messages that are all the same large one does not keep a
// machine busy for long.
func TestManyTimesTheSame(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	block := b.Block(make([]byte, b.MaxBlock()), false)
	list := b.List(1, 1, 0, slices.Repeat([]psttest.BID{block}, 1000))
	h := b.NewHeap()
	h.Sub(ndb.Subnode{ID: 0x3f, Data: list})
	root := h.Tree(2, 6, [][]byte{{0x01, 0x37, 0x02, 0x01, 0x3f, 0, 0, 0}, {0x37, 0, 0x1e, 0, 0, 0, 0, 0}})
	data, sub := h.Close(0xbc, root)
	for i := range 500 {
		b.Node(ndb.NID(0x10000+i)<<5|4, 0x122, data, sub)
	}
	r := readAny(t, b.Bytes())
	if !slices.ContainsFunc(r.Events.Mails, func(m event.Mail) bool { return len(m.Defects) > 0 }) || r.Tally.Records+r.Tally.Damaged != 500 {
		t.Errorf("%+v", r.Tally)
	}
}

// FuzzStore reads anything whose header is that of a store.
func FuzzStore(f *testing.F) {
	const from = 0x4400
	for _, v := range variants {
		m := letter()
		m.Attachments = []psttest.Attachment{{Embedded: &psttest.Message{Properties: []psttest.Property{psttest.Text(0x37, "y")}}}, attached("a", []byte("b"))}
		s := inbox(m)
		s.Variant = v
		s.Folders[0].Settings = []psttest.Message{server(hides), organizer(hides, hides)}
		f.Add(s.Build()[:from], s.Build()[from:])
	}
	f.Fuzz(func(t *testing.T, head, tail []byte) {
		file := slices.Concat(head, tail)
		if !ndb.Identify(file) {
			return
		}
		r, err := evidencetest.Read(New(), "f", file)
		if err != nil {
			return
		}
		if r.Tally.Records < int64(len(r.Events.Mails)) { // the others are hidden messages of rules
			t.Fatalf("%d mails, %+v", len(r.Events.Mails), r.Tally)
		}
		for _, m := range r.Events.Mails {
			if m.Ref.Offset < 0 || m.Ref.Length < 0 || m.Ref.Offset+m.Ref.Length > int64(len(file)) {
				t.Fatalf("reference %v", m.Ref)
			}
			if m.Text != strings.ToValidUTF8(m.Text, "") || m.Subject != strings.ToValidUTF8(m.Subject, "") || m.Folder != strings.ToValidUTF8(m.Folder, "") {
				t.Fatal("invalid UTF-8")
			}
		}
		for _, m := range r.Events.Mails[:min(1, len(r.Events.Mails))] {
			if _, err := New().Record(bytes.NewReader(file), int64(len(file)), m.Ref.Offset); err != nil {
				t.Fatal(err)
			}
		}
	})
}
