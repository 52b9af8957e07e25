package archive

import (
	"bytes"
	"fmt"
	"testing"

	"golang.org/x/text/encoding/korean"

	"dwell/detect/attachment/archive/archivetest"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/sample"
)

var koreanMember = archivetest.Member{Name: "사진.scr", Data: append(sample.Executable(), bytes.Repeat([]byte("inert"), 2000)...)}

// koreanLocked gives archives of ALZip with a password; typed says which bytes it is.
func koreanLocked(t testing.TB, password string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{"ALZ": archivetest.ALZ(t, password, koreanMember)}
	for _, method := range []byte{0, 1, 2, 5, 6} {
		out[fmt.Sprintf("EGG, method %d", method)] = archivetest.EGG(t, password, method, koreanMember)
	}
	return out
}

func TestAPasswordOpensArchivesOfALZip(t *testing.T) {
	windows, err := korean.EUCKR.NewEncoder().String("가족2016")
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"가족2016", windows} {
		for what, data := range koreanLocked(t, typed) {
			kind := filetype.Identify(data)
			if l := list(kind, data); !l.Encrypted || len(l.Members) != 1 || l.Members[0].Head != nil {
				t.Errorf("%s: %+v", what, l)
			}
			l, ok := Open(kind, data, "가족2016", &Limits{Bytes: MaxUnpacked, Rounds: rounds})
			if !ok || l.Encrypted || len(l.Members) != 1 || l.Members[0].Name != "사진.scr" || !bytes.Equal(l.Members[0].Content, koreanMember.Data) {
				t.Errorf("%s: %v, %+v", what, ok, l)
			}
			for _, wrong := range []string{"", "2016", "가족2017"} {
				if _, ok := Open(kind, data, wrong, &Limits{Bytes: MaxUnpacked, Rounds: rounds}); ok {
					t.Errorf("%s opens with %q", what, wrong)
				}
			}
		}
	}
}

// A thousand members are not each tried with a password that does not open the first, and
// no more keys are made than is allowed.
func TestTheWorkOfOneALZipArchiveIsBounded(t *testing.T) {
	one := archivetest.EGG(t, "x", 2, koreanMember)
	file := bytes.Index(one, []byte("\xe3\x90\x85\x0a"))
	many := append(bytes.Clone(one[:file]), bytes.Repeat(one[file:], 1000)...)
	limits := Limits{Bytes: MaxUnpacked, Rounds: rounds}
	if _, ok := Open(filetype.EGG, many, "wrong", &limits); ok || limits.Rounds != rounds-strongRounds {
		t.Errorf("%v, %d rounds left of %d", ok, limits.Rounds, rounds)
	}
	limits = Limits{Bytes: 1 << 30, Rounds: rounds}
	if _, ok := Open(filetype.EGG, many, "x", &limits); !ok || limits.Rounds > 0 || limits.Rounds < -1000*strongRounds {
		t.Errorf("%v, %d rounds left", ok, limits.Rounds)
	}
}

func FuzzALZip(f *testing.F) {
	for _, data := range koreanLocked(f, "x") {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range []filetype.Kind{filetype.ALZ, filetype.EGG} {
			limits := Limits{Bytes: 1 << 16, Rounds: 2 * strongRounds}
			if Open(kind, data, "x", &limits); limits.Bytes < 0 {
				t.Errorf("%d bytes left", limits.Bytes)
			}
		}
	})
}
