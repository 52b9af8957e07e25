package harvest

import (
	"cmp"
	"slices"

	"dwell/detect/fold"
	"dwell/event"
)

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
