package m365

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// object writes the fields of one JSON object in order.
type object struct {
	buf   []byte
	first bool
}

func open(dst []byte) object { return object{append(dst, '{'), true} }

func (o *object) close() []byte { return append(o.buf, '}') }

func (o *object) key(name string) {
	if !o.first {
		o.buf = append(o.buf, ',')
	}
	o.first = false
	o.buf = append(append(append(o.buf, '"'), name...), '"', ':')
}

func (o *object) text(name, value string) {
	o.key(name)
	o.buf = quote(o.buf, value)
}

func (o *object) number(name string, value int) {
	o.key(name)
	o.buf = strconv.AppendInt(o.buf, int64(value), 10)
}

func (o *object) truth(name string, value bool) {
	o.key(name)
	o.buf = strconv.AppendBool(o.buf, value)
}

// when writes a time as the log does: UTC, to the second, without saying so.
func (o *object) when(name string, at time.Time) {
	o.text(name, at.UTC().Format("2006-01-02T15:04:05"))
}

// pair is one entry of a list of names and values.
type pair struct{ name, value string }

func (o *object) pairs(name string, all []pair) {
	o.key(name)
	o.buf = append(o.buf, '[')
	for i, p := range all {
		if i > 0 {
			o.buf = append(o.buf, ',')
		}
		one := open(o.buf)
		one.text("Name", p.name)
		one.text("Value", p.value)
		o.buf = one.close()
	}
	o.buf = append(o.buf, ']')
}

const hex = "0123456789abcdef"

// quote writes a string of JSON (RFC 8259, section 7); letters beyond ASCII stay as they are.
func quote(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\r':
			dst = append(dst, '\\', 'r')
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r == '\t':
			dst = append(dst, '\\', 't')
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

// field writes one field of a CSV in quotation marks (RFC 4180).
func field(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := range len(s) {
		if s[i] == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, s[i])
	}
	return append(dst, '"')
}
