package harvest

import (
	"dwell/detect/fold"
	"dwell/detect/harvest/sqlread"
	"dwell/event"
)

// The rules by which numbers follow from the records.
const (
	ruleAudit     = "the rows that pgaudit counted"
	ruleView      = "the rows that pgaudit counted, read through a view or function of this table alone"
	ruleJoin      = "rows of a join: each holds at most one row of this table, so they bound it from above"
	rulePlan      = "the rows that auto_explain measured at this table"
	ruleAverage   = "the rows that auto_explain measured at this table, averaged over parallel runs"
	ruleWhole     = "all rows of the table; its size is taken from other records near in time"
	ruleWholeBare = "all rows of the table; no record gives its size"
	ruleFetch     = "the sum of the rows that FETCH asked for; all but the last two FETCHes were full"
	ruleFetchAll  = "a cursor was read to its end; its rows are those of the table"
	ruleUnfetched = "a cursor was opened; the log holds no FETCH, so between none and all rows"
	ruleCancelled = "the statement ended before its end, so between none and all rows may have left"
	ruleLimit     = "at most the LIMIT of the statement"
	ruleCollected = "values of many rows were collected into few; their number is not in the records"
	ruleUnknown   = "the records give neither rows nor a limit"
	ruleSeveral   = "several reads: between the largest of them and the sum of all, since the same rows may come again"
)

// averageSlack is how many rows the average of parallel runs may be off: half a row
// for each of 16 processes, more than servers use.
const averageSlack = 8

// yield is what one execution took: the bounds for one time it was executed, and how
// often it was.
type yield struct {
	Times, Failed   int64
	Rows, Low, High int64 // of one time; Rows and High -1 unknown
	Sum             int64 // of all times, at most; -1 unknown
	Exact, Whole    bool
	Rule            string
}

// bound says how many rows an execution took.
func (y *survey) bound(e *execution) {
	e.times()
	n := y.size(e.table, e.Marks.Last.Time)
	most := n.High
	if e.Facts.Limit >= 0 && (most < 0 || e.Facts.Limit < most) {
		most = e.Facts.Limit
	}
	switch {
	case e.Times == 0:
		e.set(event.Unknown, 0, most, ruleCancelled)
	case e.counted() >= 0:
		e.audited(n)
	case e.Plan.Lines > 0 && e.Plan.Rows >= 0 && !e.Facts.Joined:
		e.planned(n)
	case e.Facts.Way == wayCursor:
		y.cursor(e, n, most)
	case e.Facts.Extent == sqlread.Whole && e.Facts.Limit < 0 && !e.Facts.Through:
		e.Whole = true
		e.set(n.Rows, n.Low, n.High, ruleWhole)
		if !n.Known {
			e.Rule = ruleWholeBare
		}
		if e.Facts.Joined && !n.Known {
			e.Low = 0
		}
	case e.Facts.Collected:
		e.set(event.Unknown, 0, most, ruleCollected)
	case e.Facts.Limit >= 0:
		e.set(most, 0, most, ruleLimit)
	default:
		e.set(event.Unknown, 0, most, ruleUnknown)
	}
	e.total(n)
}

func (e *execution) set(rows, low, high int64, rule string) {
	e.Rows, e.Low, e.High, e.Rule = rows, low, high, rule
}

// times says how often the text was executed to its end, and how often not.
func (e *execution) times() {
	runs := int64(len(e.Runs))
	if e.RunsLost {
		runs = e.Audit.Lines
	}
	counted := int64(0)
	for _, r := range e.Runs {
		if r.Rows >= 0 {
			counted++
		}
	}
	e.Failed = e.Errors
	// pgaudit counts at the end of an execution, so what it counted ended well.
	e.Times = max(e.Text.Lines-e.Failed, runs-e.Failed, e.Plan.Lines, counted)
	e.Times = max(e.Times, 0)
}

