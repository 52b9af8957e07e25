package archive

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/sample"
)

// Three inert members (a text, the headers of a program without code, a hundred times
// "x"), packed by py7zr: with LZMA; with AES; with AES and the names encrypted as well.
const (
	sevenLZMA = "N3q8ryccAARKaG+guAAAAAAAAAAWAAAAAAAAAEQhL0wANJuI1INlIAks8upiMEmMyEMgvHOfkiJ3M+MWDrpVlv//zpoAAOAApACKXQAAgTMHrg/QaX28nz9HQVz2ZxwWBT" +
		"X1snbDgoSyovEFgOIZaEynMHf30Vn1FhefzIrd37SG/WPQmq4KMpAkCT/8ark6B/UWbqNnKMogMTMlWe3bMnDK1caKqJaqX4wDfhgs0E1sORbgh4ndarb2ar8cR0mngdDs" +
		"G6EXndqXQWTCeZt+7l0SmLAAAAAAFwYmAQmAkgAHCwEAASEhARgMgKUAAA=="
	sevenAES = "N3q8ryccAATE8lh84wAAAAAAAAAWAAAAAAAAAHg2StnvZ6WyHTsAK112M2t3l6mtzRCQYYo352scCYeZIQO3U68Q8I08xdgn03Ikoo+mZ2vgAMQAq10AAIEzB64P0QEiFn" +
		"K5ZuiNOn6kZlEl7hEpcR0uiaXlMKk14jqSuOmaMGCbQeXMiICmkrLQvcGO3IeDw8+ZC0OXO0oJ8Nxa3SvnweaxJnLBoIfaqflBG++NlgQ6UCjAicE7n4mH5IYDWgkKKZnb" +
		"7O8+D1srj+3s/qrqJS3BynlwawxhhhpiAjI0+m5Z9vdalTDNWobQ2Ql5DlM3WT8/DbHWL495OywPEBcAAAAAABcGMAEJgLMABwsBAAEhIQEYDIDFAAA="
	sevenHidden = "N3q8ryccAAQoKfHmAAEAAAAAAAAqAAAAAAAAAMGt7hgBp8WfDhQxnfWJSLGESEmrMIrITwtQUiWofA1E+/kTKulBAQeYgf2JtAJPtFZ35duDRCB0MLBSdu8OPP9x4wVtPR" +
		"kDNKz3zM72peQml/Z/2gLy+D2xJ27L7cNGMSSRkzqBb7k0y5eBFqX94al1aQm2MWD82lm5KiCMCmENuzZaShkCmKiuKnH8LsiESUUfG7Oeng1ZzMO5dSocUj4wBw4QET5+" +
		"1cJVyUnNW3IJ5meEZK58usHFjaTuM6VRDvUAhFhQ9bFbkXuHMWee3sTbx7qHhyQZkyL759cflsKael1RcskOPRZxReRycOI4m12yDG8Mxe2h3EQL/kiAQLQEH7+9FwYwAQ" +
		"mA0AAHCwEAASQG8QcBElMP5gNTaEUupsKUNjpZoWKCfwyAxQAA"
)

func TestSevenZip(t *testing.T) {
	want := []string{"readme.txt", "가족사진.jpg.scr", "d/c.hwp"}
	l := list(filetype.SevenZip, sample.Base64(t, sevenLZMA))
	if diff := cmp.Diff(want, names(l)); diff != "" || l.Encrypted || l.Damaged {
		t.Fatalf("%+v: %s", l, diff)
	}
	if filetype.Identify(l.Members[1].Content) != filetype.PE || string(l.Members[0].Head[:5]) != "inert" || len(l.Members[2].Head) != 100 {
		t.Errorf("%+v", l.Members)
	}
	l = list(filetype.SevenZip, sample.Base64(t, sevenAES))
	if diff := cmp.Diff(want, names(l)); diff != "" || !l.Encrypted || l.Hidden {
		t.Errorf("%+v: %s", l, diff)
	}
	if l = list(filetype.SevenZip, sample.Base64(t, sevenHidden)); !l.Encrypted || !l.Hidden {
		t.Errorf("%+v", l)
	}
}

// Headers that announce millions of folders, files and checksums end and cost no memory.
func TestHostileSevenZipHeadersEnd(t *testing.T) {
	folders := "\x07\x0b\xe0\x00\x00\x08\x00" + strings.Repeat("\x01\x01\x00", 1<<19) + "\x00"
	counts := "\x08\x0d" + strings.Repeat("\xe0\x00\x00\x08", 1<<17)
	for _, header := range []string{
		"\x01\x04" + folders + counts, "\x01\x04" + folders + "\x08\x0d" + strings.Repeat("\xc0\xff\xff", 1<<18) + "\x0a\x00", "\x17\x06\x00\xff" + strings.Repeat("\xff", 100),
		"\x01\x05\xff" + strings.Repeat("\x7f", 1000) + "\x11\x20\x00" + strings.Repeat("a\x00", 1<<16), "\x01\x04\x06\x00\xe0\xff\xff\xff\x0a\x00", strings.Repeat("\x01\x04\x08\x0a\x00", 1<<16),
	} {
		start := "7z\xbc\xaf\x27\x1c\x00\x04" + le(4, 0) + le(8, 0) + le(8, uint64(len(header))) + le(4, 0)
		list(filetype.SevenZip, []byte(start+header))
	}
}

