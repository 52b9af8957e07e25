package weblog

import (
	"bytes"
	"math"
	"slices"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/escape"
	"dwell/evidence/value"
)

// column is the meaning of a field of the W3C extended format.
type column uint8

// The columns.
const (
	columnOther column = iota
	columnDate
	columnTime
	columnServer
	columnServerPort
	columnClient
	columnClientPort
	columnMethod
	columnStem
	columnQuery
	columnURI
	columnUser
	columnHost
	columnViewedHost // CloudFront: the host that was asked for; cs(Host) is its own
	columnAgent
	columnReferrer
	columnStatus
	columnSent
	columnReceived
	columnForwarded
	columnProxy // of forward proxies, whose logs tell of others' servers
)

// columns are the names of fields, in lower case.
var columns = map[string]column{
	"date": columnDate, "time": columnTime,
	"s-ip": columnServer, "s-port": columnServerPort, "c-ip": columnClient, "c-port": columnClientPort,
	"cs-method": columnMethod, "cs-uri-stem": columnStem, "cs-uri-query": columnQuery, "cs-uri": columnURI,
	"cs-username": columnUser, "cs-host": columnHost, "cs(host)": columnHost, "x-host-header": columnViewedHost,
	"cs(user-agent)": columnAgent, "cs(referer)": columnReferrer,
	"sc-status": columnStatus, "sc-bytes": columnSent, "cs-bytes": columnReceived,
	"x-forwarded-for": columnForwarded, "cs(x-forwarded-for)": columnForwarded,
	"s-action": columnProxy, "s-hierarchy": columnProxy, "s-supplier-name": columnProxy, "cs-uri-scheme": columnProxy,
}

// schema is what the header lines of the W3C format say.
type schema struct {
	columns []column
	date    []byte // of the "#Date:" line, for rows without a date; nil when there is none
}

// maxColumns bounds the fields of a row: IIS and CloudFront know some thirty.
const maxColumns = 256

// newSchema reads what stands behind "#Fields:".
func newSchema(fields, date []byte) *schema {
	s := &schema{date: date}
	for name := range bytes.FieldsSeq(fields) {
		if len(s.columns) == maxColumns {
			break
		}
		s.columns = append(s.columns, columns[string(bytes.ToLower(name))])
	}
	return s
}

// knows reports whether the schema has the column.
func (s *schema) knows(c column) bool { return slices.Contains(s.columns, c) }

// segment is a run of lines of a block under one header.
type segment struct {
	start, end int
	schema     *schema
}

// cutter follows the header lines through the blocks of a file.
type cutter struct {
	schema *schema
	date   []byte
}

// cut finds the segments of a block. Header lines belong to none.
func (c *cutter) cut(block *evidence.Block) []segment {
	var segments []segment
	data := block.Data
	start := 0
	for pos := 0; pos < len(data); {
		if data[pos] == '#' || block.Offset == 0 && pos == 0 && bytes.HasPrefix(data, byteOrderMark) {
			end, next := evidence.LineEnd(data, pos)
			if c.directive(bytes.TrimPrefix(data[pos:end], byteOrderMark), func() {
				segments = append(segments, segment{start, pos, c.schema})
				start = next
			}) {
				pos = next
				continue
			}
		}
		i := bytes.Index(data[pos:], []byte("\n#"))
		if i < 0 {
			break
		}
		pos += i + 1
	}
	return append(segments, segment{start, len(data), c.schema})
}

// directives are the beginnings of header lines.
var directives = [][]byte{[]byte("#Fields:"), []byte("#Date:"), []byte("#Version:"), []byte("#Software:"),
	[]byte("#Start-Date:"), []byte("#End-Date:"), []byte("#Remark:")}

// directive takes a header line in, after endSegment has closed the lines before it; false
// when it is none.
func (c *cutter) directive(line []byte, endSegment func()) bool {
	for i, d := range directives {
		value, ok := bytes.CutPrefix(line, d)
		if !ok {
			continue
		}
		endSegment()
		switch i {
		case 0:
			c.schema = newSchema(value, c.date)
		case 1:
			day, _, _ := bytes.Cut(bytes.TrimSpace(value), []byte{' '})
			c.date = bytes.Clone(day)
			if c.schema != nil {
				c.schema = &schema{c.schema.columns, c.date}
			}
		}
		return true
	}
	return false
}

// row is one line of the W3C format, taken apart.
type row struct {
	date, time, stem, query, uri []byte
}

