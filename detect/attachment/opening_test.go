package attachment

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dwell/detect"
	"dwell/detect/attachment/archive/archivetest"
	"dwell/detect/attachment/sample"
	"dwell/detect/attachment/unlock/unlocktest"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

const secret = "Family!2016"

// quick makes archives whose keys cost next to nothing.
func quick(password string) archivetest.RAR {
	return archivetest.RAR{Password: password, LogRounds: 4}
}

func member(name string, data []byte) archivetest.Member {
	return archivetest.Member{Name: name, Data: data, Packed: true}
}

func macroDocument(t testing.TB) []byte {
	return sample.Zip(t, "[Content_Types].xml", "x", "word/vbaProject.bin", "x")
}

// lockedFiles are files that run something, each locked with the secret.
func lockedFiles(t testing.TB) map[string]struct {
	name    string
	data    []byte
	carrier string
} {
	hidden := quick(secret)
	hidden.Hidden = true
	program := member("사진.scr", sample.Executable())
	return map[string]struct {
		name    string
		data    []byte
		carrier string
	}{
		"RAR 5":                               {"photos.rar", quick(secret).Five(program), "program"},
		"RAR 5 without names":                 {"photos.rar", hidden.Five(program), "program"},
		"RAR 4":                               {"photos.rar", quick(secret).Four(program), "program"},
		"RAR 4 without names":                 {"photos.rar", hidden.Four(program), "program"},
		"ALZ":                                 {"photos.alz", archivetest.ALZ(t, secret, program), "program"},
		"EGG":                                 {"photos.egg", archivetest.EGG(t, secret, 6, program), "program"},
		"RAR in a locked zip":                 {"all.zip", lockedZip(t, "photos.rar", string(quick(secret).Five(program))), "program"},
		"document of 2010":                    {"plan.docx", unlocktest.Agile(secret, macroDocument(t), 10), "macro"},
		"document of 2007":                    {"plan.docx", unlocktest.Standard(secret, macroDocument(t)), "macro"},
		"archive in an archive":               {"all.zip", sample.Zip(t, "photos.rar", string(quick(secret).Five(program))), "program"},
		"locked in a locked one":              {"all.rar", quick(secret).Five(member("inner.rar", quick(secret).Four(program))), "program"},
		"locked document in a locked archive": {"all.rar", quick(secret).Five(member("plan.docx", unlocktest.Agile(secret, macroDocument(t), 10))), "macro"},
	}
}

func parts(f finding.Finding) []string {
	var out []string
	for _, p := range f.Parts {
		out = append(out, p.Name)
	}
	return out
}

func TestPasswordsOfTheMailOpenWhatIsLocked(t *testing.T) {
	for what, c := range lockedFiles(t) {
		t.Run(what, func(t *testing.T) {
			got := investigate(t, mailOf(1, "The password is "+secret, attached(c.name, "application/octet-stream", c.data)))
			if len(got) != 1 {
				t.Fatalf("%d findings", len(got))
			}
			if has := parts(got[0]); !slices.Contains(has, c.carrier) || !slices.Contains(has, "password in the mail") || !strings.Contains(got[0].Sentence, "opened with the password that a mail gives") {
				t.Errorf("%q: %s", has, got[0].Sentence)
			}
		})
	}
}

func TestPasswordsOfTheNextMailOpenWhatIsLocked(t *testing.T) {
	for what, c := range lockedFiles(t) {
		first := mailOf(1, "see the photos", attached(c.name, "application/octet-stream", c.data))
		answer := mailOf(2, "비밀번호는 "+secret)
		answer.From[0].Addr, answer.References = "another@example.net", []string{first.MessageID}
		bySender := mailOf(3, "pw: "+secret)
		for _, other := range []event.Mail{answer, bySender} {
			got := investigate(t, other, first)
			if len(got) != 1 || !slices.Contains(parts(got[0]), c.carrier) {
				t.Errorf("%s: %+v", what, got)
			}
		}
		stranger := mailOf(4, "pw: "+secret)
		stranger.From[0].Addr = "stranger@example.org"
		if got := investigate(t, stranger, first); len(got) == 1 && strings.Contains(got[0].Sentence, "opened with") {
			t.Errorf("%s: opened with the password of a stranger", what)
		}
	}
}

// What stays closed in something that was opened is not called harmless.
func TestAnInnerLockIsNotHarmless(t *testing.T) {
	inner := string(quick("unknown7").Five(member("list.txt", []byte("inert text"))))
	for what, data := range map[string][]byte{"in zip": lockedZip(t, "inner.rar", inner), "in RAR": quick(secret).Five(member("inner.rar", []byte(inner)))} {
		got := investigate(t, mailOf(1, "password: "+secret, attached("a.bin", "", data)))
		if len(got) != 1 || slices.Contains(parts(got[0]), "nothing that runs") {
			t.Errorf("%s: %+v", what, got)
		}
	}
}

