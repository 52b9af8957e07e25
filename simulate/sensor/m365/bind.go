package m365

import (
	"cmp"
	"slices"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/m365"
)

// bind is who opens items where: what goes into one record.
type bind struct {
	account, owner string
	session        uint64
}

// openedKey is an item that a session opened.
type openedKey struct {
	bind
	item uint64
}

// gathered is a record that still grows.
type gathered struct {
	first fact.Access
	items []m365.Item
}

// The service's rules for opened items (Microsoft, "Use MailItemsAccessed to investigate
// compromised accounts").
const (
	together   = 2 * time.Minute // are one record
	repeated   = time.Hour       // within which an item opened again is none
	mostBinds  = 1000            // records of a mailbox in a day, beyond which there are none for a day
	mostOpened = 100             // items that we put into one record
)

// read is items that were opened.
func (m *Sensor) read(a *fact.Access) {
	m.flush(a.Time)
	key := bind{a.Account, a.Owner, a.Session}
	var items []m365.Item
	for i := range a.Items {
		k := openedKey{key, a.Items[i].ID}
		if at, ok := m.opened[k]; ok && a.Time.Sub(at) < repeated {
			continue
		}
		m.opened[k] = a.Time
		items = append(items, itemOf(&a.Items[i]))
	}
	for n := len(a.Items); n < a.Count; n++ {
		items = append(items, m.older(a, n))
	}
	if len(items) == 0 {
		return
	}
	g := m.binds[key]
	if g == nil {
		g = &gathered{first: *a}
		m.binds[key] = g
	}
	g.items = append(g.items, items...)
}

// flush writes the records that no more can come to.
func (m *Sensor) flush(now time.Time) {
	var due []*gathered
	for k, g := range m.binds {
		if now.Sub(g.first.Time) >= together {
			due = append(due, g)
			delete(m.binds, k)
		}
	}
	slices.SortFunc(due, func(a, b *gathered) int {
		return cmp.Or(a.first.Time.Compare(b.first.Time), cmp.Compare(a.first.Owner, b.first.Owner), cmp.Compare(a.first.Account, b.first.Account), cmp.Compare(a.first.Session, b.first.Session))
	})
	for _, g := range due {
		m.opens(g)
	}
}

func (m *Sensor) opens(g *gathered) {
	a := &g.first
	byFolder(g.items)
	for len(g.items) > 0 {
		if m.spent(a.Owner, a.Time) {
			return
		}
		n := min(len(g.items), mostOpened)
		r := m365.Access{Mailbox: m.mailbox(a), Items: g.items[:n]}
		r.Throttled = m.last(a.Owner, a.Time)
		m.record(a, a.Time, r.Append(nil))
		g.items = g.items[n:]
	}
}

// spent reports whether the quota of a mailbox is used up.
func (m *Sensor) spent(owner string, at time.Time) bool {
	q := m.counts[owner]
	if q == nil {
		q = &quota{since: at}
		m.counts[owner] = q
	}
	if at.Sub(q.since) >= day {
		q.since, q.n = at, 0
	}
	return at.Before(q.silent)
}

// last counts a record, and reports whether it is the last one for a day.
func (m *Sensor) last(owner string, at time.Time) bool {
	q := m.counts[owner]
	if q.n++; q.n < mostBinds {
		return false
	}
	q.silent, q.n = at.Add(day), 0
	return true
}
