package harvest

import (
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// tableKey names a table. Without a schema it is as a statement wrote it; the survey
// finds the schema.
type tableKey struct{ Database, Table string }

func (k tableKey) hash() uint64 {
	return fold.Mix(fold.HashString(k.Database), fold.HashString(k.Table))
}

// accountKey names an account of one database.
type accountKey struct{ Database, User string }

func (k accountKey) hash() uint64 {
	return fold.Mix(fold.HashString(k.Database), fold.HashString(k.User))
}

// relationKey names the use of a table by an account.
type relationKey struct{ Database, Table, User string }

func (k relationKey) hash() uint64 {
	return fold.Mix(tableKey{k.Database, k.Table}.hash(), fold.HashString(k.User))
}

// readKey names the executions of one text in one session, as far as they read one
// table.
type readKey struct {
	Session, Text uint64
	Table         string
}

func (k readKey) hash() uint64 {
	return fold.Mix(fold.Mix(k.Session, k.Text), fold.HashString(k.Table))
}

// cursorKey names a cursor of a session.
type cursorKey struct{ Session, Cursor uint64 }

func (k cursorKey) hash() uint64 { return fold.Mix(k.Session, k.Cursor) }

// pidSession begins the ids that a reader makes of process ids, which come again.
const pidSession = "pid-"

const (
	day  = 24 * hour
	hour = int64(3600e9)
)

// session hashes what makes lines those of one session: its id, and for an id that
// comes again also the day.
func session(q *event.DatabaseQuery) uint64 {
	h := fold.Mix(fold.HashString(q.SessionID), accountKey{q.Database, q.User}.hash())
	if strings.HasPrefix(q.SessionID, pidSession) {
		h = fold.Mix(h, uint64(q.Time.Nanos/day))
	}
	return h
}

// textOf hashes a statement, so that the lines of different sources meet.
func textOf(statement string) uint64 {
	return fold.HashString(strings.Trim(statement, " \t\r\n;"))
}

// maxText bounds the texts that are kept of an attacker's making.
const maxText = 255

// cut copies a text, shortened where it is too long.
func cut(s string) string { return fold.Shorten(s, maxText) }

// larger keeps the larger of two texts: of several that differ one has to be taken,
// whichever came first.
func larger(into *string, s string) { fold.Largest(into, s, maxText) }
