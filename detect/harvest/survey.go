package harvest

import (
	"cmp"
	"slices"

	"dwell/detect/fold"
	"dwell/detect/harvest/sqlread"
	"dwell/event"
)

// survey is the state seen as a whole: sessions have accounts, tables have schemas,
// lines of one execution are one execution.
type survey struct {
	state  *state
	names  map[tableKey]string // what a table without a schema is called with it
	execs  []*execution
	sizes  map[tableKey][]size
	tables map[tableKey]*table
	use    map[relationKey]*relation
	// together is how many tables a session reads in large.
	together map[uint64]int
}

// execution is everything that is known of one text in one session, as far as it reads
// one table.
type execution struct {
	read
	table   tableKey
	session uint64
	text    uint64
	group   uint64 // of session and text
	unnamed bool   // its lines do not name the account, the connection does
	alone   bool   // the only table that pgaudit names behind a view or function
	yield
}

// size is the number of rows of a table at one time.
type size struct {
	At   event.Time
	Rows int64
}

func (s size) compare(o size) int { return cmp.Or(s.At.Compare(o.At), cmp.Compare(s.Rows, o.Rows)) }

func newSurvey(s *state) *survey {
	y := &survey{state: s, names: map[tableKey]string{}}
	y.schemas()
	y.join()
	y.withoutWorkers()
	y.withoutViews()
	y.measure()
	y.gather()
	for _, e := range y.execs {
		y.bound(e)
	}
	return y
}

// defaultSchema is where PostgreSQL looks for a table, unless it is set otherwise.
const defaultSchema = "public."

// schemas finds for every table that statements name without a schema the one that
// pgaudit or other statements give: public if there is one, the only one else.
func (y *survey) schemas() {
	qualified := map[tableKey][]string{}
	consider := func(database, name string) {
		if b := base(name); b != name {
			key := tableKey{database, b}
			if !slices.Contains(qualified[key], name) {
				qualified[key] = append(qualified[key], name)
			}
		}
	}
	for key, r := range y.state.Reads.All() {
		consider(r.Who.Database, key.Table)
	}
	for key := range y.state.Relations.All() {
		consider(key.Database, key.Table)
	}
	for key := range y.state.Tables.All() {
		consider(key.Database, key.Table)
	}
	for key, names := range qualified {
		if len(names) == 1 && names[0] != defaultSchema+key.Table {
			y.names[key] = names[0]
		}
	}
	y.tables = map[tableKey]*table{}
	for key, t := range y.state.Tables.All() {
		resolved := y.resolve(key.Database, key.Table)
		into, ok := y.tables[resolved]
		if !ok {
			into = &table{}
			y.tables[resolved] = into
		}
		into.merge(t)
	}
	y.use = map[relationKey]*relation{}
	for key, r := range y.state.Relations.All() {
		t := y.resolve(key.Database, key.Table)
		resolved := relationKey{t.Database, t.Table, key.User}
		into, ok := y.use[resolved]
		if !ok {
			into = &relation{}
			y.use[resolved] = into
		}
		into.merge(r)
	}
}

// resolve gives a table its schema.
func (y *survey) resolve(database, name string) tableKey {
	if base(name) != name {
		return tableKey{database, name}
	}
	if full, ok := y.names[tableKey{database, name}]; ok {
		return tableKey{database, full}
	}
	return tableKey{database, defaultSchema + name}
}

// about returns what statements say of a table; lines that name no database may be of
// any. It is nil when they say nothing.
func (y *survey) about(key tableKey) *table {
	own, any := y.tables[key], y.tables[tableKey{"", key.Table}]
	if own == nil || any == nil || own == any {
		return cmp.Or(own, any)
	}
	both := &table{}
	both.merge(own)
	both.merge(any)
	return both
}

// join makes one execution of the reads that differ only in how the table is written.
func (y *survey) join() {
	type key struct {
		session, text uint64
		table         tableKey
	}
	joined := map[key]*execution{}
	for _, k := range sortedReads(y.state.Reads) {
		r := y.state.Reads.Get(k)
		t := y.resolve(r.Who.Database, k.Table)
		e, ok := joined[key{k.Session, k.Text, t}]
		if !ok {
			e = &execution{read: r.clone(), table: t, session: k.Session, text: k.Text, group: fold.Mix(k.Session, k.Text)}
			joined[key{k.Session, k.Text, t}] = e
			y.execs = append(y.execs, e)
			continue
		}
		e.merge(r)
	}
	for _, e := range y.execs {
		e.unnamed = e.Who.User == ""
		y.state.complete(&e.Who, e.Marks.First.Time, e.Marks.First.Ref.File)
		if e.table.Database == "" {
			e.table.Database = e.Who.Database
		}
	}
}

