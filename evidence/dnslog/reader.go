package dnslog

import (
	"bytes"
	"context"
	"time"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/sysline"
)

// reader is the evidence.Reader of this package.
type reader struct{}

// New returns the reader of resolvers' logs.
func New() evidence.Reader { return reader{} }

// Format describes the reader.
func (reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "dnslog",
		Title:  "Logs of resolvers (BIND, dnsmasq, Unbound)",
		Events: []string{"dns"},
		Examples: []string{
			"query log of BIND 9 (category queries)",
			"dnsmasq with log-queries, pihole.log",
			"Unbound with log-queries or log-replies",
		},
	}
}

const (
	// judged is how many lines the decision rests on.
	judged = 100
	// certainFrom is how many lookups make it more than a quotation.
	certainFrom = 3
)

// Detect implements evidence.Reader: half of the first lines are a resolver's, and some
// of them queries or replies. A syslog of many programs is not taken.
func (reader) Detect(head []byte) evidence.Confidence {
	c := clock{sysline.New(time.Time{})}
	lines, ours, lookups := 0, 0, 0
	for line := range evidence.FirstLines(head, judged) {
		lines++
		_, end := c.read(line)
		var l event.DNSLookup
		switch v := message(line[end:], &l); {
		case end == 0 && v != lookup:
		case v == lookup:
			lookups++
			ours++
		case v == other:
			ours++
		}
	}
	switch {
	case lookups == 0 || 2*ours < lines:
		return evidence.No
	case lookups >= certainFrom:
		return evidence.Certain
	}
	return evidence.Likely
}

// Read implements evidence.Reader.
func (reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	return evidence.EachBlock(ctx, in, out, evidence.CutLines, func(block *evidence.Block) evidence.Work {
		if block.Overlong {
			out.Damage(block.Offset, "a line longer than 64 MiB")
			return nil
		}
		return func(w *evidence.Worker) {
			p := parser{worker: w, file: in.ID, clock: clock{sysline.New(in.ModTime)}}
			p.block(block)
		}
	})
}

const (
	// maxLine bounds a line: the longest name escaped, and what stands around it.
	maxLine = 16 << 10
	// batchLookups is how many lookups are handed over at a time.
	batchLookups = 512
)

// parser reads the lines of one block.
type parser struct {
	worker *evidence.Worker
	file   event.FileID
	clock  clock
	batch  event.Batch
}

func (p *parser) block(block *evidence.Block) {
	for ref, line := range block.Lines(p.file) {
		if len(bytes.TrimSpace(line)) > 0 {
			p.line(line, ref)
		}
	}
	p.worker.Emit(&p.batch)
	for _, note := range p.clock.Notes() {
		p.worker.Note(note)
	}
}

// line accounts for one line.
func (p *parser) line(line []byte, ref event.Ref) {
	if len(line) > maxLine {
		p.worker.Damage(ref.Offset, "a line longer than 16 KiB")
		return
	}
	t, end := p.clock.read(line)
	l := event.DNSLookup{Time: t, Ref: ref, Part: event.LookupQuestion}
	switch v := message(line[end:], &l); {
	case v == lookup:
	case v == other || end > 0:
		p.worker.Skip(1, "messages that are no queries and no replies were left out")
		return
	default:
		p.worker.Damage(ref.Offset, "no line of a resolver's log")
		return
	}
	p.worker.Read(1)
	p.batch.DNSLookups = append(p.batch.DNSLookups, l)
	if len(p.batch.DNSLookups) == batchLookups {
		p.worker.Emit(&p.batch)
		p.batch.Reset()
	}
}
