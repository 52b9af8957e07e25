package evidence_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"dwell/evidence"
)

// lineReader knows text that begins with "log" and counts its lines.
type lineReader struct {
	during func() // called once while reading, for tests of changing files
}

func (lineReader) Format() evidence.Format { return evidence.Format{Name: "lines"} }

func (lineReader) Detect(head []byte) evidence.Confidence {
	if bytes.HasPrefix(head, []byte("log")) {
		return evidence.Certain
	}
	if bytes.HasPrefix(head, []byte("panic in detect")) {
		panic("detect")
	}
	return evidence.No
}

func (r lineReader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	for b, err := range in.Blocks(evidence.CutLines) {
		if err != nil {
			return err
		}
		if r.during != nil {
			r.during()
		}
		if bytes.Contains(b.Data, []byte("panic in read")) {
			panic("read")
		}
		if err := out.Do(ctx, b.Offset, func(w *evidence.Worker) {
			w.Read(bytes.Count(b.Data, []byte("\n")))
			b.Release()
		}); err != nil {
			return err
		}
	}
	return nil
}

// direct runs the work at once.
type direct struct{}

func (direct) Do(_ context.Context, work func(evidence.Sink)) error { work(nil); return nil }

const text = "log one\nlog two\nlog three\n"

// examine writes the files into a folder, walks and examines it.
func examine(t *testing.T, limits evidence.Limits, files map[string][]byte) (map[string]evidence.Entry, []evidence.Unread) {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return examineFolder(t, limits, root)
}

func examineFolder(t *testing.T, limits evidence.Limits, root string) (map[string]evidence.Entry, []evidence.Unread) {
	t.Helper()
	sources, unread, err := evidence.Walk(context.Background(), []string{root})
	if err != nil {
		t.Fatal(err)
	}
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Limits: limits, Executor: direct{}}
	entries := map[string]evidence.Entry{}
	for _, s := range sources {
		for _, e := range x.Examine(context.Background(), s) {
			if _, twice := entries[e.Path]; twice {
				t.Errorf("two entries for %s", e.Path)
			}
			entries[e.Path] = e
		}
	}
	return entries, unread
}

func wantRead(t *testing.T, entries map[string]evidence.Entry, path string, records int64) {
	t.Helper()
	e, ok := entries[path]
	if !ok {
		t.Errorf("no entry for %s among %v", path, paths(entries))
		return
	}
	if e.Format != "lines" || e.Tally.Records != records || e.Reason != "" {
		t.Errorf("%s: format %q, %d records, reason %q; want lines, %d", path, e.Format, e.Tally.Records, e.Reason, records)
	}
}

// wantRefused checks that the entry says why, in its reason or its failure.
func wantRefused(t *testing.T, entries map[string]evidence.Entry, path, why string) {
	t.Helper()
	e, ok := entries[path]
	if !ok {
		t.Errorf("no entry for %s among %v", path, paths(entries))
		return
	}
	if !strings.Contains(e.Reason+e.Failure, why) {
		t.Errorf("%s: reason %q, failure %q; want %q", path, e.Reason, e.Failure, why)
	}
}

func paths(entries map[string]evidence.Entry) []string {
	var out []string
	for p := range entries {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

func gz(content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(content)
	_ = w.Close()
	return b.Bytes()
}

func zst(t *testing.T, content []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(content, nil)
}

type member struct {
	name    string
	content []byte
}

func tarred(members ...member) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		_ = w.WriteHeader(&tar.Header{Name: m.name, Mode: 0o644, Size: int64(len(m.content))})
		_, _ = w.Write(m.content)
	}
	_ = w.Close()
	return b.Bytes()
}

