package attachment

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf16"

	"dwell/detect"
	"dwell/detect/attachment/compound/compoundtest"
	"dwell/detect/attachment/sample"
	"dwell/event"
	"dwell/finding"
)

func le(n int, v uint64) string { return string(binary.LittleEndian.AppendUint64(nil, v)[:n]) }

func wide(s string) string {
	out := ""
	for _, u := range utf16.Encode([]rune(s)) {
		out += le(2, uint64(u))
	}
	return out
}

func at(offset int, magic string) []byte { return append(make([]byte, offset), magic...) }

// portable is a program of headers only, for a stamp in seconds since 1970. It has no
// section and no code.
func portable(stamp uint64) string {
	optional := "\x0b\x01" + strings.Repeat("\x00", 222)
	head := "PE\x00\x00\x4c\x01\x00\x00" + le(4, stamp) + le(8, 0) + le(2, uint64(len(optional))) + "\x02\x00"
	return "MZ" + strings.Repeat("\x00", 0x3a) + le(4, 0x40) + head + optional
}

// link is a shortcut with a target and arguments and the name of a machine.
func link(target, arguments string) []byte {
	head := "\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46" + le(4, 2|32|128) + strings.Repeat("\x00", 52)
	info := le(4, uint64(28+len(target)+2)) + le(4, 28) + le(4, 1) + le(4, 0) + le(4, 28) + le(4, 0) + le(4, uint64(28+len(target)+1)) + target + "\x00\x00"
	tracker := le(4, 96) + le(4, 0xa0000003) + le(4, 88) + le(4, 0) + "desktop-example\x00" + strings.Repeat("\x00", 64)
	return []byte(head + info + le(2, uint64(len(utf16.Encode([]rune(arguments))))) + wide(arguments) + tracker + le(4, 0))
}

func compoundOf(storage, name, content string) []byte {
	return compoundtest.Write("", compoundtest.File{Storage: storage, Name: name, Content: content})
}

func hangul(storage, name, content string) []byte {
	return compoundtest.Write("", compoundtest.File{Name: "FileHeader", Content: "HWP Document File" + strings.Repeat("\x00", 239)}, compoundtest.File{Storage: storage, Name: name, Content: content})
}

func hwpx(t testing.TB, pairs ...string) []byte {
	return sample.Zip(t, append([]string{"mimetype", "application/hwp+zip"}, pairs...)...)
}

func office(t testing.TB, pairs ...string) []byte {
	return sample.Zip(t, append([]string{"[Content_Types].xml", "<Types/>"}, pairs...)...)
}

// postScript is inert text in the dress of PostScript that runs a literal.
var postScript = "%!PS-Adobe-3.0\n<" + strings.Repeat("41", 400) + "> cvx exec\n"

