package evidence

import (
	"context"
	"fmt"
	"sync"

	"dwell/event"
)

// Executor runs work on some goroutine and hands it that goroutine's sink. Do
// blocks while all goroutines are busy, which is what keeps memory flat, and
// returns the context's error when the run is cancelled.
type Executor interface {
	Do(ctx context.Context, work func(Sink)) error
}

// Output is where a reader delivers the events and the counts of one file.
type Output struct {
	executor Executor
	pending  sync.WaitGroup
	progress func() // called whenever work is scheduled; may be nil

	mu    sync.Mutex
	tally Tally
}

// NewOutput returns an output that schedules its work on the executor.
func NewOutput(executor Executor) *Output { return &Output{executor: executor} }

// Do schedules work on a block of records. The function runs on another goroutine,
// at any time until Close; it gets a Worker of its own. A panic in it is counted
// as damage of this file at offset and costs nothing else.
func (o *Output) Do(ctx context.Context, offset int64, work func(*Worker)) error {
	if o.progress != nil {
		o.progress()
	}
	o.pending.Add(1)
	err := o.executor.Do(ctx, func(sink Sink) {
		defer o.pending.Done()
		w := &Worker{sink: sink}
		defer func() {
			if p := recover(); p != nil {
				w.tally.damage(offset, fmt.Sprintf("the reader failed on this block: %v", p))
				w.tally.note("a fault in dwell's reader lost part of this file; please report it")
			}
			o.mu.Lock()
			o.tally.Merge(w.tally)
			o.mu.Unlock()
		}()
		work(w)
	})
	if err != nil {
		o.pending.Done()
	}
	return err
}

// Note records an assumption or a peculiarity of the file.
func (o *Output) Note(s string) {
	o.mu.Lock()
	o.tally.note(s)
	o.mu.Unlock()
}

// Damage records bytes that the sequential part of a reader could not understand.
func (o *Output) Damage(offset int64, why string) {
	o.mu.Lock()
	o.tally.damage(offset, why)
	o.mu.Unlock()
}

// Close waits for the scheduled work and returns the counts.
func (o *Output) Close() Tally {
	o.pending.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.tally
}

// Worker delivers the events of one block. It belongs to one goroutine.
type Worker struct {
	sink  Sink
	tally Tally
}

// Emit hands the events over. The batch stays the caller's and may be reused.
func (w *Worker) Emit(b *event.Batch) {
	if b.Len() == 0 {
		return
	}
	w.tally.Span.Merge(b.Span())
	w.sink.Observe(b)
}

// Read counts n records as read.
func (w *Worker) Read(n int) { w.tally.Records += int64(n) }

// Skip counts n records as understood but left out; say why with a note.
func (w *Worker) Skip(n int, why string) {
	w.tally.Skipped += int64(n)
	w.tally.note(why)
}

// Damage counts one record that was not understood.
func (w *Worker) Damage(offset int64, why string) { w.tally.damage(offset, why) }

// Note records an assumption or a peculiarity of the file.
func (w *Worker) Note(s string) { w.tally.note(s) }
