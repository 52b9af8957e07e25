package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	detectors "dwell/detect/list"
	readers "dwell/evidence/list"
	"dwell/internal/genconn"
	"dwell/notify"
	"dwell/pipeline"
)

// BenchmarkInvestigate runs the whole job on two million rows of a Zeek conn log;
// bench/investigate measures the same as a process, with its memory.
func BenchmarkInvestigate(b *testing.B) {
	const rows = 2_000_000
	path := filepath.Join(b.TempDir(), "conn.log")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := genconn.Write(f, genconn.Repeating(rows)); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	regimes, err := notify.Regimes()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		_, err := pipeline.Run(context.Background(), pipeline.Config{
			Roots: []string{path}, Readers: readers.All(), Detectors: detectors.All(), Regimes: regimes,
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}
