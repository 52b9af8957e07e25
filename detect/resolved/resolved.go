// Package resolved remembers which addresses DNS lookups gave, and by which name:
// detector state that tells an address somebody looked up from one that a
// program carries in itself. It obeys the merge law of package detect and knows
// no detector.
package resolved

import (
	"net/netip"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// maxName is the longest DNS name (RFC 1035, section 2.3.4).
const maxName = 253

// Table holds the addresses. Its fields are exported for snapshots only.
type Table struct {
	Addresses *fold.Map[fold.Addr, Entry]
	Lookups   int64 // seen, with or without an answer; what logs questions alone tells of no address
}

// Entry is one address that some lookup returned.
type Entry struct {
	Name string // the smallest of the names that led to it
}

// New returns an empty table for at most budget addresses.
func New(budget int) *Table {
	return &Table{Addresses: fold.NewMap[fold.Addr, Entry](max(1, budget), func(a fold.Addr) uint64 { return a.Hash(0) })}
}

// Observe folds one lookup in.
func (t *Table) Observe(l *event.DNSLookup) {
	if l.Part == event.LookupWhole || len(l.Answers) > 0 {
		t.Lookups++
	}
	if len(l.Query) > maxName {
		return
	}
	for _, answer := range l.Answers {
		if answer == "" || answer[0] > '9' && strings.IndexByte(answer, ':') < 0 {
			continue // a name, not an address
		}
		a, err := netip.ParseAddr(answer)
		if err != nil {
			continue
		}
		if e := t.Addresses.At(fold.AddrOf(a)); e != nil && l.Query != "" && (e.Name == "" || l.Query < e.Name) {
			e.Name = strings.Clone(l.Query)
		}
	}
}

// Merge folds o in.
func (t *Table) Merge(o *Table) {
	t.Addresses.Merge(o.Addresses, func(into, from *Entry) {
		if into.Name == "" || from.Name != "" && from.Name < into.Name {
			into.Name = from.Name
		}
	})
	t.Lookups += o.Lookups
}

// Name returns the name that led to the address, and whether any lookup did.
func (t *Table) Name(a fold.Addr) (name string, ok bool) {
	e, ok := t.Addresses.Lookup(a)
	if !ok {
		return "", false
	}
	return e.Name, true
}

// Silent reports whether the absence of an address means something: there are
// lookups in the evidence and none of their answers was dropped for the budget.
func (t *Table) Silent() bool { return t.Lookups > 0 && !t.Addresses.Dropped }
