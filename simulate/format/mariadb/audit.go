package mariadb

import (
	"strconv"
	"time"
)

// Operation is what a line of server_audit is about.
type Operation string

// The operations of server_audit. Those on tables stand before the QUERY that does them.
const (
	Connect       Operation = "CONNECT"
	Disconnect    Operation = "DISCONNECT"
	FailedConnect Operation = "FAILED_CONNECT" // followed by a DISCONNECT
	QueryEvent    Operation = "QUERY"          // the end of a statement
	Read          Operation = "READ"
	Write         Operation = "WRITE"
	Create        Operation = "CREATE"
	Alter         Operation = "ALTER"
	Rename        Operation = "RENAME"
	Drop          Operation = "DROP"
)

// Event is one line of server_audit.
type Event struct {
	Time       time.Time
	User       string
	Host       string // name of the client's host, or its address when it has none
	Connection int64
	// Query is the number of the statement, counted by the server over all commands of
	// all connections, those that open a database or close a connection included; 0 for
	// operations on connections.
	Query     int64
	Operation Operation
	Database  string
	Object    string // the table
	Renamed   string // the table's new name with its database, "shop.members"
	Text      string // of the statement
	Status    int    // 0, or the error: 1160 when the client went away, 1045 and 1044 when it was not let in
}

// AuditFile writes the file of server_audit.
type AuditFile struct {
	Server string         // name of the host
	Zone   *time.Location // of the server
	Limit  int            // server_audit_query_log_limit in bytes; 0 is the default, 1024
}

// defaultLimit is the default of server_audit_query_log_limit.
const defaultLimit = 1024

// Append appends one event. Names are written as they are: a comma in them breaks the
// line, as it does in the file of the real server.
func (f *AuditFile) Append(dst []byte, e *Event) []byte {
	dst = e.Time.In(f.Zone).AppendFormat(dst, "20060102 15:04:05,")
	dst = append(append(dst, f.Server...), ',')
	dst = append(append(dst, e.User...), ',')
	dst = append(append(dst, e.Host...), ',')
	dst = append(strconv.AppendInt(dst, e.Connection, 10), ',')
	dst = append(strconv.AppendInt(dst, e.Query, 10), ',')
	dst = append(append(dst, e.Operation...), ',')
	dst = append(append(dst, e.Database...), ',')
	switch e.Operation {
	case QueryEvent:
		limit := f.Limit
		if limit == 0 {
			limit = defaultLimit
		}
		dst = append(appendQuery(append(dst, '\''), e.Text, limit), "',"...)
	case Connect, Disconnect, FailedConnect:
		dst = append(dst, ',')
	default: // tables have no status
		dst = append(dst, e.Object...)
		if e.Operation == Rename {
			dst = append(append(dst, '|'), e.Renamed...)
		}
		return append(dst, ',', '\n')
	}
	return append(strconv.AppendInt(dst, int64(e.Status), 10), '\n')
}