// sparse is a tar archive with a GNU sparse member that claims to be all holes.
func sparse(size int64) []byte {
	header := make([]byte, 512)
	copy(header, "holes.log")
	copy(header[100:], "0000644\x000000000\x000000000\x0000000000000\x0000000000000\x00")
	header[156] = 'S'
	copy(header[257:], "ustar  \x00")
	copy(header[386:], fmt.Sprintf("%011o\x00%011o\x00", size, 0)) // one empty piece at the end
	copy(header[483:], fmt.Sprintf("%011o\x00", size))
	copy(header[148:], "        ")
	sum := 0
	for _, b := range header {
		sum += int(b)
	}
	copy(header[148:], fmt.Sprintf("%06o\x00 ", sum))
	return append(header, make([]byte, 1024)...)
}

func zipped(members ...member) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate, NonUTF8: true})
		_, _ = f.Write(m.content)
	}
	_ = w.Close()
	return b.Bytes()
}

// xzText and bz2Text are "log one\nlog two\nlog three\n", packed by xz and bzip2.
const (
	xzText  = "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAZABddADYbyRSWlbzHFcOMRPz6+V9oDIvlLaxAAADy8r5nqKO57AABMxphKY8pH7bzfQEAAAAABFla"
	bz2Text = "QlpoOTFBWSZTWZU0mZIAAAbRgAAQQAACxZSAIAAxANNNBGQBo+GQc2R1h0hyLX4u5IpwoSEqaTMk"
)

func decoded(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryContainerIsOpened(t *testing.T) {
	inner := tarred(member{"deep/a.log", []byte(text)}, member{"deep/b.log", []byte(text)})
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{
		"plain.log":  []byte(text),
		"a.log.gz":   gz([]byte(text)),
		"two.gz":     append(gz([]byte(text)), gz([]byte(text+"more\n"))...),
		"b.zst":      zst(t, []byte(text+"zst\n")),
		"c.tar":      tarred(member{"x.log", []byte(text + "tar\n")}),
		"d.zip":      zipped(member{"y.log", []byte(text + "zip\n")}),
		"nested.zip": zipped(member{"logs.tar.gz", gz(inner)}),
		"zips.tgz":   gz(tarred(member{"in.zip", zipped(member{"z.log", []byte(text + "zipintar\n")})})),
	})
	wantRead(t, entries, "plain.log", 3)
	wantRead(t, entries, "a.log.gz!a.log", 3)
	wantRead(t, entries, "two.gz!two", 7)
	wantRead(t, entries, "b.zst!b", 4)
	wantRead(t, entries, "c.tar!x.log", 4)
	wantRead(t, entries, "d.zip!y.log", 4)
	wantRead(t, entries, "nested.zip!logs.tar.gz!logs.tar!deep/a.log", 3)
	wantRead(t, entries, "nested.zip!logs.tar.gz!logs.tar!deep/b.log", 3)
	wantRead(t, entries, "zips.tgz!zips.tar!in.zip!z.log", 4)
	if got := entries["nested.zip!logs.tar.gz!logs.tar!deep/a.log"].Container; got != "zip+gzip+tar" {
		t.Errorf("container %q", got)
	}
}

func TestXZAndBzip2(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"a.xz": decoded(t, xzText), "b.bz2": decoded(t, bz2Text)})
	wantRead(t, entries, "a.xz!a", 3)
	wantRead(t, entries, "b.bz2!b", 3)
}

func TestContentDecidesNeverTheName(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"picture.png": gz([]byte(text)), "conn.log": []byte("Dear reader,\nthis is a letter.\n")})
	wantRead(t, entries, "picture.png!content", 3)
	wantRefused(t, entries, "conn.log", "text of no format")
}

func TestEveryContentIsHashed(t *testing.T) {
	packed := gz([]byte(text))
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"a.gz": packed, "letter.txt": []byte("Dear reader")})
	for path, content := range map[string][]byte{"a.gz": packed, "a.gz!a": []byte(text), "letter.txt": []byte("Dear reader")} {
		e := entries[path]
		if want := fmt.Sprintf("%x", sha256.Sum256(content)); e.SHA256 != want || e.Size != int64(len(content)) {
			t.Errorf("%s: %d bytes, SHA-256 %s; want %d, %s", path, e.Size, e.SHA256, len(content), want)
		}
	}
}

