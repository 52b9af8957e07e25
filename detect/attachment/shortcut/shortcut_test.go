package shortcut

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"dwell/detect/attachment/inside"
)

// made writes a shortcut with a path on a volume, arguments, an icon and a tracker.
// It names programs and starts nothing.
func made(target, arguments, icon string, tail []byte) []byte {
	b := make([]byte, headerSize)
	b[0] = headerSize
	copy(b[4:], "\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46")
	flags := uint32(hasLinkInfo | isUnicode)
	info := append(make([]byte, 28), target+"\x00\x00"...)
	binary.LittleEndian.PutUint32(info, uint32(len(info)))
	info[4], info[8], info[16], info[24] = 28, 1, 28, byte(28+len(target)+1)
	b = append(b, info...)
	for _, s := range []struct {
		flag uint32
		text string
	}{{hasArguments, arguments}, {hasIcon, icon}} {
		if s.text != "" {
			flags |= s.flag
			units := utf16.Encode([]rune(s.text))
			b = binary.LittleEndian.AppendUint16(b, uint16(len(units)))
			for _, u := range units {
				b = binary.LittleEndian.AppendUint16(b, u)
			}
		}
	}
	binary.LittleEndian.PutUint32(b[20:], flags)
	tracker := make([]byte, 96)
	tracker[0], tracker[8] = 96, 88
	binary.LittleEndian.PutUint32(tracker[4:], 0xa0000003)
	copy(tracker[16:], "desktop-example")
	// A version 1 UUID of 2016-05-02 with a MAC of the range for documentation (RFC 7042).
	copy(tracker[48:], "\x00\x10\xb6\x38\x43\x10\xe6\x11\x80\x00\x00\x00\x5e\x00\x53\x01")
	return append(append(append(b, tracker...), 0, 0, 0, 0), tail...)
}

func TestWhatAShortcutStarts(t *testing.T) {
	r := Inspect(made(`C:\Windows\System32\cmd.exe`, "/c   echo example", `C:\Program Files\Hnc\hwp.exe`, nil))
	for _, m := range []inside.Mark{inside.Command, inside.Interpreter, inside.FalseIcon} {
		if !r.Has(m) {
			t.Errorf("mark %d is missing", m)
		}
	}
	for _, want := range []string{`the shortcut starts C:\Windows\System32\cmd.exe`, "with the arguments /c echo example"} {
		if !slices.Contains(r.Notes, want) {
			t.Errorf("%q is missing in %q", want, r.Notes)
		}
	}
	for _, want := range []string{"machine: desktop-example", "MAC address: 00:00:5e:00:53:01"} {
		if !slices.Contains(r.Traces, inside.Trace{Class: inside.ShortcutTrace, Value: want}) {
			t.Errorf("%q is missing in %q", want, r.Traces)
		}
	}
}

func TestAShortcutToADocumentStartsNothing(t *testing.T) {
	r := Inspect(made(`C:\Users\kim\report.docx`, "", `C:\Program Files\Office\winword.exe`, nil))
	if r.Marks != 0 {
		t.Errorf("%b: %q", r.Marks, r.Notes)
	}
}

func TestWhatHangsOnIsCarried(t *testing.T) {
	tail := []byte("%PDF-1.4 " + strings.Repeat("x", 5000))
	r := Inspect(made(`C:\Windows\System32\cmd.exe`, "", "", tail))
	if !r.Has(inside.Appended) || len(r.Files) != 1 || string(r.Files[0].Data) != string(tail) {
		t.Errorf("%b, %d files", r.Marks, len(r.Files))
	}
}

func TestAShareIsARemoteLocation(t *testing.T) {
	if r := Inspect(made(`\\198.51.100.7\share\a.exe`, "", "", nil)); !r.Has(inside.RemoteLocation) {
		t.Errorf("%q", r.Notes)
	}
}

func TestNamesInItemLists(t *testing.T) {
	volume := append([]byte{25, 0, 0x2f}, "C:\\\x00"...)
	volume = append(volume, make([]byte, 25-len(volume))...)
	file := append([]byte{0, 0, 0x32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "A.EXE\x00"...)
	file[0] = byte(len(file))
	if got := items(append(volume, file...)); got != `C:\A.EXE` {
		t.Errorf("%q", got)
	}
}

func TestHostileShortcutsEnd(t *testing.T) {
	whole := made(`C:\Windows\System32\cmd.exe`, strings.Repeat("x", 60000), "a.pdf", []byte("tail"))
	for n := 0; n < len(whole); n += 1 + n/50 {
		Inspect(whole[:n])
	}
	for i := range headerSize {
		damaged := slices.Clone(whole)
		damaged[i] = 0xff
		Inspect(damaged)
	}
}

func FuzzInspect(f *testing.F) {
	f.Add(made(`C:\a.exe`, "b", "c.pdf", []byte("tail")))
	f.Fuzz(func(t *testing.T, data []byte) { Inspect(data) })
}

func BenchmarkInspect(b *testing.B) {
	data := made(`C:\Windows\System32\cmd.exe`, "/c echo example", "a.pdf", nil)
	for b.Loop() {
		Inspect(data)
	}
}
