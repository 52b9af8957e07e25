package exchange

import (
	"bytes"
	"net/netip"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/delimited"
	"dwell/evidence/escape"
	"dwell/evidence/value"
)

// batchSize is how many events are handed over at a time.
const batchSize = 512

// parser reads one block.
type parser struct {
	file   event.FileID
	form   delimited.Form
	layout *layout
	row    delimited.Row
	texts  *value.Interner
	text   []byte
	batch  event.Batch
	zone   bool // a time without a zone was met
}

func newParser(id event.FileID, form delimited.Form, l *layout) *parser {
	return &parser{file: id, form: form, layout: l, texts: value.NewInterner()}
}

func (p *parser) block(w *evidence.Worker, block *evidence.Block) {
	data, offset := block.Data, block.Offset
	if offset == 0 {
		offset += int64(p.form.Mark)
		data = data[min(p.form.Mark, len(data)):]
	}
	for len(data) > 0 {
		length, content, bad := p.row.Next(p.form, data)
		ref := event.Ref{File: p.file, Offset: offset, Length: int64(content)}
		if why := p.record(w, bad, ref); why != "" {
			w.Damage(offset, why)
		}
		data, offset = data[length:], offset+int64(length)
	}
	w.Emit(&p.batch)
	if p.zone {
		w.Note("times without a zone were taken for UTC")
	}
}

// record accounts for the row that was just read.
func (p *parser) record(w *evidence.Worker, bad string, ref event.Ref) (why string) {
	switch {
	case bad != "":
		return bad
	case p.row.Len() == 0:
		return ""
	case bytes.HasPrefix(p.row.Field(0), []byte{'#'}):
		p.comment()
		w.Skip(1, "lines that describe the log were left out")
		return ""
	case p.layout == nil:
		return "a record before the columns are named"
	case p.title():
		w.Skip(1, "lines that describe the log were left out")
		return ""
	}
	t := event.MailTransfer{Ref: ref, Product: "exchange", Bytes: event.Unknown}
	if why := p.transfer(&t); why != "" {
		return why
	}
	w.Read(1)
	p.batch.Transfers = append(p.batch.Transfers, t)
	if len(p.batch.Transfers) == batchSize {
		w.Emit(&p.batch)
		p.batch.Reset()
	}
	return ""
}

// comment takes the names of columns.
func (p *parser) comment() {
	first := p.row.Field(0)
	if !bytes.HasPrefix(first, fieldsMark) {
		return
	}
	line := append([]byte(nil), first...)
	for i := 1; i < p.row.Len(); i++ {
		line = append(append(line, ','), p.row.Field(i)...)
	}
	if l, ok := headed(line); ok {
		p.layout = l
	}
}

// title reports whether the row names the columns, as the first of an export does.
func (p *parser) title() bool {
	switch delimited.Name(p.row.Field(p.layout.when)) {
	case "datetime", "datetimeutc", "timestamp":
		return true
	}
	return false
}

// transfer reads the fields.
func (p *parser) transfer(t *event.MailTransfer) (why string) {
	l := p.layout
	var ok bool
	if t.Time, ok = value.Calendar(p.get(l.when)); !ok {
		return "a time that cannot be read"
	}
	p.zone = p.zone || t.Time.Zone == event.ZoneAssumed
	kind, source := p.get(l.event), p.get(l.source)
	if len(kind) == 0 {
		return "a record without an event"
	}
	t.Step = step(kind, source)
	t.Server = p.texts.HostName(p.plain(l.serverHost))
	t.MessageID = string(p.decode(value.MessageID(p.get(l.messageID))))
	t.NetworkID, t.QueueID = string(p.plain(l.networkID)), string(p.plain(l.queueID))
	if t.Sender = p.texts.Mailbox(p.plain(l.sender)); t.Sender == "<>" {
		t.Sender = ""
	}
	t.Recipients = p.recipients()
	if n, ok := value.Whole(p.get(l.count)); ok && n < 1<<31 {
		t.Count = int(n)
	}
	if n, ok := value.Whole(p.get(l.bytes)); ok {
		t.Bytes = n
	}
	t.Subject = string(p.plain(l.subject))
	t.ClientName = p.texts.HostName(p.plain(l.clientHost))
	p.ends(t)
	t.Status = p.status(kind, source)
	return ""
}

// ends reads who handed the mail in and where it went. Of what a mailbox submits the
// server notes the machine of the user as the original client.
func (p *parser) ends(t *event.MailTransfer) {
	l := p.layout
	if a, ok := p.texts.Address(p.get(l.originalIP)); ok && (t.Step == event.MailSubmit || t.Step == event.MailReceive) {
		t.Client = a
	} else if a, ok := p.texts.Address(p.get(l.clientIP)); ok {
		t.Client = a
	}
	if t.Step == event.MailSend || t.Step == event.MailDefer || t.Step == event.MailFail {
		// There the server is what the mail went to, the client this server.
		t.Relay = t.Server
		t.Server, t.ClientName = t.ClientName, ""
		t.Client = netip.Addr{}
	}
}

const maxRecipients = 1000 // of one record; Exchange writes them in several beyond its own limit

// recipients cuts the list, which semicolons separate.
func (p *parser) recipients() []string {
	field := p.plain(p.layout.recipients)
	if len(field) == 0 {
		return nil
	}
	out := make([]string, 0, 1+min(bytes.Count(field, []byte{';'}), maxRecipients))
	for one := range bytes.SplitSeq(field, []byte{';'}) {
		if a := p.texts.Mailbox(one); a != "" && len(out) < maxRecipients {
			out = append(out, a)
		}
	}
	return out
}

// status joins what says how it went.
func (p *parser) status(kind, source []byte) string {
	text := append([]byte(nil), source...)
	if len(text) > 0 {
		text = append(text, ' ')
	}
	text = append(text, kind...)
	if s := p.get(p.layout.recipientStatus); len(s) > 0 {
		const longest = 500
		text = append(append(text, ' '), s[:min(len(s), longest)]...)
	}
	return p.texts.Get(p.decode(text))
}

// get returns a field; nil when there is no such column.
func (p *parser) get(column int) []byte { return bytes.TrimSpace(p.row.Field(column)) }

// plain returns a field as text of events: valid UTF-8 without control characters.
func (p *parser) plain(column int) []byte { return p.decode(p.get(column)) }

func (p *parser) decode(b []byte) []byte {
	if escape.IsPlain(b) {
		return b
	}
	p.text = escape.AppendText(p.text[:0], b, nil)
	return p.text
}

// step maps the event and its source ("STOREDRIVER", "SMTP", "ROUTING") as Microsoft's
// table of event types has them.
func step(kind, source []byte) event.MailStep {
	switch string(bytes.ToUpper(kind)) {
	case "SUBMIT", "SUBMITDEFER":
		return event.MailSubmit
	case "RECEIVE":
		if bytes.EqualFold(source, []byte("STOREDRIVER")) {
			return event.MailSubmit
		}
		return event.MailReceive
	case "DELIVER", "DUPLICATEDELIVER":
		return event.MailDeliver
	case "SEND", "SENDEXTERNAL":
		return event.MailSend
	case "DEFER", "SUSPEND", "RESUBMITDEFER":
		return event.MailDefer
	case "FAIL", "SUBMITFAIL", "BADMAIL", "POISONMESSAGE", "DROP":
		return event.MailFail
	case "EXPAND":
		return event.MailExpand
	}
	return event.MailOther
}
