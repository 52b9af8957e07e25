package flowlog

import (
	"context"
	"time"

	"dwell/event"
	"dwell/evidence"
)

const (
	// batchEvents is how many connections are handed over at a time.
	batchEvents = 512
	// batchWork is how many are given to a worker at once.
	batchWork = 16 * batchEvents
)

// File is the sequential part of reading one file: it takes records in their order and
// hands over connections.
type File struct {
	ctx      context.Context
	out      *evidence.Output
	interval Interval
	early    [][]Record // until the interval is known
	judged   int
	pairing  *pairing
	ready    []event.Connection
	longest  time.Duration
	link     linkLayer
	started  bool
	err      error
}

// NewFile returns a file whose records are cut at the interval. Frames says that bytes
// may count the frames of the link layer.
func NewFile(ctx context.Context, out *evidence.Output, v Interval, frames bool) *File {
	f := &File{ctx: ctx, out: out, interval: v, link: newLinkLayer(frames)}
	f.pairing = newPairing(0, f.connection)
	return f
}

// Add takes the next records and keeps them.
func (f *File) Add(records []Record) error {
	for i := range records {
		records[i].normalise()
	}
	if f.started {
		f.takeAll(records)
		return f.err
	}
	for i := range records[:min(len(records), judged-f.judged)] {
		r := &records[i]
		f.longest = max(f.longest, time.Duration(r.End-r.Start))
		f.link.judge(r)
		f.judged++
	}
	if len(records) > 0 {
		f.early = append(f.early, records)
	}
	if f.judged == judged {
		f.start()
	}
	return f.err
}

// start settles what had to be inferred and deals with what waited for it.
func (f *File) start() {
	f.started = true
	slice, shown := f.interval.infer(f.longest)
	f.pairing.slice = slice
	f.out.Note(f.interval.note(slice, shown))
	f.link.settle(f.out)
	if f.early[0][0].Zone == event.ZoneAssumed {
		f.out.Note("times are written without a zone; UTC was assumed")
	}
	for _, records := range f.early {
		f.takeAll(records)
	}
	f.early = nil
}

func (f *File) takeAll(records []Record) {
	for i := range records {
		f.take(&records[i])
	}
}

func (f *File) take(r *Record) {
	if d := time.Duration(r.End - r.Start); d > f.longest { // the beginning did not show it
		f.longest = d
		if slice, shown := f.interval.infer(d); shown && slice > f.pairing.slice {
			f.pairing.slice = slice
			f.out.Note(f.interval.note(slice, true))
		}
	}
	f.link.strip(r)
	f.pairing.add(r)
}

func (f *File) connection(c event.Connection) {
	f.ready = append(f.ready, c)
	if len(f.ready) >= batchWork {
		f.flush()
	}
}

// flush gives what is ready to a worker.
func (f *File) flush() {
	ready := f.ready
	f.ready = nil
	if len(ready) == 0 || f.err != nil {
		return
	}
	f.err = f.out.Do(f.ctx, ready[0].Ref.Offset, func(w *evidence.Worker) {
		for len(ready) > 0 {
			n := min(len(ready), batchEvents)
			w.Emit(&event.Batch{Connections: ready[:n:n]})
			ready = ready[n:]
		}
	})
}

// Close hands over what is left.
func (f *File) Close() error {
	if !f.started && len(f.early) > 0 {
		f.start()
	}
	f.pairing.finish()
	f.flush()
	if f.pairing.alone > 0 {
		f.out.Note("records of one direction without one of the other were taken alone: what was sent the other way is then unknown")
	}
	return f.err
}
