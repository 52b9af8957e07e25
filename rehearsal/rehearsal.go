// Package rehearsal joins what must not know each other: it lets package simulate
// make the evidence of a breach, investigates it like any other, and lets package
// score compare the case with the truth; once, or for a whole grid of scenarios,
// seeds and parameters.
package rehearsal

import (
	"context"
	"fmt"

	detectors "dwell/detect/list"
	readers "dwell/evidence/list"
	"dwell/notify"
	"dwell/pipeline"
	"dwell/score"
	"dwell/simulate"
)

// Config says what to rehearse.
type Config struct {
	Simulation simulate.Config
	Progress   func(pipeline.Progress) // of the investigation; may be nil
}

// Result is what came of it.
type Result struct {
	Made  *simulate.Result
	Found *pipeline.Result
	Score score.Score
}

// Run simulates, investigates and scores. The simulation's folder stays.
func Run(ctx context.Context, c Config) (*Result, error) {
	made, err := simulate.Run(ctx, c.Simulation)
	if err != nil {
		return nil, err
	}
	return Investigate(ctx, made, c.Progress)
}

// Investigate investigates and scores what was simulated.
func Investigate(ctx context.Context, made *simulate.Result, progress func(pipeline.Progress)) (*Result, error) {
	regimes, err := notify.Regimes()
	if err != nil {
		return nil, fmt.Errorf("rehearse: %w", err)
	}
	found, err := pipeline.Run(ctx, pipeline.Config{Roots: []string{made.Evidence}, Readers: readers.All(), Detectors: detectors.All(), Regimes: regimes, Progress: progress})
	if err != nil {
		return nil, fmt.Errorf("rehearse: %w", err)
	}
	return &Result{made, found, score.Compare(found.Case, made.Truth)}, nil
}
