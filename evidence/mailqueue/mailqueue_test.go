package mailqueue

import (
	"fmt"
	"testing"

	"dwell/event"
)

func TestTheOldestGoesWhenThereAreTooMany(t *testing.T) {
	q := New()
	q.limit = 3
	var evicted []string
	for i := range 10 {
		_, gone := q.At(fmt.Appendf(nil, "m%d", i), event.Time{}, event.Ref{Offset: int64(i)})
		if gone != nil {
			evicted = append(evicted, gone.QueueID)
		}
		if i == 1 {
			q.Close([]byte("m0"))
		}
	}
	if fmt.Sprint(evicted) != "[m1 m2 m3 m4 m5 m6]" {
		t.Error(evicted)
	}
	var rest []string
	for _, m := range q.Rest() {
		rest = append(rest, m.QueueID)
	}
	if fmt.Sprint(rest) != "[m7 m8 m9]" || q.Close([]byte("m7")) != nil {
		t.Error(rest)
	}
}

// One mail that is never delivered does not keep all those after it in memory.
func TestMailsThatAreDoneAreForgotten(t *testing.T) {
	q := New()
	q.At([]byte("stuck"), event.Time{}, event.Ref{})
	for i := range 100_000 {
		id := fmt.Appendf(nil, "m%d", i)
		q.At(id, event.Time{}, event.Ref{})
		q.Close(id)
	}
	if len(q.order) > 2000 || len(q.open) != 1 {
		t.Errorf("%d are held", len(q.order))
	}
}

func TestRecipientsAreKeptOnce(t *testing.T) {
	m := &Mail{}
	for i := range 3000 {
		m.To(fmt.Sprintf("r%d@example.com", i/2))
	}
	if len(m.Recipients) != maxRecipients || m.Count != maxRecipients {
		t.Errorf("%d %d", len(m.Recipients), m.Count)
	}
}
