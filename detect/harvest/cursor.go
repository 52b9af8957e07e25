package harvest

import (
	"cmp"
	"slices"

	"dwell/detect/fold"
	"dwell/detect/harvest/sqlread"
	"dwell/event"
)

// order is the place of a line in its session: its time, and within one instant its
// place in the file.
type order struct{ Nanos, Offset int64 }

func (o order) compare(p order) int {
	return cmp.Or(cmp.Compare(o.Nanos, p.Nanos), cmp.Compare(o.Offset, p.Offset))
}

func orderOf(q *event.DatabaseQuery) order { return order{q.Time.Nanos, q.Ref.Offset} }

// opened is one line about a DECLARE.
type opened struct {
	At   order
	Text uint64 // of the read that it opens
}

// fetched is one line about a FETCH.
type fetched struct {
	At   order
	Rows int64 // asked for, or sqlread.All
}

func (f fetched) compare(o fetched) int {
	return cmp.Or(f.At.compare(o.At), cmp.Compare(f.Rows, o.Rows))
}

func (o opened) compare(p opened) int {
	return cmp.Or(o.At.compare(p.At), cmp.Compare(o.Text, p.Text))
}

// fetchLog is what one source says of the FETCHes of a cursor name. Beyond maxFetches
// only the sums are kept.
type fetchLog struct {
	Lines []fetched
	Lost  bool
	Count int64
	Rows  int64 // sum of those that name a number
	All   int64 // that name none
	Batch int64 // largest number
}

// The bounds of one cursor's lines. A dump by cursor opens one name for each table.
const (
	maxOpened  = 512
	maxFetches = 4096
)

// cursor is what happens under one name in one session.
type cursor struct {
	Opened  []opened
	Lost    bool
	Fetches [2]fetchLog // by text, by pgaudit
}

func (c *cursor) open(o opened) {
	if c.Lost {
		return
	}
	at, found := slices.BinarySearchFunc(c.Opened, o, opened.compare)
	if found {
		return
	}
	c.Opened = slices.Insert(c.Opened, at, o)
	if len(c.Opened) > maxOpened {
		c.Opened, c.Lost = nil, true
	}
}

func (l *fetchLog) add(f fetched) {
	l.Count++
	if f.Rows == sqlread.All {
		l.All++
	} else {
		l.Rows += f.Rows
		l.Batch = max(l.Batch, f.Rows)
	}
	l.keep(f)
}

func (l *fetchLog) keep(f fetched) {
	if l.Lost {
		return
	}
	at, _ := slices.BinarySearchFunc(l.Lines, f, fetched.compare)
	l.Lines = slices.Insert(l.Lines, at, f)
	if len(l.Lines) > maxFetches {
		l.Lines, l.Lost = nil, true
	}
}

func (l *fetchLog) merge(o *fetchLog) {
	l.Count += o.Count
	l.Rows += o.Rows
	l.All += o.All
	l.Batch = max(l.Batch, o.Batch)
	if o.Lost {
		l.Lines, l.Lost = nil, true
	}
	for _, f := range o.Lines {
		l.keep(f)
	}
}

func (c *cursor) merge(o *cursor) {
	if o.Lost {
		c.Opened, c.Lost = nil, true
	}
	for _, one := range o.Opened {
		c.open(one)
	}
	for i := range c.Fetches {
		c.Fetches[i].merge(&o.Fetches[i])
	}
}

// fetch takes a FETCH down.
func (d *Detector) fetch(q *event.DatabaseQuery, st *sqlread.Statement) {
	c := d.state.Cursors.At(cursorKey{session(q), fold.HashString(st.Cursor)})
	if c == nil {
		return
	}
	source := 0
	if q.Source == event.QueryAudit {
		source = 1
	}
	c.Fetches[source].add(fetched{orderOf(q), min(st.Count, mostRows)})
}

// declare takes a DECLARE down.
func (d *Detector) declare(q *event.DatabaseQuery, st *sqlread.Statement) {
	if q.Source == event.QueryPlan || q.Source == event.QueryError {
		return // written when the cursor is closed, or was not opened
	}
	if c := d.state.Cursors.At(cursorKey{session(q), fold.HashString(st.Cursor)}); c != nil {
		c.open(opened{orderOf(q), textOf(q.Statement)})
	}
}

// sum is what the FETCHes of a text asked for.
type sum struct {
	Count  int64
	Rows   int64 // asked for in all
	Full   int64 // of which all but the last two: those were full
	All    bool  // some asked for everything
	Shared bool  // the lines of several cursors of one name could not be told apart
}

// sums adds up the FETCHes that follow a DECLARE of the text, by the source that saw
// more of them.
func (c *cursor) sums(text uint64) sum {
	log := &c.Fetches[0]
	if c.Fetches[1].Count >= log.Count {
		log = &c.Fetches[1]
	}
	if !log.Lost && !c.Lost {
		return c.following(log, text)
	}
	s := sum{Count: log.Count, Rows: log.Rows, All: log.All > 0}
	s.Shared = c.Lost || slices.ContainsFunc(c.Opened, func(o opened) bool { return o.Text != text })
	if !s.Shared {
		s.Full = max(0, log.Rows-2*log.Batch*int64(len(c.Opened)))
	}
	return s
}

// following adds up the FETCHes between a DECLARE of the text and the next DECLARE.
func (c *cursor) following(log *fetchLog, text uint64) sum {
	var s sum
	at := 0
	for i, o := range c.Opened {
		end := order{Nanos: 1<<63 - 1}
		if i+1 < len(c.Opened) {
			end = c.Opened[i+1].At
		}
		var rows []int64
		for at < len(log.Lines) && log.Lines[at].At.compare(end) < 0 {
			if log.Lines[at].At.compare(o.At) >= 0 && o.Text == text {
				rows = append(rows, log.Lines[at].Rows)
			}
			at++
		}
		for k, n := range rows {
			s.Count++
			if n == sqlread.All {
				s.All = true
				continue
			}
			s.Rows += n
			if k < len(rows)-2 {
				s.Full += n
			}
		}
	}
	return s
}
