package pgsql

import (
	"bytes"

	"dwell/event"
)

// The fields of an AUDIT line, in order (pgaudit 1.7, README "Format").
const (
	auditType = iota // SESSION or OBJECT
	auditStatementID
	auditSubID
	auditClass
	auditCommand
	auditObjectType
	auditObject
	auditStatement
	auditParameters
	auditRows // with pgaudit.log_rows
	auditFields
)

// What pgaudit writes in place of a text.
var (
	notGiven   = []byte("<none>")
	notLogged  = []byte("<not logged>")
	previously = []byte("<previously logged>")
)

// audit gives the event of an AUDIT line, without its first word.
func (m *maker) audit(payload []byte) (why string) {
	f := &m.payload
	n, bad := f.parse(payload)
	id, sub := f.number(auditStatementID), f.number(auditSubID)
	if bad != "" || n < len(payload) || f.count < auditParameters || f.count > auditFields || id < 0 || sub < 0 {
		return "an AUDIT line that is not complete"
	}
	q := m.query(event.QueryAudit)
	q.StatementID, q.SubID = id, sub
	q.Class = m.texts.get(f.get(auditClass))
	q.Command = m.texts.get(f.get(auditCommand))
	q.ObjectType = m.texts.get(f.get(auditObjectType))
	q.Object = m.texts.get(f.get(auditObject))
	m.auditTexts(q, f)
	if rows := f.number(auditRows); rows >= 0 {
		q.Rows = rows
	}
	return ""
}

// auditTexts reads statement and parameters, which a server may be set to write
// only with the first line of a statement, or not at all.
func (m *maker) auditTexts(q *event.DatabaseQuery, f *csvFields) {
	statement := f.get(auditStatement)
	switch {
	case bytes.Equal(statement, previously):
		if last := m.audited[q.SessionID]; last.id == q.StatementID {
			q.Statement, q.Parameters = last.statement, last.parameters
		}
		return
	case !bytes.Equal(statement, notLogged):
		q.Statement = m.texts.get(statement)
	}
	parameters := f.get(auditParameters)
	if !bytes.Equal(parameters, notGiven) && !bytes.Equal(parameters, notLogged) {
		q.Parameters = m.texts.get(parameters)
	}
	if len(m.audited) >= maxTexts {
		clear(m.audited)
	}
	m.audited[q.SessionID] = audited{q.StatementID, q.Statement, q.Parameters}
}
