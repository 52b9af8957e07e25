package inert

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

func TestMagic(t *testing.T) {
	for name, c := range map[string]struct {
		got   []byte
		magic string
	}{
		"jpeg":     {JPEG("x"), "\xff\xd8\xff\xe0"},
		"pdf":      {PDF("x"), "%PDF-"},
		"program":  {Program("x"), "MZ"},
		"document": {Document("x"), "\xd0\xcf\x11\xe0"},
		"hwp":      {HWP("x"), "\xd0\xcf\x11\xe0"},
	} {
		if !bytes.HasPrefix(c.got, []byte(c.magic)) {
			t.Errorf("%s begins with %q", name, c.got[:8])
		}
	}
}

// Nothing here may be opened as a program: no header lies where the first bytes of
// one would point to.
func TestNoProgram(t *testing.T) {
	b := Program(strings.Repeat("PE\x00\x00", 4000))
	const offsetOfHeader = 0x3c
	at := int(b[offsetOfHeader]) | int(b[offsetOfHeader+1])<<8 | int(b[offsetOfHeader+2])<<16 | int(b[offsetOfHeader+3])<<24
	if at >= 0 && at+4 < len(b) && string(b[at:at+4]) == "PE\x00\x00" {
		t.Fatalf("a header at %#x", at)
	}
}

func TestPDFTextIsAComment(t *testing.T) {
	for line := range strings.Lines(string(PDF("a\n/Type /Catalog\nb"))) {
		if line[0] != '%' {
			t.Errorf("not a comment: %q", line)
		}
	}
}

func TestZIP(t *testing.T) {
	members := []Member{{Name: "가족 사진/IMG_2034.jpg.scr", Data: Program("x"), Modified: time.Date(2016, 5, 2, 20, 0, 0, 0, time.UTC)}, {Name: "읽어 주세요.txt", Data: []byte("안녕")}}
	first, err := ZIP(members, false)
	if err != nil {
		t.Fatal(err)
	}
	second, _ := ZIP(members, false)
	if !bytes.Equal(first, second) {
		t.Fatal("the same members give other bytes")
	}
	r, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil || len(r.File) != len(members) {
		t.Fatal(err)
	}
	for i, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(in)
		if f.Name != members[i].Name || !bytes.Equal(got, members[i].Data) {
			t.Errorf("%q: %q", f.Name, got)
		}
	}
}

func TestZIPWithCodePage949(t *testing.T) {
	got, err := ZIP([]Member{{Name: "가족.txt"}}, true)
	if err != nil || !bytes.Contains(got, []byte("\xb0\xa1\xc1\xb7.txt")) {
		t.Fatalf("%q %v", got, err)
	}
	r, err := zip.NewReader(bytes.NewReader(got), int64(len(got)))
	if err != nil || !r.File[0].NonUTF8 {
		t.Fatal("the name says that it is UTF-8", err)
	}
	if _, err := ZIP([]Member{{Name: "\U0001F600"}}, true); err == nil {
		t.Fatal("a name that code page 949 can't write")
	}
}
