package compound_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/attachment/compound"
	"dwell/detect/attachment/compound/compoundtest"
	"dwell/detect/attachment/inside"
)

func TestStreamsAreVisitedWithTheirStorages(t *testing.T) {
	data := compoundtest.Write("\x84\x10\x0c\x00", compoundtest.File{Storage: "BinData", Name: "BIN0001.OLE", Content: "abc"}, compoundtest.File{Name: "FileHeader", Content: "x"})
	var got []string
	root := compound.Walk(data, func(s *compound.Stream) {
		got = append(got, s.Parent+"/"+s.Name+"="+string(bytes.TrimRight(s.Head(5), "\x00")))
	})
	slices.Sort(got)
	if diff := cmp.Diff([]string{"/bindata=", "/fileheader=x", "bindata/bin0001.ole=abc"}, got); diff != "" {
		t.Error(diff)
	}
	if root != "000c1084-0000-0000-0000-000000000000" {
		t.Error(root)
	}
}

func TestAPackagedFileComesOut(t *testing.T) {
	got, ok := compound.Packaged([]byte(compoundtest.Packaged("photo.scr", "inert")))
	if diff := cmp.Diff(inside.File{Name: "photo.scr", Data: []byte("inert")}, got); !ok || diff != "" {
		t.Error(ok, diff)
	}
	if _, ok := compound.Packaged([]byte("\x10\x00\x00\x00Paint.Picture")); ok {
		t.Error("a picture is taken for a packaged file")
	}
}

// propertySet writes a set with a code page, texts in it, and a time.
func propertySet(page uint16, texts map[uint32]string, times map[uint32]uint64) string {
	put32 := binary.LittleEndian.AppendUint32
	var table, values []byte
	count := uint32(1 + len(texts) + len(times))
	add := func(id uint32, value []byte) {
		table = put32(put32(table, id), 8+8*count+uint32(len(values)))
		values = append(values, value...)
	}
	add(1, put32(put32(nil, 2), uint32(page)))
	for id, text := range texts {
		add(id, append(put32(put32(nil, 30), uint32(len(text)+1)), text+"\x00\x00\x00\x00"...))
	}
	for id, at := range times {
		add(id, binary.LittleEndian.AppendUint64(put32(nil, 64), at))
	}
	head := make([]byte, 48)
	head[0], head[1], head[24], head[44] = 0xfe, 0xff, 1, 48
	return string(head) + string(put32(put32(nil, uint32(8+len(table)+len(values))), count)) + string(table) + string(values)
}

func TestWhoMadeADocument(t *testing.T) {
	korean := "\xb1\xe8\xb9\xce\xc1\xf6" // 김민지 in code page 949
	data := compoundtest.Write("", compoundtest.File{Name: "\x05SummaryInformation", Content: propertySet(949, map[uint32]string{4: korean, 8: "user"}, map[uint32]uint64{12: 131066748000000000})},
		compoundtest.File{Name: "\x05DocumentSummaryInformation", Content: propertySet(949, map[uint32]string{15: "Example"}, nil)})
	var r inside.Report
	compound.Walk(data, func(s *compound.Stream) { compound.Summary(s, &r) })
	for _, want := range []string{"author: 김민지", "last saved by: user", "code page: Korean (949)", "company: Example", "made: 2016-05-02 15:00:00 UTC"} {
		if !slices.Contains(r.Traces, inside.Trace{Class: inside.DocumentTrace, Value: want}) {
			t.Errorf("%q is missing in %q", want, r.Traces)
		}
	}
}

// A tree broken on purpose hides its streams from programs that follow it, and only
// from them.
func TestStreamsThatTheTreeDoesNotReachAreSeen(t *testing.T) {
	const sector, child = 512, 76
	data := compoundtest.Write("", compoundtest.File{Storage: "VBA", Name: "dir", Content: "x"})
	binary.LittleEndian.PutUint32(data[2*sector+child:], 0xffffffff)
	found := false
	compound.Walk(data, func(s *compound.Stream) { found = found || s.Name == "dir" && s.Head(1)[0] == 'x' })
	if !found {
		t.Error("the stream is lost")
	}
}

// Chains of sectors that lead back to themselves, in the table, the directory and
// the streams, end.
func TestCyclicChainsEnd(t *testing.T) {
	const sector = 512
	whole := compoundtest.Write("", compoundtest.File{Storage: "a", Name: "b", Content: string(make([]byte, 100_000))})
	for at := sector; at < 2*sector; at += 4 {
		for _, next := range []uint32{0, 1, 2, 3, 50, 100} {
			data := slices.Clone(whole)
			binary.LittleEndian.PutUint32(data[at:], next)
			compound.Walk(data, func(s *compound.Stream) { s.Read() })
		}
	}
	for at := 44; at < 80; at += 4 { // counts and places of the header
		for _, v := range []uint32{0, 1, 0x7fffffff, 0xfffffff0} {
			data := slices.Clone(whole)
			binary.LittleEndian.PutUint32(data[at:], v)
			compound.Walk(data, func(s *compound.Stream) { s.Read() })
		}
	}
	for entry := range 3 { // siblings and children of the directory
		for _, field := range []int{68, 72, 76} {
			data := slices.Clone(whole)
			binary.LittleEndian.PutUint32(data[2*sector+128*entry+field:], uint32(entry))
			compound.Walk(data, func(s *compound.Stream) { s.Read() })
		}
	}
}

func FuzzWalk(f *testing.F) {
	f.Add(compoundtest.Write("", compoundtest.File{Name: "\x05SummaryInformation", Content: propertySet(949, map[uint32]string{4: "a"}, nil)},
		compoundtest.File{Storage: "x", Name: "\x01Ole10Native", Content: compoundtest.Packaged("a.exe", "b")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r inside.Report
		compound.Walk(data, func(s *compound.Stream) {
			compound.Summary(s, &r)
			compound.Packaged(s.Read())
		})
	})
}

func BenchmarkWalk(b *testing.B) {
	data := compoundtest.Write("", compoundtest.File{Storage: "a", Name: "b", Content: string(make([]byte, 1<<20))}, compoundtest.File{Name: "c", Content: "d"})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		compound.Walk(data, func(s *compound.Stream) { s.Read() })
	}
}
