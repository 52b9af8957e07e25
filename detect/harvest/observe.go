package harvest

import (
	"slices"
	"strings"

	"dwell/detect/harvest/sqlread"
	"dwell/event"
)

// query looks at one line about a statement.
func (d *Detector) query(q *event.DatabaseQuery) {
	if q.Source == event.QueryAudit && (q.Class == "DDL" || q.Class == "WRITE") {
		d.learn(q, d.texts.parse(q.Statement))
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
	r, ok := d.state.Reads.Lookup(key)
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
	r, ok := d.state.Relations.Lookup(key)
	if !ok {
		if r = d.state.Relations.At(relationKey{cut(q.Database), cut(name), cut(q.User)}); r == nil {
			return
		}
	}
	r.used(q)
}
