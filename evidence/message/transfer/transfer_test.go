package transfer

import (
	"bytes"
	"encoding/base64"
	"mime/quotedprintable"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBase64(t *testing.T) {
	for name, c := range map[string]struct{ coded, want, defect string }{
		"lines":               {"aGVs\r\nbG8=\r\n", "hello", ""},
		"no padding":          {"aGVsbG8", "hello", ""},
		"blanks":              {"aGVs bG8=", "hello", ""},
		"padding in between":  {"aGk=\naGVsbG8=", "hihello", ""},
		"foreign character":   {"aGVs*bG8=", "hello", DefectBase64Foreign},
		"cut within a group":  {"aGVsbG8gd29ybGQhI", "hello world!", DefectBase64Cut},
		"footer of a list":    {"aGVsbG8=\n_____________\nexample mailing list\n", "hello", ""},
		"plain text mislabel": {"Dear all, this is not base64 (at all)!", "Dear all, this is not base64 (at all)!", DefectNotBase64},
		"empty":               {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, defect := DecodeBase64(nil, []byte(c.coded))
			if string(got) != c.want || defect != c.defect {
				t.Fatalf("got %q (%s), want %q (%s)", got, defect, c.want, c.defect)
			}
		})
	}
}

func TestQuotedPrintable(t *testing.T) {
	for name, c := range map[string]struct{ coded, want, defect string }{
		"escapes":            {"=ED=9A=8C=ec=9d=98", "회의", ""},
		"soft line end":      {"one=\r\ntwo=   \nthree", "onetwothree", ""},
		"blanks at line end": {"a  \r\nb\t\n", "a\r\nb\n", ""},
		"malformed escape":   {"a=ZZb=", "a=ZZb", DefectQuoted},
		"equals at the end":  {"a=", "a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, defect := DecodeQuotedPrintable(nil, []byte(c.coded))
			if string(got) != c.want || defect != c.defect {
				t.Fatalf("got %q (%s), want %q (%s)", got, defect, c.want, c.defect)
			}
		})
	}
}

// What the encoders of the standard library write comes back unchanged.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		width := rapid.IntRange(1, 80).Draw(t, "width")
		var lines strings.Builder
		for coded := base64.StdEncoding.EncodeToString(data); coded != ""; {
			n := min(width, len(coded))
			lines.WriteString(coded[:n] + "\r\n")
			coded = coded[n:]
		}
		if got, defect := DecodeBase64(nil, []byte(lines.String())); !bytes.Equal(got, data) || defect != "" {
			t.Fatalf("base64: %x became %x (%s)", data, got, defect)
		}
		var quoted bytes.Buffer
		w := quotedprintable.NewWriter(&quoted)
		w.Binary = true
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if got, defect := DecodeQuotedPrintable(nil, quoted.Bytes()); !bytes.Equal(got, data) || defect != "" {
			t.Fatalf("quoted-printable: %x became %x (%s)", data, got, defect)
		}
	})
}

const uuBlock = "begin 644 note.txt\n%:&5L;&\\\n`\nend\n"

func TestUU(t *testing.T) {
	text := []byte("begin with this\nbegin 99 no\n" + uuBlock + "after\n" + uuBlock)
	var names, data []string
	for pos := 0; ; {
		file, ok := FindUU(text, pos)
		if !ok {
			break
		}
		content, defect := DecodeUU(nil, file.Data)
		if defect != "" {
			t.Error(defect)
		}
		names, data = append(names, file.Name), append(data, string(content))
		pos = file.End
	}
	if strings.Join(names, ",") != "note.txt,note.txt" || strings.Join(data, ",") != "hello,hello" {
		t.Fatalf("%q %q", names, data)
	}
	cut := []byte("begin 644 note.txt\n%:&5L;&\\\n")
	file, ok := FindUU(cut, 0)
	if !ok || file.End != len(cut) {
		t.Fatalf("%+v", file)
	}
	if content, defect := DecodeUU(nil, file.Data); string(content) != "hello" || defect != DefectUUCut {
		t.Fatalf("%q %s", content, defect)
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string]Encoding{"BASE64": Base64, "base64;": Base64, "Quoted-Printable": QuotedPrintable, "\"8bit\"": Identity, "x-uuencode": UU, "7bit (comment)": Identity} {
		if got, ok := Named([]byte(name)); got != want || !ok {
			t.Errorf("%s: %d %v", name, got, ok)
		}
	}
	for _, name := range []string{"hexa", strings.Repeat("b", 100)} {
		if _, ok := Named([]byte(name)); ok {
			t.Errorf("%.20s is known", name)
		}
	}
}

func TestLooksBase64(t *testing.T) {
	line := strings.Repeat("QUJD", 19)
	for text, want := range map[string]bool{
		line + "\n" + line + "\r\n" + line + "\nQQ==": true,
		line + "\n" + line:                            false,
		strings.Repeat("plain words ", 30):            false,
		"":                                            false,
	} {
		if got := LooksBase64([]byte(text)); got != want {
			t.Errorf("%.20q: %v", text, got)
		}
	}
}

func FuzzTransfer(f *testing.F) {
	f.Add([]byte("aGk=\n__\nx"))
	f.Add([]byte("a=\n=4=41"))
	f.Add([]byte(uuBlock))
	f.Fuzz(func(t *testing.T, data []byte) {
		for name, decode := range map[string]func(dst, src []byte) ([]byte, string){"base64": DecodeBase64, "quoted": DecodeQuotedPrintable, "uu": DecodeUU} {
			if out, _ := decode(nil, data); len(out) > 2*len(data)+64 {
				t.Fatalf("%s: %d bytes became %d", name, len(data), len(out))
			}
		}
		for pos := 0; ; {
			file, ok := FindUU(data, pos)
			if !ok {
				break
			}
			if file.End <= pos {
				t.Fatal("no progress")
			}
			pos = file.End
		}
	})
}
