package harvest

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/detect/harvest/sqlread"
	"dwell/event"
)

// floorRows is the least number of rows of a read that is kept by itself. A page of
// a screen has fewer, and nobody steals less at once who can steal more.
const floorRows = 100

// way is how rows leave a table.
type way uint8

const (
	waySelect way = iota
	wayCopy       // COPY table TO
	wayCursor
	wayStage // into another table
)

// facts are what the text says of one table. They follow from text and table, so
// all lines of a read agree on them.
type facts struct {
	Way         way
	Extent      sqlread.Extent
	Limit       int64 // -1 without
	Joined      bool
	Filtered    bool // by more than a join
	Collected   bool
	Through     bool // a view or a function: the text does not name the table
	Parameters  bool // the text has parameters, so executions may differ
	Star        bool
	Columns     []string
	Cursor      uint64 // hash of its name
	Destination string // of COPY: "stdout", "program", "file"
	Target      string // table that rows are staged in
}

// large reports whether a read may be large whatever its lines say.
func (f *facts) large() bool {
	return f.Way == wayCopy || f.Way == wayCursor || f.Collected ||
		f.Extent == sqlread.Whole || f.Joined && !f.Filtered || f.Limit >= floorRows
}

// counted reports whether pgaudit's count is the number of rows that left.
func (f *facts) counted() bool { return f.Way != wayCopy && f.Way != wayCursor && !f.Collected }

// run is one execution that pgaudit numbers.
type run struct {
	ID   int64 // of the statement within the session
	Rows int64 // -1 unknown
}

func compareRuns(a, b run) int { return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.ID, b.ID)) }

// maxRuns bounds the executions that are kept one by one; those with the most rows are.
const maxRuns = 32

// maxHours bounds the hours in which a text was executed that are kept.
const maxHours = 400

// tally counts the lines of one source.
type tally struct {
	Lines   int64
	Rows    int64 // largest, -1 unknown
	Average bool  // some plan gave averages only
}

// read is the state of one text in one session, as far as it reads one table.
type read struct {
	Who      who
	Facts    facts
	Text     tally
	Audit    tally
	Plan     tally
	Errors   int64
	View     bool // pgaudit calls it a view
	Runs     []run
	RunsLost bool
	Hours    smallest[int64] // since 1970, of the lines
	Marks    fold.Marks
}

// who is on whose behalf a session works.
type who struct{ Session, User, Database, Application, Host string }

// query looks at one line about a statement.
func (d *Detector) query(q *event.DatabaseQuery) {
	if q.Source == event.QueryAudit && (q.Class == "DDL" || q.Class == "WRITE" || d.ordinary(q)) {
		if q.Class == "DDL" || q.Class == "WRITE" {
			d.learn(q, d.texts.parse(q.Statement))
		}
		return
	}
	if q.Source == event.QueryError && !ran(q.SQLState) {
		return
	}
	statements := d.texts.parse(q.Statement)
	d.learn(q, statements)
	fetched := false
	for i := range statements {
		st := &statements[i]
		switch st.Kind {
		case sqlread.Fetch:
			if !fetched && fetches(q) {
				d.fetch(q, st)
				// An AUDIT line is about one of the statements of its text.
				fetched = q.Source == event.QueryAudit
			}
		case sqlread.Declare:
			d.declare(q, st)
		}
	}
	if reads(q) {
		d.observe(q, statements)
	}
}

// ordinary counts the commonest line quickly: pgaudit says that a statement with a
// condition gave few rows of one table. It reports whether the line is done with.
func (d *Detector) ordinary(q *event.DatabaseQuery) bool {
	if q.Rows < 0 || q.Rows >= floorRows || q.Command != "SELECT" || q.Object == "" || q.ObjectType == "VIEW" {
		return false
	}
	if !strings.Contains(q.Statement, "where ") && !strings.Contains(q.Statement, "WHERE ") {
		return false
	}
	for _, doubt := range []string{"agg(", "AGG(", "1=1", "1 = 1", " or ", " OR ", "true", "TRUE", "declare", "DECLARE", "copy", "COPY", "union", "UNION"} {
		if strings.Contains(q.Statement, doubt) {
			return false
		}
	}
	d.use(q, unquoted(q.Object))
	return true
}

// ran reports whether a statement that failed with that state may have sent rows:
// not when it was refused before it ran.
func ran(state string) bool {
	for _, refused := range []string{"42", "0A", "25P02", "26", "34", "3D", "3F", "28", "08P01"} {
		if strings.HasPrefix(state, refused) {
			return false
		}
	}
	return true
}

