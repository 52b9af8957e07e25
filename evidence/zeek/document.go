package zeek

import (
	"bytes"
	"strings"
)

// Shippers put the records of Zeek into documents of their own: Filebeat's zeek
// module and Elastic's zeek integration (fields of the Elastic Common Schema and
// zeek.<dataset>.<column>), Security Onion, Logstash, Vector and Splunk (the line
// itself in a field of text), exports of an index (the document under _source).
//
// Where the line itself is in the document, it is read and nothing else. Where it is
// not, the fields are taken back to the columns that the shipper made them of.
//
// Sources: x-pack/filebeat/module/zeek of elastic/beats, packages/zeek of
// elastic/integrations, the Elastic Common Schema, and the ingest pipelines of
// Security Onion.

// isEnvelope knows the objects that hold a whole record or document under its own
// names: an export of an index, a result of Splunk, a line that Filebeat decoded, a
// message that a collector decoded.
func isEnvelope(key []byte) bool {
	switch string(key) {
	case "_source", "result", "json", "message":
		return true
	}
	return false
}

// streamOfDataset returns the name of the stream that shippers know by that of a
// dataset or source type: "zeek.connection", "conn", "bro:conn:json", "corelight_conn".
func streamOfDataset(name string) string {
	for _, product := range []string{"zeek", "bro", "corelight"} {
		if rest, ok := strings.CutPrefix(name, product); ok && rest != "" && strings.ContainsRune(".:_", rune(rest[0])) {
			name = rest[1:]
			break
		}
	}
	name = strings.TrimSuffix(name, ":json")
	switch name {
	case "connection":
		return "conn"
	case "file":
		return "files"
	}
	return cleanName([]byte(name))
}

// dataset returns the stream that the document says it is of: as a dataset, or by the
// log that the shipper took the line from. It is "" when it says nothing.
func (r *row) dataset() string {
	if r.has(fieldDataset) {
		return streamOfDataset(r.text(fieldDataset))
	}
	if r.has(fieldLogFile) {
		file := r.text(fieldLogFile)
		file = file[strings.LastIndexAny(file, `/\`)+1:]
		name, _, _ := strings.Cut(file, ".")
		return cleanName([]byte(name))
	}
	return ""
}

// isOfZeek says whether the document names Zeek as the source of its data.
func (r *row) isOfZeek() bool {
	return r.has(fieldDocumentTime) && (r.text(fieldModule) == "zeek" || strings.HasPrefix(r.text(fieldDataset), datasetPrefix))
}

// isDocument says whether a shipper's own fields are to be expected.
func (r *row) isDocument() bool {
	return r.document || r.has(fieldDocumentTime) || r.has(fieldDataset)
}

// maxEnvelopes is how many documents may lie inside each other: a shipper's, and
// that of the index or collector which it was sent to.
const maxEnvelopes = 2

func (r *row) mayHoldRecord() bool { return r.has(fieldOriginal) || r.has(fieldMessage) }

// record returns the record that the document holds as text, JSON or the row of a
// table, appended to dst, nil when it holds none. A message counts only where the document is not a record itself: a
// record may have text from strangers.
func (r *row) record(dst []byte) []byte {
	f := fieldOriginal
	if !r.has(f) {
		f = fieldMessage
	}
	c := &r.cells[f]
	if !r.has(f) || c.form != formString || f == fieldMessage && r.has(fieldTS) {
		return nil
	}
	text := bytes.TrimSpace(appendJSON(dst[:0], c.data))
	if len(text) == 0 || text[0] != '{' && bytes.IndexByte(text, '\t') < 0 {
		return nil
	}
	return text
}

// holdsHeader says whether the document is made of a line of a table's header.
func (r *row) holdsHeader() bool {
	return !r.has(fieldTS) && (bytes.HasPrefix(r.raw(fieldMessage), []byte{'#'}) || bytes.HasPrefix(r.raw(fieldOriginal), []byte{'#'}))
}

// unwrap puts the record that the document in the row holds in the place of the
// document. What it does not say, its stream and its sensor, the document says. When
// it cannot be read, the document stays.
func (p *parser) unwrap(line []byte) {
	for i := range p.texts {
		text := p.row.record(p.texts[i])
		if text == nil {
			return
		}
		around := p.row
		p.row.reset()
		p.unknown = p.unknown[:0]
		if !p.scanInside(text, around.dataset()) {
			p.row.reset()
			_ = p.scanner.scan(line, &p.row) // it was read before
			return
		}
		p.texts[i] = text
		for _, f := range []field{fieldDataset, fieldLogFile, fieldSystem} {
			if around.has(f) {
				p.row.set(f, around.cells[f].data, around.cells[f].form)
			}
		}
	}
}

// scanInside reads the text that a document of a stream holds into the row, and says
// whether that is a record or a document again. A row of a table has no header there:
// it is known by its shape.
func (p *parser) scanInside(text []byte, stream string) bool {
	if text[0] == '{' {
		return p.inner.scan(text, &p.row) == nil && (p.row.has(fieldTS) || p.row.mayHoldRecord())
	}
	l, _ := recognise([][]byte{text})
	if l == nil || stream != "" && stream != l.stream {
		return false
	}
	s := p.schemas[l]
	if s == nil {
		s = l.schema()
		p.schemas[l] = s
	}
	s.split(text, &p.row)
	p.row.set(fieldPath, []byte(l.stream), formString)
	p.census.note("rows inside documents were taken for the default columns of stream " + l.stream + " by their shape")
	return true
}
