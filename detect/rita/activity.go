package rita

import (
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/rita/formula"
)

// activity is what a relation did in the window.
type activity struct {
	seconds, sizes []int64
	uids           []uint64
	count, open    int64
	bytes, micros  int64
	missingHost    bool
	services       []service
}

// durationSeconds is that of all connections together.
func (a *activity) durationSeconds() float64 { return float64(a.micros) / 1e6 }

func (a *activity) add(c call) {
	a.seconds = append(a.seconds, int64(c.Second))
	a.sizes = append(a.sizes, c.Size)
	if c.UID != 0 {
		a.uids = append(a.uids, c.UID)
	}
}

func (a *activity) addOpen(o *flow.Record[openTotals]) {
	a.open++
	a.bytes += o.Totals.Bytes
	a.micros += max(0, o.Duration.Microseconds())
	a.uids = append(a.uids, o.ID)
	a.serve(o.Totals.Service)
}

func (a *activity) serve(s service) {
	a.services = fold.KeepFirst(a.services, s, maxServices, service.compare)
}

// different is the number of different seconds.
func (a *activity) different() int {
	set := make(map[int64]struct{}, len(a.seconds))
	for _, s := range a.seconds {
		set[s] = struct{}{}
	}
	return len(set)
}

// candidate reports whether a beacon or a long connection may be scored.
func (a *activity) candidate() bool {
	return formula.Candidate(a.different()) || a.durationSeconds() >= formula.LeastDuration()
}
