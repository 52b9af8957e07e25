package zeek

import (
	"context"
	"sync"

	"dwell/event"
	"dwell/evidence"
)

// reader is the evidence.Reader of this package.
type reader struct {
	parsers sync.Pool // of *parser: their tables and buffers are worth keeping
}

// New returns the reader of Zeek logs.
func New() evidence.Reader {
	return &reader{parsers: sync.Pool{New: func() any { return newParser() }}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "zeek",
		Title:  "Zeek logs (TSV and JSON)",
		Events: []string{"connection", "dns", "web", "tls", "certificate", "file", "mail", "logon", "alert", "share", "call", "asset"},
		Examples: []string{
			"conn.log, dns.log, http.log, ssl.log and the others of Zeek or Bro, with or without header",
			"JSON logs of Zeek, Corelight, Security Onion, RockNSM, one document a line",
			"documents of Filebeat's zeek module and Elastic's integration, Logstash, Vector, Splunk, one a line",
		},
	}
}

// Detect implements evidence.Reader.
func (*reader) Detect(head []byte) evidence.Confidence { return detect(head) }

// Read implements evidence.Reader. Finding the header lines is sequential and
// cheap; the rows of each block are parsed by a worker.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	c := newCutter(out)
	return evidence.EachBlock(ctx, in, out, evidence.CutLines, func(block *evidence.Block) evidence.Work {
		segments := c.cut(block)
		return func(w *evidence.Worker) { r.work(w, in.ID, block, segments) }
	})
}

// work parses the lines of one block.
func (r *reader) work(w *evidence.Worker, file event.FileID, block *evidence.Block, segments []segment) {
	p := r.parsers.Get().(*parser)
	p.worker = w
	for _, s := range segments {
		p.segment(file, block, s)
	}
	p.finish()
	r.parsers.Put(p)
}

// segment parses the lines under one header.
func (p *parser) segment(file event.FileID, block *evidence.Block, s segment) {
	data := block.Data[:s.end]
	for pos := s.start; pos < s.end; {
		end, next := lineEnd(data, pos)
		line := data[pos:end]
		p.ref = event.Ref{File: file, Offset: block.Offset + int64(pos), Length: int64(end - pos)}
		pos = next
		switch {
		case len(line) == 0:
		case isJSONLine(line):
			p.json(line)
		case s.schema == nil:
			p.damage("a row without a header, and no shape of a Zeek log")
		default:
			p.table(line, s.schema, next > end)
		}
	}
}
