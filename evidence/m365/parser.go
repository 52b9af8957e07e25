package m365

import (
	"bytes"

	"github.com/go-faster/jx"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/delimited"
	"dwell/evidence/value"
)

// batchSize is how many events are handed over at a time.
const batchSize = 256

// parser reads one block.
type parser struct {
	file event.FileID
	form
	row     delimited.Row
	texts   *value.Interner
	decoder jx.Decoder

	transfers, actions, logons event.Batch
}

func newParser(id event.FileID, f form) *parser {
	return &parser{file: id, form: f, texts: value.NewInterner()}
}

func (p *parser) block(w *evidence.Worker, block *evidence.Block) {
	data, offset := block.Data, block.Offset
	if offset == 0 {
		offset += int64(p.table.Mark)
		data = data[min(p.table.Mark, len(data)):]
	}
	switch {
	case !p.json:
		p.rows(w, data, offset)
	case p.table.Encoding != delimited.UTF8:
		p.wide(w, data, offset)
	default:
		p.objects(w, data, func(start, end int) event.Ref {
			return event.Ref{File: p.file, Offset: offset + int64(start), Length: int64(end - start)}
		})
	}
	for _, b := range []*event.Batch{&p.transfers, &p.actions, &p.logons} {
		w.Emit(b)
	}
}

// wide reads JSON in UTF-16, in which places are counted anew.
func (p *parser) wide(w *evidence.Worker, data []byte, offset int64) {
	text := p.table.Text(nil, data)
	counted, before := 0, 0
	place := func(at int) int64 {
		before += units(text[counted:at])
		counted = at
		return offset + 2*int64(before)
	}
	p.objects(w, text, func(start, end int) event.Ref {
		from := place(start)
		return event.Ref{File: p.file, Offset: from, Length: place(end) - from}
	})
}

// objects reads the JSON objects of a text.
func (p *parser) objects(w *evidence.Worker, data []byte, ref func(start, end int) event.Ref) {
	for pos := 0; ; {
		start, end, _ := p.elements.next(data, pos)
		if start == len(data) {
			return
		}
		at := ref(start, end)
		if why := p.audit(w, data[start:end], at); why != "" {
			w.Damage(at.Offset, why)
		}
		pos = end
	}
}

// rows reads the rows of a table.
func (p *parser) rows(w *evidence.Worker, data []byte, offset int64) {
	for len(data) > 0 {
		length, content, bad := p.row.Next(p.table, data)
		if why := p.one(w, bad, event.Ref{File: p.file, Offset: offset, Length: int64(content)}); why != "" {
			w.Damage(offset, why)
		}
		data, offset = data[length:], offset+int64(length)
	}
}

// one accounts for the row that was just read.
func (p *parser) one(w *evidence.Worker, bad string, ref event.Ref) (why string) {
	switch {
	case bad != "":
		return bad
	case p.row.Len() == 0:
		return ""
	case bytes.HasPrefix(p.row.Field(0), []byte("#TYPE ")), p.title():
		w.Skip(1, "lines that describe the table were left out")
		return ""
	case p.trace != nil:
		t, why := p.traced(ref)
		if why != "" {
			return why
		}
		w.Read(1)
		p.transfers.Transfers = append(p.transfers.Transfers, t)
		p.full(w, &p.transfers)
		return ""
	}
	return p.audit(w, p.get(p.auditColumn), ref)
}

// title reports whether the row names the columns.
func (p *parser) title() bool {
	if p.trace != nil {
		return delimited.Name(p.row.Field(p.trace.messageID)) == "messageid"
	}
	return delimited.Name(p.row.Field(p.auditColumn)) == "auditdata"
}

// audit reads one record of an audit log.
func (p *parser) audit(w *evidence.Worker, object []byte, ref event.Ref) (why string) {
	var r record
	p.decoder.ResetBytes(object)
	switch err := r.read(&p.decoder, 0); {
	case err != nil, len(object) == 0 || object[0] != '{':
		return "no whole JSON object"
	case r.operation == "":
		return "a record without an operation"
	case r.time.IsZero():
		return "a record without a time that can be read"
	}
	switch {
	case r.isLogon():
		p.logons.Logons = append(p.logons.Logons, r.logon(ref))
		p.full(w, &p.logons)
	default:
		a, known := r.action(ref)
		if !known {
			w.Skip(1, "operations that say nothing about mailboxes or logons were left out")
			return ""
		}
		p.actions.Actions = append(p.actions.Actions, a)
		p.full(w, &p.actions)
	}
	w.Read(1)
	return ""
}

// full hands a batch over that is large enough.
func (p *parser) full(w *evidence.Worker, b *event.Batch) {
	if b.Len() == batchSize {
		w.Emit(b)
		b.Reset()
	}
}

// get returns a field; nil when there is no such column.
func (p *parser) get(column int) []byte { return bytes.TrimSpace(p.row.Field(column)) }
