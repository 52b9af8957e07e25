package suricata

import (
	"net/netip"

	"github.com/go-faster/jx"

	"dwell/event"
	"dwell/evidence/escape"
	"dwell/evidence/value"
)

// bytes returns the text of a value: of a string its characters, of a number or
// literal the word. It is valid until the next call.
func (r *record) bytes(f field) []byte {
	if !r.present.has(f) {
		return nil
	}
	return r.decode(r.cells[f])
}

// decode returns the text of a value in the form that events have it. Bytes that are no
// text become \xHH, which is how Suricata itself writes those that it cannot put into
// JSON.
func (r *record) decode(raw []byte) []byte {
	switch {
	case len(raw) < 2 || raw[0] != '"':
		if len(raw) > 0 && (raw[0] == '[' || raw[0] == '{') {
			return nil
		}
		return raw
	case escape.IsPlain(raw[1 : len(raw)-1]):
		return raw[1 : len(raw)-1]
	}
	r.value.ResetBytes(raw)
	decoded, err := r.value.StrAppend(r.second[:0])
	if err != nil {
		return nil
	}
	r.second = decoded
	r.scratch = escape.AppendText(r.scratch[:0], decoded, nil)
	return r.scratch
}

// text returns the text of a value that repeats.
func (r *record) text(f field) string { return r.names.Get(r.bytes(f)) }

// unique returns the text of a value that does not repeat.
func (r *record) unique(f field) string { return string(r.bytes(f)) }

// lower returns a name in lower case and without the final dot.
func (r *record) lower(f field) string { return r.names.HostName(r.bytes(f)) }

// count returns a number of bytes or the like, event.Unknown when there is none.
func (r *record) count(f field) int64 {
	if !r.present.has(f) {
		return event.Unknown
	}
	n, ok := whole(r.decode(r.cells[f]))
	if !ok || n < 0 {
		r.damaged.add(f)
		return event.Unknown
	}
	return n
}

// limited returns a count up to limit, 0 when there is none or it is beyond.
func (r *record) limited(f field, limit int64) int64 {
	n := r.count(f)
	if n > limit {
		r.damaged.add(f)
		return 0
	}
	return max(n, 0)
}

func (r *record) port(f field) uint16 { return uint16(r.limited(f, 65535)) }

// yes reports whether the value is true.
func (r *record) yes(f field) bool { return string(r.bytes(f)) == "true" }

// address returns an address; the zero one when there is none.
func (r *record) address(f field) netip.Addr {
	if !r.present.has(f) {
		return netip.Addr{}
	}
	a, ok := r.names.Address(r.decode(r.cells[f]))
	if !ok {
		r.damaged.add(f)
	}
	return a
}

// time returns a time; the zero one when there is none.
func (r *record) time(f field) event.Time {
	if !r.present.has(f) {
		return event.Time{}
	}
	t, ok := value.Time(r.decode(r.cells[f]))
	if !ok {
		r.damaged.add(f)
	}
	return t
}

// listMemory is how many elements of lists are allocated at a time.
const listMemory = 512

// maxElements bounds a list: a DNS message of 64 KiB has no more records.
const maxElements = 4096

// list returns the strings of an array, or the one string that stands in its place.
// The slice may be kept.
func (r *record) list(f field) []string {
	if !r.present.has(f) {
		return nil
	}
	r.beginList()
	if raw := r.cells[f]; raw[0] == '[' {
		r.value.ResetBytes(raw)
		_ = r.value.Arr(r.element) // what was read before an odd element counts
	} else if raw[0] == '"' {
		r.lists = append(r.lists, r.names.Get(r.decode(raw)))
	}
	return r.endList()
}

func (r *record) beginList() {
	if cap(r.lists)-len(r.lists) < 8 {
		r.lists = make([]string, 0, listMemory)
	}
	r.first = len(r.lists)
}

func (r *record) endList() []string {
	if len(r.lists) == r.first {
		return nil
	}
	return r.lists[r.first:len(r.lists):len(r.lists)]
}

// full reports whether the list being made may not grow.
func (r *record) full() bool { return len(r.lists)-r.first >= maxElements }

// appendElement reads one string of an array.
func (r *record) appendElement(d *jx.Decoder) error {
	if d.Next() != jx.String || r.full() {
		return d.Skip()
	}
	raw, err := d.Raw()
	if err != nil {
		return err
	}
	r.append(raw)
	return nil
}

// append adds the text of a value to the list being made. The decoder that reads the
// list is in use, so that the value is decoded by one of its own.
func (r *record) append(raw []byte) {
	if len(raw) < 2 || raw[0] != '"' {
		return
	}
	if inside := raw[1 : len(raw)-1]; escape.IsPlain(inside) {
		if len(inside) > 0 {
			r.lists = append(r.lists, r.names.Get(inside))
		}
		return
	}
	var d jx.Decoder
	d.ResetBytes(raw)
	decoded, err := d.StrAppend(r.second[:0])
	if err != nil {
		return
	}
	r.second = decoded
	r.scratch = escape.AppendText(r.scratch[:0], decoded, nil)
	r.lists = append(r.lists, r.names.Get(r.scratch))
}
