package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"dwell/detect/attachment/unlock/unlocktest"
)

func TestTheRightPasswordOpensAFile(t *testing.T) {
	for what, sample := range unlocktest.PDFs() {
		l := Find(sample.Data(t))
		if l == nil {
			t.Errorf("%s: no encryption found", what)
			continue
		}
		for range 2 { // a lock opens as often as one likes
			got, ok := l.Open(sample.Password)
			if !ok || !bytes.Contains(got, []byte("inert text, nothing else")) || bytes.Contains(got, []byte("/Encrypt ")) {
				t.Errorf("%s: %v\n%q", what, ok, got)
			}
			if sample.Password != "" && (!bytes.Contains(got, []byte(`(inert \(nothing\))`)) || !bytes.Contains(got, []byte("(Kim Inert)"))) {
				t.Errorf("%s: strings are not those of the file\n%q", what, got)
			}
		}
		for _, wrong := range []string{"x", "2016", sample.Password + " "} {
			if _, ok := l.Open(wrong); ok {
				t.Errorf("%s opens with %q", what, wrong)
			}
		}
	}
}

func TestWhatIsNotOpened(t *testing.T) {
	for what, text := range map[string]string{
		"no encryption":       "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>",
		"another handler":     "trailer << /Encrypt << /Filter /Other.Maker /V 4 /R 4 /O (x) /U (x) >> >>",
		"for certificates":    "trailer << /Encrypt << /Filter /Adobe.PubSec /V 4 >> >>",
		"a revision to come":  "trailer << /Encrypt << /Filter /Standard /V 6 /R 7 >> >>",
		"no keys":             "trailer << /Encrypt << /Filter /Standard /V 4 /R 4 /O (x) /U (x) >> >>",
		"leads to itself":     "5 0 obj 5 0 R endobj trailer << /Encrypt 5 0 R >>",
		"leads nowhere":       "trailer << /Encrypt 99999999999 0 R >>",
		"a key of no length":  "trailer << /Encrypt << /Filter /Standard /V 2 /R 3 /Length -8 /O (" + strings.Repeat("o", 32) + ") /U (" + strings.Repeat("u", 32) + ") >> >>",
		"a key without end":   "trailer << /Encrypt << /Filter /Standard /V 2 /R 3 /Length 99999 /O (" + strings.Repeat("o", 32) + ") /U (" + strings.Repeat("u", 32) + ") >> >>",
		"lists within lists":  "trailer << /Encrypt " + strings.Repeat("[", 100_000),
		"dictionaries within": "trailer << /Encrypt " + strings.Repeat("<< /A ", 100_000),
		"strings within":      "trailer << /Encrypt << /O " + strings.Repeat("(", 100_000),
	} {
		if Find([]byte(text)) != nil {
			t.Errorf("%s: found", what)
		}
	}
}

// A file that names a thousand objects within one another, or none with an end, opens to
// no more than it is.
func TestHostileObjectsEnd(t *testing.T) {
	good := unlocktest.PDFs()["revision 3"].Data(t)
	for _, more := range []string{strings.Repeat("1 0 obj ", 100_000), strings.Repeat("1 0 obj stream ", 50_000), "1 0 obj (" + strings.Repeat("\\", 99_999), strings.Repeat("1 0 obj <", 50_000),
		"1 0 obj << /Length 99999999 >> stream\nx", "1 0 obj << /Length -1 >> stream\nx endstream"} {
		l := Find(append([]byte(more), good...))
		if l == nil {
			continue
		}
		if got, ok := l.Open("secret1"); !ok || len(got) > 4*len(l.data) {
			t.Errorf("%.30q: %v, %d bytes of %d", more, ok, len(got), len(l.data))
		}
	}
}

// Megabytes of objects with one end far away, or of lists that begin and never end, are
// gone through once.
func TestLongHostileFilesEndSoon(t *testing.T) {
	good := string(unlocktest.PDFs()["revision 3"].Data(t))
	before := time.Now()
	for _, more := range []string{strings.Repeat("1 0 obj stream\nendstream ", 100_000), strings.Repeat("1 0 obj endobj ", 150_000), strings.Repeat("/ID [", 1_150_000),
		strings.Repeat("/Encrypt [", 250_000), strings.Repeat("1 0 obj <<", 250_000), strings.Repeat("1 0 obj (", 250_000)} {
		if l := Find([]byte(good + more)); l != nil {
			l.Open("secret1")
		}
		Find([]byte(more + good))
	}
	if took := time.Since(before); took > 2*time.Minute {
		t.Errorf("took %s", took)
	}
}

func TestCutFiles(t *testing.T) {
	for _, sample := range unlocktest.PDFs() {
		data := sample.Data(t)
		for cut := 0; cut < len(data); cut += 13 {
			if l := Find(data[:cut]); l != nil {
				l.Open(sample.Password)
			}
		}
	}
}

func TestValues(t *testing.T) {
	for text, want := range map[string]string{
		"(a\\(b\\)\\101\\n(c))": "a(b)A\n(c)", "<4 1 42 4>": "AB@", "/A#42c": "ABc", "12 0 R": "12 0", "-7": "-7", "true": "true", "[1 (x) /y]": "[1 [120] y]",
	} {
		p := parser{data: []byte(text)}
		v := p.value(0)
		got := fmt.Sprint(v)
		if b, ok := v.([]byte); ok {
			got = string(b)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, sample := range unlocktest.PDFs() {
		f.Add(sample.Data(f), sample.Password)
	}
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		if l := Find(data); l != nil {
			l.Open(password)
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	for what, sample := range unlocktest.PDFs() {
		l := Find(sample.Data(b))
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				l.Open("wrong")
			}
		})
	}
}
