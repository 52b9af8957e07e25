package postgres

import "time"

// Statement is one statement, of a client or within another one.
type Statement struct {
	Text    string // as sent, with the semicolon if it had one
	Command string // command tag in capitals: "SELECT" (also ""), "COPY", "DECLARE CURSOR", "BEGIN", ...

	// What the executor did, for SELECT, INSERT, UPDATE and DELETE. COPY of a table names it too.
	Relations []Relation // as the planner lists them: a target first; catalogue tables too
	Rows      int64      // returned or written

	Parameters []Parameter // of a statement with $1
	Functions  []string    // called, with their schema; those of pg_catalog are not logged
	Inner      []Statement // run within: the query of COPY, DECLARE, EXECUTE and CREATE TABLE AS, what a function runs
	Objects    []Object    // of DDL
	Workers    []Worker    // of a parallel plan

	Into         bool   // COPY into a table
	Writes       bool   // takes a transaction id though command and rows do not show it
	Transactions uint32 // further transactions that it ran before its line, as VACUUM does

	Name       string        // of the prepared statement in the extended protocol, "<unnamed>" or "S_1"; "" in the simple one
	Parse      time.Duration // how long these took, for log_min_duration_statement; 0 when it was not done
	Bind, Took time.Duration
	Failure    *Failure // nil when it succeeded
}

// Relation is a table or a view that a statement reads or writes.
type Relation struct {
	Name    string // with its schema: "public.member"
	Type    string // "" is TABLE
	Command string // what the statement does with it; "" is its own command for the first, SELECT for the others
	Granted bool   // to pgaudit.role, so that a line says OBJECT
}

// Object is what DDL has created, changed or dropped.
type Object struct {
	Type    string // "TABLE"
	Name    string // "public.member", "public.f(integer)"
	Command string // "" is the statement's own
}

// Worker is a process that worked on a parallel plan.
type Worker struct {
	PID   int
	Start time.Time
	Rows  int64
}

// View returns the relations that a query of a view has: the view, once more the view as
// something pgaudit cannot name, and what the view reads.
func View(name string, reads ...Relation) []Relation {
	return append([]Relation{{Name: name, Type: "VIEW"}, {Name: name, Type: "VIEW", Command: cmdNone}}, reads...)
}

// Select returns a query of tables.
func Select(text string, rows int64, relations ...Relation) Statement {
	return Statement{Text: text, Command: cmdSelect, Rows: rows, Relations: relations}
}

// CopyTable returns COPY of a whole table out of the database, which is also how
// pg_dump reads: with pgaudit.log_rows a line of class READ without table and rows,
// without it one on a SELECT that names the table.
func CopyTable(text, table string) Statement {
	return Statement{Text: text, Command: cmdCopy, Relations: []Relation{{Name: table}}}
}

// CopyInto returns COPY into a table.
func CopyInto(text, table string) Statement {
	s := CopyTable(text, table)
	s.Into = true
	return s
}

// CopyQuery returns COPY of the result of a query: a line on the query with its rows,
// and one on the COPY without.
func CopyQuery(text string, rows int64, relations ...Relation) Statement {
	return Statement{Text: text, Command: cmdCopy, Inner: []Statement{Select(text, rows, relations...)}}
}

// Declare returns the declaration of a cursor. With pgaudit.log_rows nothing ever tells
// of its tables and rows.
func Declare(text string, relations ...Relation) Statement {
	return Statement{Text: text, Command: cmdDeclare, Inner: []Statement{Select(text, 0, relations...)}}
}

// Fetch returns a read of a cursor: a line of class MISC without rows.
func Fetch(text string) Statement { return Statement{Text: text, Command: "FETCH"} }

// Prepare returns the SQL command PREPARE.
func Prepare(text string) Statement { return Statement{Text: text, Command: "PREPARE"} }

// Execute returns the SQL command EXECUTE of a query that the text of prepare prepared.
func Execute(text, prepare string, rows int64, parameters []Parameter, relations ...Relation) Statement {
	query := Select(prepare, rows, relations...)
	query.Parameters = parameters
	return Statement{Text: text, Command: cmdExecute, Inner: []Statement{query}}
}

// CreateTableAs returns a copy of a query's result within the database.
func CreateTableAs(text, table string, rows int64, relations ...Relation) Statement {
	return Statement{Text: text, Command: "CREATE TABLE AS", Inner: []Statement{Select(text, rows, relations...)},
		Objects: []Object{{Type: "TABLE", Name: table}}}
}

func (q *Statement) command() string {
	if q.Command == "" {
		return cmdSelect
	}
	return q.Command
}

func (q *Statement) class() Class {
	if q.Into {
		return Write
	}
	return classOf(q.command())
}

// executed reports whether the executor runs the statement itself; others are
// utilities, which may run it for an inner one.
func (q *Statement) executed() bool {
	switch q.command() {
	case cmdSelect, "INSERT", "UPDATE", "DELETE":
		return true
	}
	return false
}

// copiesTable reports whether the statement is COPY of a table, not of a query.
func (q *Statement) copiesTable() bool {
	return q.Command == cmdCopy && len(q.Inner) == 0 && len(q.Relations) > 0
}

// use returns what the statement does with one of its relations.
func (q *Statement) use(relation int) string {
	r := &q.Relations[relation]
	switch {
	case r.Command != "":
		return r.Command
	case q.Into:
		return "INSERT"
	case relation > 0, q.Command == cmdCopy:
		return cmdSelect
	}
	return q.command()
}

// writes reports whether the statement takes a transaction id by itself.
func (q *Statement) writes() bool {
	switch q.class() {
	case DDL, Role:
		return true
	case Write:
		return !q.executed() || q.Rows > 0 || q.Writes
	}
	return q.Writes
}
