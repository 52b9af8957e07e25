package mariadb

import (
	"cmp"
	"slices"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/mariadb"
	"dwell/simulate/sensor"
)

// Sensor is the two logs of a server, of each a file a day.
type Sensor struct {
	sensor.Setting
	slow        *mariadb.SlowLog
	audit       mariadb.AuditFile
	open        map[uint64]*connection
	free        map[uint64]time.Time // when a session has done what it was told by now
	connections int64                // numbered so far
	commands    int64                // of all connections
	waiting     []turn
	order       int
	slowFile    *sensor.File
	auditFile   *sensor.File
	line        []byte
}

// connection is a session as the server knows it.
type connection struct {
	*fact.Session
	id      int64
	command int64 // that it executes
	last    time.Time
	label   fact.Label
}

// turn is one thing that the server does.
type turn struct {
	at        time.Time
	order     int // of turns of one instant
	kind      turnKind
	statement fact.Statement // with its session; of a connection that begins, its first one
}

type turnKind uint8

const (
	turnConnect turnKind = iota
	turnExecute
	turnFinish
	turnQuit
)

// New returns the logs of the server on a host, in a zone.
func New(s sensor.Setting, host string, zone *time.Location) *Sensor {
	return &Sensor{Setting: s, slow: mariadb.NewSlowLog(zone), audit: mariadb.AuditFile{Server: host, Zone: zone},
		open: make(map[uint64]*connection), free: make(map[uint64]time.Time), connections: 30 + int64(s.Numbers.IntN(40_000)), commands: 5_000 + int64(s.Numbers.IntN(9_000_000))}
}

// Observe takes a day in.
func (m *Sensor) Observe(d *fact.Day) error {
	date := d.Date.Format(time.DateOnly)
	var err error
	if m.slowFile, err = m.Folder.Create("database/mariadb-slow-" + date + ".log"); err != nil {
		return err
	}
	if m.auditFile, err = m.Folder.Create("database/server_audit-" + date + ".log"); err != nil {
		return err
	}
	m.slowFile.Write(m.slow.AppendHeader(nil, &mariadb.Server{Program: "/usr/sbin/mariadbd", Version: "10.11.19-MariaDB-0+deb12u1-log (Debian 12)",
		Port: 3306, Socket: "/run/mysqld/mysqld.sock"}))
	m.plan(d)
	tomorrow := d.Date.AddDate(0, 0, 1)
	n, _ := slices.BinarySearchFunc(m.waiting, tomorrow, func(t turn, at time.Time) int { return t.at.Compare(at) })
	for i := range m.waiting[:n] {
		m.take(&m.waiting[i])
	}
	m.waiting = append(m.waiting[:0], m.waiting[n:]...)
	m.closeIdle(tomorrow.Add(-time.Second))
	if err := m.slowFile.Close(); err != nil {
		return err
	}
	return m.auditFile.Close()
}

// Close has nothing left to write.
func (m *Sensor) Close() error { return nil }

// plan adds what the server will do in the day, sessions that begin in it included. A
// session from before the evidence shows as if it began with the day.
func (m *Sensor) plan(d *fact.Day) {
	begun := make(map[uint64]bool)
	for i := range d.Statements {
		s := d.Statements[i]
		id := s.Session.ID
		if busy := m.free[id]; s.Time.Before(busy) {
			s.Time = busy // one after the other
		}
		m.free[id] = s.Time.Add(s.Duration)
		if !begun[id] && m.open[id] == nil {
			at := s.Session.Start
			if at.Before(d.Date) {
				at = d.Date
			}
			m.await(at, turnConnect, s)
			begun[id] = true
		}
		m.await(s.Time, turnExecute, s)
		m.await(s.Time.Add(s.Duration), turnFinish, s)
		if s.Last {
			m.await(s.Time.Add(s.Duration+20*time.Millisecond), turnQuit, s)
		}
	}
	slices.SortFunc(m.waiting, func(a, b turn) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.order, b.order)) })
}

func (m *Sensor) await(at time.Time, kind turnKind, s fact.Statement) {
	m.order++
	m.waiting = append(m.waiting, turn{at, m.order, kind, s})
}

func (m *Sensor) take(t *turn) {
	c := m.open[t.statement.Session.ID]
	switch {
	case t.kind == turnConnect:
		m.connect(t.at, &t.statement)
	case c == nil: // it has said goodbye
	case t.kind == turnExecute:
		m.execute(t.at, c, &t.statement)
	case t.kind == turnFinish:
		m.finish(t.at, c, &t.statement)
	default:
		m.quit(t.at, c)
	}
}

// connect gives a session its number. With the right database at once, the server
// counts one command for it.
func (m *Sensor) connect(at time.Time, first *fact.Statement) {
	m.connections++
	m.commands++
	c := &connection{Session: first.Session, id: m.connections, last: at, label: first.Label}
	m.open[c.ID] = c
	m.tell(at, c.label, c, &mariadb.Event{Operation: mariadb.Connect})
}

func (m *Sensor) quit(at time.Time, c *connection) {
	m.commands++
	m.tell(at, c.label, c, &mariadb.Event{Operation: mariadb.Disconnect})
	delete(m.open, c.ID)
	delete(m.free, c.ID)
}

// tell writes a line of server_audit.
func (m *Sensor) tell(at time.Time, label fact.Label, c *connection, e *mariadb.Event) {
	if m.Silent(at) {
		return
	}
	e.Time, e.User, e.Host, e.Connection, e.Database = m.Clock(at), c.User, "localhost", c.id, c.Database
	if c.Client.IsValid() { // names are not looked up (skip_name_resolve)
		e.Host = c.Client.String()
	}
	m.line = m.audit.Append(m.line[:0], e)
	m.auditFile.Record(label, at, m.line)
}

// closeIdle closes what the day leaves open: clients go home, pools are made anew.
func (m *Sensor) closeIdle(at time.Time) {
	busy := make(map[uint64]bool)
	for i := range m.waiting {
		busy[m.waiting[i].statement.Session.ID] = true
	}
	var idle []*connection
	for id, c := range m.open {
		if !busy[id] {
			idle = append(idle, c)
		}
	}
	slices.SortFunc(idle, func(a, b *connection) int { return cmp.Or(a.last.Compare(b.last), cmp.Compare(a.id, b.id)) })
	for _, c := range idle {
		m.quit(at, c)
	}
}