// sortedReads returns the keys in an order that is the same on every run.
func sortedReads(m *fold.Map[readKey, read]) []readKey {
	return slices.SortedFunc(m.Keys(), func(a, b readKey) int {
		return cmp.Or(cmp.Compare(a.Session, b.Session), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Table, b.Table))
	})
}

// clone copies a read, so that joining leaves the state as it is.
func (r *read) clone() read {
	c := *r
	c.Runs = slices.Clone(r.Runs)
	c.Hours.Members = slices.Clone(r.Hours.Members)
	return c
}

// workerReach is how far the line of a parallel worker may be from its leader's.
const workerReach = 60 * int64(1e9)

// withoutWorkers leaves out what parallel workers wrote: the text and table of a session
// that has an account, from a process without one.
func (y *survey) withoutWorkers() {
	type key struct {
		text  uint64
		table string
	}
	known := map[key][]*execution{}
	for _, e := range y.execs {
		if e.Who.User != "" {
			k := key{e.text, e.table.Table}
			known[k] = append(known[k], e)
		}
	}
	y.execs = slices.DeleteFunc(y.execs, func(e *execution) bool {
		return e.Who.User == "" && e.Audit.Lines > 0 && slices.ContainsFunc(known[key{e.text, e.table.Table}], func(leader *execution) bool {
			return e.Marks.First.Time.Nanos >= leader.Marks.First.Time.Nanos-workerReach &&
				e.Marks.Last.Time.Nanos <= leader.Marks.Last.Time.Nanos+workerReach
		})
	})
}

// gather counts the tables that each session reads in large.
func (y *survey) gather() {
	type pair struct {
		session uint64
		table   tableKey
	}
	y.together = map[uint64]int{}
	seen := map[pair]bool{}
	for _, e := range y.execs {
		if p := (pair{e.session, e.table}); !seen[p] {
			seen[p] = true
			y.together[e.session]++
		}
	}
}

// alone reports whether the sessions of a claim read no other table in large.
func (y *survey) alone(c *claim) bool {
	for _, e := range c.execs {
		if y.together[e.session] > 1 {
			return false
		}
	}
	return true
}

// withoutViews leaves out a view where pgaudit names the tables behind it.
func (y *survey) withoutViews() {
	bases, views := map[uint64]int{}, map[uint64]bool{}
	for _, e := range y.execs {
		if e.View {
			views[e.group] = true
		} else if e.Audit.Lines > 0 {
			bases[e.group]++
		}
	}
	y.execs = slices.DeleteFunc(y.execs, func(e *execution) bool { return e.View && bases[e.group] > 0 })
	for _, e := range y.execs {
		e.alone = e.Facts.Through && bases[e.group] == 1
	}
}

// measure takes the sizes of tables from the reads of all their rows.
func (y *survey) measure() {
	y.sizes = map[tableKey][]size{}
	for _, e := range y.execs {
		f := &e.Facts
		if f.Extent != sqlread.Whole || f.Joined || f.Through || f.Limit >= 0 {
			continue
		}
		rows := e.counted()
		if rows < 0 && e.Plan.Lines > 0 && !e.Plan.Average && f.Way != wayCursor {
			rows = e.Plan.Rows
		}
		if rows >= 0 {
			y.sizes[e.table] = append(y.sizes[e.table], size{e.Marks.Last.Time, rows})
		}
	}
	for _, sizes := range y.sizes {
		slices.SortFunc(sizes, size.compare)
	}
}

// counted returns the largest count of pgaudit, -1 when it counted nothing.
func (e *execution) counted() int64 {
	if e.Audit.Lines == 0 || !e.Facts.counted() {
		return event.Unknown
	}
	return e.Audit.Rows
}

// sizeReach is how far in time a size may be from a read that nothing else bounds:
// tables of people grow by far less than a hundredth in a day.
const sizeReach = day

// estimate is the size of a table at a time.
type estimate struct {
	Rows, Low, High int64
	Known           bool
}

// size returns what other records say of the size of a table: between the nearest
// before and after, or the nearest of a day.
func (y *survey) size(t tableKey, at event.Time) estimate {
	sizes := y.sizes[t]
	if len(sizes) == 0 {
		return estimate{event.Unknown, 0, event.Unknown, false}
	}
	i, _ := slices.BinarySearchFunc(sizes, size{At: at}, size.compare)
	switch {
	case i > 0 && i < len(sizes):
		before, after := sizes[i-1], sizes[i]
		nearest := before
		if after.At.Nanos-at.Nanos < at.Nanos-before.At.Nanos {
			nearest = after
		}
		return estimate{nearest.Rows, min(before.Rows, after.Rows), max(before.Rows, after.Rows), true}
	case i == len(sizes):
		i--
	}
	one := sizes[i]
	if distance := one.At.Nanos - at.Nanos; max(distance, -distance) > sizeReach {
		return estimate{one.Rows, 0, event.Unknown, true}
	}
	return estimate{one.Rows, one.Rows, one.Rows, true}
}
