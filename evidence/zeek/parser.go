package zeek

import (
	"fmt"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/value"
)

// parser turns the lines of one block after the other into events. It belongs to
// one goroutine at a time and keeps its memory between blocks.
type parser struct {
	row     row
	scanner jsonScanner
	inner   jsonScanner          // of records inside documents: their keys have an order of their own
	texts   [maxEnvelopes][]byte // the records inside
	schemas map[*layout]*schema  // of rows inside documents
	names   *value.Interner

	// of the current line
	stream  *stream
	host    bool // a request without Host header can be told from a log without the column
	at      event.Time
	ref     event.Ref
	unknown []string // keys that are in no dictionary

	worker *evidence.Worker
	all    event.Batch // events waiting, of every kind
	out    event.Batch // the kind being handed over
	census census
}

func newParser() *parser {
	names := value.NewInterner()
	p := &parser{names: names, schemas: map[*layout]*schema{}, row: row{names: names}}
	p.scanner.unknown, p.inner.unknown = p.unknownKey, p.unknownKey
	return p
}

// batchEvents is how many events are handed over at a time: few enough to stay in
// the cache between being made and being observed.
const batchEvents = 512

// maxMissingColumns is how many columns a row may have less than its header and
// still be read, when it begins as it should: a field more in the header than in
// the rows is what a changed configuration leaves. The last line of a file that
// was cut off is not such a row.
const maxMissingColumns = 1

// table reads one row of a table; ended says that a line feed closed it.
func (p *parser) table(line []byte, s *schema, ended bool) {
	columns := s.split(line, &p.row)
	short := len(s.columns) - columns
	if short > 0 && (short > maxMissingColumns || !ended || !p.intact()) {
		p.damage(fmt.Sprintf("%d columns where the header has %d", columns, len(s.columns)))
		return
	}
	if s.stream == nil {
		p.census.skip(s.name)
		return
	}
	if short > 0 {
		p.census.note(s.name + ": rows have a column less than their header; what stands in their last columns may be off by one")
	}
	if columns > len(s.columns) {
		if columns > len(s.columns)+maxExtraColumns || !p.intact() {
			p.damage(fmt.Sprintf("%d columns where the header has %d", columns, len(s.columns)))
			return
		}
		p.census.note(s.name + ": rows have more columns than their header; the last ones were ignored")
	}
	p.host = s.host
	p.build(s.stream)
}

// intact says whether the columns that every stream begins with can be read: two
// rows that ran into one fail here.
func (p *parser) intact() bool {
	p.row.time(fieldTS)
	p.row.endpoints()
	return p.row.damaged == fieldSet{}
}

// json reads one line of JSON.
func (p *parser) json(line []byte) {
	p.row.reset()
	p.row.separator = ','
	p.unknown = p.unknown[:0]
	if err := p.scanner.scan(line, &p.row); err != nil {
		p.damage(err.Error())
		return
	}
	if p.row.mayHoldRecord() {
		if p.row.holdsHeader() {
			p.worker.Skip(1, "lines of a header inside documents")
			return
		}
		p.unwrap(line)
	}
	name, s := p.row.stream()
	if s == nil {
		if name == "" && !p.row.has(fieldTS) && !p.row.has(fieldDocumentTime) {
			p.damage("JSON object without a time and a stream: not a record of Zeek")
			return
		}
		p.census.skip(name)
		return
	}
	if p.row.isDocument() {
		p.unknown = p.unknown[:0] // the fields of the shipper
	}
	for _, key := range p.unknown {
		p.census.unknownColumn(s.name, key)
	}
	p.host = true // Zeek leaves unset columns out
	p.build(s)
}

// maxUnknownKeys bounds the unknown keys that are looked at in one line.
const maxUnknownKeys = 64

func (p *parser) unknownKey(name []byte) {
	if len(p.unknown) < maxUnknownKeys {
		p.unknown = append(p.unknown, p.names.Get(name))
	}
}

// stream returns the name of the stream that a JSON record belongs to, "" when
// nothing tells, and the stream itself when it gives events.
func (r *row) stream() (string, *stream) {
	if path := r.raw(fieldPath); path != nil {
		if s := streams[string(path)]; s != nil {
			return s.name, s
		}
		if name := cleanName(path); name != "" {
			return name, nil
		}
	}
	name := r.dataset()
	if name == "" {
		name = r.mark
	}
	if name == "" {
		name = streamBySignature(&r.present)
	}
	return name, streams[name]
}

// build makes the event of the row.
func (p *parser) build(s *stream) {
	p.stream = s
	p.at = p.row.time(fieldTS)
	if !p.row.has(fieldTS) {
		p.at = p.row.time(fieldDocumentTime)
	}
	if p.at.IsZero() {
		p.damage("no time, or one that cannot be read")
		return
	}
	if why := s.build(p); why != "" {
		p.damage(why)
		return
	}
	p.census.records++
	p.census.time(p.at)
	if (p.row.damaged != fieldSet{}) {
		p.census.unreadable(s.name, p.row.damaged)
	}
}

func (p *parser) damage(why string) { p.worker.Damage(p.ref.Offset, why) }

// Every flush hands the waiting events of one kind over.

func (p *parser) flushConnections() {
	p.out = event.Batch{Connections: p.all.Connections}
	p.emit()
	p.all.Connections = p.all.Connections[:0]
}

func (p *parser) flushLookups() {
	p.out = event.Batch{DNSLookups: p.all.DNSLookups}
	p.emit()
	p.all.DNSLookups = p.all.DNSLookups[:0]
}

func (p *parser) flushRequests() {
	p.out = event.Batch{WebRequests: p.all.WebRequests}
	p.emit()
	p.all.WebRequests = p.all.WebRequests[:0]
}

func (p *parser) flushSessions() {
	p.out = event.Batch{TLSSessions: p.all.TLSSessions}
	p.emit()
	p.all.TLSSessions = p.all.TLSSessions[:0]
}

func (p *parser) flushCertificates() {
	p.out = event.Batch{Certificates: p.all.Certificates}
	p.emit()
	p.all.Certificates = p.all.Certificates[:0]
}

func (p *parser) flushFiles() {
	p.out = event.Batch{Files: p.all.Files}
	p.emit()
	p.all.Files = p.all.Files[:0]
}

// flushSmall hands the kinds over that come in small numbers.
func (p *parser) flushSmall() {
	a := &p.all
	if len(a.Mails)+len(a.Logons)+len(a.Alerts)+len(a.Shares)+len(a.Calls)+len(a.Assets) >= batchEvents {
		p.flushRest()
	}
}

func (p *parser) flushRest() {
	a := &p.all
	for _, b := range []event.Batch{
		{Mails: a.Mails}, {Logons: a.Logons}, {Alerts: a.Alerts}, {Shares: a.Shares}, {Calls: a.Calls}, {Assets: a.Assets},
	} {
		p.out = b
		p.emit()
	}
	a.Mails, a.Logons, a.Alerts = a.Mails[:0], a.Logons[:0], a.Alerts[:0]
	a.Shares, a.Calls, a.Assets = a.Shares[:0], a.Calls[:0], a.Assets[:0]
}

func (p *parser) emit() { p.worker.Emit(&p.out) }

// finish hands over what waits, and the counts and notes of the block.
func (p *parser) finish() {
	p.flushConnections()
	p.flushLookups()
	p.flushRequests()
	p.flushSessions()
	p.flushCertificates()
	p.flushFiles()
	p.flushRest()
	p.census.report(p.worker)
	p.census, p.worker, p.out = census{}, nil, event.Batch{}
}
