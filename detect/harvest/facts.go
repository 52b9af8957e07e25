package harvest

import (
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
		if st.Target != "" {
			f.Way = wayCopy
		}
	case sqlread.Declare:
		f.Way, f.Cursor = wayCursor, fold.HashString(st.Cursor)
	case sqlread.Stage:
		f.Way, f.Target = wayStage, st.Target
	}
	return f
}
