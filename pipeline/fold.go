package pipeline

import (
	"sync"

	"dwell/detect"
	"dwell/entity"
	"dwell/event"
)

// fold is everything that one goroutine folds events into.
type fold struct {
	detectors []detect.Detector
	observer  *entity.Observer
	coverage  coverage
	group     grouping
}

func newFold(specs []detect.Spec, c detect.Config) *fold {
	f := &fold{observer: entity.NewObserver()}
	for _, s := range specs {
		f.detectors = append(f.detectors, s.New(c))
	}
	return f
}

// Observe hands the events to every detector, connections after a while.
func (f *fold) Observe(b *event.Batch) {
	if len(b.Connections) == 0 {
		f.observe(b)
	} else if f.group.add(b.Connections) {
		f.group.flush(f.observe)
	}
}

func (f *fold) observe(b *event.Batch) {
	f.coverage.observe(b)
	f.observer.Observe(b)
	for _, d := range f.detectors {
		d.Observe(b)
	}
}

// finish observes what is held back.
func (f *fold) finish() { f.group.flush(f.observe) }

// mergeAll joins the folds of all goroutines into the first, each detector on a
// goroutine of its own. The others must not be used afterwards.
func mergeAll(folds []*fold) *fold {
	whole := folds[0]
	var running sync.WaitGroup
	for i, d := range whole.detectors {
		running.Go(func() {
			for _, other := range folds[1:] {
				d.Merge(other.detectors[i])
			}
		})
	}
	for _, other := range folds[1:] {
		whole.coverage.merge(&other.coverage)
		whole.observer.Merge(other.observer)
	}
	running.Wait()
	return whole
}
