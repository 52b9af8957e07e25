package dnstunnel

import (
	"bytes"
	"cmp"
	"encoding/gob"
	"fmt"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// namesKept is how many distinct names of a domain are kept: their number, beyond
	// it, is estimated with a standard error of 1/sqrt(namesKept-2), 4.4 %.
	namesKept = 512
	// textsKept is of how many of these the text is kept: enough to judge how names are
	// written, some thousand characters.
	textsKept = 64
)

// domain is what is known of one unit.
type domain struct {
	Hash   uint64
	Kind   unitKind
	Name   string
	Names  []*sampled // those with the smallest hashes, sorted
	Totals *totals    // nil when they were dropped for the budget
}

func (d *domain) observe(l *event.DNSLookup, a *ask) {
	if d.Totals != nil {
		d.Totals.observe(l, a)
	}
}

// domains holds all units within two budgets: of names and of totals.
type domains struct {
	Shift       uint8 // names are kept when their hash has this many leading zeros
	TotalsShift uint8 // totals are kept when the domain's hash has

	names, totals            int // kept
	nameBudget, totalsBudget int
	of                       map[uint64]*domain
}

func newDomains(names, totals int) *domains {
	return &domains{nameBudget: names, totalsBudget: totals, of: map[uint64]*domain{}}
}

// target returns where lookups of a name are folded in, for one unit that it counts for.
func (s *domains) target(u *unit, queryHash uint64, query string) target {
	hash := u.hash()
	nameHash := fold.Mix(queryHash, hash)
	kept := fold.Kept(nameHash, s.Shift)
	d := s.of[hash]
	if d == nil {
		exact := fold.Kept(hash, s.TotalsShift)
		if !kept && !exact {
			return target{}
		}
		d = &domain{Hash: hash, Kind: u.kind, Name: strings.Clone(u.name)}
		s.of[hash] = d
		if exact {
			d.Totals = &totals{}
			s.totals++
		}
	}
	t := target{domain: d}
	if kept {
		length := uint8(min(characters(u.sub), 255))
		t.name = s.place(d, &sampled{Hash: nameHash, Length: length}, u.sub)
	}
	s.shrink()
	return t
}

// place returns the sampled name of that hash, which is new or there already; nil when
// the domain has enough with smaller hashes.
func (s *domains) place(d *domain, n *sampled, sub string) *sampled {
	i, found := slices.BinarySearchFunc(d.Names, n.Hash, func(a *sampled, h uint64) int { return cmp.Compare(a.Hash, h) })
	if found {
		return d.Names[i]
	}
	if i >= namesKept {
		return nil
	}
	n.Text = ""
	if i < textsKept {
		n.Text = strings.Clone(sub)
	}
	d.Names = slices.Insert(d.Names, i, n)
	s.names++
	if len(d.Names) > textsKept {
		d.Names[textsKept].Text = ""
	}
	if len(d.Names) > namesKept {
		d.Names = d.Names[:namesKept]
		s.names--
	}
	return n
}

// shrink samples more sharply until both budgets are kept.
func (s *domains) shrink() {
	for s.names > s.nameBudget && s.Shift < 63 {
		s.raise(s.Shift+1, s.TotalsShift)
	}
	for s.totals > s.totalsBudget && s.TotalsShift < 63 {
		s.raise(s.Shift, s.TotalsShift+1)
	}
}

func (s *domains) raise(shift, totalsShift uint8) {
	if shift == s.Shift && totalsShift == s.TotalsShift {
		return
	}
	s.Shift, s.TotalsShift = shift, totalsShift
	for hash, d := range s.of {
		n := len(d.Names)
		for n > 0 && !fold.Kept(d.Names[n-1].Hash, shift) {
			n--
		}
		s.names -= len(d.Names) - n
		clear(d.Names[n:])
		d.Names = d.Names[:n]
		if d.Totals != nil && !fold.Kept(hash, totalsShift) {
			d.Totals = nil
			s.totals--
		}
		if n == 0 && d.Totals == nil {
			delete(s.of, hash)
		}
	}
}

// merge adds the domains of o, which must not be used afterwards.
func (s *domains) merge(o *domains) {
	s.raise(max(s.Shift, o.Shift), max(s.TotalsShift, o.TotalsShift))
	o.raise(s.Shift, s.TotalsShift)
	for hash, from := range o.of {
		into := s.of[hash]
		if into == nil {
			s.of[hash] = from
			s.names += len(from.Names)
			if from.Totals != nil {
				s.totals++
			}
			continue
		}
		if into.Totals != nil && from.Totals != nil {
			into.Totals.merge(from.Totals)
		}
		for _, n := range from.Names {
			if kept := s.place(into, n, n.Text); kept != nil && kept != n {
				kept.merge(n)
			}
		}
	}
	s.shrink()
}

// sorted returns all domains in the order of their names.
func (s *domains) sorted() []*domain {
	out := make([]*domain, 0, len(s.of))
	for _, d := range s.of {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b *domain) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// saved is how domains stand in a snapshot.
type saved struct {
	Domains            []*domain
	Shift, TotalsShift uint8
}

// GobEncode writes the domains.
func (s *domains) GobEncode() ([]byte, error) {
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(saved{s.sorted(), s.Shift, s.TotalsShift})
	return b.Bytes(), err
}

// GobDecode reads the domains into a fresh state.
func (s *domains) GobDecode(data []byte) error {
	var in saved
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&in); err != nil {
		return err
	}
	if s.of == nil || len(s.of) > 0 {
		return fmt.Errorf("%d domains for a state that is not fresh", len(in.Domains))
	}
	s.Shift, s.TotalsShift = in.Shift, in.TotalsShift
	for _, d := range in.Domains {
		s.of[d.Hash] = d
		s.names += len(d.Names)
		if d.Totals != nil {
			s.totals++
		}
	}
	return nil
}
