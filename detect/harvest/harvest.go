package harvest

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/harvest/sqlread"
	"dwell/event"
)

const (
	detectorName = "harvest"
	version      = 1 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     detectorName,
		Question: "Who read whole tables of personal data?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds database queries. See the package comment.
type Detector struct {
	state state
	texts texts // cache of what statements say; no state
}

// state is everything that a snapshot holds.
type state struct {
	Reads      *fold.Map[readKey, read]
	Cursors    *fold.Map[cursorKey, cursor]
	Relations  *fold.Map[relationKey, relation] // ordinary use of a table by an account
	Principals *fold.Map[accountKey, principal]
	Tables     *fold.Map[tableKey, table]
	Logins     *fold.Map[uint64, logins] // by hash of the session's id
	Span       event.Span
}

// The shares of Config.MaxKeys: a read costs more than a login.
const (
	readShare   = 8
	cursorShare = 64
	tableShare  = 16
	loginShare  = 8
)

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	share := func(n int) int { return max(1, c.MaxKeys/n) }
	return &Detector{
		texts: texts{known: map[string][]sqlread.Statement{}},
		state: state{
			Reads:      fold.NewMap[readKey, read](share(readShare), readKey.hash),
			Cursors:    fold.NewMap[cursorKey, cursor](share(cursorShare), cursorKey.hash),
			Relations:  fold.NewMap[relationKey, relation](share(tableShare), relationKey.hash),
			Principals: fold.NewMap[accountKey, principal](share(tableShare), accountKey.hash),
			Tables:     fold.NewMap[tableKey, table](share(tableShare), tableKey.hash),
			Logins:     fold.NewMap[uint64, logins](share(loginShare), func(h uint64) uint64 { return h }),
		},
	}
}

// Observe folds the events of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Queries {
		q := &b.Queries[i]
		d.state.Span.Add(q.Time)
		if q.Source == event.QuerySession {
			d.login(q)
			continue
		}
		d.active(q)
		d.query(q)
	}
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Reads.Merge(o.state.Reads, (*read).merge)
	d.state.Cursors.Merge(o.state.Cursors, (*cursor).merge)
	d.state.Relations.Merge(o.state.Relations, (*relation).merge)
	d.state.Principals.Merge(o.state.Principals, (*principal).merge)
	d.state.Tables.Merge(o.state.Tables, (*table).merge)
	d.state.Logins.Merge(o.state.Logins, (*logins).merge)
	d.state.Span.Merge(o.state.Span)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error {
	return fold.Save(w, detectorName, version, &d.state)
}

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, detectorName, version, &d.state) }
