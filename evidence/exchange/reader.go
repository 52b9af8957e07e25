package exchange

import (
	"bytes"
	"context"

	"dwell/evidence"
	"dwell/evidence/delimited"
)

// reader is the evidence.Reader of this package.
type reader struct{}

// New returns the reader of message tracking logs.
func New() evidence.Reader { return reader{} }

// Format describes the reader.
func (reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "exchange",
		Title:  "Exchange message tracking logs",
		Events: []string{"mail-transfer"},
		Examples: []string{
			"MSGTRK*.LOG, MSGTRKMD*.LOG, MSGTRKMA*.LOG of Exchange Server",
			"Get-MessageTrackingLog | Export-Csv",
			"extended report of a message trace of Exchange Online",
		},
	}
}

var logType = []byte("#Log-type: Message Tracking Log")

// Detect implements evidence.Reader.
func (reader) Detect(head []byte) evidence.Confidence {
	form := delimited.FormOf(head)
	if _, ok := titled(form, head); ok {
		return evidence.Certain
	}
	text := head
	if form.Encoding != delimited.UTF8 {
		text = form.Text(nil, head[form.Mark:])
	}
	if bytes.Contains(text, logType) {
		return evidence.Certain
	}
	if i := bytes.Index(text, fieldsMark); i >= 0 && (i == 0 || text[i-1] == '\n' || i == form.Mark) {
		line, _, _ := bytes.Cut(text[i:], []byte{'\n'})
		if _, ok := headed(bytes.TrimRight(line, "\r")); ok {
			return evidence.Certain
		}
	}
	return evidence.No
}

// Read implements evidence.Reader. Lines that name the columns are looked for in order,
// since they hold for the blocks behind as well.
func (reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	f := file{}
	cut := func(data []byte) int {
		f.begin(data)
		return f.form.Cut(data)
	}
	return evidence.EachBlock(ctx, in, out, cut, func(block *evidence.Block) evidence.Work {
		f.begin(block.Data)
		if block.Overlong {
			out.Damage(block.Offset, "a record longer than 64 MiB")
			return nil
		}
		p := newParser(in.ID, f.form, f.layout)
		f.last(block.Data)
		return func(w *evidence.Worker) { p.block(w, block) }
	})
}

// file is what must be known from block to block.
type file struct {
	begun  bool
	form   delimited.Form
	layout *layout // of the columns, nil until they are named
}

// begin judges the first bytes of the file.
func (f *file) begin(data []byte) {
	if f.begun {
		return
	}
	f.begun = true
	head := data[:min(len(data), evidence.HeadSize)]
	f.form = delimited.FormOf(head)
	if l, ok := titled(f.form, head); ok {
		f.layout = l
		return
	}
	f.form.Comma = ','
}

// last takes the columns that the last of a block's headings names.
func (f *file) last(data []byte) {
	if f.form.Encoding != delimited.UTF8 {
		return // the server itself writes UTF-8; only exports do not
	}
	for end := len(data); ; {
		at := bytes.LastIndex(data[:end], fieldsMark)
		if at < 0 {
			return
		}
		if at == 0 || data[at-1] == '\n' || at == f.form.Mark {
			stop, _ := evidence.LineEnd(data, at)
			if l, ok := headed(data[at:stop]); ok {
				f.layout = l
				return
			}
		}
		end = at
	}
}
