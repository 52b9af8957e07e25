package office

import (
	"bytes"
	"strings"
	"testing"

	"dwell/detect/attachment/compound/compoundtest"
	"dwell/detect/attachment/unlock/unlocktest"
)

// document is inert bytes that begin as a zip archive does, longer than two segments.
var document = append([]byte("PK\x03\x04"), bytes.Repeat([]byte("inert bytes, nothing else. "), 400)...)

func TestTheRightPasswordOpensADocument(t *testing.T) {
	for what, data := range map[string][]byte{"agile": unlocktest.Agile("가족2016", document, 1000), "standard": unlocktest.Standard("가족2016", document)} {
		l := Find(data)
		if l == nil {
			t.Fatalf("%s: no encryption found", what)
		}
		if got, ok := l.Open("가족2016"); !ok || !bytes.Equal(got, document) {
			t.Errorf("%s: %v, %d bytes", what, ok, len(got))
		}
		for _, wrong := range []string{"", "2016", "가족2016 ", Default} {
			if _, ok := l.Open(wrong); ok {
				t.Errorf("%s opens with %q", what, wrong)
			}
		}
	}
}

func TestTheWorkIsSaidBeforeItIsDone(t *testing.T) {
	if got := Find(unlocktest.Agile("x", document, 100_000)).Rounds(); got != 400_000 {
		t.Errorf("agile: %d", got)
	}
	if got := Find(unlocktest.Standard("x", document)).Rounds(); got != 50_000 {
		t.Errorf("standard: %d", got)
	}
}

func TestHostileDescriptions(t *testing.T) {
	write := func(info string) []byte {
		return compoundtest.Write("", compoundtest.File{Name: "EncryptionInfo", Content: info}, compoundtest.File{Name: "EncryptedPackage", Content: strings.Repeat("x", 5000)})
	}
	const agileHead, standardHead = "\x04\x00\x04\x00\x40\x00\x00\x00", "\x03\x00\x02\x00\x24\x00\x00\x00"
	good := string(unlocktest.Agile("x", document, 1000))
	good = good[strings.Index(good, "<?xml"):]
	good = good[:strings.Index(good, "</encryption>")+len("</encryption>")]
	if Find(write(agileHead+good)) == nil {
		t.Fatal("the description itself is not understood")
	}
	for what, info := range map[string]string{
		"billions of rounds": agileHead + strings.Replace(good, `spinCount="1000"`, `spinCount="2000000000"`, 1),
		"fewer than none":    agileHead + strings.Replace(good, `spinCount="1000"`, `spinCount="-1"`, 1),
		"a short key":        agileHead + strings.ReplaceAll(good, `keyBits="256"`, `keyBits="8"`),
		"a salt of less":     agileHead + strings.ReplaceAll(good, `saltSize="16"`, `saltSize="-16"`),
		"another cipher":     agileHead + strings.ReplaceAll(good, `"AES"`, `"RC2"`),
		"another hash":       agileHead + strings.ReplaceAll(good, `"SHA512"`, `"WHIRLPOOL"`),
		"no XML":             agileHead + "<encryption",
		"nothing":            "",
		"a header of 4 GB":   standardHead + "\xff\xff\xff\xff" + strings.Repeat("\x10", 200),
		"an empty header":    standardHead + "\x00\x00\x00\x00" + strings.Repeat("\x10", 200),
		"extensible":         "\x03\x00\x03\x00\x10\x00\x00\x00" + good,
	} {
		if Find(write(info)) != nil {
			t.Errorf("%s: found", what)
		}
	}
}

// Cut documents open as far as they go.
func TestCutDocuments(t *testing.T) {
	data := unlocktest.Agile("x", document, 10)
	for cut := 0; cut < len(data); cut += 61 {
		if l := Find(data[:cut]); l != nil {
			l.Open("x")
		}
	}
}

func FuzzOpenWorkbook(f *testing.F) {
	for _, strong := range []bool{false, true} {
		data := unlocktest.Workbook(Default, 1, strong)
		f.Add(data[bytes.Index(data, []byte("\x2f\x00"))+4:][:300])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if w := OpenWorkbook(data); w != nil {
			w.At(len(data), data)
		}
	})
}

func FuzzOpen(f *testing.F) {
	f.Add(unlocktest.Agile("x", document[:600], 10))
	f.Add(unlocktest.Standard("x", document[:600]))
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 5000 // standard encryption is parsed here and opened elsewhere
		if l := Find(data); l != nil && l.Rounds() <= most {
			l.Open("x")
		}
	})
}

func BenchmarkOpen(b *testing.B) {
	for what, data := range map[string][]byte{"agile": unlocktest.Agile("right", document, 100_000), "standard": unlocktest.Standard("right", document)} {
		l := Find(data)
		b.Run(what, func(b *testing.B) {
			for b.Loop() {
				l.Open("wrong")
			}
		})
	}
}
