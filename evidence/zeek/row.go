package zeek

import (
	"bytes"
	"net/netip"
	"time"

	"dwell/event"
	"dwell/evidence/escape"
	"dwell/evidence/value"
)

// form says how the value of a cell is written.
type form uint8

const (
	formTable  form = iota // of a table: Zeek's escapes
	formNumber             // a JSON number or literal
	formString             // the inside of a JSON string, escapes and all
	formList               // a JSON array with its brackets
)

// cell is one value as it stands in the line.
type cell struct {
	data []byte
	form form
}

// row is one record taken apart. It is the same for both encodings, and reads
// its cells only when asked.
type row struct {
	cells     [fieldCount]cell
	present   fieldSet // cells that hold a value
	damaged   fieldSet // cells that were asked for and hold no value of their kind
	separator byte     // between the elements of a set in a table
	mark      string   // see column
	document  bool     // a shipper put its own fields around those of the record

	names   *value.Interner
	scratch []byte
	second  []byte
	lists   []string // memory of the lists handed out; never reused
}

func (r *row) reset() {
	r.present, r.damaged, r.mark, r.document = fieldSet{}, fieldSet{}, "", false
}

func (r *row) set(f field, data []byte, form form) {
	if f == fieldNone || r.present.has(f) {
		return // of a key that comes twice the first counts
	}
	r.cells[f] = cell{data, form}
	r.present.add(f)
}

func (r *row) has(f field) bool { return r.present.has(f) }

// raw returns the value as written, "" when it is unset.
func (r *row) raw(f field) []byte {
	if !r.present.has(f) {
		return nil
	}
	return r.cells[f].data
}

// decode returns the text of a value. It is valid until the next call.
func (r *row) decode(data []byte, form form) []byte {
	if escape.IsPlain(data) {
		return data
	}
	decode := escape.Decode(unit)
	if form != formTable {
		r.second = appendJSON(r.second[:0], data)
		if data = r.second; !hasZeekEscapes(data) {
			decode = nil
		}
	}
	r.scratch = escape.AppendText(r.scratch[:0], data, decode)
	return r.scratch
}

// bytes returns the text of a field, valid until the next call.
func (r *row) bytes(f field) []byte {
	if !r.present.has(f) {
		return nil
	}
	c := &r.cells[f]
	if c.form != formList {
		return r.decode(c.data, c.form)
	}
	if list := r.list(f); len(list) > 0 {
		return []byte(list[0])
	}
	return nil
}

// text returns the text of a field whose values repeat.
func (r *row) text(f field) string { return r.names.Get(r.bytes(f)) }

// unique returns the text of a field whose values do not repeat.
func (r *row) unique(f field) string { return string(r.bytes(f)) }

// hostName returns a name in lower case and without the final dot.
func (r *row) hostName(f field) string { return r.names.HostName(r.bytes(f)) }

// count returns a number of bytes or the like, event.Unknown when there is none.
func (r *row) count(f field) int64 {
	if !r.present.has(f) {
		return event.Unknown
	}
	n, ok := count(r.cells[f].data)
	if !ok {
		r.damaged.add(f)
	}
	return n
}

// limited returns a count up to limit, 0 when there is none or it is beyond.
func (r *row) limited(f field, limit int64) int64 {
	n := r.count(f)
	if n > limit {
		r.damaged.add(f)
		return 0
	}
	return max(n, 0)
}

func (r *row) port(f field) uint16 { return uint16(r.limited(f, 65535)) }

func (r *row) interval(f field) time.Duration {
	if !r.present.has(f) {
		return event.Unknown
	}
	d, ok := interval(r.cells[f].data)
	if !ok {
		r.damaged.add(f)
		return event.Unknown
	}
	return d
}

// truth reads T and F, true and false.
func (r *row) truth(f field) event.Truth {
	if b := r.raw(f); len(b) > 0 {
		switch b[0] {
		case 'T', 't', '1':
			return event.TruthYes
		case 'F', 'f', '0':
			return event.TruthNo
		}
		r.damaged.add(f)
	}
	return event.TruthUnknown
}

// address returns an address; the zero one when there is none.
func (r *row) address(f field) netip.Addr {
	if !r.present.has(f) {
		return netip.Addr{}
	}
	c := &r.cells[f]
	b := c.data
	if c.form != formTable && c.form != formString {
		b = r.bytes(f)
	}
	if c.form == formTable {
		if at := bytes.IndexByte(b, r.separator); at > 0 {
			b = b[:at] // of a set of addresses the first
		}
	}
	a, ok := r.names.Address(b)
	if !ok {
		r.damaged.add(f)
	}
	return a
}

// time returns a time; the zero one when there is none.
func (r *row) time(f field) event.Time {
	if !r.present.has(f) {
		return event.Time{}
	}
	c := &r.cells[f]
	t, ok := timestamp(c.data, c.form != formTable)
	if !ok {
		r.damaged.add(f)
	}
	return t
}

// endpoints reads the four columns of a connection.
func (r *row) endpoints() event.Endpoints {
	return event.Endpoints{
		Src: r.address(fieldOrigH), Dst: r.address(fieldRespH),
		SrcPort: r.port(fieldOrigP), DstPort: r.port(fieldRespP),
	}
}

// listMemory is how many elements of lists are allocated at a time.
const listMemory = 512

// list returns the elements of a set or vector, without unset and empty ones.
// The slice may be kept.
func (r *row) list(f field) []string {
	if !r.present.has(f) {
		return nil
	}
	if cap(r.lists)-len(r.lists) < 8 {
		r.lists = make([]string, 0, listMemory)
	}
	start := len(r.lists)
	c := &r.cells[f]
	if c.form == formList {
		r.arrayElements(c.data)
	} else {
		r.tableElements(c)
	}
	if len(r.lists) == start {
		return nil
	}
	return r.lists[start:len(r.lists):len(r.lists)]
}

func (r *row) tableElements(c *cell) {
	rest := c.data
	separator := r.separator
	if c.form != formTable {
		separator = ','
	}
	for len(rest) > 0 {
		element := rest
		if at := bytes.IndexByte(rest, separator); at >= 0 {
			element, rest = rest[:at], rest[at+1:]
		} else {
			rest = nil
		}
		r.element(element, c.form)
	}
}

func (r *row) element(data []byte, form form) {
	if len(data) == 0 || isUnset(data) || isEmpty(data) {
		return
	}
	r.lists = append(r.lists, r.names.Get(r.decode(data, form)))
}

// The marks of a table for values that are not there or hold nothing, when its
// header does not set others.
const (
	unsetMark = "-"
	emptyMark = "(empty)"
)

func isUnset(b []byte) bool { return len(b) == 1 && b[0] == '-' }
func isEmpty(b []byte) bool { return len(b) == len(emptyMark) && string(b) == emptyMark }
