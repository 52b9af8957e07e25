package postgres

import (
	"strings"
	"time"
)

// AppendStatement appends all lines that a statement of the client causes, under the
// settings of the session and in its present state. Statements that cause none count
// too: they use up virtual transactions.
func (s *Session) AppendStatement(dst []byte, at time.Time, q *Statement) []byte {
	s.enter()
	if s.block == outside {
		s.begin()
	}
	if q.Failure != nil && q.Failure.State == syntaxError { // the command is not known yet
		return s.failed(dst, at, q, q.Failure)
	}
	dst, written := s.statementLine(dst, at, q)
	s.record.Tag, s.logged, s.sub = q.command(), false, 0
	switch {
	case s.block == aborted && !s.ends(q):
		return s.failed(dst, at, q, inAbortedBlock())
	case q.Failure != nil:
		if !q.Failure.Early && s.block != aborted {
			dst = s.prepared(dst, at, q)
			dst = s.audit(dst, at, q, true)
		}
		return s.failed(dst, at, q, q.Failure)
	}
	dst = s.prepared(dst, at, q)
	if s.block != aborted { // the end of a failed transaction is not logged
		for range q.Transactions {
			s.begin()
		}
		dst = s.audit(dst, at, q, false)
	}
	s.step(q)
	return s.finish(dst, at, q, written)
}

// ends reports whether a statement ends the transaction block, or leads a failed one
// back to a savepoint.
func (s *Session) ends(q *Statement) bool {
	return q.Failure == nil && (q.Command == "COMMIT" || q.Command == "ROLLBACK")
}

// step changes the state of the transaction as a successful statement does.
func (s *Session) step(q *Statement) {
	switch q.Command {
	case "BEGIN", "START TRANSACTION":
		s.block = inside
	case "SAVEPOINT":
		s.savepoint = true
	case "RELEASE":
		s.savepoint = false
	case "ROLLBACK":
		if toSavepoint(q.Text) {
			s.block = inside
			return
		}
		s.block, s.savepoint = outside, false
	case "COMMIT":
		s.block, s.savepoint = outside, false
	}
}

// toSavepoint reports whether a ROLLBACK leads back to a savepoint; its command tag is
// the same.
func toSavepoint(text string) bool {
	for _, word := range strings.Fields(text) {
		if strings.EqualFold(word, "to") {
			return true
		}
	}
	return false
}

// finish appends the line on the duration and leaves the session as the client finds it
// before its next statement.
func (s *Session) finish(dst []byte, at time.Time, q *Statement, written bool) []byte {
	if q.Name != "" && !s.ends(q) { // the transaction ends later, when the client asks for it
		dst = s.durationLine(dst, at, q, written)
		s.idle()
		return dst
	}
	tag := s.record.Tag
	s.idle()
	idle := s.record.Tag
	s.record.Tag = tag
	dst = s.durationLine(dst, at, q, written)
	s.record.Tag = idle
	return dst
}

// idle ends the transaction when no block holds it.
func (s *Session) idle() {
	switch s.block {
	case outside:
		s.record.Tag = "idle"
		s.record.LocalTransaction, s.record.Transaction = 0, 0
	case inside:
		s.record.Tag = "idle in transaction"
	case aborted:
		s.record.Tag = "idle in transaction (aborted)"
	}
}

// failed appends the record of a failure and aborts the transaction. A fatal one leaves
// only the disconnection to come.
func (s *Session) failed(dst []byte, at time.Time, q *Statement, f *Failure) []byte {
	dst = s.fail(dst, at, f, q.Text)
	if f.Severity == Fatal {
		return dst
	}
	if s.block != outside {
		s.block = aborted
		if !s.savepoint {
			s.record.LocalTransaction, s.record.Transaction = 0, 0
		}
	}
	s.idle()
	return dst
}
