package postgres

import "time"

// Severities of records.
const (
	Log     = "LOG"
	Warning = "WARNING"
	Error   = "ERROR"
	Fatal   = "FATAL"
)

// Kinds of processes, as the server names them.
const (
	ClientBackend    = "client backend"
	ParallelWorker   = "parallel worker"
	Checkpointer     = "checkpointer"
	AutovacuumWorker = "autovacuum worker"
	Postmaster       = "postmaster"
	Startup          = "startup"
	notInitialized   = "not initialized" // a backend that does not know its client yet
)

// Record is one record of the log, in the columns of csvlog. An empty text and a zero
// are a column without a value, unless the field says otherwise. The slices may alias
// a buffer of the caller: a layout keeps nothing.
type Record struct {
	Time             time.Time // milliseconds count; its zone is log_timezone
	User             string
	Database         string
	PID              int
	Host             string    // "[local]" or an address; "" marks a process without a client
	Port             int       // of the client
	Start            time.Time // of the process; with PID it makes the session id
	Line             int64     // number within the session; from 1 on
	Tag              string    // what the process is doing: a command tag, "idle", "authentication"
	Backend          int       // slot of the process, first part of the virtual transaction; 0 is none
	LocalTransaction uint32    // second part of it; 0 between transactions
	Transaction      uint32    // 0 until the transaction has written
	Severity         string
	State            string // SQLSTATE; "" stands for 00000
	Message          []byte
	Detail           []byte
	Hint             string
	InternalQuery    string
	InternalPosition int
	Context          string
	Statement        string // of the client, with errors
	Position         int    // of the error in the statement, in characters from 1 on
	Location         string
	Application      string
	Kind             string // of the process
	Leader           int    // PID of the leader of a parallel worker
	QueryID          int64
}

// success is the SQLSTATE of everything that is no error.
const success = "00000"

func (r *Record) state() string {
	if r.State == "" {
		return success
	}
	return r.State
}

// hasClient reports whether the process serves a client.
func (r *Record) hasClient() bool { return r.Host != "" }

// Layout is a form of the log, one of log_destination.
type Layout interface {
	// Append appends the record. It leaves in r.Line the last line number that it used:
	// standard error numbers the parts of a record one by one.
	Append(dst []byte, r *Record) []byte
}
