package weblog

import (
	"bytes"
	"net/netip"
	"strconv"
	"strings"

	"dwell/event"
	"dwell/evidence"
)

// combined reads one line of the common or combined format:
//
//	[vhost[:port]] client ident user [time] "request" status bytes ["referrer" "agent" ...]
func (p *parser) combined(w *evidence.Worker, line []byte, r *event.WebRequest) (why string) {
	open := bytes.Index(line, []byte(" ["))
	if open < 0 {
		return "no time in square brackets"
	}
	if !p.before(w, line[:open], r) {
		return "no client, identity and user before the time"
	}
	rest := line[open+2:]
	closing := bytes.IndexByte(rest, ']')
	if closing < 0 {
		return "the time does not end"
	}
	var ok bool
	if r.Time, ok = clfTime(rest[:closing]); !ok {
		return "a time that is none: " + strconv.Quote(string(rest[:min(closing, 40)]))
	}
	request, rest, ok := quoted(rest[closing+1:])
	if !ok {
		return "the request does not end"
	}
	p.request(request, r)
	status, rest := token(rest)
	size, rest := token(rest)
	if r.Status, ok = statusCode(status); !ok {
		return "no status behind the request"
	}
	if r.ResponseBytes, ok = bodySize(size); !ok {
		return "no size behind the status"
	}
	p.behind(w, rest, r)
	return ""
}

// before reads what stands before the time.
func (p *parser) before(w *evidence.Worker, b []byte, r *event.WebRequest) bool {
	first, rest := token(b)
	second, behind := token(rest)
	if len(first) == 0 || len(second) == 0 {
		return false
	}
	client := first
	if _, err := netip.ParseAddr(string(first)); err != nil && len(behind) > 0 {
		// The virtual host may stand first; then an address follows.
		if _, err := netip.ParseAddr(string(second)); err == nil {
			r.Host = strings.ToLower(p.word(first))
			client = second
			_, behind = token(behind)
		}
	}
	if a, err := netip.ParseAddr(string(client)); err == nil {
		r.Src = a.Unmap().WithZone("")
	} else {
		w.Note("clients are logged by name: their addresses are not known")
	}
	if user := bytes.TrimSpace(behind); len(user) > 0 && string(user) != "-" {
		r.User = p.word(user)
	}
	return true
}

// request takes a request line apart; one that is no HTTP leaves the method empty.
func (p *parser) request(line []byte, r *event.WebRequest) {
	text := unescape(line)
	method, rest, ok := bytes.Cut(text, []byte(" "))
	if !ok || !isMethod(method) {
		r.URI = string(text)
		return
	}
	r.Method = p.word(method)
	if i := bytes.LastIndex(rest, []byte(" HTTP/")); i >= 0 {
		rest = rest[:i]
	}
	r.URI = string(rest)
}

// behind reads the quoted fields of the combined format and notes what follows.
func (p *parser) behind(w *evidence.Worker, b []byte, r *event.WebRequest) {
	referrer, rest, ok := quoted(b)
	if !ok {
		return
	}
	agent, rest, ok := quoted(rest)
	if !ok {
		return
	}
	r.Referrer = field(unescape(referrer))
	if string(agent) != "-" {
		r.UserAgent = p.word(unescape(agent))
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		w.Note("fields behind the user agent were not read")
	}
}

// isMethod reports whether b is a method as servers know them: capital letters.
func isMethod(b []byte) bool {
	for _, c := range b {
		if (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return false
		}
	}
	return len(b) > 0 && len(b) <= 32
}

// token cuts off the next word.
func token(b []byte) (word, rest []byte) {
	b = bytes.TrimLeft(b, " \t")
	if i := bytes.IndexAny(b, " \t"); i >= 0 {
		return b[:i], b[i:]
	}
	return b, nil
}

// quoted cuts off the next field in quotation marks; a backslash escapes.
func quoted(b []byte) (inside, rest []byte, ok bool) {
	b = bytes.TrimLeft(b, " \t")
	if len(b) == 0 || b[0] != '"' {
		return nil, nil, false
	}
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return b[1:i], b[i+1:], true
		}
	}
	return nil, nil, false
}

// unescape undoes the servers' escapes: \xHH, \" and \\. It returns b itself when
// there are none.
func unescape(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		if b[i] == 'x' && i+2 < len(b) {
			if n, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		switch b[i] {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		default:
			out = append(out, b[i])
		}
	}
	return out
}

// field returns a field's text, "" for the dash that means none.
func field(b []byte) string {
	if string(b) == "-" {
		return ""
	}
	return string(b)
}

func statusCode(b []byte) (int, bool) {
	if string(b) == "-" {
		return 0, true
	}
	n, err := strconv.Atoi(string(b))
	return n, err == nil && n >= 0 && n <= 999
}

// bodySize reads a size; a dash stands for none sent.
func bodySize(b []byte) (int64, bool) {
	if string(b) == "-" {
		return 0, true
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	return n, err == nil && n >= 0
}