// audited bounds an execution whose rows pgaudit counted.
func (e *execution) audited(n estimate) {
	rows := e.counted()
	switch {
	case e.Facts.Joined:
		e.set(rows, min(rows, 1), rows, ruleJoin)
		if n.Known && n.High >= 0 {
			e.Rows, e.High = min(rows, n.Rows), min(rows, n.High)
		}
		e.Whole = e.Facts.Extent == sqlread.Whole
		if e.Whole && n.Known {
			e.set(n.Rows, n.Low, n.High, ruleWhole)
		}
	case e.Facts.Through && !e.alone:
		e.set(rows, min(rows, 1), rows, ruleJoin)
	case e.Facts.Through:
		e.set(rows, rows, rows, ruleView)
		e.Whole = n.Known && rows >= n.High && n.High > 0
	default:
		e.set(rows, rows, rows, ruleAudit)
		e.Exact = true
		e.Whole = e.Facts.Extent == sqlread.Whole && e.Facts.Limit < 0 || n.Known && n.High > 0 && rows >= n.High
	}
}

// planned bounds an execution whose rows auto_explain measured.
func (e *execution) planned(n estimate) {
	rows := e.Plan.Rows
	e.set(rows, rows, rows, rulePlan)
	e.Exact = !e.Plan.Average && !e.Facts.Through
	if e.Plan.Average {
		e.set(rows, max(0, rows-averageSlack), rows+averageSlack, ruleAverage)
	}
	reachesEnd := e.Facts.Way != wayCursor && e.Facts.Extent == sqlread.Whole && e.Facts.Limit < 0
	e.Whole = reachesEnd || n.Known && n.High > 0 && rows >= n.High
	if e.Whole && reachesEnd && e.Plan.Average && n.Known && n.Low == n.High {
		e.set(n.Rows, n.Low, n.High, ruleWhole)
	}
}

// Cursors that programs open under names of their own are read to their end.
var (
	dumpCursor = fold.HashString("_pg_dump_cursor")
	psqlCursor = fold.HashString("_psql_cursor")
)

// cursor bounds what was fetched of a cursor.
func (y *survey) cursor(e *execution, n estimate, most int64) {
	var s sum
	if c, ok := y.state.Cursors.Lookup(cursorKey{e.session, e.Facts.Cursor}); ok {
		s = c.sums(e.text)
	}
	all := e.Facts.Extent == sqlread.Whole && e.Facts.Limit < 0 && !e.Facts.Joined
	switch {
	case s.Count == 0:
		e.set(event.Unknown, 0, most, ruleUnfetched)
	case all && (s.All || n.Known && n.High >= 0 && s.Rows >= n.High || e.Facts.Cursor == dumpCursor):
		e.Whole = true
		e.set(n.Rows, max(n.Low, s.Full), n.High, ruleFetchAll)
		if !s.All && (e.High < 0 || s.Rows < e.High) {
			e.High = s.Rows
		}
	case s.All:
		e.set(event.Unknown, s.Full, most, ruleFetchAll)
	default:
		e.Whole = all && e.Facts.Cursor == psqlCursor
		e.set(s.Rows, s.Full, s.Rows, ruleFetch)
	}
	if !e.Whole && !s.All && s.Count > 0 {
		if most >= 0 && e.High > most {
			e.High = most
		}
		if e.Rows > e.High {
			e.Rows = e.High
		}
	}
	if e.High >= 0 {
		e.Low = min(e.Low, e.High)
	}
}

// total bounds what all the times together took.
func (e *execution) total(n estimate) {
	switch {
	case e.High < 0 || e.Failed > 0 && n.High < 0:
		e.Sum = event.Unknown
	case e.counted() >= 0 && !e.Facts.Joined && !e.RunsLost:
		for _, r := range e.Runs {
			e.Sum += max(0, r.Rows)
		}
	case e.Facts.Way == wayCursor:
		e.Sum = e.High // the FETCHes of all times
	default:
		e.Sum = multiply(e.High, max(1, e.Times))
	}
	if e.Failed > 0 && e.Sum >= 0 && e.Times > 0 {
		e.Sum += multiply(n.High, e.Failed)
	}
}

// multiply stays within mostRows, which is unbounded for every purpose.
func multiply(rows, times int64) int64 {
	if rows > mostRows/times {
		return mostRows
	}
	return rows * times
}