// fetches reports whether a line is about an execution of FETCH.
func fetches(q *event.DatabaseQuery) bool {
	return q.Source == event.QueryStatement || q.Source == event.QueryAudit && q.Command == "FETCH"
}

// reads reports whether a line is about an execution that reads.
func reads(q *event.DatabaseQuery) bool {
	switch q.Source {
	case event.QueryAudit:
		return q.Class == "READ" && (q.Command == "SELECT" || q.Command == "COPY" || q.Command == "DECLARE CURSOR")
	case event.QueryStatement:
		// A PREPARE executes nothing; a portal that goes on was counted when it began.
		return q.Command != "PREPARE" && q.Command != "FETCH"
	}
	return true
}

// learn takes down what the statements say of tables: their columns, and which rows
// were copied where.
func (d *Detector) learn(q *event.DatabaseQuery, statements []sqlread.Statement) {
	for i := range statements {
		st := &statements[i]
		switch st.Kind {
		case sqlread.Create, sqlread.Write:
			d.columns(q.Database, st.Target, st.Columns)
		case sqlread.Stage:
			d.columns(q.Database, st.Target, st.Columns)
			d.staged(q, st)
		}
		for k := range st.Reads {
			r := &st.Reads[k]
			// In a join an unqualified column may be of either table.
			if !r.Joined && !r.Filter {
				d.columns(q.Database, r.Table, r.Columns)
			}
		}
	}
}

// staged takes down that rows of some tables were copied into another.
func (d *Detector) staged(q *event.DatabaseQuery, st *sqlread.Statement) {
	if st.Target == "" || system(st.Target) {
		return
	}
	for i := range st.Reads {
		if r := &st.Reads[i]; !r.Aggregate && !r.Filter && !system(r.Table) {
			if t := d.table(q.Database, st.Target); t != nil {
				t.Copied.add(cut(r.Table), maxCopied)
			}
		}
	}
}

// observe folds in what a line says of the tables that a statement reads.
func (d *Detector) observe(q *event.DatabaseQuery, statements []sqlread.Statement) {
	if q.Object != "" {
		object := unquoted(q.Object)
		if !system(object) {
			d.one(q, object, locate(object, statements, q))
		}
		return
	}
	seen := make([]string, 0, 4)
	for i := range statements {
		for k := range statements[i].Reads {
			r := &statements[i].Reads[k]
			if system(r.Table) || slices.Contains(seen, r.Table) {
				continue
			}
			if f := factsOf(q, &statements[i], r); f != nil {
				seen = append(seen, r.Table)
				d.one(q, r.Table, f)
			}
		}
	}
}

// locate returns what the text says of an object that pgaudit or a plan names. Where
// the text does not name it, a view or a function stands between.
func locate(object string, statements []sqlread.Statement, q *event.DatabaseQuery) *facts {
	var only *facts
	named := 0
	for i := range statements {
		for k := range statements[i].Reads {
			r := &statements[i].Reads[k]
			f := factsOf(q, &statements[i], r)
			if same(object, r.Table) {
				return f
			}
			if f != nil {
				only = f
				named++
			}
		}
	}
	if named == 1 {
		f := *only
		f.Through, f.Columns = true, nil
		return &f
	}
	return &facts{Extent: sqlread.Partial, Limit: -1, Through: true, Joined: named > 1, Filtered: true, Parameters: true}
}

// factsOf returns what the text says of one table, nil when none of its values leave.
func factsOf(q *event.DatabaseQuery, st *sqlread.Statement, r *sqlread.Read) *facts {
	if r.Filter || r.Aggregate && !r.Collected {
		return nil
	}
	f := &facts{
		Extent: r.Extent, Limit: r.Limit, Joined: r.Joined, Filtered: r.Filtered, Collected: r.Collected,
		Parameters: strings.Contains(q.Statement, "$"), Star: r.Star, Columns: r.Columns,
	}
	switch st.Kind {
	case sqlread.CopyOut:
		f.Destination = st.Destination
		if st.Columns != nil || r.Star && r.Limit < 0 && !r.Joined && copiesTable(q.Statement) {
			f.Way = wayCopy
		}
	case sqlread.Declare:
		f.Way, f.Cursor = wayCursor, fold.HashString(st.Cursor)
	case sqlread.Stage:
		f.Way, f.Target = wayStage, st.Target
	}
	return f
}

// copiesTable reports whether the text is a COPY of a table, not of a query.
func copiesTable(statement string) bool {
	open := strings.IndexByte(statement, '(')
	return open < 0 || !strings.EqualFold(strings.TrimSpace(statement[:open]), "copy")
}

