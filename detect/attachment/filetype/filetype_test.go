package filetype

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// program is the shortest file that says it is a Windows program. It has no code.
func program() []byte {
	data := make([]byte, 0x48)
	copy(data, "MZ")
	data[0x3c] = 0x40
	copy(data[0x40:], "PE\x00\x00")
	return data
}

func place(offset int, magic string) []byte {
	return append(make([]byte, offset), magic...)
}

func TestFilesAreKnownByTheirBytes(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want Kind
	}{
		{program(), PE}, {[]byte("MZ is a prefix of a sentence, nothing else to see in this text file here, really."), Unknown},
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
		"setup.exe.":            {Extension: "exe", Class: Program},
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

func FuzzIdentify(f *testing.F) {
	f.Add(program(), "a.jpg.scr")
	f.Add([]byte("<svg"), "\u202e\xff. .")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		Identify(data)
		if n := ParseName(name); strings.Contains(n.Extension, ".") {
			t.Errorf("%q: %+v", name, n)
		}
	})
}
