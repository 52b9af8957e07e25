package sensor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/postgres"
)

// Postgres is the log of a PostgreSQL 15 server with pgaudit: a csvlog file a day.
type Postgres struct {
	condition
	setting Setting
	server  *postgres.Server
	open    map[uint64]*backend
	line    []byte
	file    *File
}

// backend is an open session.
type backend struct {
	*postgres.Session
	last time.Time
}

// act is one thing that the log tells of.
type act struct {
	at        time.Time
	session   *fact.Session
	statement *fact.Statement // nil: the session begins
}

// NewPostgres returns the log of a server in a zone.
func NewPostgres(s Setting, zone *time.Location) *Postgres {
	settings := &postgres.Settings{Layout: postgres.CSVLog{}, Location: zone, Connections: true, Disconnections: true,
		Audit: postgres.Audit{Classes: postgres.Read | postgres.Write, Relation: true, Rows: true, Parameter: true, OmitCatalog: true}}
	return &Postgres{condition: condition{s.Skew, s.Outages}, setting: s, server: postgres.NewServer(settings, 700+s.Numbers.Uint32()%100_000), open: make(map[uint64]*backend)}
}

// Observe takes a day in.
func (p *Postgres) Observe(d *fact.Day) error {
	var err error
	if p.file, err = p.setting.Folder.Create("database/postgresql-" + d.Date.Format(time.DateOnly) + ".csv"); err != nil {
		return err
	}
	for _, a := range p.acts(d) {
		if a.statement == nil {
			p.begin(a.session, a.at, true)
		} else {
			p.run(a.statement)
		}
	}
	p.end(d.Date.AddDate(0, 0, 1).Add(-time.Second))
	return p.file.Close()
}

// Close has nothing left to write.
func (p *Postgres) Close() error { return nil }

// acts is what happens in the day, sessions that begin in it included.
func (p *Postgres) acts(d *fact.Day) []act {
	var acts []act
	begun := make(map[uint64]bool)
	for i := range d.Statements {
		s := &d.Statements[i]
		if !begun[s.Session.ID] && p.open[s.Session.ID] == nil && !s.Session.Start.Before(d.Date) {
			acts = append(acts, act{at: s.Session.Start, session: s.Session})
		}
		begun[s.Session.ID] = true
		acts = append(acts, act{at: s.Time, session: s.Session, statement: s})
	}
	slices.SortStableFunc(acts, func(a, b act) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.session.ID, b.session.ID)) })
	return acts
}

// begin opens a session; told says whether this log has the lines on it.
func (p *Postgres) begin(s *fact.Session, at time.Time, told bool) *backend {
	host := "[local]"
	if s.Client.IsValid() {
		host = s.Client.String()
	}
	b := &backend{p.server.Session(1000+p.setting.Numbers.IntN(30000), p.clock(at), &postgres.Client{User: s.User, Database: s.Database, Application: s.Application, Host: host, Port: int(s.ClientPort)}), at}
	p.open[s.ID] = b
	p.line = b.AppendReceived(p.line[:0], p.clock(at))
	p.line = b.AppendAuthorized(p.line, p.clock(at.Add(8*time.Millisecond)))
	if told && !p.silent(at) {
		p.file.Record(0, at, p.line)
	}
	return b
}

func (p *Postgres) run(s *fact.Statement) {
	b := p.open[s.Session.ID]
	if b == nil {
		b = p.begin(s.Session, s.Session.Start, false)
	}
	b.last = s.Time
	p.line = p.line[:0]
	for _, q := range statements(s) {
		p.line = b.AppendStatement(p.line, p.clock(s.Time.Add(s.Duration)), &q)
	}
	if s.Last {
		p.line = b.AppendDisconnect(p.line, p.clock(s.Time.Add(s.Duration+20*time.Millisecond)))
		delete(p.open, s.Session.ID)
	}
	if len(p.line) > 0 && !p.silent(s.Time) {
		p.file.Record(s.Label, s.Time, p.line)
	}
}

// statements is what the client sends to get the rows in its way.
func statements(s *fact.Statement) []postgres.Statement {
	relation := postgres.Relation{Name: s.Table}
	switch s.Channel {
	case fact.Copy:
		return []postgres.Statement{postgres.CopyTable(s.Text, s.Table)}
	case fact.Cursor:
		fetch := fmt.Sprintf("FETCH FORWARD %d FROM c", s.Fetch)
		out := []postgres.Statement{{Text: "BEGIN", Command: "BEGIN"}, postgres.Declare("DECLARE c CURSOR FOR "+s.Text, relation)}
		for range s.Rows/max(1, s.Fetch) + 1 {
			out = append(out, postgres.Fetch(fetch))
		}
		return append(out, postgres.Statement{Text: "COMMIT", Command: "COMMIT"})
	case fact.Prepared:
		q := postgres.Select(s.Text, s.Rows, relation)
		q.Name = "<unnamed>"
		for value := range strings.SplitSeq(s.Parameter, ",") {
			q.Parameters = append(q.Parameters, postgres.Parameter{Value: value})
		}
		return []postgres.Statement{q}
	case fact.Write:
		command, _, _ := strings.Cut(s.Text, " ")
		q := postgres.Statement{Text: s.Text, Command: command, Rows: s.Rows, Relations: []postgres.Relation{relation}}
		for value := range strings.SplitSeq(s.Parameter, ",") {
			if value != "" {
				q.Parameters = append(q.Parameters, postgres.Parameter{Value: value})
			}
		}
		return []postgres.Statement{q}
	case fact.Cancelled:
		q := postgres.Select(s.Text, s.Rows, relation)
		q.Failure = postgres.StatementTimeout()
		return []postgres.Statement{q}
	case fact.Into:
		table, _, _ := strings.Cut(strings.TrimPrefix(s.Text, "CREATE TABLE "), " ")
		return []postgres.Statement{postgres.CreateTableAs(s.Text, table, s.Rows, relation)}
	}
	return []postgres.Statement{postgres.Select(s.Text, s.Rows, relation)}
}

// end closes what the day leaves open: clients go home, pools are made anew.
func (p *Postgres) end(at time.Time) {
	ids := make([]uint64, 0, len(p.open))
	for id := range p.open {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b uint64) int { return cmp.Or(p.open[a].last.Compare(p.open[b].last), cmp.Compare(a, b)) })
	for _, id := range ids {
		b := p.open[id]
		p.line = b.AppendDisconnect(p.line[:0], p.clock(at))
		if !p.silent(at) {
			p.file.Record(0, at, p.line)
		}
		delete(p.open, id)
	}
}
