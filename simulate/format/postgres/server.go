package postgres

import "time"

// Settings are those of postgresql.conf that shape the log.
type Settings struct {
	Layout         Layout         // CSVLog{}, JSONLog{} or a *Stderr
	Location       *time.Location // log_timezone; nil is UTC
	Connections    bool           // log_connections
	Disconnections bool           // log_disconnections
	Statements     Logged         // log_statement
	Durations      bool           // log_min_duration_statement is not -1
	MinDuration    time.Duration  // log_min_duration_statement
	Audit          Audit          // pgaudit
}

// Server keeps what the processes of one server share: the slots from which virtual
// transactions are numbered, and the transaction ids.
type Server struct {
	settings    *Settings
	slots       []slot
	transaction uint32
}

// slot is a place for a process. Its counter goes on when another process takes it.
type slot struct {
	taken bool
	local uint32
}

// launchers are the processes that hold the first slots of every server: those that
// launch autovacuum workers and logical replication.
const launchers = 2

// NewServer returns a server whose next transaction gets the given id.
func NewServer(settings *Settings, transaction uint32) *Server {
	s := &Server{settings: settings, transaction: transaction, slots: make([]slot, launchers, 16)}
	for i := range s.slots {
		s.slots[i].taken = true
	}
	return s
}

// take takes the first free slot and returns its number, from 1 on.
func (s *Server) take() int {
	for i := range s.slots {
		if !s.slots[i].taken {
			s.slots[i].taken = true
			return i + 1
		}
	}
	s.slots = append(s.slots, slot{taken: true})
	return len(s.slots)
}

// process is what all processes of a server have.
type process struct {
	server *Server
	layout Layout
	zone   *time.Location
	line   int64
	slot   int
	record Record
	text   []byte // buffer of messages
}

func (p *process) init(s *Server, settings *Settings, pid int, start time.Time) {
	p.server, p.layout, p.zone = s, settings.Layout, settings.Location
	if p.zone == nil {
		p.zone = time.UTC
	}
	p.record = Record{PID: pid, Start: start}
}

// begin begins a transaction, in a slot that the process takes when it has none.
func (p *process) begin() {
	if p.slot == 0 {
		p.slot = p.server.take()
	}
	p.record.Backend, p.record.Transaction = p.slot, 0
	p.server.slots[p.slot-1].local++
	p.record.LocalTransaction = p.server.slots[p.slot-1].local
}

// write gives the transaction its id, if it has none.
func (p *process) write() {
	if p.record.Transaction == 0 {
		p.record.Transaction = p.server.transaction
		p.server.transaction++
	}
}

// end gives the slot of the process back.
func (p *process) end() {
	if p.slot != 0 {
		p.server.slots[p.slot-1].taken = false
	}
	p.slot, p.record.Backend, p.record.LocalTransaction, p.record.Transaction = 0, 0, 0, 0
}

// emit appends the record with p.text as its message.
func (p *process) emit(dst []byte, at time.Time, severity string) []byte {
	r := &p.record
	r.Time, r.Severity, r.Message = at.In(p.zone), severity, p.text
	r.Line = p.line + 1
	dst = p.layout.Append(dst, r)
	p.line = r.Line
	return dst
}
