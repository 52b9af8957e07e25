package harvest

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// login is one line about a connection that begins. A server writes two: one when a
// client connects, with its address, one when it is let in, with its account.
type login struct {
	Nanos                             int64
	File                              event.FileID
	User, Database, Application, Host string
}

func (l login) compare(o login) int {
	return cmp.Or(cmp.Compare(l.Nanos, o.Nanos), cmp.Compare(l.File, o.File), cmp.Compare(l.User, o.User),
		cmp.Compare(l.Database, o.Database), cmp.Compare(l.Application, o.Application), cmp.Compare(l.Host, o.Host))
}

// logins are the connections of one session id, in order of time. A process id
// comes again, so there may be many.
type logins struct{ Lines []login }

// maxLogins bounds them; the earliest are kept.
const maxLogins = 256

func (l *logins) add(one login) {
	l.Lines = fold.KeepFirst(l.Lines, one, maxLogins, login.compare)
}

func (l *logins) merge(o *logins) {
	for _, one := range o.Lines {
		l.add(one)
	}
}

// login takes a connection down.
func (d *Detector) login(q *event.DatabaseQuery) {
	if q.SessionID == "" || strings.HasPrefix(q.Message, "disconnection") {
		return
	}
	if l := d.state.Logins.At(fold.HashString(q.SessionID)); l != nil {
		l.add(login{q.Time.Nanos, q.Ref.File, cut(q.User), cut(q.Database), cut(q.Application), cut(q.ClientHost)})
	}
}

// reach is how long before a line the connection may have been made.
const reach = 30 * day

// complete fills in what the lines of a read do not say from the connection of its
// session: the latest before it, in the same file if there is one.
func (s *state) complete(w *who, at event.Time, file event.FileID) {
	if w.User != "" && w.Application != "" && w.Host != "" {
		return
	}
	l, ok := s.Logins.Lookup(fold.HashString(w.Session))
	if !ok {
		return
	}
	same := slices.ContainsFunc(l.Lines, func(one login) bool { return one.File == file })
	for i := len(l.Lines) - 1; i >= 0; i-- {
		one := l.Lines[i]
		if one.Nanos > at.Nanos || at.Nanos-one.Nanos > reach || same && one.File != file {
			continue
		}
		if w.User != "" && one.User != "" && one.User != w.User {
			return // another session under the same id
		}
		fill(&w.User, one.User)
		fill(&w.Database, one.Database)
		fill(&w.Application, one.Application)
		fill(&w.Host, one.Host)
		if one.User == "" { // the first line of the connection
			return
		}
	}
}

func fill(into *string, s string) {
	if *into == "" {
		*into = s
	}
}
