package active

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/compound/compoundtest"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
	"dwell/internal/testkit"
)

func inspect(data []byte) *inside.Report {
	kind := filetype.Identify(data)
	budget := archive.MaxUnpacked
	return Inspect(kind, data, archive.List(kind, data, &archive.Limits{Bytes: budget}), &budget)
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

// compoundOf writes a compound file with one storage.
func compoundOf(storage string, streams ...file) []byte {
	var files []compoundtest.File
	for _, f := range streams {
		files = append(files, compoundtest.File{Storage: storage, Name: f.name, Content: f.content})
	}
	return compoundtest.Write("", files...)
}

// hangulWith is an HWP 5 document, not packed, with one picture.
func hangulWith(name, content string) []byte {
	return compoundtest.Write("", compoundtest.File{Name: "FileHeader", Content: "HWP Document File" + strings.Repeat("\x00", 239)}, compoundtest.File{Storage: "BinData", Name: name, Content: content})
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
		want inside.Mark
	}{
		"macro in old Office":       {compoundOf("VBA", file{"dir", "x"}), inside.Macro},
		"self-starting macro":       {compoundOf("VBA", file{"Module1", module("Attribute VB_Name = \"Module1\"\nSub AutoOpen()\nEnd Sub\n")}), inside.AutoMacro},
		"macro in OOXML":            {bundleOf(t, file{"[Content_Types].xml", types}, file{"word/vbaProject.bin", "x"}), inside.Macro},
		"code of a macro in OOXML":  {bundleOf(t, file{"[Content_Types].xml", types}, file{"xl/vbaProject.bin", string(compoundOf("VBA", file{"M", module("Attribute VB_Name\nSub Workbook_Open()\n")}))}), inside.AutoMacro},
		"macro sheet":               {bundleOf(t, file{"[Content_Types].xml", types}, file{"xl/macrosheets/sheet1.xml", "x"}), inside.SheetMacro},
		"old macro sheet":           {compoundOf("x", file{"Workbook", "\x85\x00\x08\x00\x00\x00\x00\x00\x00\x01\x01a"}), inside.SheetMacro},
		"remote template":           {bundleOf(t, file{"[Content_Types].xml", types}, rels("attachedTemplate", "http://198.51.100.1/a.dotm")), inside.Template},
		"embedded package":          {compoundOf("ObjectPool", file{"\x01Ole10Native", compoundtest.Packaged("a.exe", "inert")}), inside.Embedded},
		"equation":                  {compoundOf("ObjectPool", file{"Equation Native", "x"}), inside.Equation},
		"inside.DDE field":          {bundleOf(t, file{"[Content_Types].xml", types}, file{"word/document.xml", "<w:instrText>DDEAUTO c:\\a</w:instrText>"}), inside.DDE},
		"encrypted document":        {compoundOf("x", file{"EncryptedPackage", "x"}), inside.Locked},
		"RTF object":                {[]byte(`{\rtf1{\object\objemb{\*\objdata 0105}}}`), inside.RTFObject},
		"RTF equation":              {[]byte("{\\rtf1{\\object{\\*\\objdata 4571 7561\n74696f6e2e33}}}"), inside.Equation},
		"RTF template":              {[]byte(`{\rtf1{\*\template http://198.51.100.1/a}}`), inside.Template},
		"script in PDF":             {[]byte("%PDF-1.4\n<</S/JavaScript/JS(app.alert)>>"), inside.PDFScript},
		"hidden script in PDF":      {[]byte("%PDF-1.4\n<</S/J#61vaScript>>"), inside.PDFScript},
		"launch in PDF":             {[]byte("%PDF-1.4\n<</S/Launch/F(a)>>"), inside.PDFLaunch},
		"HTML smuggling":            {[]byte("<html><script>var b=new Blob([atob('" + strings.Repeat("QUJD", 700) + "')]);a.href=URL.createObjectURL(b);a.download='x.zip'</script></html>"), inside.Smuggling},
		"password form":             {[]byte(`<html><form action="http://198.51.100.1"><input type="password"></form></html>`), inside.Credentials},
		"SVG with a script":         {[]byte(`<svg xmlns="x"><script>1</script></svg>`), inside.SVGScript},
		"Java":                      {bundleOf(t, file{"META-INF/MANIFEST.MF", "Main-Class: A"}), inside.JavaArchive},
		"HWPX":                      {bundleOf(t, file{"mimetype", "application/hwp+zip"}), inside.Hangul},
		"HWP with a program in EPS": {hangulWith("BIN0001.eps", "%!PS\n<"+strings.Repeat("41", 400)+"> cvx exec\n"), inside.PostScript},
	} {
		t.Run(name, func(t *testing.T) {
			if got := inspect(c.data); !got.Has(c.want) {
				t.Errorf("marks %b lack %d", got.Marks, c.want)
			}
		})
	}
}

func TestOrdinaryDocumentsDoNothing(t *testing.T) {
	for name, data := range map[string][]byte{
		"OOXML with a link":    bundleOf(t, file{"[Content_Types].xml", types}, file{"word/_rels/document.xml.rels", `<Relationship Type="a/hyperlink" Target="http://example.com" TargetMode="External"/>`}, file{"word/document.xml", "the inside.DDE protocol"}),
		"RTF":                  []byte(`{\rtf1\ansi text}`),
		"PDF":                  []byte("%PDF-1.4\n<</Type/Catalog/JSX 1>>"),
		"HTML with a script":   []byte("<html><script>track()</script><p>text</p></html>"),
		"SVG":                  []byte("<svg><path d='M0'/></svg>"),
		"HWP picture":          compoundOf("BinData", file{"BIN0001.jpg", "\xff\xd8\xff"}),
		"module without start": compoundOf("VBA", file{"Module1", module("Attribute VB_Name\nSub Total()\nEnd Sub\n")}),
	} {
		if got := inspect(data).Marks; got&^(1<<inside.OfficeBundle) != 0 {
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
		if !got.Has(inside.Hangul) || got.Marks&^(1<<inside.Hangul|1<<inside.Locked) != 0 {
			t.Errorf("%s: %b", filepath.Base(path), got.Marks)
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
