package weblog

import (
	"net/netip"
	"strings"

	"github.com/go-faster/jx"

	"dwell/event"
	"dwell/evidence"
)

// name is what a key of a JSON log means.
type name uint8

// The meanings.
const (
	other name = iota
	client
	when
	requestLine
	method
	uri
	query
	host
	status
	sent
	received
	agent
	referrer
	user
	forwarded
	nested
)

// names are the keys as configurations write them, in lower case with "_" for "-"
// and ".".
var names = map[string]name{
	"remote_addr": client, "client_ip": client, "clientip": client, "client": client, "remote_ip": client, "remote_host": client,
	"clienthost": client, "clientaddr": client, "ip": client, "client_address": client, "source_ip": client, "src_ip": client,
	"time_iso8601": when, "time_local": when, "time": when, "ts": when, "timestamp": when, "@timestamp": when, "msec": when, "startutc": when, "date": when, "datetime": when,
	"request": requestLine, "request_line": requestLine,
	"request_method": method, "method": method, "requestmethod": method, "verb": method, "http_method": method,
	"request_uri": uri, "uri": uri, "path": uri, "url": uri, "requestpath": uri, "uri_path": uri,
	"query_string": query, "args": query,
	"host": host, "http_host": host, "server_name": host, "vhost": host, "requesthost": host, "virtual_host": host,
	"status": status, "status_code": status, "response": status, "downstreamstatus": status, "code": status, "http_status": status,
	"body_bytes_sent": sent, "bytes_sent": sent, "bytes": sent, "size": sent, "downstreamcontentsize": sent, "response_size": sent, "resp_bytes": sent,
	"request_length": received, "bytes_read": received, "request_size": received, "requestcontentsize": received,
	"http_user_agent": agent, "user_agent": agent, "useragent": agent, "agent": agent, "request_user_agent": agent,
	"http_referer": referrer, "http_referrer": referrer, "referer": referrer, "referrer": referrer, "request_referer": referrer,
	"remote_user": user, "user": user, "user_id": user, "clientusername": user,
	"http_x_forwarded_for": forwarded, "x_forwarded_for": forwarded,
	"headers": nested,
}

// meaning returns what a key means.
func meaning(key []byte) name {
	var buffer [40]byte
	if len(key) > len(buffer) {
		return other
	}
	for i, c := range key {
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == '-' || c == '.':
			c = '_'
		}
		buffer[i] = c
	}
	return names[string(buffer[:len(key)])]
}

// fields is one line of JSON before it becomes a request.
type fields struct {
	request *event.WebRequest
	uri     string
	query   string
	got     uint32 // set of names
	line    []byte // the request line
}

func (f *fields) has(n name) bool { return f.got&(1<<n) != 0 }

// json reads one line of a JSON log.
func (p *parser) json(w *evidence.Worker, line []byte, r *event.WebRequest) (why string) {
	f := fields{request: r}
	if err := p.object(jx.DecodeBytes(line), &f, 0); err != nil {
		return "not JSON: " + err.Error()
	}
	if f.line != nil {
		p.request(f.line, r)
	}
	if f.uri != "" {
		r.URI = f.uri
		if f.query != "" && !strings.Contains(f.uri, "?") {
			r.URI += "?" + f.query
		}
	}
	switch {
	case !f.has(when) || r.Time.IsZero():
		return "a request without a time"
	case !f.has(status) && !f.has(method) && f.line == nil:
		return "no request: neither a method nor a status"
	}
	if f.has(forwarded) {
		w.Note("X-Forwarded-For is logged: behind a proxy the client may be another than the logged address")
	}
	if !r.Src.IsValid() {
		w.Note("clients are not logged by address: their addresses are not known")
	}
	if r.Time.Zone == event.ZoneAssumed {
		w.Note("times without a zone were taken as UTC")
	}
	return ""
}

// maxDepth bounds the objects in objects: a request and its headers.
const maxDepth = 3

func (p *parser) object(d *jx.Decoder, f *fields, depth int) error {
	return d.ObjBytes(func(d *jx.Decoder, key []byte) error {
		n := meaning(key)
		switch d.Next() {
		case jx.Object:
			if (n == requestLine || n == nested) && depth < maxDepth {
				return p.object(d, f, depth+1)
			}
			return d.Skip()
		case jx.Array: // headers are lists
			if depth == 0 || n == other {
				return d.Skip()
			}
			first := true
			return d.Arr(func(d *jx.Decoder) error {
				if !first || d.Next() != jx.String {
					return d.Skip()
				}
				first = false
				return p.text(d, n, f)
			})
		case jx.String:
			return p.text(d, n, f)
		case jx.Number:
			raw, err := d.Raw()
			if err != nil {
				return err
			}
			p.value(raw, n, f)
			return nil
		}
		return d.Skip()
	})
}

func (p *parser) text(d *jx.Decoder, n name, f *fields) error {
	b, err := d.StrBytes()
	if err != nil {
		return err
	}
	p.value(b, n, f)
	return nil
}

// value takes one value; the first of several keys with the same meaning counts.
func (p *parser) value(b []byte, n name, f *fields) {
	if n == other || f.has(n) || len(b) == 0 || string(b) == "-" {
		return
	}
	r := f.request
	ok := true
	switch n {
	case client:
		r.Src, ok = clientAddress(string(b))
	case when:
		r.Time, ok = isoTime(string(b))
	case requestLine:
		f.line = append([]byte{}, b...)
	case method:
		r.Method = p.word(b)
	case uri:
		f.uri = string(b)
	case query:
		f.query = string(b)
	case host:
		r.Host = strings.ToLower(p.word(b))
	case status:
		r.Status, ok = statusCode(b)
	case sent:
		r.ResponseBytes, ok = orUnknown(bodySize(b))
	case received:
		r.RequestBytes, ok = orUnknown(bodySize(b))
	case agent:
		r.UserAgent = p.word(b)
	case referrer:
		r.Referrer = string(b)
	case user:
		r.User = p.word(b)
	}
	if ok {
		f.got |= 1 << n
	}
}

func orUnknown(n int64, ok bool) (int64, bool) {
	if !ok {
		return event.Unknown, false
	}
	return n, true
}

// clientAddress reads an address, perhaps with a port.
func clientAddress(s string) (netip.Addr, bool) {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.Unmap().WithZone(""), true
	}
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap().WithZone(""), true
	}
	return netip.Addr{}, false
}
