package weblog

import (
	"bytes"

	"github.com/go-faster/jx"

	"dwell/event"
	"dwell/evidence/escape"
)

// object is what a line of JSON said, before it becomes a request.
type object struct {
	decoder jx.Decoder
	slots   []slot
	place   int
	ranks   [meanings]uint8 // 1 more than the rank of the key that was taken; 0 none
	named   uint32          // set of the meanings for which there is a key, empty or not

	line, uri, query, inner []byte // copies, because the decoder's bytes do not last
	repaired                []byte
}

func (o *object) has(m meaning) bool { return o.ranks[m] > 0 }

// json reads one line of a JSON log.
func (p *parser) json(line []byte, r *event.WebRequest) (why string) {
	if err := p.scan(line, r); err != nil {
		// nginx and Apache httpd put \xHH into JSON unless told otherwise.
		repaired, ok := p.object.repair(line)
		if !ok {
			return "not a JSON object"
		}
		*r = event.WebRequest{Vantage: r.Vantage, RequestBytes: event.Unknown, ResponseBytes: event.Unknown}
		if err := p.scan(repaired, r); err != nil {
			return "not a JSON object"
		}
	}
	return p.conclude(r)
}

// conclude makes the request of what the line said.
func (p *parser) conclude(r *event.WebRequest) (why string) {
	const request = 1<<meansRequestLine | 1<<meansMethod | 1<<meansURI
	o := &p.object
	spoken := o.named&request != 0 // the values are empty when the request was no HTTP
	switch {
	case !spoken && o.has(meansInner):
		return p.wrapped(r)
	case !spoken || !o.has(meansStatus) && !o.has(meansClient):
		return noRequest
	case r.Time.IsZero():
		return "a request without a time that can be read"
	}
	if o.has(meansRequestLine) {
		p.requestLine(p.decode(o.line, raw), r)
	}
	if o.has(meansURI) && (!o.has(meansRequestLine) || r.URI == "") {
		if o.has(meansQuery) && bytes.IndexByte(o.uri, '?') < 0 {
			o.uri = append(append(o.uri, '?'), o.query...)
		}
		r.URI = string(p.decode(o.uri, raw))
	}
	if !r.Src.IsValid() {
		p.remark(remarkNames)
	}
	if r.Time.Zone == event.ZoneAssumed {
		p.remark(remarkZone)
	}
	if o.has(meansForwarded) {
		p.remark(remarkForwarded)
	}
	if o.has(meansReceivedAll) {
		p.remark(remarkHeaders)
	}
	return ""
}

// wrapped reads the line of an access log that stands inside a JSON record.
func (p *parser) wrapped(r *event.WebRequest) (why string) {
	inner := bytes.TrimRight(p.object.inner, "\r\n")
	if len(inner) == 0 || inner[0] == '{' {
		return noRequest
	}
	*r = event.WebRequest{Vantage: r.Vantage, RequestBytes: event.Unknown, ResponseBytes: event.Unknown}
	if why := p.combined(inner, r); why != "" {
		return noRequest
	}
	p.remark(remarkInner)
	return ""
}

// scan reads the keys of a line.
func (p *parser) scan(line []byte, r *event.WebRequest) error {
	o := &p.object
	o.place = 0
	o.ranks, o.named = [meanings]uint8{}, 0
	o.decoder.ResetBytes(line)
	return p.keys("", 0, r)
}

// keys reads one object; prefix is the names of those around it.
func (p *parser) keys(prefix string, nesting int, r *event.WebRequest) error {
	o := &p.object
	d := &o.decoder
	members, err := d.ObjIter()
	if err != nil {
		return err
	}
	for members.Next() {
		s := o.look(members.Key(), prefix)
		switch d.Next() {
		case jx.Object:
			if nesting < maxNesting {
				err = p.keys(s.below(), nesting+1, r)
			} else {
				err = d.Skip()
			}
		case jx.Array:
			err = p.first(s.entry, r)
		default:
			o.named |= 1 << s.entry.meaning
			err = p.scalar(s.entry, r)
		}
		if err != nil {
			return err
		}
	}
	return members.Err()
}

// first takes the first element of an array: headers are lists.
func (p *parser) first(e entry, r *event.WebRequest) error {
	d := &p.object.decoder
	if !p.wanted(e) {
		return d.Skip()
	}
	elements, err := d.ArrIter()
	if err != nil {
		return err
	}
	for n := 0; elements.Next(); n++ {
		if kind := d.Next(); n > 0 || kind == jx.Array || kind == jx.Object {
			err = d.Skip()
		} else {
			err = p.scalar(e, r)
		}
		if err != nil {
			return err
		}
	}
	return elements.Err()
}