func TestDamagedContainersKeepTheGoodPart(t *testing.T) {
	long := []byte(strings.Repeat(text, 20000))
	packed := gz(long)
	flipped := gz([]byte(text))
	flipped[len(flipped)-6] ^= 1 // the checksum
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{
		"cut.gz": packed[:len(packed)-20], "checksum.gz": flipped,
		"cut.tar": tarred(member{"a.log", []byte(text)}, member{"b.log", long})[:4096],
	})
	if e := entries["cut.gz!cut"]; e.Tally.Records < 1000 || !strings.Contains(e.Failure, "ends in the middle") {
		t.Errorf("cut.gz: %d records, failure %q", e.Tally.Records, e.Failure)
	}
	wantRefused(t, entries, "checksum.gz!checksum", "checksum")
	wantRead(t, entries, "cut.tar!a.log", 3)
	if e := entries["cut.tar!b.log"]; e.Tally.Records == 0 || e.Failure == "" {
		t.Errorf("cut.tar!b.log: %+v", e)
	}
}

func TestWhatIsRefusedIsNamed(t *testing.T) {
	var links bytes.Buffer
	w := tar.NewWriter(&links)
	_ = w.WriteHeader(&tar.Header{Name: "link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink})
	_ = w.WriteHeader(&tar.Header{Name: "null", Typeflag: tar.TypeChar})
	_ = w.WriteHeader(&tar.Header{Name: "../out.log", Mode: 0o644, Size: int64(len(text))})
	_, _ = io.WriteString(w, text)
	_ = w.WriteHeader(&tar.Header{Name: "good.log", Mode: 0o644, Size: int64(len(text))})
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{
		"links.tar":  links.Bytes(),
		"escape.zip": zipped(member{"../../etc/cron.log", []byte(text)}, member{"C:\\x.log", []byte(text)}, member{"fine.log", []byte(text)}),
	})
	wantRefused(t, entries, "links.tar!link", "links are not followed")
	wantRefused(t, entries, "links.tar!null", "only files are read")
	wantRead(t, entries, "links.tar!good.log", 3)
	wantRead(t, entries, "escape.zip!fine.log", 3)
	refused := 0
	for path, e := range entries {
		if strings.Contains(e.Reason, "path traversal") {
			refused++
			if strings.Contains(path, "etc/passwd") {
				t.Errorf("%s was opened", path)
			}
		}
	}
	if refused != 3 {
		t.Errorf("%d members refused for their paths, want 3: %v", refused, paths(entries))
	}
}

func TestEncryptedMembersAreRefused(t *testing.T) {
	z := zipped(member{"secret.log", []byte(text)})
	for _, signature := range []string{"PK\x03\x04", "PK\x01\x02"} { // set the flag in both headers
		at := bytes.Index(z, []byte(signature))
		flags := at + 6
		if signature == "PK\x01\x02" {
			flags = at + 8
		}
		z[flags] |= 1
	}
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"a.zip": z})
	wantRefused(t, entries, "a.zip!secret.log", "encrypted")
}

func TestBombsAreRefusedAndTheRestIsRead(t *testing.T) {
	zeros := make([]byte, 8<<20)
	copy(zeros, "log begins\n")
	limits := evidence.Limits{RatioFrom: 1 << 20, Ratio: 5}
	entries, _ := examine(t, limits, map[string][]byte{
		"bomb.gz":    gz(zeros),
		"bomb.zip":   zipped(member{"a.log", zeros}, member{"b.log", []byte(text)}),
		"double.gz":  gz(gz(zeros)),
		"sparse.tar": sparse(8 << 20),
		"in.tar":     tarred(member{"x.gz", gz(zeros)}, member{"y.log", []byte(text + "y\n")}),
	})
	for _, path := range []string{"bomb.gz!bomb", "bomb.zip!a.log", "double.gz!double!content", "in.tar!x.gz!x", "sparse.tar!holes.log"} {
		wantRefused(t, entries, path, "decompression bomb")
	}
	wantRead(t, entries, "bomb.zip!b.log", 3)
	wantRead(t, entries, "in.tar!y.log", 4)
}

