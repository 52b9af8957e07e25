package suricata

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"dwell/event"
	"dwell/evidence"
)

// reader is the evidence.Reader of this package.
type reader struct {
	parsers sync.Pool // of *parser: their tables and buffers are worth keeping
}

// New returns the reader of Suricata's EVE logs.
func New() evidence.Reader {
	return &reader{parsers: sync.Pool{New: func() any { return newParser() }}}
}

// Format describes the reader.
func (*reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "suricata",
		Title:  "Suricata EVE logs (JSON)",
		Events: []string{"connection", "dns", "web", "tls", "certificate", "file", "mail", "logon", "alert", "share", "call", "asset"},
		Examples: []string{
			"eve.json of Suricata 3 to 8, with all types of events or some",
			"the same through Filebeat's Suricata module, Logstash or syslog",
		},
	}
}

// Detect implements evidence.Reader.
func (*reader) Detect(head []byte) evidence.Confidence { return detect(head) }

// Read implements evidence.Reader. Every line stands for itself; a worker parses the
// lines of one block.
func (r *reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	torn := false // the block begins inside an overlong line
	return evidence.EachBlock(ctx, in, out, cut, func(block *evidence.Block) evidence.Work {
		start := 0
		if torn {
			start = bytes.IndexByte(block.Data, '\n') + 1
			if start == 0 {
				start = len(block.Data)
			}
		}
		if block.Overlong {
			if !torn {
				out.Damage(block.Offset, fmt.Sprintf("line longer than %d MiB", evidence.MaxRecord>>20))
			}
			start = len(block.Data)
		}
		torn = block.Overlong || torn && start == len(block.Data) && !bytes.HasSuffix(block.Data, []byte{'\n'})
		return func(w *evidence.Worker) { r.work(w, in.ID, block, start) }
	})
}

// cut cuts behind the last line, but not between the two records of a netflow, which
// stand together and are read together.
func cut(data []byte) int {
	end := evidence.CutLines(data)
	if end == 0 {
		return 0
	}
	last := bytes.LastIndexByte(data[:end-1], '\n') + 1
	if last == 0 || !bytes.Contains(data[last:end], []byte(`"netflow"`)) {
		return end
	}
	before := bytes.LastIndexByte(data[:last-1], '\n') + 1
	if id := flowIDOf(data[last:end]); id != nil && bytes.Equal(id, flowIDOf(data[before:last])) {
		return end // both are there
	}
	return last
}

// flowIDOf returns the flow_id of a line with what follows it up to the next key.
func flowIDOf(line []byte) []byte {
	_, rest, found := bytes.Cut(line, []byte(`"flow_id":`))
	if !found {
		return nil
	}
	id, _, _ := bytes.Cut(rest, []byte{','})
	return id
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// work parses the lines of one block.
func (r *reader) work(w *evidence.Worker, file event.FileID, block *evidence.Block, start int) {
	p := r.parsers.Get().(*parser)
	p.worker = w
	data := block.Data
	if block.Offset == 0 && start == 0 && bytes.HasPrefix(data, byteOrderMark) {
		start = len(byteOrderMark)
	}
	for pos := start; pos < len(data); {
		end := bytes.IndexByte(data[pos:], '\n')
		next := pos + end + 1
		if end < 0 {
			next = len(data)
		}
		line := bytes.TrimRight(data[pos:next], "\r\n")
		if len(bytes.TrimSpace(line)) > 0 {
			p.ref = event.Ref{File: file, Offset: block.Offset + int64(pos), Length: int64(len(line))}
			p.line(line)
		}
		pos = next
	}
	p.finish()
	r.parsers.Put(p)
}