// every is the table of types: each line is one of them, with inert bytes.
func every(t testing.TB) map[string]event.Part {
	iso, udf, vhd := at(0x8001, "CD001"), at(0x8801, "NSR02"), append(make([]byte, 1024), append([]byte("conectix"), make([]byte, 504)...)...)
	fat := at(54, "FAT12   ")
	fat = append(fat, make([]byte, 32<<10-len(fat))...)
	fat[510], fat[511] = 0x55, 0xaa
	onenote := []byte("\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3")
	relation := func(kind string) string {
		return `<Relationship Type="http://example.com/` + kind + `" Target="http://198.51.100.1/a" TargetMode="External"/>`
	}
	packager := compoundtest.Packaged("photo.scr", portable(1))
	rtf := func(object string) []byte { return []byte(`{\rtf1{\object` + object + `}}`) }
	alz := []byte("ALZ\x01\x0a\x00\x00\x00BLZ\x01\x05\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\x00a.exe")
	egg := []byte("EGGA\x00\x01" + le(8, 0) + le(4, 0x08e28222) + le(4, 0x0a8590e3) + le(4, 0) + le(8, 1) + le(4, 0x0a8591ac) + "\x00" + le(2, 5) + "a.exe" + le(4, 0x08e28222))
	cab := []byte("MSCF" + strings.Repeat("\x00", 12) + le(4, 36) + strings.Repeat("\x00", 8) + le(2, 1) + strings.Repeat("\x00", 6+16) + "b.vbs\x00")
	rar4 := []byte("Rar!\x1a\x07\x00" + "\x00\x00\x73\x00\x00\x0d\x00" + strings.Repeat("\x00", 6) + "\x00\x00\x74\x00\x80" + le(2, 37) + strings.Repeat("\x00", 19) + le(2, 5) + strings.Repeat("\x00", 4) + "f.scr")
	rar4Locked := []byte("Rar!\x1a\x07\x00" + "\x00\x00\x73\x80\x00\x0d\x00" + strings.Repeat("\x00", 6))
	rar5Locked := []byte("Rar!\x1a\x07\x01\x00" + le(4, 0) + "\x05\x04\x00\x00\x00\x00")
	method99 := bytes.Replace(sample.Zip(t, "a.txt", "x"), []byte("PK\x01\x02\x14\x00\x14\x00\x08\x00\x08\x00"), []byte("PK\x01\x02\x14\x00\x14\x00\x08\x00\x63\x00"), 1)
	script := `<html><script>a.href=URL.createObjectURL(new Blob([atob('` + strings.Repeat("QUJD", 600) + `')]));a.download='a.zip'</script></html>`
	png := "\x89PNG\r\n\x1a\n"
	octets := func(name string, data []byte) event.Part { return attached(name, "application/octet-stream", data) }
	return map[string]event.Part{
		"name: two extensions":          octets("photo.jpg.scr", []byte(portable(1))),
		"name: many blanks":             octets("photo.jpg"+strings.Repeat(" ", 40)+".exe", []byte(portable(1))),
		"name: direction override":      octets("photo\u202egpj.exe", []byte(portable(1))),
		"name: direction isolate":       octets("photo\u2066gpj.exe", []byte(portable(1))),
		"name: trailing dot":            octets("photo.exe.", []byte(portable(1))),
		"name: two in the header":       {Type: "image/jpeg", Name: "a.jpg", TypeName: "a.exe", Data: []byte("MZ")},
		"name: RFC 2231 against plain":  {Type: "image/jpeg", Name: "a.jpg", OtherNames: []string{"a.exe"}, Data: []byte("x")},
		"name: Korean, two extensions":  octets("가족사진.jpg.scr", []byte(portable(1))),
		"type: program as a picture":    attached("photo.jpg", "image/jpeg", []byte(portable(1))),
		"type: page as a document":      attached("report.pdf", "application/pdf", []byte(script)),
		"PE":                            octets("a.exe", []byte(portable(1))),
		"SCR":                           octets("a.scr", []byte(portable(1))),
		"CPL":                           octets("a.cpl", []byte(portable(1))),
		"PIF":                           octets("a.pif", []byte(portable(1))),
		"DLL":                           octets("a.dll", []byte(portable(1))),
		"OLE2: VBA":                     octets("a.doc", compoundOf("VBA", "dir", "x")),
		"OLE2: Excel 4 macro sheet":     octets("a.xls", compoundOf("x", "Workbook", "\x85\x00\x08\x00\x00\x00\x00\x00\x00\x01\x01a")),
		"OLE2: packager":                octets("a.doc", compoundOf("ObjectPool", "\x01Ole10Native", packager)),
		"OLE2: equation":                octets("a.doc", compoundOf("ObjectPool", "Equation Native", "x")),
		"OLE2: encrypted package":       octets("a.docx", compoundOf("x", "EncryptedPackage", "x")),
		"OOXML: VBA":                    octets("a.docm", office(t, "word/vbaProject.bin", "x")),
		"OOXML: attached template":      octets("a.docx", office(t, "word/_rels/settings.xml.rels", relation("attachedTemplate"))),
		"OOXML: object elsewhere":       octets("a.docx", office(t, "word/_rels/document.xml.rels", relation("oleObject"))),
		"OOXML: frame":                  octets("a.docx", office(t, "word/_rels/document.xml.rels", relation("frame"))),
		"OOXML: embedding":              octets("a.docx", office(t, "word/embeddings/oleObject1.bin", string(compoundOf("x", "\x01Ole10Native", packager)))),
		"OOXML: altChunk":               octets("a.docx", office(t, "word/afchunk1.rtf", `{\rtf1{\object\objupdate{\*\objdata 01}}}`)),
		"OOXML: DDE":                    octets("a.docx", office(t, "word/document.xml", "<w:instrText>DDEAUTO a b</w:instrText>")),
		"RTF: objdata":                  octets("a.doc", rtf(`{\*\objdata 0105}`)),
		"RTF: objdata with a program":   octets("a.doc", rtf(`{\*\objdata `+hex.EncodeToString([]byte(le(4, 0x501)+le(4, 2)+le(4, 8)+"Package\x00"+le(8, 0)+le(4, uint64(len(packager)-4))+packager[4:]))+`}`)),
		"RTF: objupdate":                octets("a.rtf", rtf(`\objupdate{\*\objdata 01}`)),
		"RTF: objautlink":               octets("a.rtf", rtf(`\objautlink{\*\objdata 01}`)),
		"LNK":                           octets("a.lnk", link(`C:\Windows\System32\cmd.exe`, "/c echo example")),
		"ISO":                           octets("a.iso", iso),
		"UDF":                           octets("a.img", udf),
		"VHD":                           octets("a.vhd", vhd),
		"VHDX":                          octets("a.vhdx", []byte("vhdxfile")),
		"IMG":                           octets("a.img", fat),
		"CHM":                           octets("a.chm", []byte("ITSF\x03")),
		"CAB":                           octets("a.cab", cab),
		"ALZ":                           octets("a.alz", alz),
		"EGG":                           octets("a.egg", egg),
		"MSC":                           octets("a.msc", []byte(`<?xml version="1.0"?><MMC_ConsoleFile>`)),
		"WSF":                           octets("a.wsf", []byte("<job></job>")),
		"JSE":                           octets("a.jse", []byte("#@~^AAAA")),
		"VBS":                           octets("a.vbs", []byte("x = 1")),
		"HTA":                           octets("a.hta", []byte("<html><hta:application>")),
		"JS":                            octets("a.js", []byte("var a")),
		"OneNote":                       octets("a.one", onenote),
		"OneNote with a file":           octets("a.one", append(onenote, "\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac"+le(8, uint64(len(portable(1))))+strings.Repeat("\x00", 12)+portable(1)...)),
		"HTML smuggling":                attached("a.html", "text/html", []byte(script)),
		"locked 7z":                     octets("a.7z", []byte("7z\xbc\xaf\x27\x1c\x00\x04"+le(4, 0)+le(8, 0)+le(8, 6)+le(4, 0)+"\x01\x04\x06\xf1\x07\x01")),
		"HTML smuggling, late":          attached("a.html", "text/html", []byte("some words first "+script[6:])),
		"PDF launch, late":              octets("a.pdf", []byte("some bytes first %PDF-1.4 <</S/Launch/F(a)>>")),
		"program in a zip, late":        octets("a.zip", append([]byte("some bytes first"), sample.Zip(t, "a.exe", portable(1))...)),
		"SVG smuggling":                 attached("a.svg", "image/svg+xml", []byte("<svg>"+script[6:]+"</svg>")),
		"HWP 5: PostScript":             octets("a.hwp", hangul("BinData", "BIN0001.eps", postScript)),
		"HWP 5: object with a program":  octets("a.hwp", hangul("BinData", "BIN0001.OLE", le(4, 1)+string(compoundOf("x", "\x01Ole10Native", packager)))),
		"HWP 5: script":                 octets("a.hwp", hangul("Scripts", "DefaultJScript", le(4, 10)+wide("example();"))),
		"HWP 5: link to a program":      octets("a.hwp", hangul("BodyText", "Section0", le(4, 0x10+71|60<<20)+wide(`C:\Users\a\AppData\Temp\a.exe;`))),
		"HWP 5: password":               octets("a.hwp", compoundtest.Write("", compoundtest.File{Name: "FileHeader", Content: "HWP Document File" + strings.Repeat("\x00", 19) + "\x03"})),
		"HWP 3":                         octets("a.hwp", append(append([]byte("HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05"), make([]byte, 128+1008)...), postScript...)),
		"HWPML":                         octets("a.hml", []byte(`<?xml version="1.0"?><HWPML><BINDATA Encoding="Base64">`+base64.StdEncoding.EncodeToString([]byte(postScript))+`</BINDATA></HWPML>`)),
		"HWPX: PostScript":              octets("a.hwpx", hwpx(t, "BinData/image1.eps", postScript)),
		"HWPX: object with a program":   octets("a.hwpx", hwpx(t, "BinData/ole1.ole", string(compoundOf("x", "\x01Ole10Native", packager)))),
		"HWPX: script":                  octets("a.hwpx", hwpx(t, "Scripts/sourceScripts", "example();")),
		"PDF: script":                   octets("a.pdf", []byte("%PDF-1.4 <</OpenAction 2 0 R>> <</S/JavaScript/JS(x)>>")),
		"PDF: launch":                   octets("a.pdf", []byte("%PDF-1.4 <</S/Launch/F(a)>>")),
		"PDF: file within":              octets("a.pdf", []byte("%PDF-1.4 1 0 obj <</Type/EmbeddedFile>> stream\n"+portable(1)+"endstream")),
		"locked zip, bit 0":             octets("a.zip", locked(sample.Zip(t, "a.txt", "x"))),
		"locked zip, method 99":         octets("a.zip", method99),
		"locked RAR 4":                  octets("a.rar", rar4Locked),
		"locked RAR 5":                  octets("a.rar", rar5Locked),
		"RAR 4":                         octets("a.rar", rar4),
		"program in zip in zip":         octets("a.zip", sample.Zip(t, "b.zip", string(sample.Zip(t, "c.exe", portable(1))))),
		"document in a zip":             octets("a.zip", sample.Zip(t, "a.docm", string(office(t, "word/vbaProject.bin", "x")))),
		"Hangul document in a zip":      octets("a.zip", sample.Zip(t, "a.hwp", string(hangul("BinData", "a.ps", postScript)))),
		"program behind a picture name": octets("a.zip", sample.Zip(t, "photo.png", portable(1), "b.png", png)),
		"archives without end":          octets("a.zip", nested(t, 12)),
		"shortcut to a share":           octets("a.url", []byte("[InternetShortcut]\nURL=file://198.51.100.1/a")),
	}
}

