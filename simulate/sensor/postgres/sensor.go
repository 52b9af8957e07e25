package postgres

import (
	"cmp"
	"slices"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/postgres"
	"dwell/simulate/sensor"
)

// Sensor is the log of a server: a file a day.
type Sensor struct {
	sensor.Setting
	server *postgres.Server
	open   map[uint64]*backend
	line   []byte
	file   *sensor.File
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

// New returns the log of a server in a zone.
func New(s sensor.Setting, zone *time.Location) *Sensor {
	settings := &postgres.Settings{Layout: postgres.CSVLog{}, Location: zone, Connections: true, Disconnections: true,
		Audit: postgres.Audit{Classes: postgres.Read | postgres.Write, Relation: true, Rows: true, Parameter: true, OmitCatalog: true}}
	return &Sensor{Setting: s, server: postgres.NewServer(settings, 700+s.Numbers.Uint32()%100_000), open: make(map[uint64]*backend)}
}

// Observe takes a day in.
func (p *Sensor) Observe(d *fact.Day) error {
	var err error
	if p.file, err = p.Folder.Create("database/postgresql-" + d.Date.Format(time.DateOnly) + ".csv"); err != nil {
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
func (p *Sensor) Close() error { return nil }

// acts is what happens in the day, sessions that begin in it included.
func (p *Sensor) acts(d *fact.Day) []act {
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
func (p *Sensor) begin(s *fact.Session, at time.Time, told bool) *backend {
	host := "[local]"
	if s.Client.IsValid() {
		host = s.Client.String()
	}
	b := &backend{p.server.Session(1000+p.Numbers.IntN(30000), p.Clock(at), &postgres.Client{User: s.User, Database: s.Database, Application: s.Application, Host: host, Port: int(s.ClientPort)}), at}
	p.open[s.ID] = b
	p.line = b.AppendReceived(p.line[:0], p.Clock(at))
	p.line = b.AppendAuthorized(p.line, p.Clock(at.Add(8*time.Millisecond)))
	if told && !p.Silent(at) {
		p.file.Record(0, at, p.line)
	}
	return b
}

func (p *Sensor) run(s *fact.Statement) {
	b := p.open[s.Session.ID]
	if b == nil {
		b = p.begin(s.Session, s.Session.Start, false)
	}
	b.last = s.Time
	p.line = p.line[:0]
	for _, q := range statements(s) {
		p.line = b.AppendStatement(p.line, p.Clock(s.Time.Add(s.Duration)), &q)
	}
	if s.Last {
		p.line = b.AppendDisconnect(p.line, p.Clock(s.Time.Add(s.Duration+20*time.Millisecond)))
		delete(p.open, s.Session.ID)
	}
	if len(p.line) > 0 && !p.Silent(s.Time) {
		p.file.Record(s.Label, s.Time, p.line)
	}
}

// end closes what the day leaves open: clients go home, pools are made anew.
func (p *Sensor) end(at time.Time) {
	ids := make([]uint64, 0, len(p.open))
	for id := range p.open {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b uint64) int { return cmp.Or(p.open[a].last.Compare(p.open[b].last), cmp.Compare(a, b)) })
	for _, id := range ids {
		b := p.open[id]
		p.line = b.AppendDisconnect(p.line[:0], p.Clock(at))
		if !p.Silent(at) {
			p.file.Record(0, at, p.line)
		}
		delete(p.open, id)
	}
}