func TestDepthAndMembersAreLimited(t *testing.T) {
	deep := []byte(text)
	for range 4 {
		deep = gz(deep)
	}
	var many []member
	for i := range 20 {
		many = append(many, member{fmt.Sprintf("m%02d.log", i), []byte(text)})
	}
	entries, _ := examine(t, evidence.Limits{Depth: 3, Members: 10}, map[string][]byte{"deep.gz": deep, "many.tar": tarred(many...)})
	wantRefused(t, entries, "deep.gz!deep!content!content", "more than 3 deep")
	wantRefused(t, entries, "many.tar", "more than 10 members")
	wantRead(t, entries, "many.tar!m09.log", 3)
}

func TestFilesThatAreNoLogsGetAHelpfulReason(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{
		"a.pcap": []byte("\xd4\xc3\xb2\xa1\x02\x00\x04\x00rest"), "b": {}, "c.img": make([]byte, 3<<20),
		"eve.json": []byte(`{"timestamp":"2026-01-01T00:00:00+0000","event_type":"flow","src_ip":"192.0.2.1"}` + "\n"),
		"panic":    []byte("panic in detect"),
	})
	wantRefused(t, entries, "a.pcap", "zeek -r")
	wantRefused(t, entries, "b", "empty")
	wantRefused(t, entries, "c.img", "only zero bytes")
	wantRefused(t, entries, "eve.json", "Suricata")
	wantRefused(t, entries, "panic", "text of no format")
}

func TestAPanicCostsOneFile(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"bad.log": []byte("log\npanic in read\n"), "good.log": []byte(text)})
	wantRefused(t, entries, "bad.log", "fault in dwell")
	wantRead(t, entries, "good.log", 3)
}

func TestIdenticalFilesCountOnce(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"a.log": []byte(text), "copy/a.log": []byte(text), "other.log": []byte("log ONE\nlog two\nlog three\n")})
	wantRead(t, entries, "a.log", 3)
	wantRead(t, entries, "other.log", 3)
	wantRefused(t, entries, "copy/a.log", "identical to a.log")
	if e := entries["copy/a.log"]; e.SHA256 != entries["a.log"].SHA256 || e.Lost() {
		t.Errorf("copy: %+v", e)
	}
}

func TestAFileThatChangesWhileItIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "growing.log")
	if err := os.WriteFile(path, []byte(strings.Repeat(text, 100000)), 0o644); err != nil {
		t.Fatal(err)
	}
	grow := func() {
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString(text)
		}
		if err == nil {
			err = f.Close()
		}
		if err != nil {
			t.Error(err)
		}
	}
	sources, _, err := evidence.Walk(context.Background(), []string{path})
	if err != nil {
		t.Fatal(err)
	}
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{during: grow}}, Executor: direct{}}
	entries := x.Examine(context.Background(), sources[0])
	if e := entries[0]; !strings.Contains(e.Failure, "changed while it was read") || e.Tally.Records < 300000 {
		t.Errorf("%d records, failure %q", e.Tally.Records, e.Failure)
	}
}

func TestLinksAndMissingRoots(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "a.log"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.log", filepath.Join(root, "link.log")); err != nil {
		t.Skip(err)
	}
	entries, unread := examineFolder(t, evidence.Limits{}, root)
	wantRead(t, entries, "a.log", 3)
	if len(unread) != 1 || unread[0].Path != "link.log" || !strings.Contains(unread[0].Reason, "links are not followed") {
		t.Errorf("unread %v", unread)
	}
	if _, _, err := evidence.Walk(context.Background(), []string{filepath.Join(root, "none")}); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("missing root: %v", err)
	}
}

