package filetype

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/attachment/sample"
)

func place(offset int, magic string) []byte {
	return append(make([]byte, offset), magic...)
}

func TestFilesAreKnownByTheirBytes(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want Kind
	}{
		{sample.Executable(), PE}, {[]byte("MZ is a prefix of a sentence, nothing else to see in this text file here, really."), Unknown},
		{[]byte("\x7fELF\x02"), ELF}, {[]byte("\xcf\xfa\xed\xfe"), MachO},
		{append([]byte{0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46}, 0), Shortcut},
		{[]byte("PK\x03\x04"), Zip}, {[]byte("Rar!\x1a\x07\x00"), RAR}, {[]byte("ALZ\x01"), ALZ}, {[]byte("EGGA"), EGG},
		{place(0x8001, "CD001"), ISO}, {place(257, "ustar"), Tar}, {append(place(1000, "conectix"), make([]byte, 504)...), VHD},
		{[]byte("%PDF-1.7"), PDF}, {[]byte("{\\rtf1"), RTF}, {[]byte("\xff\xd8\xff\xe0"), Image},
		{[]byte(" <!DOCTYPE html><html>"), HTML}, {[]byte(`<?xml version="1.0"?><svg>`), SVG}, {[]byte("<job id=1>"), ScriptText},
		{[]byte("plain"), Unknown}, {nil, Unknown},
	} {
		if got := Identify(c.data); got != c.want {
			t.Errorf("%.20q: %s, want %s", c.data, got, c.want)
		}
	}
}

func TestNamesAndTheirTricks(t *testing.T) {
	for name, want := range map[string]Name{
		"report.docx":          {Extension: "docx", Class: Document},
		"가족사진.scr":             {Extension: "scr", Class: Program},
		"photo.JPG.SCR":        {Extension: "scr", Class: Program, Double: true},
		"photo.jpg .exe":       {Extension: "exe", Class: Program, Double: true},
		"annual_\u202egpj.scr": {Extension: "scr", Class: Program, Reversed: true},
		"report.pdf" + strings.Repeat(" ", 40) + ".exe": {Extension: "exe", Class: Program, Double: true, Padded: true},
		"setup.exe.":            {Extension: "exe", Class: Program, Trailing: true},
		"setup.exe. . .":        {Extension: "exe", Class: Program, Trailing: true},
		"a.vbs::$DATA":          {Extension: "vbs", Class: Script, Trailing: true},
		"a.exe\x00.pdf":         {Extension: "exe", Class: Program, Trailing: true},
		"report.docx ":          {Extension: "docx", Class: Document},
		"invoice.pdf.html":      {Extension: "html", Class: Page, Double: true},
		"plan.xlsx.docm":        {Extension: "docm", Class: MacroDocument, Double: true},
		"dir/inner.lnk":         {Extension: "lnk", Class: Link},
		"0001-fix-a-leak.patch": {Extension: "patch"},
		"build.sh":              {Extension: "sh", Class: UnixScript},
		"v1.2.tar.gz":           {Extension: "gz", Class: ArchiveFile},
		"smime.p7s":             {Extension: "p7s"},
		"example.com":           {Extension: "com", Class: Program},
		"noextension":           {},
		"":                      {},
		"\u202e":                {},
	} {
		if diff := cmp.Diff(want, ParseName(name)); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
	}
}

func TestPagesByTheirNames(t *testing.T) {
	for name, want := range map[string]Kind{"a.html": HTML, "a.svg": SVG, "a.txt": Unknown} {
		if got := Unknown.Named(ParseName(name)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if PE.Named(ParseName("a.html")) != PE {
		t.Error("a name weighs more than bytes")
	}
}

func TestEveryDirectionMarkIsSeen(t *testing.T) {
	for _, mark := range directionMarks {
		if n := ParseName("photo" + string(mark) + "gpj.scr"); !n.Reversed || n.Extension != "scr" {
			t.Errorf("%U: %+v", mark, n)
		}
	}
}

func TestKindsOfDisksAndKoreanDocuments(t *testing.T) {
	boot := func(at int, name string) []byte {
		data := make([]byte, 64<<10)
		copy(data[at:], name)
		data[510], data[511] = 0x55, 0xaa
		return data
	}
	partitions := boot(450, "\x07")
	for name, c := range map[string]struct {
		data []byte
		want Kind
	}{
		"FAT": {boot(54, "FAT16   "), RawDisk}, "NTFS": {boot(3, "NTFS    "), RawDisk}, "partitions": {partitions, RawDisk},
		"two bytes by chance": {boot(446, "\x11"), Unknown}, "VHDX": {[]byte("vhdxfile"), VHDX}, "UDF": {place(0x8001, "BEA01"), ISO}, "UDF, second": {place(0x8801, "NSR03"), ISO},
		"HWP 3": {[]byte("HWP Document File V3.00 \x1a\x01"), HWP3}, "HWPML": {[]byte(`<?xml version="1.0"?><HWPML>`), HWPML},
		"console file in UTF-16": {[]byte("\xff\xfe<\x00M\x00M\x00C\x00_\x00C\x00o\x00n\x00s\x00o\x00l\x00e\x00F\x00i\x00l\x00e\x00"), MMC},
		"PDF behind other bytes": {[]byte("x\n%PDF-1.4"), PDF}, "zip behind other bytes": {[]byte("noise PK\x05\x06" + strings.Repeat("\x00", 18)), Zip},
		"a placeholder in a text": {[]byte("<PackageName>_ROOT is a variable"), Unknown},
		"encoded script":          {[]byte("#@~^AAAA=="), ScriptText}, "HTA": {[]byte("<html><hta:application>"), ScriptText},
	} {
		if got := Identify(c.data); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func FuzzIdentify(f *testing.F) {
	f.Add(sample.Executable(), "a.jpg.scr")
	f.Add([]byte("<svg"), "\u202e\xff. .")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		Identify(data)
		if n := ParseName(name); strings.Contains(n.Extension, ".") {
			t.Errorf("%q: %+v", name, n)
		}
	})
}
