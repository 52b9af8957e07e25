package postgres

import (
	"strings"
	"time"
)

// item is what pgaudit holds on one statement of those that run within each other: it
// gets its numbers with its first line.
type item struct {
	statement *Statement
	id, sub   int64
	logged    bool // its text
}

// audit appends the AUDIT lines of a statement and of those within it. With log_rows
// the lines of a query are written at its end, without at its beginning. What fails
// does not come to its end, nor does the last of the statements within it.
func (s *Session) audit(dst []byte, at time.Time, q *Statement, failed bool) []byte {
	settings := &s.settings.Audit
	own := item{statement: q}
	if settings.Rows {
		dst = s.workers(dst, at, q)
	}
	early := s.early(q)
	if early {
		dst = s.own(dst, at, &own)
	}
	if !settings.Rows {
		dst = s.workers(dst, at, q)
	}
	for _, name := range q.Functions {
		call := item{statement: &Statement{Text: q.Text}}
		dst = s.line(dst, at, &call, Function, cmdExecute, "FUNCTION", name)
	}
	if q.writes() && settings.Rows {
		s.write()
	}
	for i := range q.Inner {
		if q.Command == cmdDeclare && settings.Rows {
			break // the line would be due when the cursor ends, and is lost
		}
		dst = s.audit(dst, at, &q.Inner[i], failed && i == len(q.Inner)-1)
	}
	if q.writes() {
		s.write()
	}
	if !early && !failed {
		dst = s.own(dst, at, &own)
	}
	return dst
}

// early reports whether the statement's own lines are written before it does anything:
// when the executor checks the permissions, unless pgaudit waits for the rows.
func (s *Session) early(q *Statement) bool {
	if q.executed() || q.copiesTable() {
		return !s.settings.Audit.Rows
	}
	return q.Command == cmdDo || strings.HasSuffix(q.Command, " EXTENSION")
}

// own appends the lines of the statement itself.
func (s *Session) own(dst []byte, at time.Time, it *item) []byte {
	q := it.statement
	if q.executed() || q.copiesTable() && !s.settings.Audit.Rows {
		return s.relations(dst, at, it)
	}
	if len(q.Objects) == 0 || !s.settings.Audit.Extension {
		return s.line(dst, at, it, q.class(), q.Command, "", "")
	}
	for i := range q.Objects {
		o := &q.Objects[i]
		command := o.Command
		if command == "" {
			command = q.Command
		}
		dst = s.line(dst, at, it, q.class(), command, o.Type, o.Name)
	}
	return dst
}

// relations appends the lines of a query: one for each relation, or one for all.
func (s *Session) relations(dst []byte, at time.Time, it *item) []byte {
	q, settings := it.statement, &s.settings.Audit
	if len(q.Relations) == 0 {
		return s.line(dst, at, it, q.class(), q.command(), "", "")
	}
	first := true
	for i := range q.Relations {
		r := &q.Relations[i]
		if settings.OmitCatalog && strings.HasPrefix(r.Name, "pg_catalog.") {
			continue
		}
		if first && !settings.Relation {
			dst = s.line(dst, at, it, q.class(), q.command(), "", "")
			first = false
		}
		command, kind := q.use(i), r.Type
		if kind == "" {
			kind = "TABLE"
		}
		if r.Granted {
			dst = s.entry(dst, at, it, &AuditLine{Object: true, Class: classOf(command), Command: command, ObjectType: kind, ObjectName: r.Name})
		}
		if settings.Relation {
			dst = s.line(dst, at, it, classOf(command), command, kind, r.Name)
		}
	}
	return dst
}

// line appends a line on the session, if its class is logged.
func (s *Session) line(dst []byte, at time.Time, it *item, class Class, command, kind, name string) []byte {
	if s.settings.Audit.Classes&class == 0 {
		return dst
	}
	return s.entry(dst, at, it, &AuditLine{Class: class, Command: command, ObjectType: kind, ObjectName: name})
}

// entry completes a line with what all lines of the item share, and appends it.
func (s *Session) entry(dst []byte, at time.Time, it *item, l *AuditLine) []byte {
	if it.sub == 0 {
		if !s.logged {
			s.statements++
			s.logged = true
		}
		s.sub++
		it.id, it.sub = s.statements, s.sub
	}
	q, settings := it.statement, &s.settings.Audit
	l.StatementID, l.SubID = it.id, it.sub
	l.Statement, l.Parameters, l.Rows = q.Text, q.Parameters, q.Rows
	if !q.executed() {
		l.Rows = 0
	}
	if holdsPassword(q.Command) {
		l.Statement = redacted(q.Text)
	}
	l.Previously = it.logged && settings.StatementOnce
	it.logged = it.logged || !settings.OmitStatement
	s.text = AppendAuditMessage(s.text[:0], settings, l)
	return s.emit(dst, at, Log)
}