// nested is an archive in an archive in an archive.
func nested(t testing.TB, n int) []byte {
	data := []byte("end")
	for range n {
		data = sample.Zip(t, "a.zip", string(data))
	}
	return data
}

// Each line of the table gives a finding: of those that offices get every day (locked,
// macros, scripts in PDF) alone it may be of no urgency.
func TestEveryTypeIsRecognised(t *testing.T) {
	quiet := map[string]bool{"OLE2: encrypted package": true, "HWP 5: password": true, "PDF: script": true}
	for name, part := range every(t) {
		t.Run(name, func(t *testing.T) {
			findings := investigate(t, mailOf(1, "", part))
			if len(findings) != 1 {
				t.Fatalf("%d findings", len(findings))
			}
			f := findings[0]
			if (f.Severity == finding.Info) != quiet[name] {
				t.Errorf("%s (%.1f): %v", f.Severity, f.Score, f.Parts)
			}
			if first, _, _ := strings.Cut(f.Sentence, ". "); !strings.Contains(first, "; ") {
				t.Errorf("the first sentence does not say what opening it does: %s", f.Sentence)
			}
		})
	}
}

// The benchmark is of mails that all have an attachment of the table.
func BenchmarkEveryType(b *testing.B) {
	var mails []event.Mail
	for _, part := range every(b) {
		mails = append(mails, mailOf(len(mails), "", part))
	}
	batch := event.Batch{Mails: mails}
	d := New(detect.Config{})
	for b.Loop() {
		d.Observe(&batch)
	}
	b.ReportMetric(float64(len(mails))*float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