// A zip archive that a later mail opens is judged whole, not by its first two kilobytes.
func TestTheWholeOfAZipIsJudged(t *testing.T) {
	first := mailOf(1, "", attached("all.zip", "application/zip", lockedZip(t, "inner.zip", string(sample.Zip(t, "a.txt", noise(6000), "b.scr", string(sample.Executable()))))))
	got := investigate(t, first, mailOf(2, "pw: "+secret))
	if len(got) != 1 || !strings.Contains(got[0].Sentence, "b.scr") {
		t.Errorf("%+v", got)
	}
}

// noise is text that does not pack.
func noise(n int) string {
	out := make([]byte, n)
	state := uint32(1)
	for i := range out {
		state = state*1664525 + 1013904223
		out[i] = byte(state >> 24)
	}
	return string(out)
}

// lockedZip is a zip archive of one stored member, encrypted with the secret by the
// traditional cipher.
func lockedZip(t testing.TB, name, content string) []byte {
	t.Helper()
	packed := archivetest.Traditional(secret, content)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateRaw(&zip.FileHeader{Name: name, Flags: 1, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(content)), CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(len(content))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(packed); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatHoldsNothingThatRunsWeighsLess(t *testing.T) {
	text := member("list.txt", []byte("inert text"))
	for what, data := range map[string][]byte{"RAR": quick(secret).Five(text), "document": unlocktest.Agile(secret, sample.Zip(t, "[Content_Types].xml", "x"), 10)} {
		open := investigate(t, mailOf(1, "password: "+secret, attached("a.bin", "", data)))
		shut := investigate(t, mailOf(1, "password: something4", attached("a.bin", "", data)))
		if len(shut) != 1 || len(open) == 1 && open[0].Score >= shut[0].Score {
			t.Errorf("%s: open %+v, shut %+v", what, open, shut)
		}
	}
}

func TestPDFWithAPassword(t *testing.T) {
	for what, sample := range unlocktest.PDFs() {
		got := investigate(t, mailOf(1, "password: "+sample.Password+" ", attached("a.pdf", "application/pdf", sample.Data(t))))
		if len(got) != 1 || !slices.Contains(parts(got[0]), "script in PDF") {
			t.Errorf("%s: %+v", what, got)
		}
		if open := slices.Contains(parts(got[0]), "locked document"); open != (sample.Password != "") {
			t.Errorf("%s: locked %v", what, open)
		}
	}
}

// Excel opens what is encrypted with its own password without a question, and no mail
// needs to give it.
func TestThePasswordThatExcelTries(t *testing.T) {
	got := investigate(t, mailOf(1, "", attached("a.xlsm", "", unlocktest.Agile("VelvetSweatshop", macroDocument(t), 100))))
	if len(got) != 1 || got[0].Severity < finding.Medium || !slices.Contains(parts(got[0]), "open lock") || !slices.Contains(parts(got[0]), "macro") {
		t.Errorf("%+v", got)
	}
}

// Keys that take minutes are not made, and many passwords on dear keys end soon, with a
// word about it.
func TestTheWorkIsBounded(t *testing.T) {
	var many strings.Builder
	for i := range 40 {
		fmt.Fprintf(&many, "password: secret%d\n\n", i)
	}
	program := member("a.exe", sample.Executable())
	for what, c := range map[string]struct {
		data []byte
		said bool
	}{
		"sixteen million rounds":    {archivetest.RAR{Password: secret, LogRounds: 24}.Five(program), false},
		"as RAR asks for":           {archivetest.RAR{Password: secret}.Five(program), true},
		"as Office asks for, twice": {unlocktest.Agile(secret, []byte("x"), 200_000), true},
	} {
		d := New(detect.Config{})
		d.Observe(&event.Batch{Mails: []event.Mail{mailOf(1, many.String(), attached("a.bin", "", c.data))}})
		const few = 1 << 18 // two tries, or none
		for _, got := range d.opened(few) {
			if got.Traits.Has(opened) {
				t.Errorf("%s: opened", what)
			}
			if said := slices.ContainsFunc(got.Notes, func(n string) bool { return strings.HasPrefix(n, "not every password") }); said != c.said {
				t.Errorf("%s: %q", what, got.Notes)
			}
		}
	}
	if fileRounds > runRounds/8 {
		t.Error("one file may take the work of all")
	}
}

// The work for all attachments together is bounded too; those of which the own mail
// offers a password come first.
func TestTheWorkOfOneRunIsBounded(t *testing.T) {
	program := member("a.exe", sample.Executable())
	d := New(detect.Config{})
	var batch event.Batch
	for i := range 8 {
		m := mailOf(i, "", attached("a.rar", "", append(archivetest.RAR{Password: secret, LogRounds: 10}.Five(program), byte(i))))
		m.From[0].Addr = fmt.Sprintf("sender%d@example.net", i)
		later := mailOf(100+i, "password: "+secret)
		later.From = m.From
		if i == 5 {
			m.Text = later.Text
		}
		batch.Mails = append(batch.Mails, m, later)
	}
	d.Observe(&batch)
	const forThree = 3 * 4 << 10
	opening, said := 0, 0
	for _, t := range d.opened(forThree + 100) {
		if t.Traits.Has(opened) {
			opening++
		}
		if slices.ContainsFunc(t.Notes, func(n string) bool { return strings.HasPrefix(n, "not every password") }) {
			said++
		}
		if len(t.Offered.Tokens) > 0 && !t.Traits.Has(opened) {
			said = -100
		}
	}
	if opening != 3 || said != 5 {
		t.Errorf("%d opened, %d said that they were not", opening, said)
	}
}

func TestWhatIsTooLargeIsSaid(t *testing.T) {
	data := append(quick(secret).Five(member("a.exe", sample.Executable())), make([]byte, maxDeposit)...)
	got := investigate(t, mailOf(1, "password: "+secret, attached("a.rar", "", data)))
	if len(got) != 1 || !strings.Contains(got[0].Sentence, "too large to be kept") {
		t.Errorf("%+v", got)
	}
}

func TestLawWithLockedFiles(t *testing.T) {
	program := member("a.exe", sample.Executable())
	files := [][]byte{quick(secret).Five(program), quick("abc1234").Five(program), unlocktest.Agile(secret, macroDocument(t), 10), unlocktest.PDFs()["revision 3"].Data(t),
		sample.Zip(t, "b.rar", string(quick(secret).Five(member("c.scr", sample.Executable())))), quick("none").Five(program),
		lockedZip(t, "d.rar", string(quick("abc1234").Five(program)))}
	var mails []event.Mail
	for i := range 24 {
		m := mailOf(i, []string{"", "password: " + secret, "비밀번호는 abc1234", "pw secret1"}[i%4], attached(fmt.Sprintf("%d.bin", i%7), "", files[i%len(files)]))
		m.From[0].Addr = fmt.Sprintf("sender%d@example.net", i%5)
		mails = append(mails, m)
	}
	detecttest.Law(t, Spec(), detect.Config{}, detect.View{}, []event.Batch{{Mails: mails}})
	t.Run("with a small vault", func(t *testing.T) {
		detecttest.Law(t, Spec(), detect.Config{MaxKeys: 200}, detect.View{}, []event.Batch{{Mails: mails}})
	})
}

// Which files a vault keeps depends on the files alone, not on how they came.
func TestAVaultKeepsTheSameInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 60), 1, 30).Draw(t, "sizes")
		order := rapid.Permutation(seq(len(sizes))).Draw(t, "order")
		half := rapid.IntRange(0, len(sizes)).Draw(t, "half")
		one, two := vault{Budget: 100}, vault{Budget: 100}
		other := vault{Budget: 100}
		put := func(v *vault, n int) { v.add(uint8(n%2), sha256.Sum256([]byte{byte(n)}), make([]byte, sizes[n])) }
		for n := range sizes {
			put(&one, n)
		}
		for i, n := range order {
			if i < half {
				put(&two, n)
			} else {
				put(&other, n)
			}
		}
		two.merge(&other)
		total := 0
		for i := range one.Kept {
			total += len(one.Kept[i].Data)
		}
		same := slices.EqualFunc(one.Kept, two.Kept, func(a, b deposit) bool { return a.compare(&b) == 0 && len(a.Data) == len(b.Data) })
		if !same || total > one.Budget || one.Full != two.Full || one.First.compare(&two.First) != 0 {
			t.Fatalf("%d and %d files, %d bytes", len(one.Kept), len(two.Kept), total)
		}
	})
}

func seq(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// A mail with a locked archive costs what keeping it costs; the key is made once at the
// end.
func BenchmarkLockedArchive(b *testing.B) {
	m := mailOf(1, "password: "+secret, attached("a.rar", "", archivetest.RAR{Password: secret}.Five(member("a.exe", sample.Executable()))))
	batch := event.Batch{Mails: []event.Mail{m}}
	b.Run("observe", func(b *testing.B) {
		d := New(detect.Config{})
		for b.Loop() {
			d.Observe(&batch)
		}
	})
	b.Run("conclude", func(b *testing.B) {
		d := New(detect.Config{})
		d.Observe(&batch)
		for b.Loop() {
			if f, err := d.Findings(detect.View{}); err != nil || len(f) != 1 {
				b.Fatal(err, f)
			}
		}
	})
}