// one folds in what a line says of one table.
func (d *Detector) one(q *event.DatabaseQuery, name string, f *facts) {
	if f == nil {
		return
	}
	if !f.large() && (q.Rows < floorRows || !f.counted()) {
		if q.Source != event.QueryError {
			d.use(q, name)
		}
		return
	}
	key := readKey{Session: session(q), Text: textOf(q.Statement), Table: name}
	r, ok := d.state.Reads.Entries[key]
	if !ok {
		key.Table = cut(name)
		if r = d.state.Reads.At(key); r == nil {
			return
		}
	}
	r.add(q, f)
}

// use counts a line of ordinary use.
func (d *Detector) use(q *event.DatabaseQuery, name string) {
	if system(name) {
		return
	}
	key := relationKey{q.Database, name, q.User}
	r, ok := d.state.Relations.Entries[key]
	if !ok {
		if r = d.state.Relations.At(relationKey{cut(q.Database), cut(name), cut(q.User)}); r == nil {
			return
		}
	}
	r.used(q)
}

// mostRows bounds the counts that are believed, so that sums cannot overflow; no table
// has more rows.
const mostRows = 1 << 40

// add folds one line in.
func (r *read) add(q *event.DatabaseQuery, f *facts) {
	r.Who.merge(&who{q.SessionID, q.User, q.Database, q.Application, q.ClientHost})
	r.facts(f)
	rows := int64(event.Unknown)
	switch q.Source {
	case event.QueryStatement:
		r.Text.line(rows)
	case event.QueryAudit:
		if f.counted() && q.Command != "COPY" {
			rows = min(q.Rows, mostRows)
		}
		r.Audit.line(rows)
		r.run(run{q.StatementID, rows})
		r.View = r.View || q.ObjectType == "VIEW"
	case event.QueryPlan:
		rows = min(q.Rows, mostRows)
		r.Plan.line(rows)
		r.Plan.Average = r.Plan.Average || q.Message != ""
	case event.QueryError:
		r.Errors++
	}
	if !q.Time.IsZero() {
		r.Hours.add(q.Time.Nanos/hour, maxHours)
	}
	r.Marks.Add(fold.Mark{Time: q.Time, Ref: q.Ref, Weight: rows})
}

func (t *tally) line(rows int64) {
	if t.Lines == 0 {
		t.Rows = event.Unknown
	}
	t.Lines++
	t.Rows = max(t.Rows, rows)
}

func (t *tally) merge(o *tally) {
	if t.Lines == 0 || o.Lines > 0 && o.Rows > t.Rows {
		t.Rows = o.Rows
	}
	t.Lines += o.Lines
	t.Average = t.Average || o.Average
}

// facts keeps one of several: those of a line that names the table before those that
// found it behind a view.
func (r *read) facts(f *facts) {
	empty := r.Text.Lines+r.Audit.Lines+r.Plan.Lines+r.Errors == 0
	if empty || r.Facts.Through && !f.Through {
		r.Facts = *f
		r.Facts.Target = cut(f.Target)
		r.Facts.Columns = nil
		for _, c := range f.Columns {
			r.Facts.Columns = append(r.Facts.Columns, cut(c))
		}
	}
}

// run keeps an execution, or the larger count of one that is kept.
func (r *read) run(one run) {
	if at := slices.IndexFunc(r.Runs, func(o run) bool { return o.ID == one.ID }); at >= 0 {
		if r.Runs[at].Rows >= one.Rows {
			return
		}
		r.Runs = slices.Delete(r.Runs, at, at+1)
	}
	at, _ := slices.BinarySearchFunc(r.Runs, one, compareRuns)
	r.Runs = slices.Insert(r.Runs, at, one)
	if len(r.Runs) > maxRuns {
		r.Runs, r.RunsLost = r.Runs[:maxRuns], true
	}
}

func (r *read) merge(o *read) {
	r.Who.merge(&o.Who)
	r.facts(&o.Facts)
	r.Text.merge(&o.Text)
	r.Audit.merge(&o.Audit)
	r.Plan.merge(&o.Plan)
	r.Errors += o.Errors
	r.View = r.View || o.View
	for _, one := range o.Runs {
		r.run(one)
	}
	r.RunsLost = r.RunsLost || o.RunsLost
	r.Hours.merge(&o.Hours, maxHours)
	r.Marks.Merge(&o.Marks)
}

func (w *who) merge(o *who) {
	larger(&w.Session, o.Session)
	larger(&w.User, o.User)
	larger(&w.Database, o.Database)
	larger(&w.Application, o.Application)
	larger(&w.Host, o.Host)
}
