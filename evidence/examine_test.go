package evidence_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dwell/evidence"
)

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

// A reader may find out late that a file is none of its own: it then counts as unread.
func TestAFileOfAnotherFormatIsUnread(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"a": []byte("log of something else\n")})
	if e := entries["a"]; e.Format != "" || e.Reason == "" || e.Failure != "" || e.Tally.Records != 0 {
		t.Fatalf("%+v", e)
	}
}

func TestAPanicCostsOneFile(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"bad.log": []byte("log\npanic in read\n"), "good.log": []byte(text)})
	wantRefused(t, entries, "bad.log", "fault in dwell")
	wantRead(t, entries, "good.log", 3)
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
	limits := evidence.Limits{Depth: 4, Members: 50, RatioFrom: 1 << 16, Ratio: 20, InMemory: 1 << 20}
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

// xzNested is a tar.xz that holds a ZIP archive that holds a tar.gz with the text.
const xzNested = "/Td6WFoAAAFpIt42AgAhARwAAAAQz1jM4Cf/AQRdADSbgcYxqwSFcaG2hmofLIcYZAViy7ZEpD5NIPVYn67oQ4FuG4eyFtKQiWwjPV0hmRsvgZzfl0hrpVOxR69jqsUixE7/q6Dbt9tzzgr8G9wynS7iHLjtHP0ABu2t5s6phiyYHj6GYggjwzYCMpQds4HzJ3tcCKcyPUgieJglqUWoO5FuGjm6XZNATZWIbD2xZZ9tI39qK5O+IlxkmEMw4yZ4nZgH/0zObiu317LxjnK/U830xv2YaSohnKukMqzv+UiVFV+sBgyrTF2V69nzCyb9RRYQw6BSdL0//gH7Ts9ACQTCEcuD1PO244nqg5htl8o9VU/T/IRGRdkJmVszGIJLYIwAANmXfH8AAZwCgFAAAA7J1FI+MA2LAgAAAAABWVo="

func TestATarGzInAZIPInATarXZ(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"n.txz": decoded(t, xzNested)})
	const path = "n.txz!n.tar!in.zip!logs.tgz!logs.tar!deep/a.log"
	wantRead(t, entries, path, 3)
	if got := entries[path].Container; got != "xz+tar+zip+gzip+tar" || len(entries) != 6 {
		t.Errorf("container %q of %d entries", got, len(entries))
	}
}

// No two contents may share a path, because ids are made from paths.
func TestMembersOfTheSameNameStayApart(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{
		"a.tar": tarred(member{"x", []byte(text)}, member{"x", []byte(text)}, member{"x#2", []byte(text)}, member{"./x", []byte(text)}),
		"b.tar": tarred(member{"y", gz([]byte(text))}, member{"y!content", []byte(text)}),
	})
	for _, path := range []string{"a.tar!x", "a.tar!x#2", "a.tar!x#2#2", "a.tar!x#3", "b.tar!y!content", `b.tar!y\x21content`} {
		wantRead(t, entries, path, 3)
	}
}

// A log that was emptied while its program went on writing begins with zeros.
func TestZerosInFrontOfALogAreLeftOut(t *testing.T) {
	holes := append(make([]byte, 200_000), text+"damaged\n"...)
	root := t.TempDir()
	write(t, filepath.Join(root, "a.log"), string(holes))
	entries, _ := examineFolder(t, evidence.Limits{}, root)
	wantRead(t, entries, "a.log", 4)
	e := entries["a.log"]
	if e.SHA256 != fmt.Sprintf("%x", sha256.Sum256(holes)) || len(e.Tally.Notes) != 1 || !strings.Contains(e.Tally.Notes[0], "begins with 200000 zero bytes") {
		t.Errorf("%+v", e)
	}
	if got := e.Tally.Reasons; len(got) != 1 || got[0].Offset != int64(200_000+len(text)) {
		t.Errorf("offsets count from the beginning of the file: %+v", got)
	}
	got, err := evidence.Slice(context.Background(), []string{root}, "a.log", 200_008, 7)
	if err != nil || string(got) != "log two" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAGigabyteOfZerosIsOneHash(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a gigabyte: skipped with -short")
	}
	path := filepath.Join(t.TempDir(), "zeros")
	write(t, path, "")
	if err := os.Truncate(path, 1<<30); err != nil {
		t.Fatal(err)
	}
	var read int64
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Executor: direct{}, Progress: func(n int64) { read += n }}
	e := x.Examine(context.Background(), evidence.Source{Path: "zeros", Disk: path, Size: 1 << 30})[0]
	const sum = "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14"
	if !strings.Contains(e.Reason, "only zero bytes") || e.Size != 1<<30 || e.SHA256 != sum || read != 1<<30 {
		t.Errorf("%+v, %d bytes read", e, read)
	}
}

func TestProgressAddsUpToTheSizeOnDisk(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "a.zip"), string(zipped(member{"x.log", bytes.Repeat([]byte(text), 50_000)})))
	write(t, filepath.Join(root, "b.log"), text)
	write(t, filepath.Join(root, "copy.log"), text)
	write(t, filepath.Join(root, "damaged.gz"), string(gz(bytes.Repeat([]byte(text), 100))[:30]))
	sources, _, err := evidence.Walk(context.Background(), []string{root})
	if err != nil {
		t.Fatal(err)
	}
	var read, total int64
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Executor: direct{}, Progress: func(n int64) { read += n }}
	for _, s := range append(sources, evidence.Source{Path: "gone", Disk: filepath.Join(root, "gone"), Size: 5}) {
		x.Examine(context.Background(), s)
		if total += s.Size; read != total {
			t.Errorf("%s: %d bytes told, want %d", s.Path, read, total)
		}
	}
}

func TestATruncatedZIPGivesWhatIsThere(t *testing.T) {
	whole := zipped(member{"a.log", []byte(text)}, member{"b.log", []byte(text)})
	cut := whole[:bytes.Index(whole, []byte("PK\x01\x02"))]
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"cut.zip": cut, "in.tar": tarred(member{"cut.zip", cut}), "bad.zip": whole[:20]})
	for _, path := range []string{"cut.zip!a.log", "cut.zip!b.log", "in.tar!cut.zip!b.log"} {
		wantRead(t, entries, path, 3)
	}
	if e := entries["cut.zip"]; e.Packs != "zip" || !strings.Contains(e.Failure, "2 members found without it") || !e.Lost() {
		t.Errorf("%+v", e)
	}
	if e := entries["bad.zip"]; e.Packs != "" || !strings.Contains(e.Reason, "damaged: ") {
		t.Errorf("%+v", e)
	}
}

func TestAnOfficeDocumentIsNotTakenApart(t *testing.T) {
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"a.docx": zipped(member{"[Content_Types].xml", []byte("<Types/>")}, member{"word/document.xml", nil})})
	wantRefused(t, entries, "a.docx", "an Office document")
	if len(entries) != 1 {
		t.Errorf("%v", paths(entries))
	}
}

func TestARunCancelledInTheMiddleKeepsTheRest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.tar")
	var members []member
	for i := range 20 {
		members = append(members, member{fmt.Sprintf("m%02d.log", i), bytes.Repeat([]byte(text), 100_000)})
	}
	write(t, path, string(tarred(members...)))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{during: cancel}}, Executor: direct{}}
	entries := x.Examine(ctx, evidence.Source{Path: "a.tar", Disk: path})
	if len(entries) > 3 || !strings.Contains(entries[0].Failure, "interrupted") || entries[1].Tally.Records == 0 {
		t.Errorf("%d entries, %+v", len(entries), entries[:2])
	}
}
