package evidence_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dwell/evidence"
)

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

// Ten gigabytes of zeros are ten megabytes of gzip.
func TestTenGigabytesOfZerosAreRefusedInAMoment(t *testing.T) {
	bomb := bytes.Repeat(gz(make([]byte, 64<<20)), 160)
	entries, _ := examine(t, evidence.Limits{}, map[string][]byte{"bomb.gz": bomb, "good.log": []byte(text)})
	wantRefused(t, entries, "bomb.gz!bomb", "decompression bomb")
	wantRead(t, entries, "good.log", 3)
	if got := entries["bomb.gz!bomb"].Size; got > 1<<30 {
		t.Errorf("%d bytes were unpacked before it was refused", got)
	}
	if got := entries["bomb.gz"]; got.Size != int64(len(bomb)) || got.SHA256 == "" || got.Packs != "gzip" {
		t.Errorf("the file itself: %+v", got)
	}
}

// What a reader knows of a bomb is an error of its input, like any other.
func TestABombKeepsWhatWasReadBefore(t *testing.T) {
	begin := bytes.Repeat([]byte(text), 1000)
	entries, _ := examine(t, evidence.Limits{RatioFrom: 1 << 20, Ratio: 5}, map[string][]byte{"a.gz": gz(append(begin, make([]byte, 8<<20)...))})
	e := entries["a.gz!a"]
	if e.Format != "lines" || e.Tally.Records < 3000 || !strings.Contains(e.Failure, "decompression bomb") {
		t.Errorf("%+v", e)
	}
}

// Two archives that expand eight and a thousand times expand together by the
// product: what counts is the bytes on disk.
func TestTheRatioOfNestedArchivesIsTheirProduct(t *testing.T) {
	var inner bytes.Buffer
	w := zip.NewWriter(&inner)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.HuffmanOnly) })
	f, _ := w.Create("big.log")
	_, _ = f.Write(append([]byte("log\n"), make([]byte, 32<<20)...))
	_ = w.Close()
	limits := evidence.Limits{RatioFrom: 1 << 20, Ratio: 20}
	entries, _ := examine(t, limits, map[string][]byte{"inner.zip": inner.Bytes(), "outer.zip": zipped(member{"in.zip", inner.Bytes()})})
	wantRead(t, entries, "inner.zip!big.log", 1)
	if e := entries["inner.zip!big.log"]; e.Failure != "" {
		t.Errorf("eight times is no bomb: %s", e.Failure)
	}
	wantRefused(t, entries, "outer.zip!in.zip!big.log", "decompression bomb")
}

func TestAllContainersOfAFileShareABudget(t *testing.T) {
	var members []member
	for i := range 20 {
		members = append(members, member{fmt.Sprintf("m%02d.log", i), bytes.Repeat([]byte(text), 4000)}) // 104 kB each
	}
	entries, _ := examine(t, evidence.Limits{Expanded: 1 << 20}, map[string][]byte{"many.zip": zipped(members...), "good.log": []byte(text)})
	wantRead(t, entries, "many.zip!m05.log", 12000)
	wantRefused(t, entries, "many.zip", "expand to more than 1048576 bytes together")
	wantRead(t, entries, "good.log", 3)
	if _, ok := entries["many.zip!m15.log"]; ok {
		t.Error("members beyond the budget were opened")
	}
}

func TestALargeNestedZIPIsRefused(t *testing.T) {
	z := zipped(member{"a.log", bytes.Repeat([]byte(text), 100)})
	entries, _ := examine(t, evidence.Limits{InMemory: 50}, map[string][]byte{"a.tar": tarred(member{"a.zip", z}), "b.zip": z})
	wantRefused(t, entries, "a.tar!a.zip", "more than 50 bytes inside another container")
	wantRead(t, entries, "b.zip!a.log", 300)
}

// The memory that reading needs must not grow with the file.
func TestMemoryIsFlat(t *testing.T) {
	lines := bytes.Repeat([]byte("log 1772400000.000000 192.0.2.5 198.51.100.7 443 tcp ssl 1.5 100 200 SF\n"), 1<<16)
	packed := bytes.Repeat(gz(lines), 200<<20/len(lines))
	path := filepath.Join(t.TempDir(), "a.gz")
	if err := os.WriteFile(path, packed, 0o644); err != nil {
		t.Fatal(err)
	}
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most, blocks := held(), uint64(0), 0
	x := evidence.Examiner{Limits: evidence.Limits{Ratio: 1000}, Executor: direct{}, Readers: []evidence.Reader{lineReader{during: func() {
		if blocks++; blocks%50 == 0 {
			most = max(most, held())
		}
	}}}}
	entries := x.Examine(context.Background(), evidence.Source{Path: "a.gz", Disk: path, Size: int64(len(packed))})
	if e := entries[1]; e.Size < 190<<20 || e.Failure != "" || most == 0 {
		t.Fatalf("%+v", e)
	}
	if most > before+16<<20 {
		t.Errorf("%d bytes were held while 200 MB were read", most-before)
	}
}
