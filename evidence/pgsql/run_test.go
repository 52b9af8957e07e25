package pgsql

import (
	"bytes"
	"context"
	"testing"
	"time"

	"dwell/event"
	"dwell/evidence"
)

// fixed reads with one layout, whatever the content looks like.
type fixed struct{ form layout }

func (fixed) Format() evidence.Format           { return evidence.Format{} }
func (fixed) Detect([]byte) evidence.Confidence { return evidence.No }
func (f fixed) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	r := New().(*reader)
	for block, err := range in.Blocks(f.form.cut) {
		if err != nil {
			return err
		}
		if err := out.Do(ctx, block.Offset, func(w *evidence.Worker) { r.work(w, in, block, f.form) }); err != nil {
			return err
		}
	}
	return nil
}

// benchmarkRecords is more than the texts that a worker remembers.
const benchmarkRecords = 40_000

type counter struct{ events int }

func (c *counter) Observe(b *event.Batch) { c.events += len(b.Queries) }

func (c *counter) Do(_ context.Context, work func(evidence.Sink)) error {
	work(c)
	return nil
}

func benchmark(b *testing.B, text string) {
	content := []byte(text)
	r := New()
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		c := &counter{}
		out := evidence.NewOutput(c)
		if err := r.Read(context.Background(), evidence.NewInput("pg.log", time.Time{}, bytes.NewReader(content)), out); err != nil {
			b.Fatal(err)
		}
		if out.Close(); c.events != benchmarkRecords {
			b.Fatalf("%d events", c.events)
		}
	}
}