// wanted reports whether the key tells more than those before it.
func (p *parser) wanted(e entry) bool {
	return e.meaning != meansNothing && (p.object.ranks[e.meaning] == 0 || e.rank+1 < p.object.ranks[e.meaning])
}

// scalar reads a value.
func (p *parser) scalar(e entry, r *event.WebRequest) error {
	d := &p.object.decoder
	if !p.wanted(e) {
		return d.Skip()
	}
	var value []byte
	var err error
	switch d.Next() {
	case jx.String:
		value, err = d.StrBytes()
	case jx.Number:
		value, err = d.Raw()
	default:
		return d.Skip()
	}
	if err == nil && p.take(e.meaning, value, r) {
		p.object.ranks[e.meaning] = e.rank + 1
	}
	return err
}

// take puts a value where it belongs; false when it says nothing.
func (p *parser) take(m meaning, b []byte, r *event.WebRequest) bool {
	if len(b) == 0 || string(b) == "-" && m != meansSent {
		return false
	}
	o := &p.object
	ok := true
	switch m {
	case meansClient:
		ok = p.client(b, r)
	case meansClientPort:
		r.SrcPort, ok = port(b)
	case meansTime:
		var t event.Time
		if t, ok = p.clock.read(b); ok {
			r.Time = t
		}
	case meansRequestLine:
		o.line = append(o.line[:0], b...)
	case meansMethod:
		if ok = isMethod(b); ok {
			r.Method = p.words.get(b)
		}
	case meansURI:
		o.uri = append(o.uri[:0], b...)
	case meansQuery:
		o.query = append(o.query[:0], bytes.TrimPrefix(b, []byte{'?'})...)
	case meansHost:
		r.Host = p.words.get(bytes.ToLower(p.decode(b, raw)))
	case meansStatus:
		var code int
		if code, ok = statusCode(b); ok {
			r.Status = code
		}
	case meansSent:
		ok = size(b, &r.ResponseBytes)
	case meansReceived:
		ok = size(b, &r.RequestBytes)
	case meansReceivedAll:
		ok = o.has(meansReceived) || size(b, &r.RequestBytes)
	case meansAgent:
		r.UserAgent = p.words.get(p.decode(b, raw))
	case meansReferrer:
		r.Referrer = p.words.get(p.decode(b, raw))
	case meansUser:
		r.User = p.words.get(p.decode(b, raw))
	case meansInner:
		o.inner = append(o.inner[:0], b...)
	}
	return ok
}

// client takes the client's address, of a list the last.
func (p *parser) client(b []byte, r *event.WebRequest) bool {
	if i := bytes.LastIndexByte(b, ','); i >= 0 {
		b = bytes.TrimSpace(b[i+1:])
		p.remark(remarkList)
	}
	a, port, ok := addressPort(b)
	if !ok {
		return false
	}
	r.Src = a
	if port > 0 && !p.object.has(meansClientPort) {
		r.SrcPort = port
	}
	return true
}

func size(b []byte, into *int64) bool {
	n, ok := byteCount(b)
	if ok {
		*into = n
	}
	return ok
}

// repair turns what is no JSON, but what servers write into it, into JSON: \xHH and
// control characters inside strings. It reports false when there is neither.
func (o *object) repair(line []byte) ([]byte, bool) {
	out := o.repaired[:0]
	changed := false
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '\\' && i+3 < len(line) && line[i+1] == 'x':
			v, ok := escape.Byte(line[i+2], line[i+3])
			if !ok {
				return nil, false
			}
			out = appendJSONByte(out, v)
			changed = true
			i += 3
		case c == '\\' && i+1 < len(line):
			out = append(out, c, line[i+1])
			i++
		case c < ' ' && c != '\t':
			out = appendJSONByte(out, c)
			changed = true
		default:
			out = append(out, c)
		}
	}
	o.repaired = out
	return out, changed
}

// appendJSONByte writes one byte of a string in JSON.
func appendJSONByte(dst []byte, c byte) []byte {
	switch {
	case c == '"' || c == '\\':
		return append(dst, '\\', c)
	case c < ' ':
		return append(dst, '\\', 'u', '0', '0', escape.Digits[c>>4], escape.Digits[c&15])
	}
	return append(dst, c)
}