func TestSliceFindsTheRecordAgain(t *testing.T) {
	root := t.TempDir()
	packed := zipped(member{"logs.tar.gz", gz(tarred(member{"a.log", []byte(text)}))})
	if err := os.WriteFile(filepath.Join(root, "nested.zip"), packed, 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := evidence.Slice(context.Background(), []string{root}, "nested.zip!logs.tar.gz!logs.tar!a.log", 8, 7)
	if err != nil || string(got) != "log two" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, path := range []string{"nested.zip!none", "other.log"} {
		if _, err := evidence.Slice(context.Background(), []string{root}, path, 0, 1); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	if _, err := evidence.Slice(context.Background(), []string{root}, "nested.zip!logs.tar.gz!logs.tar!a.log", 20, 70); err == nil {
		t.Error("beyond the end: no error")
	}
}

func TestVerifyNamesEveryDifference(t *testing.T) {
	root := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"same.log", "changed.log", "gone.log"} {
		write(name, text+name)
	}
	entries, unread := examineFolder(t, evidence.Limits{}, root)
	var list []evidence.Entry
	for _, p := range paths(entries) {
		list = append(list, entries[p])
	}
	m := evidence.NewManifest("v0", []string{"investigate"}, []string{root}, list, unread)
	if diff, err := m.Verify(context.Background(), m.Roots); err != nil || len(diff) != 0 {
		t.Fatalf("unchanged: %v, %v", diff, err)
	}
	write("changed.log", text+"CHANGED.log")
	write("new.log", text)
	if err := os.Remove(filepath.Join(root, "gone.log")); err != nil {
		t.Fatal(err)
	}
	diff, err := m.Verify(context.Background(), m.Roots)
	var got []string
	for _, d := range diff {
		word, _, _ := strings.Cut(d.Problem, ":")
		got = append(got, d.Path+" "+word)
	}
	if want := []string{"changed.log changed", "gone.log missing", "new.log new"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestACancelledRunStops(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	sources, _, err := evidence.Walk(context.Background(), []string{path})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Executor: direct{}}
	if e := x.Examine(ctx, sources[0])[0]; e.Tally.Records != 0 || e.Failure+e.Reason == "" {
		t.Errorf("%+v", e)
	}
}

// FuzzExamine: whatever a file holds, it is accounted for and nothing panics.
func FuzzExamine(f *testing.F) {
	f.Add([]byte(text))
	f.Add(gz([]byte(text)))
	f.Add(tarred(member{"a", []byte(text)}))
	f.Add(zipped(member{"a", []byte(text)}, member{"a", gz([]byte(text))}))
	limits := evidence.Limits{Depth: 4, Members: 50, RatioFrom: 1 << 16, Ratio: 20, ZIPInMemory: 1 << 20}
	path := filepath.Join(f.TempDir(), "file")
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Limits: limits, Executor: direct{}}
		entries := x.Examine(context.Background(), evidence.Source{Path: "file", Disk: path, Size: int64(len(content))})
		if len(entries) == 0 || entries[0].Path != "file" || entries[0].Size != int64(len(content)) {
			t.Errorf("entries %+v", entries)
		}
		for _, e := range entries {
			if e.Format == "" && e.Packs == "" && e.Reason == "" {
				t.Errorf("%s is not accounted for: %+v", e.Path, e)
			}
		}
	})
}

func BenchmarkExamine(b *testing.B) {
	content := []byte(strings.Repeat("log 1772400000.000000 192.0.2.5 198.51.100.7 443 tcp ssl 1.5 100 200 SF\n", 1<<20))
	for name, packed := range map[string][]byte{"plain": content, "gzip": gz(content)} {
		b.Run(name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "a.log")
			if err := os.WriteFile(path, packed, 0o644); err != nil {
				b.Fatal(err)
			}
			x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Limits: evidence.Limits{Ratio: 1 << 20}, Executor: direct{}}
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				x.Examine(context.Background(), evidence.Source{Path: "a.log", Disk: path, Size: int64(len(packed))})
			}
		})
	}
}
