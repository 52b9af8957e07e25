package active

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/attachment/archive"
	"dwell/detect/attachment/compound/compoundtest"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/inside"
	"dwell/detect/attachment/sample"
	"dwell/detect/attachment/unlock/unlocktest"
)

func deflated(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sized(s string) string {
	return string(binary.LittleEndian.AppendUint32(nil, uint32(len(s)))) + s
}

// objData writes an OLE 1 object in hexadecimal.
func objData(kind byte, class, topic, content string) string {
	return hex.EncodeToString([]byte("\x01\x05\x00\x00" + string(kind) + "\x00\x00\x00" + sized(class+"\x00") + sized(topic) + sized("") + sized(content)))
}

func wide(s string) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return string(out)
}

func section(name, content string) []byte {
	return []byte("\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3" + strings.Repeat("\x00", 64) + wide("  "+name) + "\x00\x00" +
		string(storedFile) + sized(content)[:4] + strings.Repeat("\x00", 16) + content)
}

func TestWhatDocumentsCarry(t *testing.T) {
	packaged := compoundtest.Packaged("photo.scr", string(sample.Executable()))
	pe := string(sample.Executable())
	spaced := strings.Join(strings.Split(objData(2, "Package", "", packaged[4:]), "05"), "{\\x 99}\n0\t5\\bin0 ")
	for name, c := range map[string]struct {
		data []byte
		want string // name and kind of the file that comes out
	}{
		"packager object":         {compoundOf("ObjectPool", file{"\x01Ole10Native", packaged}), "photo.scr Windows program"},
		"embedding in OOXML":      {bundleOf(t, file{"[Content_Types].xml", types}, file{"word/embeddings/a.docm", string(bundleOf(t, file{"a", "b"}))}), "a.docm zip archive"},
		"altChunk":                {bundleOf(t, file{"[Content_Types].xml", types}, file{"word/afchunk.htm", "<html><script>"}), "afchunk.htm HTML"},
		"package in RTF":          {[]byte(`{\rtf1{\object\objemb{\*\objdata ` + objData(2, "Package", "", packaged[4:]) + `}}}`), "photo.scr Windows program"},
		"hidden package in RTF":   {[]byte(`{\rtf1{\object\objemb{\*\objdata ` + spaced + `}}}`), "photo.scr Windows program"},
		"compound object in RTF":  {[]byte(`{\rtf1{\object{\*\objdata ` + hex.EncodeToString(append([]byte("noise"), compoundOf("a", file{"b", "c"})...)) + `}}}`), " compound file"},
		"file in PDF":             {[]byte("%PDF-1.4\n1 0 obj <</Type/EmbeddedFile>> stream\n" + pe + "endstream"), " Windows program"},
		"packed file in PDF":      {[]byte("%PDF-1.4\n1 0 obj <</Type/EmbeddedFile/Filter/FlateDecode>> stream\r\n" + deflated(t, pe) + "\nendstream"), " Windows program"},
		"name of a file in PDF":   {[]byte("%PDF-1.4\n<</Type/Filespec/F(invoice.wsf)>> 1 0 obj <</Type/EmbeddedFile>> stream\ntext endstream"), "invoice.wsf unknown"},
		"file in OneNote":         {section("photo.png", pe), " Windows program"},
		"name in OneNote":         {section("invoice.wsf", "text that is no known kind"), "invoice.wsf unknown"},
		"attachment of a message": {compoundtest.Write("", compoundtest.File{Storage: "__attach_version1.0_#00000000", Name: "__substg1.0_37010102", Content: pe}, compoundtest.File{Storage: "__attach_version1.0_#00000000", Name: "__substg1.0_3707001F", Content: wide("사진.scr")}), "사진.scr Windows program"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range inspect(c.data).Files {
				got = append(got, f.Name+" "+filetype.Identify(f.Data).String())
			}
			if !slices.Contains(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// Macros of Excel 4 are seen in a workbook that is encrypted with the password of Excel
// itself, and with another one only that it is locked.
func TestEncryptedWorkbooks(t *testing.T) {
	for _, strong := range []bool{false, true} {
		for what, c := range map[string]struct {
			data []byte
			want inside.Set
		}{
			"macros":           {unlocktest.Workbook("VelvetSweatshop", 1, strong), 1<<inside.SheetMacro | 1<<inside.OpenLock},
			"a sheet":          {unlocktest.Workbook("VelvetSweatshop", 0, strong), 1 << inside.OpenLock},
			"another password": {unlocktest.Workbook("another", 1, strong), 1 << inside.Locked},
		} {
			if got := inspect(c.data).Marks; got != c.want {
				t.Errorf("%s, strong %v: %b, want %b", what, strong, got, c.want)
			}
		}
	}
}

func TestMoreOfWhatDocumentsDo(t *testing.T) {
	office := func(name, content string) []byte {
		return bundleOf(t, file{"[Content_Types].xml", types}, file{name, content})
	}
	rel := `<Relationship Target='http://198.51.100.1/a' Id='r' TargetMode='External' Type='http://example.com/relationships/oleObject'/>`
	equation := strings.Repeat("\x00", 28) + "\x03\x01\x01\x03\x0a\x0a\x01\x08\x5a\x5a" + strings.Repeat("a", 60)
	for name, c := range map[string]struct {
		data []byte
		want inside.Mark
	}{
		"relationship in other quotes": {office("word/_rels/document.xml.rels", rel), inside.Template},
		"relationship in UTF-16":       {office("word/_rels/document.xml.rels", "\xff\xfe"+wide(rel)), inside.Template},
		"frame from a share":           {office("word/_rels/a.rels", `<Relationship Type="x/frame" Target="\\198.51.100.1\a" TargetMode="External"/>`), inside.Template},
		"altChunk":                     {office("word/_rels/document.xml.rels", `<Relationship Type="http://example.com/relationships/aFChunk" Target="a.docx"/>`), inside.Embedded},
		"object in OOXML":              {office("word/embeddings/oleObject1.bin", "x"), inside.Embedded},
		"text decoded and written":     {[]byte("<html><script>document.body.innerHTML=atob('" + strings.Repeat("UEsD", 600) + "')</script></html>"), inside.Smuggling},
		"DDE over several runs":        {office("word/document.xml", "<w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\a</w:instrText>"), inside.DDE},
		"DDE in a sheet":               {office("xl/externalLinks/externalLink1.xml", `<ddeLink ddeService="a" ddeTopic="b">`), inside.DDE},
		"macro in OpenDocument":        {bundleOf(t, file{"mimetype", "application/vnd.oasis.opendocument.text"}, file{"Basic/Standard/Module1.xml", "x"}), inside.Macro},
		"link object in RTF":           {[]byte(`{\rtf1{\object\objautlink{\*\objdata ` + objData(1, "Word.Document", "http://198.51.100.1/a", "") + `}}}`), inside.Template},
		"hidden template in RTF":       {[]byte(`{\rtf1{\*\template \u104?\u-65420?\'74\u112?://198.51.100.1/a}}`), inside.Template},
		"equation with a long font":    {compoundOf("ObjectPool", file{"Equation Native", equation}), inside.Overflow},
		"equation by its class":        {compoundtest.Write("\x02\xce\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", compoundtest.File{Name: "x", Content: "y"}), inside.Equation},
		"object from elsewhere":        {compoundtest.Write("\x00\x03\x00\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", compoundtest.File{Name: "x", Content: "y"}), inside.Template},
		"installer":                    {compoundtest.Write("\x84\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", compoundtest.File{Name: "x", Content: "y"}), inside.Installation},
		"sheet with a password":        {compoundOf("x", file{"Workbook", "\x2f\x00\x04\x00\x01\x00\x01\x00"}), inside.Locked},
		"text with a password":         {compoundOf("x", file{"WordDocument", "\xec\xa5\xc1\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00"}), inside.Locked},
		"slides with a password":       {compoundOf("x", file{"Current User", "\x00\x00\xf6\x0f\x14\x00\x00\x00\x14\x00\x00\x00\xdf\xc4\xd1\xf3"}), inside.Locked},
		"packed script in PDF":         {[]byte("%PDF-1.5\n1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n" + deflated(t, "<</S/JavaScript/JS(x)>>") + "endstream"), inside.PDFScript},
		"script that opens a file":     {[]byte("%PDF-1.4\n<</OpenAction 2 0 R>> <</JS(x)>> <</Type/EmbeddedFile>>"), inside.PDFLaunch},
		"a file in a link of a page":   {[]byte(`<html><a download href="data:application/zip;base64,` + strings.Repeat("UEsD", 600) + `">x</a></html>`), inside.Smuggling},
		"a file in many pieces":        {[]byte("<html><script>s=" + strings.Repeat(`"`+strings.Repeat("UEsD", 20)+`"+`, 30) + `"";new Blob([atob(s)])</script></html>`), inside.Smuggling},
		"a file in numbers":            {[]byte("<html><script>new Blob([new Uint8Array([" + strings.Repeat("80,75,3,4,", 200) + "])])</script></html>"), inside.Smuggling},
		"a file in hexadecimal":        {[]byte("<html><script>new Blob([new Uint8Array([" + strings.Repeat("0x50, 0x4b,\n", 200) + "])])</script></html>"), inside.Smuggling},
		"SVG that builds a file":       {[]byte(`<svg><script>a=atob('` + strings.Repeat("UEsD", 600) + `');new Blob([a])</script></svg>`), inside.Smuggling},
		"shortcut to a share":          {[]byte("[InternetShortcut]\r\nURL=file://198.51.100.1/a/b.vbs\r\n"), inside.RemoteLocation},
		"library elsewhere":            {[]byte(`<libraryDescription><simpleLocation><url>\\198.51.100.1@80\davwwwroot</url>`), inside.RemoteLocation},
	} {
		t.Run(name, func(t *testing.T) {
			if got := inspect(c.data); !got.Has(c.want) {
				t.Errorf("marks %b lack %d", got.Marks, c.want)
			}
		})
	}
	for name, data := range map[string][]byte{
		"an RTF template on the disk":   []byte(`{\rtf1{\*\template C:\\Users\\\'b1\'e8\\Templates\\a.dotm}text}`),
		"an RTF template of the office": []byte(`{\rtf1{\*\template \\\\server\\templates\\a.dotx}text}`),
		"a template on the own disk":    office("word/_rels/settings.xml.rels", `<Relationship Type="x/attachedTemplate" Target="file:///C:\Users\kim\AppData\Roaming\Microsoft\Templates\a.dotm" TargetMode="External"/>`),
		"a template on the own server":  office("word/_rels/settings.xml.rels", `<Relationship Type="x/attachedTemplate" Target="file:///\\server\templates\a.dotx" TargetMode="External"/>`),
		"a link to another workbook":    office("xl/externalLinks/_rels/externalLink1.xml.rels", `<Relationship Type="x/externalLinkPath" Target="https://example.com/a.xlsx" TargetMode="External"/>`),
		"a shortcut to the own server":  []byte("[InternetShortcut]\r\nURL=file://server/share/plan.xlsx\r\n"),
		"an equation of the editor":     compoundOf("ObjectPool", file{"Equation Native", equation[:36] + "\x00\x08\x01\x01Times\x00"}),
		"a page with its pictures":      []byte(`<html><script>track(atob("QQ=="))</script><a download="x">x</a><img src="data:image/png;base64,` + strings.Repeat("iVBORw0K", 900) + `"></html>`),
		"a page that explains how":      []byte("<html><script>highlight()</script><p>const b = new Blob([atob(s)]); URL.createObjectURL(b)</p></html>"),
		"a shortcut to a page":          []byte("[InternetShortcut]\r\nURL=https://www.example.com/\r\n"),
		"a chart in a document":         office("word/embeddings/oleObject1.bin", string(compoundOf("x", file{"Contents", "y"}))),
	} {
		if got := inspect(data).Marks &^ (1<<inside.OfficeBundle | 1<<inside.Equation | 1<<inside.Embedded); got != 0 {
			t.Errorf("%s: %b", name, got)
		}
	}
}

func TestWhatLiesOutside(t *testing.T) {
	for target, want := range map[string]bool{
		"http://198.51.100.1/a": true, "HTTPS://example.com": true, "mhtml:http://example.com/a!x": true, `\\198.51.100.1\a`: true, `file://example.com/a`: true,
		`\\server@80\davwwwroot`: true, `file:///\\example.com\a`: true, `\\server\a`: false, "file:///C:/a": false, `c:\a`: false, "a.docx": false, "": false, "file:": false,
	} {
		if remote(target) != want {
			t.Errorf("%q: %v", target, !want)
		}
	}
}

func TestWhoSaysThatHeMadeIt(t *testing.T) {
	office := bundleOf(t, file{"[Content_Types].xml", types}, file{"docProps/core.xml", `<cp:coreProperties><dc:creator>kim</dc:creator><cp:lastModifiedBy>user</cp:lastModifiedBy><dcterms:created xsi:type="x">2016-05-02T15:00:00Z</dcterms:created></cp:coreProperties>`})
	pdf := []byte("%PDF-1.4\n<</Author(kim)/Creator(Hwp 2014)/CreationDate(D:20160503163800+08'30')>>")
	for _, c := range []struct {
		data []byte
		want []string
	}{
		{office, []string{"author: kim", "last saved by: user", "made: 2016-05-02T15:00:00Z"}},
		{pdf, []string{"author: kim", "program: Hwp 2014", "made: D:20160503163800+08'30'", "offset from UTC: +0830"}},
	} {
		var got []string
		for _, x := range inspect(c.data).Traces {
			got = append(got, x.Value)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// Counts beyond measure, groups that never close, objects within objects: all end.
func TestHostileDocumentsEnd(t *testing.T) {
	for _, data := range [][]byte{
		[]byte("{\\rtf" + strings.Repeat("\xff", 10) + `\objdata`), // bytes that are no UTF-8
		[]byte(`{\rtf1` + strings.Repeat(`{\object{\*\objdata `, 100_000)),
		[]byte(`{\rtf1{\*\objdata ` + strings.Repeat("ff", 200_000)),
		[]byte("%PDF-1.5\n" + strings.Repeat("1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\nx", 10_000)),
		[]byte("%PDF-1.5\n1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n" + deflated(t, string(make([]byte, 6<<20)))),
		section(strings.Repeat("a.exe ", 10_000), strings.Repeat(string(storedFile), 1000)),
		bundleOf(t, file{"[Content_Types].xml", types}, file{"word/_rels/a.rels", strings.Repeat("<Relationship ", 100_000)}, file{"word/document.xml", strings.Repeat("<w:instrText>", 100_000)}),
		[]byte("<html>" + strings.Repeat("<script", 100_000)),
	} {
		inspect(data)
	}
}

func BenchmarkInspect(b *testing.B) {
	office := bundleOf(b, file{"[Content_Types].xml", types}, file{"word/document.xml", strings.Repeat("<w:p><w:r><w:t>text</w:t></w:r></w:p>", 3000)}, file{"docProps/core.xml", "<dc:creator>kim</dc:creator>"})
	pdf := []byte("%PDF-1.4\n" + strings.Repeat("1 0 obj <</Type/Page/Parent 2 0 R>> endobj\n", 3000))
	for name, data := range map[string][]byte{"OOXML": office, "PDF": pdf, "HTML": []byte("<html>" + strings.Repeat("<p>text</p>", 5000))} {
		kind := filetype.Identify(data)
		budget := 1 << 40
		b.Run(fmt.Sprint(name), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				Inspect(kind, data, archive.List(kind, data, &archive.Limits{Bytes: budget}), &budget)
			}
		})
	}
}