func deflated(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(s)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.String()
}

func le(n int, v uint64) string {
	return string(binary.LittleEndian.AppendUint64(nil, v)[:n])
}

func makeEGG(t testing.TB, name, content string, encrypted bool) []byte {
	t.Helper()
	body := deflated(t, content)
	out := "EGGA\x00\x01" + le(4, 1) + le(4, 0) + le(4, eggEnd) + le(4, eggFile) + le(4, 0) + le(8, uint64(len(content)))
	out += le(4, eggName) + "\x00" + le(2, uint64(len(name))) + name
	if encrypted {
		out += le(4, eggEncrypt) + "\x00" + le(2, 3) + "\x00ab"
	}
	out += le(4, eggEnd) + le(4, eggBlock) + "\x01\x00" + le(4, uint64(len(content))) + le(4, uint64(len(body))) + le(4, 0) + le(4, eggEnd)
	return []byte(out + body + le(4, eggEnd))
}

func makeALZ(t testing.TB, name, content string) []byte {
	t.Helper()
	body := deflated(t, content)
	return []byte("ALZ\x01\x0a\x00\x00\x00BLZ\x01" + le(2, uint64(len(name))) + "\x20" + le(4, 0) + "\x20\x00" + "\x02\x00" + le(4, 0) +
		le(2, uint64(len(body))) + le(2, uint64(len(content))) + name + body)
}

// makeCab packs two files into one folder of two MSZIP blocks.
func makeCab(t testing.TB, first, second file) []byte {
	t.Helper()
	files := ""
	for i, f := range []file{first, second} {
		files += le(4, uint64(len(f.content))) + le(4, uint64(i*len(first.content))) + le(2, 0) + le(6, 0) + f.name + "\x00"
	}
	blocks := ""
	for _, f := range []file{first, second} {
		packed := "CK" + deflated(t, f.content)
		blocks += le(4, 0) + le(2, uint64(len(packed))) + le(2, uint64(len(f.content))) + packed
	}
	at := uint64(36 + 8)
	head := "MSCF" + le(4, 0) + le(4, 0) + le(4, 0) + le(4, at) + le(4, 0) + "\x03\x01" + le(2, 1) + le(2, 2) + le(2, 0) + le(4, 0)
	return []byte(head + le(4, at+uint64(len(files))) + le(2, 2) + le(2, 1) + files + blocks)
}

func wide(s string) string {
	out := ""
	for _, u := range utf16.Encode([]rune(s)) {
		out += le(2, uint64(u))
	}
	return out
}

// makeNTFS is a disk image with one record of the file table, whose small content lies
// in the record, and one program that begins at a sector.
func makeNTFS(name, content string) []byte {
	data := make([]byte, 64<<10)
	copy(data[3:], "NTFS    ")
	data[510], data[511] = 0x55, 0xaa
	attribute := func(kind uint64, body string) string {
		return le(4, kind) + le(4, uint64(24+len(body))) + "\x00\x00\x18\x00\x00\x00\x00\x00" + le(4, uint64(len(body))) + le(2, 24) + le(2, 0) + body
	}
	units := wide(name)
	record := "FILE" + le(2, 48) + le(2, 3) + strings.Repeat("\x00", 12) + le(2, 56) + le(2, 1)
	record += strings.Repeat("\x00", 56-len(record)) + attribute(0x30, strings.Repeat("\x00", 64)+le(1, uint64(len(units)/2))+"\x01"+units) + attribute(0x80, content) + le(4, 0xffffffff)
	copy(data[8<<10:], record)
	copy(data[32<<10:], string(sample.Executable()))
	return data
}

// makeFAT is a disk image with one file under a long name.
func makeFAT(long, content string) []byte {
	data := make([]byte, 64<<10)
	copy(data[11:], le(2, 512)+"\x01"+le(2, 1)+"\x02"+le(2, 16)+le(2, 128)+"\xf0"+le(2, 1))
	copy(data[54:], "FAT12   ")
	data[510], data[511] = 0x55, 0xaa
	root := 3 * 512
	units := wide(long) + "\x00\x00"
	units += strings.Repeat("\xff", 26-len(units))
	copy(data[root:], "\x41"+units[:10]+"\x0f\x00\x00"+units[10:22]+"\x00\x00"+units[22:])
	copy(data[root+32:], "PHOTO~1 SCR\x20"+strings.Repeat("\x00", 14)+le(2, 2)+le(4, uint64(len(content))))
	copy(data[root+512:], content)
	return data
}

