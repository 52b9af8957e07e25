package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"dwell/casefile"
	"dwell/detect"
	"dwell/entity"
	"dwell/evidence"
	"dwell/finding"
	"dwell/notify"
)

// Config says what to investigate and with what.
type Config struct {
	Roots     []string // files and folders
	Readers   []evidence.Reader
	Detectors []detect.Spec
	Regimes   []notify.Regime
	Detect    detect.Config
	Limits    evidence.Limits
	Overrides entity.Overrides
	Workers   int            // goroutines that parse and detect; 0: one per processor
	Progress  func(Progress) // may be nil; called from several goroutines, one at a time
}

// Result is what came of a run.
type Result struct {
	Case        *casefile.Case
	Entries     []evidence.Entry // every file and member, in order of path
	Unread      []evidence.Unread
	Comparisons []detect.Comparison // of the detectors that judge as other products do
}

// Incomplete returns the number of files of which something may have been lost: not
// read, not read to the end, or with damaged records.
func (r *Result) Incomplete() int {
	n := len(r.Unread)
	for i := range r.Entries {
		if r.Entries[i].Lost() {
			n++
		}
	}
	return n
}

// Recognised reports whether any evidence was of a format that dwell reads.
func (r *Result) Recognised() bool { return len(r.Case.Evidence) > 0 }

// Run reads all evidence below the roots and concludes. The error is about the
// run itself (a root is missing, the context was cancelled); what went wrong
// with single files stands in the result.
func Run(ctx context.Context, c Config) (*Result, error) {
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.Detect.MaxKeys <= 0 {
		c.Detect.MaxKeys = detect.DefaultMaxKeys
	}
	meter := newMeter(c.Progress)
	sources, unread, err := evidence.Walk(ctx, c.Roots)
	if err != nil {
		return nil, err
	}
	meter.found(sources)
	whole, entries, err := read(ctx, c, sources, meter)
	if err != nil {
		return nil, err
	}
	meter.concluding()
	concluded, comparisons, err := conclude(c, whole, entries, unread)
	if err != nil {
		return nil, err
	}
	return &Result{Case: concluded, Entries: entries, Unread: unread, Comparisons: comparisons}, nil
}

// read examines every source and returns one fold of all events.
func read(ctx context.Context, c Config, sources []evidence.Source, m *meter) (*fold, []evidence.Entry, error) {
	folds := make([]*fold, c.Workers)
	for i := range folds {
		folds[i] = newFold(c.Detectors, c.Detect)
	}
	workers := newPool(folds)
	examiner := &evidence.Examiner{Readers: c.Readers, Limits: c.Limits, Executor: workers, Progress: m.read}
	entries := examine(ctx, examiner, sources, c.Workers)
	workers.close()
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("read the evidence: %w", err)
	}
	return mergeAll(folds), entries, nil
}

// examine opens the sources on a few goroutines, so that reading and
// decompressing overlap, and returns what became of everything in order of path.
func examine(ctx context.Context, x *evidence.Examiner, sources []evidence.Source, readers int) []evidence.Entry {
	results := make([][]evidence.Entry, len(sources))
	next := make(chan int)
	var running sync.WaitGroup
	for range readers {
		running.Go(func() {
			for i := range next {
				results[i] = x.Examine(ctx, sources[i])
			}
		})
	}
	for i := range sources {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	running.Wait()
	entries := slices.Concat(results...)
	slices.SortStableFunc(entries, func(a, b evidence.Entry) int { return cmp.Compare(a.Path, b.Path) })
	return entries
}

// findings asks every detector, side by side, and ranks what they say.
func findings(f *fold, specs []detect.Spec, v detect.View) ([]finding.Finding, error) {
	found := make([][]finding.Finding, len(f.detectors))
	errs := make([]error, len(f.detectors))
	var running sync.WaitGroup
	for i, d := range f.detectors {
		running.Go(func() {
			var err error
			if found[i], err = d.Findings(v); err != nil {
				errs[i] = fmt.Errorf("conclude detector %s: %w", specs[i].Name, err)
			}
		})
	}
	running.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	all := slices.Concat(found...)
	slices.SortFunc(all, finding.Compare)
	return all, nil
}
