package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect/attachment/filetype"
)

func list(kind filetype.Kind, data []byte) Listing {
	return List(kind, data, &Limits{Bytes: MaxUnpacked})
}

type file struct{ name, content string }

func makeZip(t testing.TB, files ...file) []byte {
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

// encrypt sets the flag of encryption in every header of a zip archive.
func encrypt(data []byte) []byte {
	for _, h := range []struct {
		magic string
		at    int
	}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
		for i := 0; ; {
			n := bytes.Index(data[i:], []byte(h.magic))
			if n < 0 {
				break
			}
			data[i+n+h.at] |= 1
			i += n + 4
		}
	}
	return data
}

func makeTarGz(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.content)), Typeflag: tar.TypeReg, Format: tar.FormatUSTAR}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.content)); err != nil {
			t.Fatal(err)
		}
	}
	if w.Close() != nil || z.Close() != nil {
		t.Fatal("close")
	}
	return b.Bytes()
}

func makeRAR4(name string, flags uint16) []byte {
	b := []byte("Rar!\x1a\x07\x00" + "\x00\x00\x73\x00\x00\x0d\x00\x00\x00\x00\x00\x00\x00")
	h := make([]byte, 32)
	h[2] = rar4File
	binary.LittleEndian.PutUint16(h[3:], flags|rar4LongBlock)
	binary.LittleEndian.PutUint16(h[5:], uint16(32+len(name)))
	binary.LittleEndian.PutUint16(h[26:], uint16(len(name)))
	return append(append(b, h...), name...)
}

func makeRAR5(name string) []byte {
	head := append([]byte{rar5File, 0, 0, 5, 0, 0, 0, byte(len(name))}, name...)
	return append([]byte("Rar!\x1a\x07\x01\x00\x00\x00\x00\x00"), append([]byte{byte(len(head))}, head...)...)
}

func makeISO(name string) []byte {
	data := make([]byte, 20*sector)
	volume := data[firstVolume*sector:]
	volume[0] = primary
	copy(volume[1:], "CD001")
	record := volume[rootRecord:]
	record[2], record[11] = 18, sector>>8 // at sector 18, one sector long
	entry := data[18*sector:]
	entry[0] = byte(recordFixed + len(name))
	entry[2], entry[10] = 19, 4
	entry[32] = byte(len(name))
	copy(entry[recordFixed:], name)
	copy(data[19*sector:], "data")
	return data
}

func names(l Listing) []string {
	var out []string
	for _, m := range l.Members {
		out = append(out, m.Name)
	}
	return out
}

func TestMembersAreListed(t *testing.T) {
	alz := []byte("ALZ\x01\x0a\x00\x00\x00BLZ\x01\x05\x00\x00\x00\x00\x00\x00\x11\x00\x02\x00\x00\x00\x00\x00\x01\x01a.exe")
	cab := make([]byte, 36)
	copy(cab, "MSCF")
	cab[16], cab[28] = 36, 1
	cab = append(append(cab, make([]byte, 16)...), "b.vbs\x00"...)
	for name, c := range map[string]struct {
		data      []byte
		want      []string
		encrypted bool
	}{
		"zip":              {makeZip(t, file{"a.txt", "x"}, file{"가족사진.scr", "MZ"}), []string{"a.txt", "가족사진.scr"}, false},
		"zip, encrypted":   {encrypt(makeZip(t, file{"a.exe", "x"})), []string{"a.exe"}, true},
		"zip, Korean name": {makeZip(t, file{"\xb0\xa1\xb3\xaa.exe", "x"}), []string{"가나.exe"}, false},
		"zip, cut":         {makeZip(t, file{"a.exe", "x"})[:40], []string{"a.exe"}, false},
		"tar.gz":           {makeTarGz(t, file{"d/e.js", "x"}), []string{"d/e.js"}, false},
		"rar 4":            {makeRAR4("f.scr", 0), []string{"f.scr"}, false},
		"rar 4, encrypted": {makeRAR4("f.scr", rar4FileEncrypted), []string{"f.scr"}, true},
		"rar 5":            {makeRAR5("g.hta"), []string{"g.hta"}, false},
		"iso":              {makeISO("H.EXE;1"), []string{"H.EXE"}, false},
		"alz":              {alz, []string{"a.exe"}, true},
		"cab":              {cab, []string{"b.vbs"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := list(filetype.Identify(c.data), c.data)
			if diff := cmp.Diff(c.want, names(l)); diff != "" || l.Encrypted != c.encrypted {
				t.Errorf("encrypted %v: %s", l.Encrypted, diff)
			}
		})
	}
}

func TestAProgramBehindACrowdIsListed(t *testing.T) {
	var files []file
	for i := range 1000 {
		files = append(files, file{fmt.Sprintf("%d.txt", i), "x"})
	}
	l := list(filetype.Zip, makeZip(t, append(files, file{"photo.scr", "x"})...))
	if len(l.Members) != maxMembers+1 || l.Members[maxMembers].Name != "photo.scr" || !l.Damaged {
		t.Errorf("%d members", len(l.Members))
	}
}

func TestUnpackingIsBounded(t *testing.T) {
	zeros := string(make([]byte, 6<<20))
	data := makeZip(t, file{"a.bin", zeros}, file{"b.bin", zeros})
	for _, m := range list(filetype.Zip, data).Members {
		if len(m.Head) > headBytes {
			t.Errorf("%d bytes unpacked of %s", len(m.Head), m.Name)
		}
	}
}

func FuzzList(f *testing.F) {
	for _, data := range [][]byte{makeZip(f, file{"a.txt", "x"}), makeTarGz(f, file{"b", "y"}), makeRAR4("c", 0), makeRAR5("d"), makeISO("E")[:19*sector],
		[]byte("MSCF"), []byte("ALZ\x01BLZ\x01"), []byte("7z\xbc\xaf\x27\x1c")} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for kind := filetype.Zip; kind <= filetype.RawDisk; kind++ {
			if l := list(kind, data); len(l.Members) > 2*maxMembers {
				t.Errorf("%d members", len(l.Members))
			}
		}
	})
}
