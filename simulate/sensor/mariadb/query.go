package mariadb

import (
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/mariadb"
)

// What the server answers to a statement that it breaks off.
const (
	interrupted = 1317 // ER_QUERY_INTERRUPTED, after KILL QUERY
	timedOut    = 1969 // ER_STATEMENT_TIMEOUT, after max_statement_time
)

// status is the error with which a statement ends. A time limit is a number of whole
// seconds; nobody kills a statement so exactly.
func status(s *fact.Statement) int {
	switch {
	case s.Channel != fact.Cancelled:
		return 0
	case s.Duration%time.Second == 0:
		return timedOut
	}
	return interrupted
}

// execute begins a statement: server_audit tells of its tables when they are opened.
func (m *Sensor) execute(at time.Time, c *connection, s *fact.Statement) {
	m.commands++
	c.command, c.last, c.label = m.commands, at, s.Label
	table := bare(s.Table)
	operations := []mariadb.Event{{Operation: mariadb.Read, Object: table}}
	switch s.Channel {
	case fact.Write:
		operations[0].Operation = mariadb.Write
	case fact.Into:
		made := target(s.Text)
		operations = append(operations, mariadb.Event{Operation: mariadb.Create, Object: made}, mariadb.Event{Operation: mariadb.Write, Object: made})
	}
	for i := range operations {
		operations[i].Query = c.command
		m.tell(at, s.Label, c, &operations[i])
	}
}

// finish ends a statement: both logs tell of it then.
func (m *Sensor) finish(at time.Time, c *connection, s *fact.Statement) {
	text := said(s)
	m.tell(at, s.Label, c, &mariadb.Event{Operation: mariadb.QueryEvent, Query: c.command, Text: text, Status: status(s)})
	c.last = at
	locked := time.Duration(15+m.Timing.IntN(90)) * time.Microsecond
	if m.Silent(s.Time) || m.Silent(at) {
		return
	}
	q := &mariadb.Query{Time: m.Clock(s.Time), User: c.User, Host: "localhost", Thread: c.id, Schema: c.Database, QueryTime: s.Duration, LockTime: min(locked, s.Duration/2), Text: text}
	if c.Client.IsValid() {
		q.Host, q.Address = "", c.Client.String()
	}
	figure(q, s)
	m.line = m.slow.Append(m.line[:0], q)
	m.slowFile.Record(s.Label, s.Time, m.line)
}

// figure fills in what the server counted, and how it found the rows.
func figure(q *mariadb.Query, s *fact.Statement) {
	const definitions, fine = 180, 52 // bytes of the columns' definitions, and of an answer without rows
	q.RowsExamined = max(s.Examined, s.Rows)
	switch s.Channel {
	case fact.Write:
		q.RowsChanged, q.BytesSent = s.Rows, fine
		if strings.HasPrefix(s.Text, "INSERT") {
			q.RowsExamined = 0
		}
	case fact.Into:
		q.RowsChanged, q.BytesSent = s.Rows, fine
	default:
		q.RowsSent, q.BytesSent = s.Rows, definitions+s.Bytes
		if s.Bytes == 0 {
			q.BytesSent += 60 * s.Rows
		}
	}
	q.Plan, q.Explain = access(q, s)
}

// access is the server's plan for a statement, as it makes one for these tables: one
// row by its primary key, some by a key, or all of them.
func access(q *mariadb.Query, s *fact.Statement) (*mariadb.Plan, []mariadb.ExplainRow) {
	table, where := bare(s.Table), strings.Contains(s.Text, " WHERE ")
	switch {
	case strings.HasPrefix(s.Text, "INSERT"):
		return nil, mariadb.Inserted(table)
	case strings.Contains(s.Text, "WHERE member_id = ") && strings.HasPrefix(table, "member"):
		return nil, mariadb.ByKey(table, "PRIMARY", 8)
	case strings.Contains(s.Text, "WHERE member_id = "):
		return &mariadb.Plan{Filesort: true, PriorityQueue: strings.Contains(s.Text, " LIMIT ")}, byMember(table, s.Rows)
	}
	passed := 100.0
	if q.RowsExamined > 0 {
		passed = 100 * float64(s.Rows) / float64(q.RowsExamined)
	}
	extra := ""
	if where {
		extra = "Using where"
	}
	rows := mariadb.FullScan(table, q.RowsExamined, passed, extra)
	if s.Channel == fact.Write {
		byPrimaryKey(&rows[0])
		return nil, rows
	}
	if strings.Contains(s.Text, " ORDER BY member_id") {
		byPrimaryKey(&rows[0])
	}
	return &mariadb.Plan{FullScan: true}, rows
}

// byMember is the plan of some rows of one member, put in order.
func byMember(table string, rows int64) []mariadb.ExplainRow {
	all := mariadb.FullScan(table, max(1, rows), 100, "Using where; Using filesort")
	r := &all[0]
	r.Type, r.PossibleKeys, r.Key, r.KeyLen, r.Ref = "ref", "member_id", "member_id", "9", "const"
	return all
}

// byPrimaryKey makes a scan one in the order of the primary key.
func byPrimaryKey(r *mariadb.ExplainRow) { r.Type, r.Key, r.KeyLen = "index", "PRIMARY", "8" }
