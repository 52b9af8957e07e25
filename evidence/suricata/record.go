package suricata

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-faster/jx"

	"dwell/evidence/value"
)

// The reasons for which a line is damaged.
var (
	errCutOff  = errors.New("JSON object is cut off")
	errSyntax  = errors.New("not a JSON object")
	errTrailed = errors.New("something follows the JSON object")
)

// The limits of one record.
const (
	maxNesting = 8   // of objects that values are read from; EVE in Filebeat has 5
	maxPath    = 128 // bytes of a path; no path of interest is as long
)

// record is one line taken apart. Its cells hold the bytes of each value as they
// stand in the line, and are read when asked.
type record struct {
	cells   [fieldCount][]byte
	present fieldSet // cells that hold a value
	weak    fieldSet // cells that hold a shipper's copy
	damaged fieldSet // cells that were asked for and hold no value of their kind

	decoder jx.Decoder
	member  func(*jx.Decoder, []byte) error // r.take, kept because to make it costs memory
	prefix  []byte                          // path of the object being read, with a dot behind
	joined  []byte
	depth   int
	last    *column   // of the key before
	follows []*column // by the place of a column the one that followed it last

	value       jx.Decoder // of a single cell
	names       *value.Interner
	scratch     []byte
	second      []byte
	inner       []byte   // the line that was packed into a line
	lists       []string // memory of the lists handed out; never reused
	first       int      // of the list being made
	element     func(*jx.Decoder) error
	answer      func(*jx.Decoder) error
	datum       func(*jx.Decoder, []byte) error
	group       func(*jx.Decoder, []byte) error
	certificate func(*jx.Decoder) error
}

func newRecord() *record {
	r := &record{names: value.NewInterner(), follows: make([]*column, len(dictionary))}
	r.member = r.take
	r.element = r.appendElement
	r.answer = r.appendAnswer
	r.datum = r.appendDatum
	r.group = r.appendGroup
	r.certificate = r.appendCertificate
	return r
}

// scan takes a line apart. Of a line that is cut off the values before the cut count.
func (r *record) scan(line []byte) error {
	r.present, r.weak, r.damaged = fieldSet{}, fieldSet{}, fieldSet{}
	r.prefix, r.depth, r.last = r.prefix[:0], 0, begin
	r.decoder.ResetBytes(line)
	if err := r.decoder.ObjBytes(r.member); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return errCutOff
		}
		return errSyntax
	}
	if r.decoder.Next() != jx.Invalid || line[len(line)-1] != '}' {
		return errTrailed
	}
	return nil
}

// eveDotted begins the keys of a document that Elasticsearch exported flat.
var eveDotted = []byte("suricata.eve.")

// take reads the value of one key.
func (r *record) take(d *jx.Decoder, key []byte) error {
	if len(r.prefix)+len(key) > maxPath {
		return d.Skip()
	}
	path := key
	if len(r.prefix) > 0 {
		r.joined = append(append(r.joined[:0], r.prefix...), key...)
		path = r.joined
	} else if len(key) > len(eveDotted) && key[0] == 's' {
		path = bytes.TrimPrefix(key, eveDotted)
	}
	c := r.column(path)
	if c == nil {
		return d.Skip()
	}
	switch d.Next() {
	case jx.Object:
		switch {
		case c.whole:
			return r.keep(d, c)
		case c.through:
			return r.into(d, r.prefix)
		case c.object:
			r.joined = append(append(r.joined[:0], path...), '.') // not behind path, which may lie in the line
			return r.into(d, r.joined)
		}
		return d.Skip()
	case jx.Null:
		return d.Null()
	}
	if !c.value {
		return d.Skip()
	}
	return r.keep(d, c)
}

// begin is what stands before the first key.
var begin = dictionary["timestamp"]

// column looks a path up, nil when it is unknown. The keys of each type of event come
// in the same order nearly always, so the one that followed the last time is tried
// first.
func (r *record) column(path []byte) *column {
	follows := &r.follows[r.last.place]
	if c := *follows; c != nil && c.path == string(path) {
		r.last = c
		return c
	}
	c := dictionary[string(path)]
	if c != nil {
		*follows, r.last = c, c
	}
	return c
}

// into reads an object whose keys begin with prefix.
func (r *record) into(d *jx.Decoder, prefix []byte) error {
	if r.depth >= maxNesting {
		return d.Skip()
	}
	outer := len(r.prefix)
	r.prefix = append(r.prefix[:0], prefix...)
	r.depth++
	err := d.ObjBytes(r.member)
	r.depth--
	r.prefix = r.prefix[:outer]
	return err
}

// keep stores a value. Of a key that comes twice the first counts, and Suricata's own
// before a shipper's copy.
func (r *record) keep(d *jx.Decoder, c *column) error {
	raw, err := d.Raw()
	if err != nil || len(raw) == 2 && raw[0] == '"' {
		return err
	}
	if r.present.has(c.field) && (c.weak || !r.weak.has(c.field)) {
		return nil
	}
	r.cells[c.field] = raw
	r.present.add(c.field)
	if c.weak {
		r.weak.add(c.field)
	} else {
		r.weak.drop(c.field)
	}
	return nil
}

func (r *record) has(f field) bool { return r.present.has(f) }

// unpack takes the line apart that a shipper packed into this one, and reports
// whether there was one. What the shipper says of itself is kept.
func (r *record) unpack() bool {
	f := fieldOriginal
	if !r.has(f) {
		if f = fieldMessage; r.has(fieldType) || !r.has(f) {
			return false
		}
	}
	raw := r.cells[f]
	if len(raw) < 3 || raw[0] != '"' || raw[1] != '{' {
		return false
	}
	r.value.ResetBytes(raw)
	inner, err := r.value.StrAppend(r.inner[:0])
	if err != nil {
		return false
	}
	r.inner = inner
	shipper, named := r.cells[fieldShipper], r.has(fieldShipper)
	kind, known := r.cells[fieldType], r.has(fieldType)
	if r.scan(inner) != nil {
		return false
	}
	if named {
		r.cells[fieldShipper] = shipper
		r.present.add(fieldShipper)
	}
	if known && !r.has(fieldType) {
		r.cells[fieldType] = kind
		r.present.add(fieldType)
	}
	return true
}
