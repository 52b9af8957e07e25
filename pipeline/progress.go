package pipeline

import (
	"sync"

	"dwell/evidence"
)

// Stage is what a run is busy with.
type Stage uint8

// The stages of a run, in their order.
const (
	Listing    Stage = iota // walking the folders
	Reading                 // reading, parsing and detecting
	Concluding              // merging, linking, answering
)

// Progress is how far a run has come.
type Progress struct {
	Stage       Stage
	Files       int
	Read, Total int64 // bytes on disk
}

// meter adds up the progress of all goroutines.
type meter struct {
	mu     sync.Mutex
	now    Progress
	report func(Progress)
}

func newMeter(report func(Progress)) *meter {
	if report == nil {
		report = func(Progress) {}
	}
	m := &meter{report: report}
	m.change(func(*Progress) {})
	return m
}

func (m *meter) change(f func(*Progress)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f(&m.now)
	m.report(m.now)
}

func (m *meter) found(sources []evidence.Source) {
	m.change(func(p *Progress) {
		p.Stage, p.Files = Reading, len(sources)
		for _, s := range sources {
			p.Total += s.Size
		}
	})
}

func (m *meter) read(bytes int64) { m.change(func(p *Progress) { p.Read += bytes }) }

func (m *meter) concluding() { m.change(func(p *Progress) { p.Stage = Concluding }) }
