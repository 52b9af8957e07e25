package postgres

import (
	"strconv"
	"time"
)

// Failure is why a statement failed, or a client was not let in.
type Failure struct {
	Severity string // "" is ERROR
	State    string // SQLSTATE
	Message  string
	Detail   string
	Hint     string
	Context  string
	Position int  // of the error in the statement, in characters from 1 on
	Early    bool // before execution began, so that pgaudit knew nothing of the statement
}

// syntaxError is the SQLSTATE of text that the server cannot read.
const syntaxError = "42601"

// StatementTimeout is the failure of a statement that ran into statement_timeout.
func StatementTimeout() *Failure {
	return &Failure{State: "57014", Message: "canceling statement due to statement timeout"}
}

// AdministratorCommand is the failure of a statement whose session pg_terminate_backend,
// or the end of the server, has ended.
func AdministratorCommand() *Failure {
	return &Failure{Severity: Fatal, State: "57P01", Message: "terminating connection due to administrator command"}
}

// PermissionDenied is the failure of a statement on a table that the account may not use.
func PermissionDenied(table string) *Failure {
	return &Failure{State: "42501", Message: "permission denied for table " + table, Early: true}
}

// WrongPassword is the failure of this session's client to give the right password;
// known is false when there is no such account.
func (s *Session) WrongPassword(known bool) *Failure {
	c := s.client
	f := &Failure{Severity: Fatal, State: "28P01", Message: `password authentication failed for user "` + c.User + `"`}
	if !known {
		f.Detail = `Role "` + c.User + `" does not exist.` + "\n"
	}
	f.Detail += "Connection matched pg_hba.conf line " + strconv.Itoa(c.HBALine) + `: "` + c.HBARule + `"`
	return f
}

// NoEntry is the failure of a client for which pg_hba.conf has no line.
func (s *Session) NoEntry() *Failure {
	c := s.client
	encryption := "no encryption"
	if c.TLS != "" {
		encryption = "SSL encryption"
	}
	return &Failure{Severity: Fatal, State: "28000", Message: `no pg_hba.conf entry for host "` + c.Host + `", user "` + c.User +
		`", database "` + c.Database + `", ` + encryption}
}

// inAbortedBlock is the failure of every statement between an error in a transaction
// block and its end.
func inAbortedBlock() *Failure {
	return &Failure{State: "25P02", Message: "current transaction is aborted, commands ignored until end of transaction block", Early: true}
}

// fail appends the record of a failure; statement is "" when none was running.
func (s *Session) fail(dst []byte, at time.Time, f *Failure, statement string) []byte {
	severity := f.Severity
	if severity == "" {
		severity = Error
	}
	r := &s.record
	s.text = append(s.text[:0], f.Message...)
	s.detail = append(s.detail[:0], f.Detail...)
	r.Detail, r.State, r.Hint, r.Context, r.Statement, r.Position = s.detail, f.State, f.Hint, f.Context, statement, f.Position
	dst = s.emit(dst, at, severity)
	r.Detail, r.State, r.Hint, r.Context, r.Statement, r.Position = nil, "", "", "", "", 0
	return dst
}
