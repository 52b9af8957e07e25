package hangul

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"dwell/detect/attachment/compound"
	"dwell/detect/attachment/compound/compoundtest"
	"dwell/detect/attachment/inside"
	"dwell/internal/testkit"
)

func deflate(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(s)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.String()
}

func fileHeader(flags byte) compoundtest.File {
	h := make([]byte, 256)
	copy(h, signature)
	h[flagsAt] = flags
	return compoundtest.File{Name: "FileHeader", Content: string(h)}
}

// counted writes texts as a script stream has them.
func counted(texts ...string) string {
	var out []byte
	for _, s := range texts {
		units := utf16.Encode([]rune(s))
		out = binary.LittleEndian.AppendUint32(out, uint32(len(units)))
		for _, u := range units {
			out = binary.LittleEndian.AppendUint16(out, u)
		}
	}
	return string(out) + "\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff"
}

// What Hangul writes into each document.
const (
	ownHeader = "var Documents = XHwpDocuments;\r\nvar Document = Documents.Active_XHwpDocument;\r\n"
	ownSource = "function OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\n\r\n"
)

// linkRecord is a control header of a hyperlink.
func linkRecord(target string) string {
	body := "klh%" + "\x00\x00\x00\x00\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(target))))
	for _, u := range utf16.Encode([]rune(target)) {
		body += string(binary.LittleEndian.AppendUint16(nil, u))
	}
	return string(binary.LittleEndian.AppendUint32(nil, tagControlHeader|uint32(len(body))<<20)) + body
}

// program is an inert text in the dress of PostScript that runs a literal.
var program = "%!PS-Adobe-3.0\n<" + strings.Repeat("41", 400) + "> cvx exec\n"

func TestHWP5IsJudgedByContent(t *testing.T) {
	object := "\x00\x10\x00\x00" + string(compoundtest.Write("", compoundtest.File{Name: "\x01Ole10Native", Content: compoundtest.Packaged("a.exe", "inert")}))
	for name, c := range map[string]struct {
		flags byte
		file  compoundtest.File
		want  inside.Set
		files int
	}{
		"a program in a picture":         {1, compoundtest.File{Storage: "BinData", Name: "BIN0001.eps", Content: deflate(t, program)}, 1 << inside.PostScript, 0},
		"the same, not packed":           {0, compoundtest.File{Storage: "BinData", Name: "BIN0001.ps", Content: program}, 1 << inside.PostScript, 0},
		"PostScript that writes a file":  {0, compoundtest.File{Storage: "BinData", Name: "BIN0001.ps", Content: "%!PS\n(C:\\\\startup\\\\a.vbs) (w) file (x) writestring"}, 1 << inside.PostScript, 0},
		"PostScript that opens a file":   {0, compoundtest.File{Storage: "BinData", Name: "BIN0001.ps", Content: "%!PS\n(%appdata%\\a.bat) (w) file"}, 1 << inside.PostScript, 0},
		"PostScript that deletes a file": {0, compoundtest.File{Storage: "BinData", Name: "BIN0001.ps", Content: "%!PS\n(a) deletefile"}, 1 << inside.PostScript, 0},
		"a drawing":                      {1, compoundtest.File{Storage: "BinData", Name: "BIN0001.eps", Content: deflate(t, "%!PS\ncurrentfile picstr readhexstring pop exec image\n"+strings.Repeat("4f", 900))}, 0, 0},
		"a picture":                      {1, compoundtest.File{Storage: "BinData", Name: "BIN0001.jpg", Content: deflate(t, "\xff\xd8\xff\xe0")}, 0, 0},
		"an object":                      {1, compoundtest.File{Storage: "BinData", Name: "BIN0001.OLE", Content: deflate(t, object)}, 0, 1},
		"the script that each has":       {1, compoundtest.File{Storage: "Scripts", Name: "DefaultJScript", Content: deflate(t, counted(ownHeader, ownSource))}, 0, 0},
		"a script that somebody wrote":   {1, compoundtest.File{Storage: "Scripts", Name: "DefaultJScript", Content: deflate(t, counted(ownHeader, "function OnDocument_Open() { example(); }"))}, 1 << inside.HangulScript, 0},
		"the version of the script":      {1, compoundtest.File{Storage: "Scripts", Name: "JScriptVersion", Content: deflate(t, "\x01\x00\x00\x00\x00\x00\x00\x00")}, 0, 0},
		"a link to a page":               {1, compoundtest.File{Storage: "BodyText", Name: "Section0", Content: deflate(t, linkRecord(`http\://www.example.com;1;0;0;`))}, 0, 0},
		"a link to a program":            {1, compoundtest.File{Storage: "BodyText", Name: "Section0", Content: deflate(t, linkRecord(`..\AppData\Local\Temp\photo.exe;0;0;0;`))}, 1 << inside.RunningLink, 0},
		"a link to a program elsewhere":  {1, compoundtest.File{Storage: "BodyText", Name: "Section0", Content: deflate(t, linkRecord(`http\://example.com/a/photo.scr;1;0;0;`))}, 1 << inside.RunningLink, 0},
		"a password":                     {3, compoundtest.File{Storage: "Scripts", Name: "DefaultJScript", Content: "noise"}, 1 << inside.Locked, 0},
		"a password of the rights agent": {17, compoundtest.File{Storage: "x", Name: "y", Content: "noise"}, 1 << inside.Locked, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r, found := Inspect5(compoundtest.Write("", c.file, fileHeader(c.flags)), nil)
			if !found || r.Marks&^(1<<inside.Hangul) != c.want || len(r.Files) != c.files {
				t.Errorf("found %v, marks %b, want %b, %d files, %q", found, r.Marks, c.want, len(r.Files), r.Notes)
			}
		})
	}
}

