package mariadb

import (
	"strconv"
	"strings"
	"time"
)

// Query is one statement in the slow query log.
type Query struct {
	Time    time.Time // when it began
	User    string
	Account string // whose rights count; "" is User
	Host    string // name of the client's host, "localhost" for a socket; "" when it was not resolved
	Address string // of the client; "" for a socket
	Thread  int64  // id of the connection
	Schema  string // default database
	Cached  bool   // answered by the query cache

	QueryTime, LockTime                 time.Duration
	RowsSent, RowsExamined, RowsChanged int64
	BytesSent                           int64 // also of what the client did not wait for

	Plan                   *Plan        // with log_slow_verbosity=query_plan
	Explain                []ExplainRow // with log_slow_verbosity=explain, for statements that have a plan
	Routine                string       // the stored routine that ran it, "shop.pp"
	LastInsertID, InsertID int64        // that the statement used and made
	Command                bool         // Text is the name of an administrator command, such as "Quit"
	Text                   string
}

// Plan is what log_slow_verbosity=query_plan tells. A plan that is zero writes no line.
type Plan struct {
	FullScan, FullJoin                         bool
	Filesort, FilesortOnDisk, PriorityQueue    bool
	MergePasses                                int64
	TmpTables, TmpTablesOnDisk, TmpTablesBytes int64
}

// SlowLog writes one slow query log.
type SlowLog struct {
	zone     *time.Location
	second   int64 // of the last line on the time
	schema   string
	anything bool // a line on the time was written
}

// NewSlowLog returns a log whose times are those of the server's zone.
func NewSlowLog(zone *time.Location) *SlowLog { return &SlowLog{zone: zone} }

// Server is what a slow query log says of its server.
type Server struct {
	Program string // "/usr/sbin/mariadbd"
	Version string // with the distribution: "10.11.19-MariaDB-0+deb12u1-log (Debian 12)"
	Port    int
	Socket  string
}

// AppendHeader appends the lines that the server writes when it opens the file: at its
// start, for which there is a new SlowLog, and after FLUSH LOGS. The first record behind
// them says its database again, but not the second that the server remembers.
func (l *SlowLog) AppendHeader(dst []byte, s *Server) []byte {
	l.schema = ""
	dst = append(append(dst, s.Program...), ", Version: "...)
	dst = append(append(dst, s.Version...), ". started with:\nTcp port: "...)
	dst = append(strconv.AppendInt(dst, int64(s.Port), 10), "  Unix socket: "...)
	dst = append(append(dst, s.Socket...), "\nTime\t\t    Id Command\tArgument\n"...)
	return dst
}

// Append appends one statement.
func (l *SlowLog) Append(dst []byte, q *Query) []byte {
	dst = l.time(dst, q.Time)
	dst = appendClient(dst, q)
	dst = appendFigures(dst, q)
	dst = appendPlan(dst, q)
	dst = appendExplain(dst, q.Explain)
	if q.Schema != "" && q.Schema != l.schema {
		dst = append(append(append(dst, "use `"...), strings.ReplaceAll(q.Schema, "`", "``")...), "`;\n"...)
		l.schema = q.Schema
	}
	dst = append(dst, "SET "...)
	if q.LastInsertID != 0 {
		dst = append(strconv.AppendInt(append(dst, "last_insert_id="...), q.LastInsertID, 10), ',')
	}
	if q.InsertID != 0 {
		dst = append(strconv.AppendInt(append(dst, "insert_id="...), q.InsertID, 10), ',')
	}
	dst = append(strconv.AppendInt(append(dst, "timestamp="...), q.Time.Unix(), 10), ";\n"...)
	if q.Command {
		dst = append(dst, "# administrator command: "...)
	}
	return append(append(dst, q.Text...), ";\n"...)
}

// time appends the time when its second is not that of the record before.
func (l *SlowLog) time(dst []byte, at time.Time) []byte {
	if l.anything && l.second == at.Unix() {
		return dst
	}
	l.second, l.anything = at.Unix(), true
	dst = append(dst, "# Time: "...)
	at = at.In(l.zone)
	dst = at.AppendFormat(dst, "060102 ")
	if at.Hour() < 10 {
		dst = append(dst, ' ')
	}
	dst = strconv.AppendInt(dst, int64(at.Hour()), 10)
	return append(at.AppendFormat(dst, ":04:05"), '\n')
}

func appendClient(dst []byte, q *Query) []byte {
	account := q.Account
	if account == "" {
		account = q.User
	}
	dst = append(append(dst, "# User@Host: "...), account...)
	dst = append(append(append(dst, '['), q.User...), "] @ "...)
	dst = append(append(append(dst, q.Host...), " ["...), q.Address...)
	dst = strconv.AppendInt(append(dst, "]\n# Thread_id: "...), q.Thread, 10)
	dst = append(append(dst, "  Schema: "...), q.Schema...)
	return append(append(append(dst, "  QC_hit: "...), yes(q.Cached)...), '\n')
}

func appendFigures(dst []byte, q *Query) []byte {
	dst = appendSeconds(append(dst, "# Query_time: "...), q.QueryTime)
	dst = appendSeconds(append(dst, "  Lock_time: "...), q.LockTime)
	dst = strconv.AppendInt(append(dst, "  Rows_sent: "...), q.RowsSent, 10)
	dst = strconv.AppendInt(append(dst, "  Rows_examined: "...), q.RowsExamined, 10)
	dst = strconv.AppendInt(append(dst, "\n# Rows_affected: "...), q.RowsChanged, 10)
	dst = strconv.AppendInt(append(dst, "  Bytes_sent: "...), q.BytesSent, 10)
	return append(dst, '\n')
}

// appendSeconds appends a duration with its microseconds.
func appendSeconds(dst []byte, d time.Duration) []byte {
	micros := d.Microseconds()
	dst = append(strconv.AppendInt(dst, micros/1e6, 10), '.')
	for unit := int64(1e5); unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+micros/unit%10))
	}
	return dst
}

func yes(b bool) string {
	if b {
		return "Yes"
	}
	return "No"
}
