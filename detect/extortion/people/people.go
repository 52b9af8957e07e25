package people

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"dwell/detect/extortion/table"
	"dwell/entity/members"
)

// maxSample is how many people of one letter are kept, by hash, to tell how many the
// letters show together. The counts of the letter itself go beyond it.
const maxSample = 512

// Shown is what one letter shows of people. It takes 16 bytes for each of at most
// maxSample of them.
type Shown struct {
	Sample  []Person // those with the smallest hashes, sorted
	People  int64
	Matched int64 // in the member tables
	Agreed  int64 // by two values and more
	Altered int64 // with a value that was changed since
	Tables  []InTable
	Columns []string
	Forms   []string  // how the records were brought: "text", "XLSX"
	Since   time.Time // the copy is of this day or later; zero not known
	Until   time.Time // and of before this day
	Cut     bool      // there is more than was read
}

// InTable is how many of those who are shown stand in one member table.
type InTable struct {
	Name    string
	Matched int64
}

// Person is one whose record is shown.
type Person struct {
	Hash    uint64
	Matched bool
	Agreed  bool
	Altered bool
	Table   int16 // of the member, -1 for none
}

// Reader gathers the people of one letter.
type Reader struct {
	Members *members.Table // nil: nothing to compare with
	Own     []string       // addresses and numbers of the letter's own header

	hasher  func(string) uint64
	people  map[uint64]Person
	columns map[string]bool
	forms   map[string]bool
	since   time.Time
	until   time.Time
	mails   []string
}

// Text adds the tables that the text of a letter seems to hold: a row counts where
// somebody's address or number stands in it among other values.
func (r *Reader) Text(tables []table.Table) {
	for _, t := range tables {
		r.add(t, func(w *row, cells []string) bool {
			return len(cells) > 1 && w.has(members.Mail, members.Phone, members.Resident)
		})
	}
}

// Attached adds tables of a file: rows that say anything about a person count.
func (r *Reader) Attached(tables []table.Table) {
	for _, t := range tables {
		r.add(t, func(w *row, _ []string) bool { return w.covered || len(w.values) > 0 })
	}
}

// Mails are the addresses in the records, which are nobody's to write to.
func (r *Reader) Mails() []string { return r.mails }

func (r *Reader) add(t table.Table, counts func(*row, []string) bool) {
	if len(t.Rows) == 0 {
		return
	}
	columns, lines := columnsOf(t)
	if !about(columns) {
		return
	}
	var rows []row
	var identities []uint64
	for _, cells := range lines {
		w := rowOf(cells, columns, r.Own)
		if !counts(&w, cells) {
			continue
		}
		r.look(&w)
		identities = append(identities, w.identity(r.hash, cells))
		rows = append(rows, w)
	}
	if len(rows) > 0 {
		r.keep(t.Form, columns, rows, identities)
	}
}

// about reports whether a table has a person to it: two columns, or one that identifies.
func about(columns []column) bool {
	personal := 0
	for _, c := range columns {
		if c.personal() {
			personal++
		}
		switch c.role {
		case members.ColumnMail, members.ColumnPhone, members.ColumnResident:
			return true
		}
	}
	// Lines of a text are ragged: what a column holds need not show.
	return personal > 1 || len(columns) > 1 && personal == 0
}

// hash is keyed like the member tables, where there are some.
func (r *Reader) hash(normal string) uint64 {
	if r.hasher == nil {
		known := r.Members
		if known == nil {
			known = &members.Table{}
		}
		r.hasher = known.Hasher()
	}
	return r.hasher(normal)
}

// look finds the values of a row in the member tables.
func (r *Reader) look(w *row) {
	const most = 2000 // addresses of the text, to be told from contacts
	for i := range w.values {
		v := &w.values[i]
		if v.kind == members.Mail && len(r.mails) < most {
			r.mails = append(r.mails, v.normal)
		}
		v.sum = r.hash(v.normal)
		if r.Members != nil {
			v.rows = r.Members.Find(v.kind, v.sum)
		}
	}
}

