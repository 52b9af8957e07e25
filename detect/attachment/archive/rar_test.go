package archive

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nwaples/rardecode/v2"

	"dwell/detect/attachment/archive/archivetest"
	"dwell/detect/attachment/filetype"
	"dwell/detect/attachment/sample"
)

// rounds is enough for many keys.
const rounds = 1 << 22

var rarMembers = []archivetest.Member{
	{Name: "사진.scr", Data: append(sample.Executable(), bytes.Repeat([]byte{0}, 9000)...), Packed: true},
	{Name: "readme.txt", Data: bytes.Repeat([]byte("inert text\n"), 30)},
}

func makers() map[string]func(archivetest.RAR, ...archivetest.Member) []byte {
	return map[string]func(archivetest.RAR, ...archivetest.Member) []byte{"RAR 4": archivetest.RAR.Four, "RAR 5": archivetest.RAR.Five}
}

func shown(t *testing.T, l Listing) {
	t.Helper()
	if len(l.Members) != 2 || l.Encrypted || l.Damaged {
		t.Fatalf("%+v", l)
	}
	if diff := cmp.Diff([]string{"사진.scr", "readme.txt"}, names(l)); diff != "" {
		t.Error(diff)
	}
	if m := l.Members[0]; !bytes.Equal(m.Content, rarMembers[0].Data) || len(m.Head) != headBytes {
		t.Errorf("%d, %d bytes of the packed member", len(m.Head), len(m.Content))
	}
	if m := l.Members[1]; !bytes.Equal(m.Head, rarMembers[1].Data) {
		t.Errorf("%d bytes of the stored member", len(m.Head))
	}
}

func TestPackedMembersOfRARAreUnpacked(t *testing.T) {
	for name, write := range makers() {
		t.Run(name, func(t *testing.T) { shown(t, list(filetype.RAR, write(archivetest.RAR{}, rarMembers...))) })
	}
}

func TestAPasswordOpensRAR(t *testing.T) {
	for name, write := range makers() {
		for _, hidden := range []bool{false, true} {
			data := write(archivetest.RAR{Password: "가족2016", Hidden: hidden}, rarMembers...)
			if l := list(filetype.RAR, data); !l.Encrypted || l.Hidden != hidden {
				t.Errorf("%s: %+v", name, l)
			}
			l, ok := Open(filetype.RAR, data, "가족2016", &Limits{Bytes: MaxUnpacked, Rounds: rounds})
			if !ok {
				t.Errorf("%s, hidden %v: does not open", name, hidden)
				continue
			}
			shown(t, l)
			for _, wrong := range []string{"", "2016", "가족2016 "} {
				if _, ok := Open(filetype.RAR, data, wrong, &Limits{Bytes: MaxUnpacked, Rounds: rounds}); ok {
					t.Errorf("%s opens with %q", name, wrong)
				}
			}
		}
	}
}

// Plain names, in UTF-8 and in the Korean charset; and beside a plain name the difference
// to the Unicode one: letters on their own, as in the plain name, moved by one.
func TestNamesOfRAR4(t *testing.T) {
	const plainFlags, unicode = 0, rar4Unicode
	for raw, c := range map[string]struct {
		flags uint64
		want  string
	}{
		"a.scr":                                  {plainFlags, "a.scr"},
		`d\a.scr`:                                {plainFlags, "d/a.scr"},
		"사진.scr":                                 {unicode, "사진.scr"},
		"\xbb\xe7\xc1\xf8.scr":                   {plainFlags, "사진.scr"},
		"??.scr\x00\xc0\x6c\xac\xc4\xc9\x02":     {unicode, "사진.scr"},
		"??.scr\x00\xc0\x60\xac\xc4\xc9.s\x00cr": {unicode, "사진.scr"},
		"abcdef.scr\x00\x00\xc0\x08":             {unicode, "abcdef.scr"},
		"abcdef.scr\x00\x01\xc0\x88\x01":         {unicode, "ŢţŤťŦŧįŴŤų"},
		"a.scr\x00\xc0":                          {unicode, "a.scr"},
		"a\x00\xc0\xff\xff\xff":                  {unicode, "쁠"}, // no name, but an end
	} {
		if got := name4([]byte(raw), c.flags); got != c.want {
			t.Errorf("%q: %q, want %q", raw, got, c.want)
		}
	}
}

// The archives of the tests are those that an independent program reads.
func TestTheLibraryReadsOurArchives(t *testing.T) {
	for name, write := range makers() {
		for _, hidden := range []bool{false, true} {
			r, err := rardecode.NewReader(bytes.NewReader(write(archivetest.RAR{Password: "가족2016", Hidden: hidden}, rarMembers...)), rardecode.Password("가족2016"))
			if err != nil {
				t.Fatal(name, err)
			}
			for _, want := range rarMembers {
				if _, err := r.Next(); err != nil {
					t.Fatal(name, err)
				}
				if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want.Data) {
					t.Errorf("%s: %v, %d bytes", name, err, len(got))
				}
			}
		}
	}
}

