package pipeline

import (
	"context"
	"sync"

	"dwell/evidence"
)

// pool runs the work of all files on a fixed number of goroutines. Each of them
// owns one fold for its whole life, so observing events needs no lock. It is
// the evidence.Executor of a run.
type pool struct {
	work    chan func(evidence.Sink)
	running sync.WaitGroup
}

// newPool starts one goroutine per fold.
func newPool(folds []*fold) *pool {
	p := &pool{work: make(chan func(evidence.Sink))}
	for _, f := range folds {
		p.running.Go(func() {
			for work := range p.work {
				work(f)
			}
			f.finish()
		})
	}
	return p
}

// Do hands the work to the next free goroutine. Waiting for one is what keeps the
// number of blocks in memory small, however large the evidence.
func (p *pool) Do(ctx context.Context, work func(evidence.Sink)) error {
	select {
	case p.work <- work:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close waits until the work is done and ends the goroutines.
func (p *pool) close() {
	close(p.work)
	p.running.Wait()
}
