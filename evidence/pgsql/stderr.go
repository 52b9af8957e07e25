package pgsql

import "bytes"

// stderrLog is the layout of the server's standard error: a prefix, a severity and
// a text, whose further lines begin with a tab; DETAIL, STATEMENT and the like
// follow as lines with a prefix of their own.
type stderrLog struct{ prefix *prefix }

// cut implements layout: behind it a record begins. Further lines and further
// parts stay with their record.
func (s *stderrLog) cut(data []byte) int {
	var l leads
	for end := len(data); ; {
		at := bytes.LastIndexByte(data[:end], '\n')
		if at < 0 {
			return 0
		}
		if word, _ := s.prefix.match(firstLine(data[at+1:]), &l); word.primary() {
			return at + 1
		}
		end = at
	}
}

func firstLine(data []byte) []byte {
	if end := bytes.IndexByte(data, '\n'); end >= 0 {
		data = data[:end]
	}
	return bytes.TrimSuffix(data, []byte{'\r'})
}

// part is one line with a prefix and its further lines.
type part struct {
	word       severity
	leads      leads
	text       []byte // without the tabs; may alias a buffer
	start, end int    // in the block
}

// read implements layout.
func (s *stderrLog) read(m *maker, data []byte, offset int64, last bool) {
	g := &m.group
	g.started = false
	for pos := 0; pos < len(data); {
		p, ok := s.part(m, data, pos)
		switch {
		case !ok:
			g.close(m, offset)
			m.w.Damage(offset+int64(pos), "lines without a prefix and a severity")
			pos = s.skip(data, pos)
			continue
		case p.word.primary():
			g.close(m, offset)
			m.full()
			g.open(m, s.prefix, &p, offset)
		case g.started && string(p.leads.pid) == string(g.pid):
			g.add(m, &p)
		default:
			m.w.Read(1) // a part whose record stands elsewhere
		}
		pos = p.end
	}
	g.close(m, offset)
	if last && len(data) > 0 && data[len(data)-1] != '\n' {
		m.w.Note("the file does not end with a line feed: its last record may not be complete")
	}
}

// skip returns where the next line with a prefix begins.
func (s *stderrLog) skip(data []byte, pos int) int {
	var l leads
	for pos < len(data) {
		at := bytes.IndexByte(data[pos:], '\n')
		if at < 0 {
			return len(data)
		}
		pos += at + 1
		if word, _ := s.prefix.match(firstLine(data[pos:]), &l); word != severityNone {
			return pos
		}
	}
	return pos
}

// part reads the line at pos and those that continue it.
func (s *stderrLog) part(m *maker, data []byte, pos int) (part, bool) {
	line := firstLine(data[pos:])
	p := part{start: pos}
	word, text := s.prefix.match(line, &p.leads)
	if word == severityNone {
		return p, false
	}
	p.word, p.text = word, line[text:]
	p.end = lineEnd(data, pos)
	if p.end >= len(data) || data[p.end] != '\t' {
		return p, true
	}
	buffer := m.group.buffer(word)
	*buffer = append((*buffer)[:0], p.text...)
	for p.end < len(data) && data[p.end] == '\t' {
		*buffer = append(append(*buffer, '\n'), firstLine(data[p.end+1:])...)
		p.end = lineEnd(data, p.end)
	}
	p.text = *buffer
	return p, true
}

func lineEnd(data []byte, pos int) int {
	if at := bytes.IndexByte(data[pos:], '\n'); at >= 0 {
		return pos + at + 1
	}
	return len(data)
}

// group is the record that is being read, until the next one begins.
type group struct {
	started bool
	pid     []byte
	end     int

	// Buffers for texts of several lines. There are two for messages, because the
	// next message is read before the record at hand is closed.
	messages                 [2][]byte
	turn                     int
	detail, statement, other []byte
}

// buffer returns the buffer for a part.
func (g *group) buffer(word severity) *[]byte {
	switch word {
	case partDetail:
		return &g.detail
	case partStatement:
		return &g.statement
	case partOther:
		return &g.other
	}
	g.turn ^= 1
	return &g.messages[g.turn]
}

// open begins a record.
func (g *group) open(m *maker, prefix *prefix, p *part, offset int64) {
	r := &m.rec
	l := &p.leads
	*r = record{
		user: m.texts.get(l.user), database: m.texts.get(l.database), application: m.texts.get(l.application),
		host: m.host(l.host), session: m.texts.get(l.session), state: m.texts.get(l.state),
		pid: int(max(0, number(l.pid))), line: max(0, number(l.line)),
		severity: p.word, message: p.text, offset: offset + int64(p.start), length: p.end - p.start,
	}
	r.worker = string(l.backend) == parallelWorker ||
		prefix.hasUser && len(l.user) == 0 && bytes.HasPrefix(p.text, auditWord) // pgaudit speaks of sessions, and a session has a user
	if len(l.time) > 0 {
		r.time, _ = m.clock.read(l.time)
	}
	g.started, g.pid, g.end = true, l.pid, p.end
}

// add takes a further part into the record.
func (g *group) add(m *maker, p *part) {
	g.end = p.end
	switch p.word {
	case partDetail:
		m.rec.detail = p.text
	case partStatement:
		m.rec.statement = p.text
	}
}

// close gives the events of the record.
func (g *group) close(m *maker, offset int64) {
	if !g.started {
		return
	}
	g.started = false
	r := &m.rec
	r.length = g.end - int(r.offset-offset)
	if why := m.record(); why != "" {
		m.w.Damage(r.offset, why)
	}
}
