package fact

import (
	"net/netip"
	"time"
)

// Channel is the way in which a statement gives its rows.
type Channel uint8

// The channels.
const (
	Select    Channel = iota
	Copy              // COPY table TO STDOUT, pg_dump
	Cursor            // DECLARE and FETCH
	Prepared          // with a parameter
	Write             // INSERT, UPDATE, DELETE
	Cancelled         // a SELECT that was cut short
	Into              // CREATE TABLE AS
)

// Session is one client's connection with the database server.
type Session struct {
	ID          uint64 // unique in the simulation
	Start       time.Time
	User        string
	Database    string
	Client      netip.Addr // zero: through the local socket
	ClientPort  uint16
	Application string
}

// Statement is one statement on a database.
type Statement struct {
	Label     Label
	Time      time.Time
	Session   *Session
	Channel   Channel
	Table     string // with its schema, "public.member"
	Text      string
	Parameter string // of a prepared statement
	Rows      int64  // given or changed
	Fetch     int64  // rows per FETCH of a cursor
	Examined  int64  // rows read to give them, where that differs
	Bytes     int64  // sent to the client
	Duration  time.Duration
	Last      bool // the session ends with it
}
