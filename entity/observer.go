package entity

import "dwell/event"

// Observer folds events into what is needed to conclude an Estate. It obeys the
// same laws as a detector: order and grouping of the events never matter.
type Observer struct{}

// NewObserver returns an observer that has seen nothing.
func NewObserver() *Observer { return &Observer{} }

// Observe folds the events of the batch in.
func (o *Observer) Observe(b *event.Batch) {}

// Merge folds the state of other in; other must not be used afterwards.
func (o *Observer) Merge(other *Observer) {}

// Estate concludes. Overrides win over what the evidence says.
func (o *Observer) Estate(overrides Overrides) *Estate { return NewEstate(overrides) }
