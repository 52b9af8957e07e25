package postgres

import (
	"bytes"
	"strconv"
	"strings"
)

// Audit are the settings of pgaudit; the zero value logs nothing, its other fields
// are pgaudit's defaults.
type Audit struct {
	Classes       Class // pgaudit.log
	Relation      bool  // pgaudit.log_relation: a line for each relation
	Rows          bool  // pgaudit.log_rows: lines at the end of a statement, with its rows
	Parameter     bool  // pgaudit.log_parameter
	OmitStatement bool  // pgaudit.log_statement = off
	StatementOnce bool  // pgaudit.log_statement_once
	OmitCatalog   bool  // pgaudit.log_catalog = off: nothing about pg_catalog
	Extension     bool  // CREATE EXTENSION pgaudit was run: lines on DDL name the object
}

// AuditLine is the message of one AUDIT line.
type AuditLine struct {
	Object      bool // by the grants of pgaudit.role, not by class: OBJECT, not SESSION
	StatementID int64
	SubID       int64
	Class       Class
	Command     string
	ObjectType  string
	ObjectName  string
	Statement   string
	Parameters  []Parameter
	Rows        int64
	Previously  bool // statement and parameters stood in a line before (pgaudit.log_statement_once)
}

// Parameter is the value of one parameter of a statement, in the server's output form.
type Parameter struct {
	Value string
	Null  bool
}

// AppendAuditMessage appends the message of an AUDIT line, as it stands in standard
// error; layouts quote it once more.
func AppendAuditMessage(dst []byte, settings *Audit, l *AuditLine) []byte {
	dst = append(dst, "AUDIT: "...)
	if l.Object {
		dst = append(dst, "OBJECT,"...)
	} else {
		dst = append(dst, "SESSION,"...)
	}
	dst = append(strconv.AppendInt(dst, l.StatementID, 10), ',')
	dst = append(strconv.AppendInt(dst, l.SubID, 10), ',')
	dst = append(append(dst, l.Class.String()...), ',')
	dst = append(appendField(dst, l.Command), ',')
	dst = append(appendField(dst, l.ObjectType), ',')
	dst = append(appendField(dst, l.ObjectName), ',')
	switch {
	case settings.OmitStatement:
		dst = append(dst, "<not logged>,<not logged>"...)
	case l.Previously:
		dst = append(dst, "<previously logged>,<previously logged>"...)
	default:
		dst = append(appendField(dst, l.Statement), ',')
		dst = appendParameters(dst, settings, l.Parameters)
	}
	if settings.Rows {
		dst = strconv.AppendInt(append(dst, ','), l.Rows, 10)
	}
	return dst
}

// appendParameters appends the values as a field that is a list of such fields itself.
func appendParameters(dst []byte, settings *Audit, parameters []Parameter) []byte {
	switch {
	case !settings.Parameter:
		return append(dst, "<not logged>"...)
	case len(parameters) == 0:
		return append(dst, "<none>"...)
	}
	start := len(dst)
	for i, p := range parameters {
		if i > 0 {
			dst = append(dst, ',')
		}
		if !p.Null {
			dst = appendField(dst, p.Value)
		}
	}
	return quoteField(dst, start)
}

// special are the bytes for which pgaudit quotes a field. Unlike a table of
// comma-separated values it leaves an empty text without quotes.
const special = ",\"\n\r"

func appendField(dst []byte, s string) []byte {
	if !strings.ContainsAny(s, special) {
		return append(dst, s...)
	}
	return append(appendDoubled(append(dst, '"'), s, '"'), '"')
}

// quoteField quotes what stands behind start, in place.
func quoteField(dst []byte, start int) []byte {
	field := dst[start:]
	if !bytes.ContainsAny(field, special) {
		return dst
	}
	more := 2 + bytes.Count(field, []byte{'"'})
	for range more {
		dst = append(dst, 0)
	}
	to := len(dst) - 1
	dst[to] = '"'
	for from := to - more; from >= start; from-- {
		to--
		dst[to] = dst[from]
		if dst[from] == '"' {
			to--
			dst[to] = '"'
		}
	}
	dst[start] = '"'
	return dst
}

// redacted returns what pgaudit leaves of a statement about roles: nothing behind the
// word password.
func redacted(statement string) string {
	const word = "password"
	for i := 0; i+len(word) <= len(statement); i++ {
		if strings.EqualFold(statement[i:i+len(word)], word) {
			return statement[:i+len(word)] + " <REDACTED>"
		}
	}
	return statement
}

// holdsPassword reports whether a statement can hold a password that pgaudit redacts.
func holdsPassword(command string) bool {
	switch command {
	case "CREATE ROLE", "ALTER ROLE", "CREATE USER MAPPING", "ALTER USER MAPPING":
		return true
	}
	return false
}
