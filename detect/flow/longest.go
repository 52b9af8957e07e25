package flow

import (
	"cmp"
	"slices"
	"time"

	"dwell/detect/fold"
	"dwell/event"
)

// maxLongest is how many of the longest connections of a relation are kept one by one.
const maxLongest = 16

// Longest are the longest connections of a relation, longest first, each once and in
// its newest state: a connection that is still open is logged again and again. Totals
// are what a detector adds up over connections. The nil Longest is empty and ready.
type Longest[Totals any] []Record[Totals]

// Record is one connection in one state.
type Record[Totals any] struct {
	ID       uint64 // hash of what makes the connection one
	Start    event.Time
	Duration time.Duration
	Open     bool
	Bytes    int64 // both ways
	Totals   Totals
	Ref      event.Ref
}

// RecordOf returns the connection as it was logged; bytes are those of both ways that
// the detector counts.
func RecordOf[Totals any](c *event.Connection, bytes int64, totals Totals) Record[Totals] {
	return Record[Totals]{ID: Identifier(c), Start: c.Time, Duration: c.Duration, Open: c.Open, Bytes: bytes, Totals: totals, Ref: c.Ref}
}

// Identifier hashes what makes a connection one: the sensor's id, or where the
// source has none, start and source port.
func Identifier(c *event.Connection) uint64 {
	if c.UID != "" {
		return fold.HashString(c.UID)
	}
	return fold.Mix(uint64(c.Time.Nanos), uint64(c.SrcPort))
}

// compare puts the longer first; at the same length the closed, then the one
// with more bytes. The rest only makes the order one and the same.
func (r *Record[Totals]) compare(o *Record[Totals]) int {
	return cmp.Or(
		cmp.Compare(o.Duration, r.Duration),
		fold.FalseFirst(r.Open, o.Open),
		cmp.Compare(o.Bytes, r.Bytes),
		r.Start.Compare(o.Start),
		cmp.Compare(r.ID, o.ID),
		r.Ref.Compare(o.Ref),
	)
}

// Keep puts r among the longest. Of records of one connection the longest stays:
// a snapshot of an open connection gives way to the next and at last to the
// closed one. What was once too short to be among the longest stays too short.
func (l *Longest[Totals]) Keep(r Record[Totals]) {
	records := *l
	for i := range records {
		if records[i].ID == r.ID {
			if r.compare(&records[i]) >= 0 {
				return
			}
			records = slices.Delete(records, i, i+1)
			break
		}
	}
	*l = fold.KeepFirst(records, r, maxLongest, func(a, b Record[Totals]) int { return a.compare(&b) })
}

// Merge keeps the records of o too.
func (l *Longest[Totals]) Merge(o Longest[Totals]) {
	for _, r := range o {
		l.Keep(r)
	}
}
