package evidence

import (
	"cmp"
	"slices"

	"dwell/event"
)

// Reason says why a record was not read.
type Reason struct {
	Offset int64  `json:"offset"`
	Why    string `json:"why"`
}

// maxReasons bounds the reasons that are kept per file; the first ones are.
const maxReasons = 5

// maxNotes bounds the notes per file.
const maxNotes = 20

// Tally counts what became of the records of one file. Tallies of parts of the
// file add up to the same whatever the order.
type Tally struct {
	Records int64 // read, whether or not they gave an event
	Skipped int64 // understood and left out, with a reason in the notes
	Damaged int64 // not understood
	Reasons []Reason
	Notes   []string // assumptions made and peculiarities met; sorted
	Span    event.Span
}

func (t *Tally) damage(offset int64, why string) {
	t.Damaged++
	t.addReason(Reason{offset, why})
}

func (t *Tally) addReason(r Reason) {
	at, _ := slices.BinarySearchFunc(t.Reasons, r, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Why, b.Why))
	})
	if at >= maxReasons {
		return
	}
	t.Reasons = slices.Insert(t.Reasons, at, r)
	if len(t.Reasons) > maxReasons {
		t.Reasons = t.Reasons[:maxReasons]
	}
}

func (t *Tally) note(s string) {
	at, found := slices.BinarySearch(t.Notes, s)
	if found || at >= maxNotes {
		return
	}
	t.Notes = slices.Insert(t.Notes, at, s)
	if len(t.Notes) > maxNotes {
		t.Notes = t.Notes[:maxNotes]
	}
}

// Merge adds o.
func (t *Tally) Merge(o Tally) {
	t.Records += o.Records
	t.Skipped += o.Skipped
	t.Damaged += o.Damaged
	t.Span.Merge(o.Span)
	for _, r := range o.Reasons {
		t.addReason(r)
	}
	for _, n := range o.Notes {
		t.note(n)
	}
}