func TestHWP3(t *testing.T) {
	document := func(password byte, body string) []byte {
		head := make([]byte, hwp3Signature+hwp3Info+hwp3Summary)
		copy(head, "HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05")
		head[hwp3Password], head[hwp3Packed] = password, 1
		return append(head, deflate(t, body)...)
	}
	if r := Inspect3(document(0, "text "+program), nil); !r.Has(inside.PostScript) {
		t.Errorf("%b", r.Marks)
	}
	if r := Inspect3(document(0, "text"), nil); r.Marks != 1<<inside.Hangul {
		t.Errorf("%b", r.Marks)
	}
	if r := Inspect3(document(1, "text"), nil); !r.Has(inside.Locked) {
		t.Errorf("%b", r.Marks)
	}
}

func TestHWPML(t *testing.T) {
	document := func(s string) []byte { return []byte(`<?xml version="1.0"?><HWPML Version="2.8">` + s + "</HWPML>") }
	packed := base64.StdEncoding.EncodeToString([]byte(deflate(t, program)))
	for name, c := range map[string]struct {
		body string
		want inside.Set
	}{
		"a program in a picture": {`<BINDATA Encoding="Base64" Compress="true" Id="1">` + packed + `</BINDATA>`, 1 << inside.PostScript},
		"a script":               {`<SCRIPTCODE><SCRIPTHEADER>` + ownHeader + `</SCRIPTHEADER><SCRIPTSOURCE>example();</SCRIPTSOURCE></SCRIPTCODE>`, 1 << inside.HangulScript},
		"the script of each":     {`<SCRIPTCODE><SCRIPTHEADER>` + ownHeader + `</SCRIPTHEADER><SCRIPTSOURCE>` + ownSource + `</SCRIPTSOURCE></SCRIPTCODE>`, 0},
		"a link to a program":    {`<FIELDBEGIN Type="Hyperlink" Command="..\Temp\a.exe;0;0;0;"/>`, 1 << inside.RunningLink},
		"a text":                 {`<P>text</P>`, 0},
	} {
		if r := InspectXML(document(c.body), nil); r.Marks&^(1<<inside.Hangul) != c.want {
			t.Errorf("%s: %b, want %b", name, r.Marks, c.want)
		}
	}
}

