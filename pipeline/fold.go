package pipeline

import (
	"dwell/detect"
	"dwell/entity"
	"dwell/event"
)

// fold is everything that one goroutine folds events into.
type fold struct {
	detectors []detect.Detector
	observer  *entity.Observer
	coverage  coverage
}

func newFold(specs []detect.Spec, c detect.Config) *fold {
	f := &fold{observer: entity.NewObserver()}
	for _, s := range specs {
		f.detectors = append(f.detectors, s.New(c))
	}
	return f
}

// Observe hands the events to every detector.
func (f *fold) Observe(b *event.Batch) {
	f.coverage.observe(b)
	f.observer.Observe(b)
	for _, d := range f.detectors {
		d.Observe(b)
	}
}

// merge folds other in; other must not be used afterwards.
func (f *fold) merge(other *fold) {
	f.coverage.merge(&other.coverage)
	f.observer.Merge(other.observer)
	for i, d := range f.detectors {
		d.Merge(other.detectors[i])
	}
}
