package pgsql

import (
	"bytes"

	"github.com/go-faster/jx"

	"dwell/evidence"
)

// jsonLog is the layout of jsonlog (PostgreSQL 15 and later): one object a line.
type jsonLog struct{}

// cut implements layout.
func (jsonLog) cut(data []byte) int { return evidence.CutLines(data) }

// read implements layout.
func (jsonLog) read(m *maker, data []byte, offset int64, last bool) {
	decoder := jx.GetDecoder()
	defer jx.PutDecoder(decoder)
	for pos := 0; pos < len(data); {
		end := bytes.IndexByte(data[pos:], '\n') + 1
		if end == 0 {
			end = len(data) - pos
		}
		line := bytes.TrimRight(data[pos:pos+end], "\r\n")
		if len(bytes.TrimSpace(line)) > 0 {
			if why := m.jsonRecord(decoder, line, offset+int64(pos), end); why != "" {
				if last && pos+end == len(data) {
					why = "the last record is not complete: " + why
				}
				m.w.Damage(offset+int64(pos), why)
			}
			m.full()
		}
		pos += end
	}
}

// jsonTexts are the texts of a record that have buffers of their own, because the
// decoder's are valid for one value only.
type jsonTexts struct{ message, detail, statement []byte }

// jsonRecord reads one line.
func (m *maker) jsonRecord(d *jx.Decoder, line []byte, offset int64, length int) (why string) {
	r := &m.rec
	*r = record{offset: offset, length: length}
	d.ResetBytes(line)
	timed := false
	err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		if string(key) == "timestamp" {
			b, err := d.StrBytes()
			r.time, timed = m.clock.read(b)
			return err
		}
		return m.jsonValue(d, key)
	})
	switch {
	case err != nil:
		return "no JSON object"
	case !timed:
		return "a time that cannot be read"
	case r.severity == severityNone:
		return "an unknown severity"
	case m.worthless(r):
		m.w.Read(1)
		return ""
	}
	return m.record()
}

// jsonValue reads the value of one key.
func (m *maker) jsonValue(d *jx.Decoder, key []byte) error {
	r := &m.rec
	switch string(key) {
	case "pid":
		n, err := d.Int64()
		r.pid = int(max(0, n))
		return err
	case "line_num":
		n, err := d.Int64()
		r.line = max(0, n)
		return err
	case "message":
		return text(d, &r.message, &m.json.message)
	case "detail":
		return text(d, &r.detail, &m.json.detail)
	case "statement":
		return text(d, &r.statement, &m.json.statement)
	case "user":
		return m.short(d, &r.user)
	case "dbname":
		return m.short(d, &r.database)
	case "remote_host":
		return m.short(d, &r.host)
	case "session_id":
		return m.short(d, &r.session)
	case "state_code":
		return m.short(d, &r.state)
	case "application_name":
		return m.short(d, &r.application)
	case "error_severity":
		b, err := d.StrBytes()
		r.severity = severities[string(b)]
		return err
	case "backend_type":
		b, err := d.StrBytes()
		r.worker = string(b) == parallelWorker
		return err
	}
	return d.Skip()
}

// text reads a long text into a buffer.
func text(d *jx.Decoder, into, buffer *[]byte) error {
	b, err := d.StrAppend((*buffer)[:0])
	*into, *buffer = b, b
	return err
}

// short reads a text that comes again and again.
func (m *maker) short(d *jx.Decoder, into *string) error {
	b, err := d.StrBytes()
	*into = m.texts.get(b)
	return err
}