func (r *Reader) keep(form string, columns []column, rows []row, identities []uint64) {
	if r.people == nil {
		r.people, r.columns, r.forms = make(map[uint64]Person), make(map[string]bool), make(map[string]bool)
	}
	r.forms[form] = true
	for _, c := range columns {
		if c.label != "" {
			r.columns[c.label] = true
		}
	}
	var tell telling
	if r.Members != nil {
		tell = tellingOf(rows, r.Members)
	}
	for i := range rows {
		for _, v := range rows[i].values {
			if v.kind != members.Pair {
				r.columns[v.kind.String()] = true
			}
		}
		p := Person{Hash: identities[i], Table: -1}
		if r.Members != nil {
			m := matchOf(&rows[i], r.Members, tell)
			p.Matched, p.Agreed, p.Altered, p.Table = m.known, m.agreed && m.known, m.altered, int16(m.source)
			r.date(m)
		}
		r.people[p.Hash] = better(r.people[p.Hash], p)
	}
}

// better unites what two rows tell about one person.
func better(a, b Person) Person {
	if a.Hash == 0 || b.Matched && !a.Matched {
		a.Table = b.Table
	}
	return Person{Hash: b.Hash, Matched: a.Matched || b.Matched, Agreed: a.Agreed || b.Agreed, Altered: a.Altered || b.Altered, Table: a.Table}
}

// date narrows the days between which the copy was made.
func (r *Reader) date(m match) {
	if m.joined.After(r.since) {
		r.since = m.joined
	}
	if !m.changed.IsZero() && (r.until.IsZero() || m.changed.Before(r.until)) {
		r.until = m.changed
	}
}

// Shown is what was gathered, nil for nobody.
func (r *Reader) Shown(cut bool) *Shown {
	if len(r.people) == 0 {
		return nil
	}
	s := &Shown{
		People: int64(len(r.people)), Columns: slices.Sorted(maps.Keys(r.columns)), Forms: slices.Sorted(maps.Keys(r.forms)),
		Since: r.since, Until: r.until, Cut: cut,
	}
	if r.Members != nil {
		for _, name := range r.Members.Sources() {
			s.Tables = append(s.Tables, InTable{Name: name})
		}
	}
	for _, p := range r.people {
		s.count(p)
	}
	s.Sample = slices.SortedFunc(maps.Values(r.people), func(a, b Person) int { return cmp.Compare(a.Hash, b.Hash) })
	s.Sample = slices.Clone(s.Sample[:min(len(s.Sample), maxSample)])
	return s
}

func (s *Shown) count(p Person) {
	if p.Matched {
		s.Matched++
		if i := int(p.Table); i >= 0 && i < len(s.Tables) {
			s.Tables[i].Matched++
		}
	}
	if p.Agreed {
		s.Agreed++
	}
	if p.Altered {
		s.Altered++
	}
}

// Whole reports whether the sample has everybody.
func (s *Shown) Whole() bool { return int64(len(s.Sample)) == s.People && !s.Cut }

// Unite says what several letters show together. Where a letter shows more people than
// are kept, and another shows some as well, the larger one is what is certain; exact is
// false then.
func Unite(all []*Shown) (out *Shown, exact bool) {
	if len(all) == 0 {
		return nil, false
	}
	out, exact = &Shown{}, true
	for _, t := range all[0].Tables {
		out.Tables = append(out.Tables, InTable{Name: t.Name})
	}
	people := make(map[uint64]Person)
	largest := all[0]
	for _, s := range all {
		out.Columns, out.Forms = append(out.Columns, s.Columns...), append(out.Forms, s.Forms...)
		if s.Since.After(out.Since) {
			out.Since = s.Since
		}
		if !s.Until.IsZero() && (out.Until.IsZero() || s.Until.Before(out.Until)) {
			out.Until = s.Until
		}
		for _, p := range s.Sample {
			people[p.Hash] = better(people[p.Hash], p)
		}
		out.Cut = out.Cut || s.Cut
		exact = exact && s.Whole()
		if s.People > largest.People || s.People == largest.People && s.Matched > largest.Matched {
			largest = s
		}
	}
	slices.Sort(out.Columns)
	slices.Sort(out.Forms)
	out.Columns, out.Forms = slices.Compact(out.Columns), slices.Compact(out.Forms)
	if !exact && largest.People >= int64(len(people)) {
		out.People, out.Matched, out.Agreed, out.Altered, out.Tables = largest.People, largest.Matched, largest.Agreed, largest.Altered, slices.Clone(largest.Tables)
		return out, len(all) == 1 && !largest.Cut
	}
	out.People = int64(len(people))
	for _, p := range people {
		out.count(p)
	}
	return out, exact
}
