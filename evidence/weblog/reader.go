package weblog

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

// New returns the reader of access logs.
func New() evidence.Reader {
	return &reader{parsers: sync.Pool{New: func() any { return newParser() }}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "weblog",
		Title:  "Web access logs (common, combined, W3C extended, JSON)",
		Events: []string{"web"},
		Examples: []string{
			"access.log of nginx and Apache httpd, with or without virtual host and further fields",
			"u_ex*.log of IIS, standard logs of CloudFront",
			"JSON access logs of nginx, Caddy and Traefik, container logs with access logs inside",
		},
	}
}

// Detect implements evidence.Reader.
func (*reader) Detect(head []byte) evidence.Confidence { return detect(head) }

// Read implements evidence.Reader. Finding the header lines of the W3C format is
// sequential and cheap; the lines of each block are parsed by a worker.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	var c cutter
	return evidence.EachBlock(ctx, in, out, evidence.CutLines, func(block *evidence.Block) evidence.Work {
		if block.Overlong {
			out.Damage(block.Offset, "a line longer than 64 MiB")
			return nil
		}
		segments := c.cut(block)
		return func(w *evidence.Worker) { r.work(w, in.ID, block, segments) }
	})
}

// work parses the lines of one block.
func (r *reader) work(w *evidence.Worker, file event.FileID, block *evidence.Block, segments []segment) {
	p := r.parsers.Get().(*parser)
	defer r.parsers.Put(p)
	p.begin(w)
	for _, s := range segments {
		p.schema = s.schema
		for pos := s.start; pos < s.end; {
			end, next := evidence.LineEnd(block.Data[:s.end], pos)
			line := block.Data[pos:end]
			ref := event.Ref{File: file, Offset: block.Offset + int64(pos), Length: int64(len(line))}
			p.torn = block.Last && next == end
			p.line(line, ref)
			pos = next
		}
	}
	p.finish()
}
