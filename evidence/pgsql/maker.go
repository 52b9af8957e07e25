package pgsql

import (
	"bytes"
	"net/netip"
	"strconv"
	"unicode/utf8"

	"dwell/event"
	"dwell/evidence"
)

// record is one log record of any layout. The bytes belong to the block or to a
// buffer of the layout and are valid until the next record.
type record struct {
	time        event.Time
	user        string
	database    string
	application string
	host        string // without the port
	session     string
	pid         int
	line        int64
	severity    severity
	state       string
	worker      bool // of a parallel worker
	message     []byte
	detail      []byte
	statement   []byte // of the error
	offset      int64
	length      int
}

// batchEvents is the size of a batch.
const batchEvents = 512

// maker turns the records of one block into events.
type maker struct {
	w       *evidence.Worker
	file    event.FileID
	batch   event.Batch
	clock   clock
	texts   interner
	hosts   map[string]netip.Addr
	audited map[string]audited // the last AUDIT line of each session, for pgaudit.log_statement_once
	rec     record
	fields  csvFields
	payload csvFields
	json    jsonTexts
	group   group
	scratch []byte
	shadows int // records of parallel workers
}

// audited is what "<previously logged>" stands for.
type audited struct {
	id                    int64
	statement, parameters string
}

func newMaker() *maker {
	return &maker{texts: interner{}, hosts: map[string]netip.Addr{}, audited: map[string]audited{}}
}

func (m *maker) begin(w *evidence.Worker, file event.FileID) {
	m.w, m.file = w, file
	m.clock = clock{}
	m.shadows = 0
	clear(m.audited)
	if len(m.texts) > maxTexts {
		clear(m.texts)
	}
	if len(m.hosts) > maxTexts {
		clear(m.hosts)
	}
	m.batch.Reset()
}

// workersNote says why the records of parallel workers are left out.
const workersNote = "records of parallel workers repeat their leader's and were left out"

func (m *maker) finish() {
	m.flush()
	for _, note := range m.clock.notes {
		m.w.Note(note)
	}
	if m.shadows > 0 {
		m.w.Skip(m.shadows, workersNote)
	}
	m.w = nil
}

func (m *maker) flush() {
	m.w.Emit(&m.batch)
	clear(m.batch.Queries) // let go of the statements
	m.batch.Reset()
}

// full flushes when the batch is large enough.
func (m *maker) full() {
	if len(m.batch.Queries) >= batchEvents {
		m.flush()
	}
}

// record gives the events of m.rec, whose layout counts it: why is not "" when it
// is damaged.
func (m *maker) record() (why string) {
	r := &m.rec
	if r.worker {
		m.shadows++
		return ""
	}
	why = m.message(r)
	if why == "" {
		m.w.Read(1)
	}
	return why
}

// worthless reports whether nothing of the record becomes an event, by the first
// byte of its message: the words of messages that do are in words.go, and those
// of other languages begin with a byte above 127.
func (m *maker) worthless(r *record) bool {
	if r.severity != severityLog {
		return false
	}
	if len(r.message) == 0 {
		return true
	}
	switch c := r.message[0]; c {
	case 'A', 's', 'd', 'e', 'c', 'r':
		return false
	default:
		return c < utf8.RuneSelf
	}
}

// query appends an event with everything that all kinds of record share.
func (m *maker) query(source event.QuerySource) *event.DatabaseQuery {
	r := &m.rec
	m.batch.Queries = append(m.batch.Queries, event.DatabaseQuery{
		Time: r.time, Ref: event.Ref{File: m.file, Offset: r.offset, Length: int64(r.length)},
		Source: source, Server: "postgresql",
		User: r.user, Database: r.database, Application: r.application,
		Client: m.address(r.host), ClientHost: r.host,
		PID: r.pid, SessionID: m.sessionID(r), Line: r.line,
		Rows: event.Unknown, Duration: event.Unknown, SQLState: r.state,
	})
	return &m.batch.Queries[len(m.batch.Queries)-1]
}

// sessionID is the server's own, or is made from the process id. Process ids come
// again, so the latter names a session only together with the time.
func (m *maker) sessionID(r *record) string {
	if r.session != "" || r.pid == 0 {
		return r.session
	}
	m.scratch = strconv.AppendInt(append(m.scratch[:0], "pid-"...), int64(r.pid), 10)
	return m.texts.get(m.scratch)
}

// address parses the host; the zero address when it is a name or a socket.
func (m *maker) address(host string) netip.Addr {
	if host == "" || host[0] == '[' {
		return netip.Addr{}
	}
	if a, ok := m.hosts[host]; ok {
		return a
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		a = netip.Addr{}
	}
	a = a.Unmap()
	m.hosts[host] = a
	return a
}

// host returns the host of "192.0.2.1:5432", "192.0.2.1(5432)", "[local]", "db.example.org:5432".
func (m *maker) host(b []byte) string {
	if len(b) == 0 || b[0] == '[' {
		return m.texts.get(b)
	}
	if b[len(b)-1] == ')' {
		if open := bytes.LastIndexByte(b, '('); open > 0 {
			return m.texts.get(b[:open])
		}
	}
	// The server writes an IPv6 address and its port with one more colon and no brackets.
	if colon := bytes.LastIndexByte(b, ':'); colon > 0 && digits(b[colon+1:]) >= 0 {
		if bytes.Count(b, []byte(":")) == 1 || parses(b[:colon]) {
			return m.texts.get(b[:colon])
		}
	}
	return m.texts.get(b)
}

func parses(b []byte) bool {
	_, err := netip.ParseAddr(string(b))
	return err == nil
}

// interner keeps one copy of texts that come again and again.
type interner map[string]string

// The bounds of the interned texts: what is longer is rarely repeated.
const (
	maxTexts      = 1 << 13
	longestShared = 512
)

func (t interner) get(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if s, ok := t[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(b) <= longestShared && len(t) < maxTexts {
		t[s] = s
	}
	return s
}

// quoted shows text of the log in a note, shortened.
func quoted(s string) string {
	const most = 120
	if len(s) > most {
		end := most
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end] + "..."
	}
	return strconv.Quote(s)
}