func TestHWPX(t *testing.T) {
	var r inside.Report
	Part("BinData/image1.eps", []byte("%!PS\n0 0 moveto"), &r)
	Part("Scripts/headerScripts", []byte(ownHeader), &r)
	Part("Scripts/sourceScripts", []byte(ownSource), &r)
	Part("Contents/section0.xml", []byte(`<hp:stringParam name="Path">http\://www.example.com</hp:stringParam>`), &r)
	Part("Contents/content.hpf", []byte(`<opf:meta name="creator" content="text">kim</opf:meta>`), &r)
	if r.Marks != 0 || !slices.Contains(r.Traces, inside.Trace{Class: inside.DocumentTrace, Value: "author: kim"}) {
		t.Errorf("%b %q", r.Marks, r.Traces)
	}
	Part("BinData/image2.eps", []byte(program), &r)
	Part("Contents/section1.xml", []byte(`<hp:stringParam name="Path">C:\Users\kim\AppData\Local\Temp\a.vbs</hp:stringParam>`), &r)
	if want := inside.Set(1<<inside.PostScript | 1<<inside.RunningLink); r.Marks != want {
		t.Errorf("%b, want %b", r.Marks, want)
	}
}

// The ten documents of the pyhwp project are harmless; one has a password, one is a
// distribution document, whose script the mask hides.
func TestSharedDocumentsAreHarmless(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mail/formats/hwp"), "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r, found := Inspect5(data, nil)
		want := inside.Set(1 << inside.Hangul)
		if strings.HasPrefix(filepath.Base(path), "password") {
			want |= 1 << inside.Locked
		}
		if !found || !Is(data) || r.Marks != want || len(r.Files) > 0 {
			t.Errorf("%s: %v %b %q", filepath.Base(path), found, r.Marks, r.Notes)
		}
		if strings.HasPrefix(filepath.Base(path), "viewtext") {
			openedScript(t, data)
		}
		t.Log(filepath.Base(path), r.Traces, r.Notes)
	}
}

// openedScript shows that the mask comes off: the script of the document is that of
// each document.
func openedScript(t *testing.T, data []byte) {
	t.Helper()
	script := streamOf(data, "scripts", "defaultjscript")
	if got := strings.Join(texts(inflate(unscramble(script), &inside.Report{})), ""); !strings.Contains(got, "function OnDocument_New") {
		t.Errorf("%q", got)
	}
}

func streamOf(data []byte, parent, name string) (content []byte) {
	compound.Walk(data, func(s *compound.Stream) {
		if s.Parent == parent && s.Name == name {
			content = s.Read()
		}
	})
	return content
}

func TestHostileDocumentsEnd(t *testing.T) {
	bomb := deflate(t, string(make([]byte, 6<<20)))
	Inspect5(compoundtest.Write("", fileHeader(1), compoundtest.File{Storage: "BodyText", Name: "Section0", Content: bomb}, compoundtest.File{Storage: "BinData", Name: "a", Content: bomb}), nil)
	Inspect3(append(bytes.Repeat([]byte{0xff}, 1200), bomb...), nil)
	section(bytes.Repeat([]byte{0x47, 0, 0, 0}, 1<<20), &inside.Report{})
	section(bytes.Repeat([]byte{0xff}, 1<<20), &inside.Report{})
	InspectXML(bytes.Repeat([]byte("<BINDATA><SCRIPT"), 1<<16), nil)
	unscramble(append(binary.LittleEndian.AppendUint32(nil, tagDistribution|maskedSize<<20), bytes.Repeat([]byte{0xff}, 300)...))
}

func FuzzInspect(f *testing.F) {
	f.Add(compoundtest.Write("", fileHeader(5), compoundtest.File{Storage: "BodyText", Name: "Section0", Content: linkRecord("http")}))
	f.Add([]byte("<HWPML><BINDATA>QQ==</BINDATA>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		Inspect5(data, nil)
		Inspect3(data, nil)
		InspectXML(data, nil)
		section(data, &inside.Report{})
		unscramble(data)
		texts(data)
		var r inside.Report
		Part("Contents/a", data, &r)
		Part("BinData/a", data, &r)
		Part("Scripts/a", data, &r)
	})
}

func BenchmarkInspect5(b *testing.B) {
	data := compoundtest.Write("", fileHeader(1), compoundtest.File{Storage: "BinData", Name: "BIN0001.jpg", Content: deflate(b, strings.Repeat("\xff\xd8\xff", 20_000))},
		compoundtest.File{Storage: "BodyText", Name: "Section0", Content: deflate(b, strings.Repeat(linkRecord("http://example.com"), 200))})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Inspect5(data, nil)
	}
}