// extended reads one line of the W3C extended format. IIS separates fields by
// blanks and writes "+" for a blank inside; CloudFront separates by tabs and escapes
// like a URL.
func (p *parser) extended(line []byte, r *event.WebRequest) (why string) {
	separator := byte(' ')
	if bytes.IndexByte(line, '\t') >= 0 {
		separator = '\t'
	}
	if bytes.Count(line, []byte{separator})+1 != len(p.schema.columns) {
		return "the number of fields is not that of the header"
	}
	var w row
	for _, c := range p.schema.columns {
		field, rest, _ := bytes.Cut(line, []byte{separator})
		line = rest
		if len(field) == 0 || string(field) == "-" || c == columnOther {
			continue
		}
		if why := p.field(c, field, separator == '\t', &w, r); why != "" {
			return why
		}
	}
	return p.assemble(&w, r)
}

// field reads one field.
func (p *parser) field(c column, b []byte, tabs bool, w *row, r *event.WebRequest) (why string) {
	ok := true
	switch c {
	case columnDate:
		w.date = b
	case columnTime:
		w.time = b
	case columnStem:
		w.stem = b
	case columnQuery:
		w.query = b
	case columnURI:
		w.uri = b
	case columnServer:
		r.Dst, ok = address(b)
	case columnServerPort:
		r.DstPort, ok = port(b)
	case columnClient:
		if r.Src, ok = address(b); !ok {
			p.remark(remarkNames)
			ok = true
		}
	case columnClientPort:
		r.SrcPort, ok = port(b)
	case columnMethod:
		if isMethod(b) {
			r.Method = p.words.get(b)
		}
	case columnUser:
		r.User = p.words.get(p.decode(b, raw))
	case columnHost:
		if r.Host == "" {
			r.Host = p.host(b)
		}
	case columnViewedHost:
		r.Host = p.host(b)
	case columnAgent:
		r.UserAgent = p.words.get(p.decode(p.unquote(b, tabs), raw))
	case columnReferrer:
		r.Referrer = p.words.get(p.decode(b, raw))
	case columnStatus:
		r.Status, ok = statusCode(b)
	case columnSent:
		r.ResponseBytes, ok = byteCount(b)
	case columnReceived:
		r.RequestBytes, ok = byteCount(b)
		p.remark(remarkHeaders)
	case columnForwarded:
		p.remark(remarkForwarded)
	}
	if !ok {
		return "a number or an address that cannot be read"
	}
	return ""
}

// assemble puts together what stands in several fields.
func (p *parser) assemble(w *row, r *event.WebRequest) (why string) {
	if len(w.date) == 0 {
		w.date = p.schema.date
		p.remark(remarkDate)
	}
	t, ok := event.Time{}, p.clock.date(w.date)
	if ok {
		t, ok = timeOfDay(p.clock.iso.seconds, w.time)
	}
	if !ok || t.Zone != event.ZoneAssumed {
		return "no date and time"
	}
	r.Time = t
	r.Time.Zone = event.ZoneUTC // the format defines UTC
	p.object.uri = append(p.object.uri[:0], w.stem...)
	switch {
	case len(w.stem) == 0:
		p.object.uri = append(p.object.uri, w.uri...)
	case len(w.query) > 0:
		p.object.uri = append(append(p.object.uri, '?'), w.query...)
	}
	r.URI = string(p.decode(p.object.uri, raw))
	return ""
}

func port(b []byte) (uint16, bool) {
	n, ok := value.Whole(b)
	if !ok || n > math.MaxUint16 {
		return 0, false
	}
	return uint16(n), true
}

// unquote undoes the writing of blanks in a field that may have many.
func (p *parser) unquote(b []byte, tabs bool) []byte {
	if !tabs {
		if bytes.IndexByte(b, '+') < 0 {
			return b
		}
		p.object.line = append(p.object.line[:0], b...)
		for i, c := range p.object.line {
			if c == '+' {
				p.object.line[i] = ' '
			}
		}
		return p.object.line
	}
	if bytes.IndexByte(b, '%') < 0 {
		return b
	}
	out := p.object.line[:0]
	for i := 0; i < len(b); i++ {
		if b[i] == '%' && i+2 < len(b) {
			if v, ok := escape.Byte(b[i+1], b[i+2]); ok {
				out = append(out, v)
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	p.object.line = out
	return out
}
