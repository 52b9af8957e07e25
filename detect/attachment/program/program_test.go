package program

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"dwell/detect/attachment/inside"
)

// The layout of the made program: headers, then one section that holds everything.
const (
	headerAt  = 0x80
	sectionAt = 0x400
	virtualAt = 0x1000
)

// builder writes a program of headers and data only. It has no instruction and
// cannot run.
type builder struct {
	flags       uint16
	name        string // of the section
	content     []byte
	directories [16][2]uint32
	sections    uint16 // as the header says; 0: one
}

func (b *builder) add(data ...byte) (address uint32) {
	for len(b.content)%4 != 0 {
		b.content = append(b.content, 0)
	}
	address = uint32(virtualAt + len(b.content))
	b.content = append(b.content, data...)
	return address
}

func words(values ...uint32) []byte {
	var out []byte
	for _, v := range values {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	return out
}

func (b *builder) bytes() []byte {
	out := make([]byte, sectionAt)
	put16, put32 := binary.LittleEndian.PutUint16, binary.LittleEndian.PutUint32
	copy(out, "MZ")
	put32(out[0x3c:], headerAt)
	h := out[headerAt:]
	copy(h, "PE\x00\x00")
	put16(h[4:], 0x14c)
	put16(h[6:], max(1, b.sections))
	put32(h[8:], 1462201200) // 2016-05-02 15:00 UTC
	put16(h[20:], 224)
	put16(h[22:], b.flags)
	put16(h[24:], 0x10b)
	put32(h[24+92:], 16)
	for i, d := range b.directories {
		put32(h[24+96+8*i:], d[0])
		put32(h[24+96+8*i+4:], d[1])
	}
	s := h[24+224:]
	copy(s, b.name)
	put32(s[8:], uint32(len(b.content)))
	put32(s[12:], virtualAt)
	put32(s[16:], uint32(len(b.content)))
	put32(s[20:], sectionAt)
	put32(s[36:], 0x60000020)
	return append(out, b.content...)
}

// korean is a program with everything that tells of its maker.
func korean() []byte {
	b := &builder{name: ".text"}
	path := b.add(append([]byte("RSDS"+strings.Repeat("x", 20)), "D:\\work\\photo.pdb\x00"...)...)
	b.directories[dirDebug] = [2]uint32{b.add(words(0, 0, 0, 2, 60, path, sectionAt+path-virtualAt)...), 28}

	library := b.add([]byte("KERNEL32.dll\x00")...)
	function := b.add([]byte("\x00\x00Sleep\x00")...)
	thunks := b.add(words(function, 0)...)
	b.directories[dirImport] = [2]uint32{b.add(words(thunks, 0, 0, library, thunks, 0, 0, 0, 0, 0)...), 40}

	version := b.add(append(encode("CompanyName\x00"), encode("Example\x00")...)...)
	root := uint32(virtualAt + len(b.content))
	tree := words(0, 0, 0, 1<<16, typeVersion, 1<<31|24, // kind
		0, 0, 0, 1<<16, 1, 1<<31|48, // name
		0, 0, 0, 1<<16, 0x0412, 72, // language
		version, 64, 0, 0)
	b.directories[dirResource] = [2]uint32{b.add(tree...), uint32(len(tree))}
	if root != b.directories[dirResource][0] {
		panic("the tree is not where its offsets say")
	}
	out := b.bytes()
	key := []byte{1, 2, 3, 4}
	for i, c := range []byte("DanS\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00") {
		out[0x40+i] = c ^ key[i%4]
	}
	copy(out[0x50:], "Rich")
	copy(out[0x54:], key)
	return out
}

func TestWhatAProgramTellsAboutItsMaker(t *testing.T) {
	r := Inspect(korean())
	for _, want := range []string{"compiled: 2016-05-02 15:00:00 UTC", "language of resources: Korean (0x0412)", `debug symbols: D:\work\photo.pdb`,
		"CompanyName: Example", "import hash: ", "Rich header hash: "} {
		if !slices.ContainsFunc(r.Traces, func(x inside.Trace) bool { return strings.HasPrefix(x.Value, want) }) {
			t.Errorf("%q is missing in %q", want, r.Traces)
		}
	}
	if !r.Has(inside.Unsigned) || r.Built != 1462201200 {
		t.Errorf("%+v", r)
	}
}

// The MD5 of "kernel32.sleep", as imphash defines it.
func TestTheImportHashIsTheUsualOne(t *testing.T) {
	want := inside.Trace{Class: inside.ProgramTrace, Value: "import hash: e82dd51b077167be63c004bed23d0c1e"}
	for _, x := range Inspect(korean()).Traces {
		if strings.HasPrefix(x.Value, "import hash") && x != want {
			t.Errorf("%s, want %s", x.Value, want.Value)
		}
	}
}

func TestPackedSignedAndControlPanel(t *testing.T) {
	var noise []byte
	for i := range 256 {
		sum := sha256.Sum256([]byte{byte(i)})
		noise = append(noise, sum[:]...)
	}
	packed := &builder{name: ".text", content: noise}
	named := &builder{name: "UPX1", content: make([]byte, 100)}
	plain := &builder{name: ".text", content: bytes.Repeat([]byte("text "), 2000)}
	signed := &builder{name: ".text", content: make([]byte, 100)}
	signed.directories[dirSecurity] = [2]uint32{sectionAt, 90}
	panel := &builder{name: ".text", flags: 0x2000}
	name := panel.add([]byte("CPlApplet\x00")...)
	list := panel.add(words(name)...)
	panel.directories[dirExport] = [2]uint32{panel.add(words(0, 0, 0, 0, 0, 1, 1, 0, list, 0)...), 40}
	for what, c := range map[string]struct {
		b    *builder
		mark inside.Mark
		want bool
	}{
		"noise is packed": {packed, inside.Packed, true}, "a packer's name": {named, inside.Packed, true}, "text is not packed": {plain, inside.Packed, false},
		"a signature": {signed, inside.Unsigned, false}, "no signature": {plain, inside.Unsigned, true},
		"a control panel item": {panel, inside.ControlPanel, true}, "no control panel item": {plain, inside.ControlPanel, false},
	} {
		if got := Inspect(c.b.bytes()).Has(c.mark); got != c.want {
			t.Errorf("%s: %v", what, got)
		}
	}
}

// A tree of resources that leads back to itself, tables without end, a file cut at
// every place: all end.
func TestHostileProgramsEnd(t *testing.T) {
	cyclic := &builder{name: ".rsrc"}
	address := cyclic.add(words(0, 0, 0, 2<<16, 1, 1<<31, 2, 1<<31)...)
	cyclic.directories[dirResource] = [2]uint32{address, 32}
	Inspect(cyclic.bytes())
	endless := &builder{name: ".text", sections: 0xffff, content: bytes.Repeat([]byte{1, 0x10, 0, 0}, 1<<16)}
	for i := range endless.directories {
		endless.directories[i] = [2]uint32{virtualAt, 0xffffffff}
	}
	Inspect(endless.bytes())
	whole := korean()
	for n := range whole {
		Inspect(whole[:n])
	}
}

func FuzzInspect(f *testing.F) {
	f.Add(korean())
	f.Add((&builder{name: "UPX0", flags: 0x2000}).bytes())
	f.Fuzz(func(t *testing.T, data []byte) { Inspect(data) })
}

func BenchmarkInspect(b *testing.B) {
	data := append(korean(), make([]byte, 1<<20)...)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Inspect(data)
	}
}
