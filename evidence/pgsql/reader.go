package pgsql

import (
	"context"
	"sync"

	"dwell/evidence"
)

// reader is the evidence.Reader of this package.
type reader struct {
	makers sync.Pool // of *maker: their tables and buffers are worth keeping
}

// New returns the reader of PostgreSQL server logs.
func New() evidence.Reader {
	return &reader{makers: sync.Pool{New: func() any { return newMaker() }}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "pgsql",
		Title:  "PostgreSQL server logs (csvlog, jsonlog, stderr), with pgaudit and auto_explain",
		Events: []string{"query"},
		Examples: []string{
			"log_destination = csvlog, jsonlog or stderr, with any log_line_prefix",
			"/var/log/postgresql/postgresql-15-main.log of Debian and Ubuntu",
			"downloaded logs of managed PostgreSQL services",
		},
	}
}

// Detect implements evidence.Reader.
func (*reader) Detect(head []byte) evidence.Confidence {
	_, confidence := detect(head)
	return confidence
}

// layout is one of the three forms of a log: where it may be cut, and how a block
// of whole records is read.
type layout interface {
	cut(data []byte) int
	read(m *maker, data []byte, offset int64, last bool)
}

// Read implements evidence.Reader. The layout is decided on the first block;
// finding the cuts is sequential and cheap, each block is parsed by a worker.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	var form layout
	decide := func(data []byte) {
		if form == nil {
			form = r.decide(data, out)
		}
	}
	cut := func(data []byte) int {
		decide(data)
		return form.cut(data)
	}
	return evidence.EachBlock(ctx, in, out, cut, func(block *evidence.Block) evidence.Work {
		decide(block.Data)
		return func(w *evidence.Worker) { r.work(w, in, block, form) }
	})
}

// decide chooses the layout by the first bytes and states what it had to assume.
func (*reader) decide(data []byte, out *evidence.Output) layout {
	form, _ := detect(data[:min(len(data), evidence.HeadSize)])
	if s, ok := form.(*stderrLog); ok {
		if s.prefix.hasTime {
			out.Note("the log_line_prefix was inferred from the first lines: " + quoted(s.prefix.source))
		} else {
			out.Note("no log_line_prefix with a time was found: events have no time")
		}
	}
	return form
}

// work reads one block.
func (r *reader) work(w *evidence.Worker, in *evidence.Input, block *evidence.Block, form layout) {
	if block.Overlong {
		w.Damage(block.Offset, "a record longer than 64 MiB")
		return
	}
	m := r.makers.Get().(*maker)
	defer r.makers.Put(m)
	m.begin(w, in.ID)
	form.read(m, block.Data, block.Offset, block.Last)
	m.finish()
}
