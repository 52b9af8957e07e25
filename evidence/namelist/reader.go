package namelist

import (
	"bytes"
	"context"
	"net/netip"
	"strings"

	"dwell/event"
	"dwell/evidence"
	"dwell/evidence/value"
)

// reader is the evidence.Reader of this package.
type reader struct{}

// New returns the reader of lists of names.
func New() evidence.Reader { return reader{} }

// Format describes the reader.
func (reader) Format() evidence.Format {
	return evidence.Format{
		Name:   "namelist",
		Title:  "Lists of DNS names",
		Events: []string{"dns"},
		Examples: []string{
			"one name per line, as exported from a resolver or a SIEM",
			"a table with a column of names (qname, query, fqdn, domain), perhaps with time, client, type and answer code",
		},
	}
}

// Detect implements evidence.Reader.
func (reader) Detect(head []byte) evidence.Confidence {
	_, c := detect(head)
	return c
}

// Read implements evidence.Reader. How lines are cut follows from the first block.
func (reader) Read(ctx context.Context, in *evidence.Input, out *evidence.Output) error {
	var l *layout
	return evidence.EachBlock(ctx, in, out, evidence.CutLines, func(block *evidence.Block) evidence.Work {
		if block.Overlong {
			out.Damage(block.Offset, "a line longer than 64 MiB")
			return nil
		}
		if l == nil {
			l = layoutOf(block.Data, out)
		}
		return func(w *evidence.Worker) {
			p := parser{layout: l, worker: w, file: in.ID}
			p.block(block)
		}
	})
}

// layoutOf decides on the layout; what none fits is read as one name per line.
func layoutOf(data []byte, out *evidence.Output) *layout {
	l, c := detect(data[:min(len(data), evidence.HeadSize)])
	if c == evidence.No {
		l = newLayout(0, 1)
		l.at[roleName] = 0
	}
	if l.ignored {
		out.Note("columns other than name, time, client, server, type and answer code were not read")
	}
	if l.at[roleTime] < 0 {
		out.Note("the list gives no times: nothing is known of when the names were asked for")
	}
	if l.at[roleClient] < 0 {
		out.Note("the list does not say which machine asked for a name")
	}
	return &l
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// batchLookups is how many lookups are handed over at a time.
const batchLookups = 512

// parser reads the lines of one block.
type parser struct {
	layout *layout
	worker *evidence.Worker
	file   event.FileID
	batch  event.Batch
	cells  [][]byte // of the line
}

func (p *parser) block(block *evidence.Block) {
	for ref, line := range block.Lines(p.file) {
		p.line(line, ref)
	}
	p.worker.Emit(&p.batch)
}

// line accounts for one line.
func (p *parser) line(line []byte, ref event.Ref) {
	text := bytes.Trim(line, blank)
	switch {
	case len(bytes.TrimSpace(text)) == 0 || bytes.Equal(text, p.layout.header):
		return
	case text[0] == '#':
		p.worker.Skip(1, "comments were left out")
		return
	}
	if why := p.lookup(text, ref); why != "" {
		p.worker.Damage(ref.Offset, why)
		return
	}
	p.worker.Read(1)
	if len(p.batch.DNSLookups) == batchLookups {
		p.worker.Emit(&p.batch)
		p.batch.Reset()
	}
}

// lookup reads one line; why says what is wrong with it.
func (p *parser) lookup(line []byte, ref event.Ref) (why string) {
	p.cells = appendCells(p.cells[:0], line, p.layout.separator)
	if len(p.cells) != p.layout.columns {
		return "the line has another number of columns than the first"
	}
	name := trimmed(p.cells[p.layout.at[roleName]])
	if !isName(name) {
		return "no DNS name"
	}
	l := event.DNSLookup{Ref: ref, Query: string(lower(name)), Part: event.LookupQuestion}
	p.time(&l, p.cell(roleTime))
	l.Src, l.Dst = address(p.cell(roleClient)), address(p.cell(roleServer))
	l.Type, l.Code = word(p.cell(roleType)), word(p.cell(roleCode))
	p.batch.DNSLookups = append(p.batch.DNSLookups, l)
	return ""
}

// cell returns what the line has in that role, "" for nothing.
func (p *parser) cell(r role) string {
	if at := p.layout.at[r]; at >= 0 {
		return string(trimmed(p.cells[at]))
	}
	return ""
}

// address reads an address, without a name or a port.
func address(text string) netip.Addr {
	a, _ := value.Address([]byte(text))
	return a
}

func (p *parser) time(l *event.DNSLookup, text string) {
	if text == "" {
		return
	}
	t, ok := readTime(text)
	switch {
	case !ok:
		p.worker.Note("some times could not be read: these lookups have none")
	case t.Zone == event.ZoneAssumed:
		p.worker.Note("times without a zone were taken for UTC")
	}
	l.Time = t
}

// word returns a record type or an answer code as registries write them, "" for what is
// neither.
func word(text string) string {
	const longest = 16
	if len(text) > longest {
		return ""
	}
	for i := range len(text) {
		c := text[i] | 0x20
		if (c < 'a' || c > 'z') && (i == 0 || text[i] < '0' || text[i] > '9') {
			return ""
		}
	}
	return strings.ToUpper(text)
}
