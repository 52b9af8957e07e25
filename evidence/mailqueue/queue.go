package mailqueue

import (
	"slices"

	"dwell/event"
)

const (
	// maxOpen bounds the mails that are open at a time, at some 500 bytes each: a queue
	// of that length is a server's on its worst day.
	maxOpen = 50_000
	// maxRecipients bounds the recipients of one mail that are kept.
	maxRecipients = 1000
)

// Queue holds the mails that the server is not done with. Use New.
type Queue struct {
	open  map[string]*Mail
	order []*Mail // as they came; those that are done are swept out now and then
	limit int
}

// Mail is the reception of one mail, as far as it is known.
type Mail struct {
	event.MailTransfer
	known bool // somebody handed it in, or it has a sender: it is worth an event
	done  bool
}

// New returns an empty queue.
func New() *Queue { return &Queue{open: map[string]*Mail{}, limit: maxOpen} }

// At returns the mail of that id, new at first with the line's time and place. Evicted is
// a mail that had to go for it, or nil.
func (q *Queue) At(id []byte, t event.Time, ref event.Ref) (m, evicted *Mail) {
	if m := q.open[string(id)]; m != nil {
		return m, nil
	}
	m = &Mail{MailTransfer: event.MailTransfer{Time: t, Ref: ref, Step: event.MailReceive, QueueID: string(id), Bytes: event.Unknown}}
	q.open[m.QueueID] = m
	q.order = append(q.order, m)
	const few = 1024
	if len(q.order) > 2*len(q.open)+few {
		q.order = slices.DeleteFunc(q.order, func(m *Mail) bool { return m.done })
	}
	for len(q.open) > q.limit {
		first := q.order[0]
		q.order = q.order[1:]
		if !first.done {
			first.done, evicted = true, first
			delete(q.open, first.QueueID)
		}
	}
	return m, evicted
}

// Close takes the mail out: the server is done with it. It returns nil when there is none.
func (q *Queue) Close(id []byte) *Mail {
	m := q.open[string(id)]
	if m != nil {
		m.done = true
		delete(q.open, m.QueueID)
	}
	return m
}

// Rest takes out everything that is left, in the order in which it came.
func (q *Queue) Rest() []*Mail {
	out := slices.DeleteFunc(q.order, func(m *Mail) bool { return m.done })
	q.order, q.open = nil, map[string]*Mail{}
	return out
}

// Know makes the mail worth an event, with this as its telling record.
func (m *Mail) Know(t event.Time, ref event.Ref) {
	if !m.known {
		m.known, m.Time, m.Ref = true, t, ref
	}
}

// To notes a recipient.
func (m *Mail) To(address string) {
	if address == "" || slices.Contains(m.Recipients, address) {
		return
	}
	if len(m.Recipients) < maxRecipients {
		m.Recipients = append(m.Recipients, address)
	}
	m.Count = max(m.Count, len(m.Recipients))
}