// makeUDF is a disk with one entry of a directory and one program, and no ISO 9660.
func makeUDF(name string) []byte {
	data := make([]byte, 0x12000)
	copy(data[0x8001:], "BEA01")
	copy(data[0x8801:], "NSR02")
	entry := data[0xa000:]
	copy(entry, "\x01\x01\x02\x00")
	entry[19] = byte(1 + len(name))
	for i := range 16 {
		if i != 4 {
			entry[4] += entry[i]
		}
	}
	copy(entry[38:], "\x08"+name)
	copy(data[0x10000:], string(sample.Executable()))
	return data
}

func TestMembersShowTheirBytes(t *testing.T) {
	for what, c := range map[string]struct {
		data   []byte
		kind   filetype.Kind
		member string
	}{
		"zip":               {makeZip(t, file{"a.scr", string(sample.Executable())}), filetype.Zip, "a.scr"},
		"zip, cut":          {makeZip(t, file{"a.scr", string(sample.Executable())})[:120], filetype.Zip, "a.scr"},
		"alz":               {makeALZ(t, "a.scr", string(sample.Executable())), filetype.ALZ, "a.scr"},
		"egg":               {makeEGG(t, "a.scr", string(sample.Executable()), false), filetype.EGG, "a.scr"},
		"cab":               {makeCab(t, file{"b.txt", "inert"}, file{"a.scr", string(sample.Executable())}), filetype.Cab, "a.scr"},
		"iso":               {programISO(), filetype.ISO, "A.SCR"},
		"udf, without name": {makeUDF("a.scr"), filetype.ISO, ""},
		"NTFS, carved":      {makeNTFS("a.lnk", "inert"), filetype.RawDisk, ""},
		"FAT":               {makeFAT("사진.jpg.scr", string(sample.Executable())), filetype.RawDisk, "사진.jpg.scr"},
	} {
		t.Run(what, func(t *testing.T) {
			if kind := filetype.Identify(c.data); kind != c.kind {
				t.Fatalf("%s, want %s", kind, c.kind)
			}
			for _, m := range list(c.kind, c.data).Members {
				if m.Name == c.member && strings.HasPrefix(string(m.Content), string(sample.Executable())[:0x44]) {
					return
				}
			}
			t.Errorf("%q", names(list(c.kind, c.data)))
		})
	}
}

func programISO() []byte {
	data := makeISO("A.SCR;1")
	copy(data[19*sector:], string(sample.Executable()))
	binary.LittleEndian.PutUint32(data[18*sector+10:], uint32(len(string(sample.Executable()))))
	return data
}

func TestNamesOnDisks(t *testing.T) {
	for what, c := range map[string]struct {
		data []byte
		want string
	}{
		"NTFS": {makeNTFS("문서.pdf.lnk", "inert"), "문서.pdf.lnk"},
		"UDF":  {makeUDF("a.scr"), "a.scr"},
		"VHD":  {append(makeNTFS("b.js", "inert"), append([]byte("conectix"), make([]byte, 504)...)...), "b.js"},
		"VHDX": {append(append([]byte("vhdxfile"), make([]byte, 1<<20-8)...), makeNTFS("c.vbs", "inert")...), "c.vbs"},
	} {
		l := list(filetype.Identify(c.data), c.data)
		if !strings.Contains(strings.Join(names(l), "|"), c.want) {
			t.Errorf("%s: %q", what, names(l))
		}
	}
}

func TestEncryptedEGG(t *testing.T) {
	if l := list(filetype.EGG, makeEGG(t, "a.scr", "x", true)); !l.Encrypted || l.Members[0].Head != nil {
		t.Errorf("%+v", l)
	}
}

func TestBombsAreNamed(t *testing.T) {
	// A directory that says that a few bytes become two gigabytes.
	lying := makeZip(t, file{"a.txt", "x"})
	directory := bytes.Index(lying, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(lying[directory+24:], 2<<30)
	// One whose members all are the same bytes.
	overlapping := makeZip(t, file{"a.txt", strings.Repeat("abcdefgh", 100)})
	directory = bytes.Index(overlapping, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(overlapping[directory+20:], 1<<20)
	for what, c := range map[string]struct {
		data []byte
		want bool
	}{
		"a size beyond measure":  {lying, true},
		"members that overlap":   {overlapping, true},
		"gzip of zeros":          {makeTarGz(t, file{"a", string(make([]byte, 8<<20))}), true},
		"a text":                 {makeZip(t, file{"a.txt", strings.Repeat("a line of a log 12345\n", 10_000)}), false},
		"a small file of zeros":  {makeZip(t, file{"a.bin", string(make([]byte, 1<<20))}), false},
		"gzip of a small folder": {makeTarGz(t, file{"a", "b"}), false},
	} {
		if got := list(filetype.Identify(c.data), c.data).Bomb; got != c.want {
			t.Errorf("%s: %v", what, got)
		}
	}
}

func BenchmarkList(b *testing.B) {
	data := makeZip(b, file{"a.txt", strings.Repeat("text ", 10_000)}, file{"b.exe", string(sample.Executable())})
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		list(filetype.Zip, data)
	}
}
