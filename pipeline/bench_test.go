package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"dwell/detect"
	detectors "dwell/detect/list"
	readers "dwell/evidence/list"
	"dwell/internal/genconn"
	"dwell/notify"
	"dwell/pipeline"
)

// BenchmarkInvestigate runs the whole job on two million rows of a Zeek conn log;
// with all detectors, with none and with each alone; bench/investigate measures the
// whole as a process, with its memory.
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
	run := func(b *testing.B, specs []detect.Spec) {
		for b.Loop() {
			_, err := pipeline.Run(context.Background(), pipeline.Config{
				Roots: []string{path}, Readers: readers.All(), Detectors: specs, Regimes: regimes,
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	}
	b.Run("everything", func(b *testing.B) { run(b, detectors.All()) })
	b.Run("no detector", func(b *testing.B) { run(b, nil) })
	for _, s := range detectors.All() {
		b.Run("only "+s.Name, func(b *testing.B) { run(b, []detect.Spec{s}) })
	}
}
