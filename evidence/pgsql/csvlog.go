package pgsql

import "bytes"

// The columns of csvlog that are read. Versions differ in how many follow:
// 22 in 8.4, 23 from 9.0, 24 in 13, 26 from 14 on.
const (
	csvTime        = 0
	csvUser        = 1
	csvDatabase    = 2
	csvPID         = 3
	csvHost        = 4
	csvSession     = 5
	csvLine        = 6
	csvSeverity    = 11
	csvState       = 12
	csvMessage     = 13
	csvDetail      = 14
	csvQuery       = 19
	csvApplication = 22
	csvBackend     = 23

	leastColumns = 22
)

// csvLog is the layout of csvlog.
type csvLog struct{}

// cut implements layout: behind it a record begins, as startsCSV judges.
func (csvLog) cut(data []byte) int {
	for end := len(data); ; {
		at := bytes.LastIndexByte(data[:end], '\n')
		if at < 0 {
			return 0
		}
		if startsCSV(data[at+1:]) {
			return at + 1
		}
		end = at
	}
}

// startsCSV reports whether a record of csvlog begins here. Text that a client put
// into a statement cannot look like one: its quotes are doubled, while the message
// of a record opens with a single one.
func startsCSV(b []byte) bool {
	n := secondsLength(b)
	if n == 0 {
		return false
	}
	for column := range csvMessage {
		n = columnEnd(b, n, column)
		if n < 0 || n >= len(b) || b[n] != ',' {
			return false
		}
		n++
	}
	if n >= len(b) || b[n] != '"' {
		return false
	}
	quotes := 0
	for n < len(b) && b[n] == '"' {
		quotes++
		n++
	}
	return quotes%2 == 1 && n < len(b) && b[n] != ',' && b[n] != '\n'
}

// longestHeader bounds the columns before the message: names have at most 63
// bytes, host names 255.
const longestHeader = 1200

// columnEnd returns the end of one of the columns before the message, or -1 when
// what stands there cannot be in it.
func columnEnd(b []byte, n, column int) int {
	b = b[:min(len(b), longestHeader)]
	if n < len(b) && b[n] == '"' {
		if column == csvPID || column == csvSession || column == csvSeverity {
			return -1
		}
		for n++; ; n += 2 {
			at := bytes.IndexByte(b[min(n, len(b)):], '"')
			if at < 0 {
				return -1
			}
			n += at
			if n+1 >= len(b) || b[n+1] != '"' {
				return n + 1
			}
		}
	}
	start := n
	for n < len(b) && b[n] != ',' {
		if b[n] == '"' || b[n] == '\n' {
			return -1
		}
		n++
	}
	text := b[start:n]
	switch column {
	case csvPID, csvLine:
		if number(text) < 0 {
			return -1
		}
	case csvSession:
		if sessionLength(text) != len(text) || len(text) == 0 {
			return -1
		}
	case csvSeverity:
		if !severities[string(text[:min(len(text), longestWord)])].primary() {
			return -1
		}
	}
	return n
}

// sessionLength returns the length of a session id, "6b057036.1eec", or 0.
func sessionLength(b []byte) int {
	dot := 0
	for dot < len(b) && dot < 17 && isHex(b[dot]) {
		dot++
	}
	if dot == 0 || dot >= len(b) || b[dot] != '.' {
		return 0
	}
	n := dot + 1
	for n < len(b) && n < dot+17 && isHex(b[n]) {
		n++
	}
	if n == dot+1 {
		return 0
	}
	return n
}

func isHex(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' }

// read implements layout.
func (csvLog) read(m *maker, data []byte, offset int64, last bool) {
	for pos := 0; pos < len(data); {
		length, why := m.csvRecord(data[pos:], offset+int64(pos))
		if why == "" {
			m.full()
			pos += length
			continue
		}
		if last && pos+length >= len(data) {
			why = "the last record is not complete: " + why
		}
		m.w.Damage(offset+int64(pos), why)
		pos = nextCSV(data, pos+1)
	}
}

// nextCSV returns where the next record begins, at or behind from.
func nextCSV(data []byte, from int) int {
	for from < len(data) {
		at := bytes.IndexByte(data[from:], '\n')
		if at < 0 {
			return len(data)
		}
		from += at + 1
		if startsCSV(data[from:]) {
			return from
		}
	}
	return len(data)
}

// parallelWorker is the kind of process whose records repeat their leader's.
const parallelWorker = "parallel worker"

// csvRecord reads the record that data starts with.
func (m *maker) csvRecord(data []byte, offset int64) (length int, why string) {
	f := &m.fields
	length, why = f.parse(data)
	if why != "" {
		return length, why
	}
	if f.count < leastColumns {
		return length, "fewer columns than csvlog has"
	}
	r := &m.rec
	*r = record{offset: offset, length: length}
	var ok bool
	if r.time, ok = m.clock.read(f.get(csvTime)); !ok {
		return length, "a time that cannot be read"
	}
	r.severity = severities[string(f.get(csvSeverity))]
	if r.severity == severityNone {
		return length, "an unknown severity"
	}
	r.pid = int(max(0, f.number(csvPID)))
	r.line = max(0, f.number(csvLine))
	r.message = f.get(csvMessage)
	if m.worthless(r) {
		m.w.Read(1)
		return length, ""
	}
	r.user, r.database = m.texts.get(f.get(csvUser)), m.texts.get(f.get(csvDatabase))
	r.host, r.session = m.host(f.get(csvHost)), m.texts.get(f.get(csvSession))
	r.state = m.texts.get(f.get(csvState))
	r.detail, r.statement = f.get(csvDetail), f.get(csvQuery)
	r.application = m.texts.get(f.get(csvApplication))
	r.worker = string(f.get(csvBackend)) == parallelWorker
	return length, m.record()
}
