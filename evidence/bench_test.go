package evidence_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"dwell/evidence"
)

// logLines makes lines of about 120 bytes that compress as real connection logs
// do, about five times.
func logLines(size int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "log %d.%06d\tC%08x\t192.0.2.%d\t%d\t198.51.100.%d\t443\ttcp\tssl\t%d.%03d\t%d\t%d\tSF\tT\tF\t0\tShADadFf\n",
			1772400000+i/10, random.IntN(1e6), random.Uint32(), random.IntN(30), 1024+random.IntN(60000), random.IntN(250),
			random.IntN(60), random.IntN(1000), random.IntN(5000), random.IntN(90000))
	}
	return b.Bytes()
}

// The bytes per second are those of the content.
func BenchmarkExamine(b *testing.B) {
	content := logLines(64 << 20)
	for _, c := range []struct {
		name   string
		packed []byte
	}{
		{"plain", content},
		{"gzip", gz(content)},
		{"zstd", zst(b, content)},
		{"zip", zipped(member{"a.log", content})},
		{"targz", gz(tarred(member{"a.log", content}))},
	} {
		b.Run(c.name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "a.log")
			if err := os.WriteFile(path, c.packed, 0o644); err != nil {
				b.Fatal(err)
			}
			x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Executor: direct{}}
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				for _, e := range x.Examine(context.Background(), evidence.Source{Path: "a.log", Disk: path, Size: int64(len(c.packed))}) {
					if e.Failure+e.Reason != "" {
						b.Fatal(e)
					}
				}
			}
		})
	}
}

// A Maildir is many small files.
func BenchmarkSmallFiles(b *testing.B) {
	const files = 2000
	dir := b.TempDir()
	for i := range files {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d", i)), logLines(4000+i), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	x := evidence.Examiner{Readers: []evidence.Reader{lineReader{}}, Executor: direct{}}
	b.ReportAllocs()
	for b.Loop() {
		sources, _, err := evidence.Walk(context.Background(), []string{dir})
		if err != nil || len(sources) != files {
			b.Fatal(err)
		}
		for _, s := range sources {
			x.Examine(context.Background(), s)
		}
	}
	b.ReportMetric(float64(b.N)*files/b.Elapsed().Seconds(), "files/s")
}
