package weblog

import (
	"bytes"
	"context"
	"sync"

	"dwell/event"
	"dwell/evidence"
)

// reader is the evidence.Reader of this package.
type reader struct{ parsers sync.Pool }

// New returns the reader of access logs.
func New() evidence.Reader {
	return &reader{sync.Pool{New: func() any { return &parser{words: map[string]string{}} }}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "weblog",
		Title:  "Web access logs (common, combined, JSON)",
		Events: []string{"web"},
		Examples: []string{
			"access.log of nginx and Apache httpd, with or without virtual host and further fields",
			"JSON access logs of nginx, Caddy and Traefik",
		},
	}
}

// Detect implements evidence.Reader.
func (*reader) Detect(head []byte) evidence.Confidence { return detect(head) }

// Read implements evidence.Reader.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	for block, err := range in.Blocks(evidence.CutLines) {
		if err != nil {
			return err
		}
		if block.Overlong {
			out.Damage(block.Offset, "a line longer than 64 MiB")
			block.Release()
			continue
		}
		err := out.Do(ctx, block.Offset, func(w *evidence.Worker) {
			defer block.Release()
			p := r.parsers.Get().(*parser)
			defer r.parsers.Put(p)
			p.block(w, in.ID, block)
		})
		if err != nil {
			block.Release()
			return err
		}
	}
	return nil
}

// maxLine bounds a line: servers refuse requests of such a size (8 to 64 kB).
const maxLine = 1 << 20

// batchRequests is how many requests are handed over at a time.
const batchRequests = 512

// parser turns lines into requests. It belongs to one goroutine at a time.
type parser struct {
	batch event.Batch
	words map[string]string // methods, hosts and user agents, which repeat
}

func (p *parser) block(w *evidence.Worker, file event.FileID, b *evidence.Block) {
	p.batch.Reset()
	data := b.Data
	for at := 0; at < len(data); {
		end := len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := bytes.TrimSuffix(data[at:end], []byte("\r"))
		offset := b.Offset + int64(at)
		at = end + 1
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		ref := event.Ref{File: file, Offset: offset, Length: int64(len(line))}
		p.line(w, line, ref)
		if len(p.batch.WebRequests) >= batchRequests {
			w.Emit(&p.batch)
			p.batch.Reset()
		}
	}
	w.Emit(&p.batch)
	p.batch.Reset()
}

func (p *parser) line(w *evidence.Worker, line []byte, ref event.Ref) {
	if len(line) > maxLine {
		w.Damage(ref.Offset, "a line longer than 1 MiB")
		return
	}
	request := event.WebRequest{Ref: ref, Vantage: event.VantageServer, RequestBytes: event.Unknown, ResponseBytes: event.Unknown}
	var why string
	if line[0] == '{' {
		why = p.json(w, line, &request)
	} else {
		why = p.combined(w, line, &request)
	}
	if why != "" {
		w.Damage(ref.Offset, why)
		return
	}
	w.Read(1)
	p.batch.WebRequests = append(p.batch.WebRequests, request)
}

// maxWords bounds the words that are kept for reuse.
const maxWords = 1 << 14

// word returns b as a string, the same one for the same bytes.
func (p *parser) word(b []byte) string {
	if s, ok := p.words[string(b)]; ok {
		return s
	}
	if len(p.words) >= maxWords {
		clear(p.words)
	}
	s := string(b)
	p.words[s] = s
	return s
}