// A key that would take minutes to derive is not derived, nor one beyond what is left.
func TestTheWorkOfOneRARIsBounded(t *testing.T) {
	for what, data := range map[string][]byte{
		"a key of 16 million rounds": archivetest.RAR{Password: "x", LogRounds: 24}.Five(rarMembers...),
		"the same for the names":     archivetest.RAR{Password: "x", LogRounds: 24, Hidden: true}.Five(rarMembers...),
		"no value to check":          archivetest.RAR{Password: "x", Unchecked: true}.Five(rarMembers...),
	} {
		limits := Limits{Bytes: MaxUnpacked, Rounds: rounds}
		if _, ok := Open(filetype.RAR, data, "x", &limits); ok || limits.Rounds != rounds {
			t.Errorf("%s: %v, %d rounds left", what, ok, limits.Rounds)
		}
	}
	for name, write := range makers() {
		limits := Limits{Bytes: MaxUnpacked, Rounds: 1000}
		if _, ok := Open(filetype.RAR, write(archivetest.RAR{Password: "x"}, rarMembers...), "x", &limits); ok {
			t.Errorf("%s opens although there are not enough rounds left", name)
		}
	}
}

// What is unpacked ends with the budget, and an archive that says it grows beyond all
// measure is not unpacked at all.
func TestRARBombs(t *testing.T) {
	many := make([]archivetest.Member, 200)
	for i := range many {
		many[i] = archivetest.Member{Name: "a.exe", Data: append(sample.Executable(), make([]byte, 5000)...), Packed: true}
	}
	for name, write := range makers() {
		data := write(archivetest.RAR{}, many...)
		limits := Limits{Bytes: 20_000}
		l := List(filetype.RAR, data, &limits)
		if limits.Bytes < 0 || len(l.Members) != 200 || l.Members[0].Content == nil || l.Members[199].Head != nil {
			t.Errorf("%s: %d bytes left, %d members", name, limits.Bytes, len(l.Members))
		}
	}
	w := rarWalk{files: []rarFile{{Member: Member{Name: "a", Size: 1 << 40}, packed: []byte{1}}}, five: true}
	l := lister{limits: &Limits{Bytes: 1 << 20}}
	if l.rarMembers(&w, 1000); !l.out.Bomb {
		t.Errorf("%+v", l.out)
	}
}

// What stalls the unpacking is given up, and after a few of them nothing is unpacked.
func TestWhatBreaksTheUnpackingEnds(t *testing.T) {
	limits := Limits{}
	if !limits.within(time.Hour, func() { panic("hostile") }) || limits.Hung != 0 {
		t.Error("a panic is an end")
	}
	for range maxHung {
		stalled := make(chan struct{})
		if limits.within(time.Nanosecond, func() { <-stalled }) {
			t.Error("did not wait and yet it ended")
		}
		close(stalled)
	}
	if limits.Hung != maxHung || limits.within(time.Hour, func() {}) {
		t.Error("unpacks after others stalled")
	}
}

func TestDamagedRAR(t *testing.T) {
	for name, write := range makers() {
		for _, r := range []archivetest.RAR{{}, {Password: "x", LogRounds: 4}, {Password: "x", LogRounds: 4, Hidden: true}} {
			if r.Password != "" && strings.HasSuffix(name, "4") {
				continue // each try costs a quarter of a million rounds
			}
			data := write(r, rarMembers...)
			for cut := range len(data) {
				if cut > 200 && cut%97 != 0 {
					continue
				}
				list(filetype.RAR, data[:cut])
				Open(filetype.RAR, data[:cut], "x", &Limits{Bytes: 1 << 16, Rounds: 1 << 12})
			}
		}
	}
}

func FuzzRAR(f *testing.F) {
	for _, write := range makers() {
		for _, r := range []archivetest.RAR{{}, {Password: "x", LogRounds: 2}, {Password: "x", LogRounds: 2, Hidden: true}} {
			f.Add(write(r, archivetest.Member{Name: "a.exe", Data: sample.Executable(), Packed: true}))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		List(filetype.RAR, data, &Limits{Bytes: 1 << 16})
		limits := Limits{Bytes: 1 << 16, Rounds: 1 << 10}
		Open(filetype.RAR, data, "x", &limits)
		if limits.Bytes < 0 {
			t.Errorf("%d bytes left", limits.Bytes)
		}
	})
}

func BenchmarkOpenRAR(b *testing.B) {
	for name, write := range makers() {
		data := write(archivetest.RAR{Password: "right"}, rarMembers...)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Open(filetype.RAR, data, "wrong", &Limits{Bytes: MaxUnpacked, Rounds: rounds})
			}
		})
	}
}

func BenchmarkUnpackRAR(b *testing.B) {
	big := archivetest.Member{Name: "a.exe", Data: append(sample.Executable(), make([]byte, 1<<20)...), Packed: true}
	for name, write := range makers() {
		data := write(archivetest.RAR{}, big)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				List(filetype.RAR, data, &Limits{Bytes: MaxUnpacked})
			}
		})
	}
}
