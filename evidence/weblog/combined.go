package weblog

import (
	"bytes"

	"dwell/event"
	"dwell/evidence/value"
)

// combined reads one line of the common or combined format:
//
//	[vhost[:port]] client ident user [time] "request" status size ["referrer" "agent" ...]
func (p *parser) combined(line []byte, r *event.WebRequest) (why string) {
	head, rest, why := p.split(line, r)
	if why != "" {
		return why
	}
	if why := p.who(head, r); why != "" {
		return why
	}
	request, rest, ok := requestField(rest)
	if !ok {
		return "the request does not end, or no status stands behind it"
	}
	p.requestLine(p.decode(request, escaped), r)
	status, rest := word(rest)
	size, rest := word(rest)
	if r.Status, ok = statusCode(status); !ok {
		return "no status behind the request"
	}
	if r.ResponseBytes, ok = byteCount(size); !ok {
		return "no size behind the status"
	}
	if !p.behind(rest, r) && p.torn {
		return "a field in quotation marks does not end"
	}
	return ""
}

// maxBrackets bounds the brackets in which a time is looked for: a user name may
// hold one, a line of another kind any number.
const maxBrackets = 4

// split finds the time and returns what stands before and behind it.
func (p *parser) split(line []byte, r *event.WebRequest) (head, rest []byte, why string) {
	from := 0
	why = "no time in square brackets"
	for range maxBrackets {
		i := bytes.IndexByte(line[from:], '[')
		if i < 0 {
			break
		}
		open := from + i
		from = open + 1
		closing := bytes.IndexByte(line[from:], ']')
		if closing < 0 {
			break
		}
		if open == 0 || line[open-1] != ' ' {
			continue
		}
		why = "what stands in square brackets is no time"
		var ok bool
		if r.Time, ok = p.clock.stamp(line[from : from+closing]); ok {
			if r.Time.Zone == event.ZoneAssumed {
				p.remark(remarkZone)
			}
			return line[:open-1], line[from+closing+1:], ""
		}
	}
	return nil, nil, why
}

// who reads what stands before the time.
func (p *parser) who(head []byte, r *event.WebRequest) (why string) {
	client, behind := word(head)
	listed := bytes.HasSuffix(client, []byte{','})
	if listed {
		client, behind = last(client, behind)
	}
	second, third := word(behind)
	switch {
	case isAddress(client):
		// An address before the client is a claim of a proxy, or a virtual host.
		if isAddress(second) && len(bytes.Fields(third)) >= 2 {
			client, behind = second, third
			p.remark(remarkForwarded)
		} else if listed {
			p.remark(remarkList)
		}
	case isAddress(second), hasPort(client) && len(bytes.Fields(third)) >= 2:
		r.Host = p.host(client)
		client, behind = second, third
	}
	ident, user := word(behind)
	if len(client) == 0 || len(ident) == 0 {
		return "no client, identity and user before the time"
	}
	var ok bool
	if r.Src, ok = address(client); !ok {
		if string(ident) != "-" {
			return "neither an address nor a name of a client before the time"
		}
		p.remark(remarkNames)
	}
	if user = bytes.TrimSpace(user); string(user) != "-" && string(user) != `""` {
		r.User = p.words.get(p.decode(user, escaped))
	}
	return ""
}

// last returns the last element of a list that is separated by commas and blanks.
func last(first, rest []byte) (element, behind []byte) {
	for len(first) > 0 && first[len(first)-1] == ',' {
		first, rest = word(rest)
	}
	return first, rest
}

func isAddress(b []byte) bool {
	_, ok := address(b)
	return ok
}

// hasPort reports whether b ends like "shop.example.com:443".
func hasPort(b []byte) bool {
	i := bytes.LastIndexByte(b, ':')
	_, ok := port(b[i+1:])
	return i > 0 && ok
}

// host returns the name of a virtual host.
func (p *parser) host(b []byte) string {
	if string(b) == "-" || string(b) == "_" { // nginx: a server without a name
		return ""
	}
	return p.words.get(bytes.ToLower(p.decode(b, escaped)))
}

// requestField cuts off the request in quotation marks. Servers that do not escape
// leave quotation marks inside, so its end is the first behind which a status stands.
func requestField(b []byte) (inside, rest []byte, ok bool) {
	inside, rest, ok = quoted(b)
	if !ok || beginsWithStatus(rest) {
		return inside, rest, ok
	}
	start := bytes.IndexByte(b, '"') + 1
	for end := len(b) - len(rest); end < len(b); {
		i := bytes.IndexByte(b[end:], '"')
		if i < 0 {
			break
		}
		end += i + 1
		if beginsWithStatus(b[end:]) {
			return b[start : end-1], b[end:], true
		}
	}
	return nil, nil, false
}

// beginsWithStatus reports whether b is " 200 ..." or " - ...".
func beginsWithStatus(b []byte) bool {
	if len(b) >= 3 && b[0] == ' ' && b[1] == '-' && b[2] == ' ' {
		return true
	}
	if len(b) < 4 || b[0] != ' ' || len(b) > 4 && b[4] != ' ' {
		return false
	}
	_, ok := value.Whole(b[1:4])
	return ok
}

// requestLine takes a request line apart; one that is no HTTP leaves the method empty.
func (p *parser) requestLine(line []byte, r *event.WebRequest) {
	method, rest, ok := bytes.Cut(line, []byte{' '})
	target := rest
	if i := bytes.LastIndex(rest, []byte(" HTTP/")); i >= 0 {
		target = rest[:i]
	} else {
		ok = ok && string(method) == "GET" // HTTP/0.9 says no version and knows only GET
	}
	switch {
	case ok && isMethod(method):
		r.Method = p.words.get(method)
		r.URI = string(bytes.TrimLeft(target, " "))
	case string(line) != "-":
		r.URI = string(line)
	}
}

// behind reads the quoted fields of the combined format and notes what follows; false
// when a field does not end.
func (p *parser) behind(b []byte, r *event.WebRequest) bool {
	referrer, rest, ok := loose(b)
	if !ok {
		return p.trailing(b)
	}
	if string(referrer) != "-" {
		r.Referrer = p.words.get(p.decode(referrer, escaped))
	}
	b = rest
	agent, rest, ok := loose(b)
	if !ok {
		return p.trailing(b)
	}
	if string(agent) != "-" {
		r.UserAgent = p.words.get(p.decode(agent, escaped))
	}
	return p.trailing(rest)
}

// trailing notes the fields that a configuration added.
func (p *parser) trailing(b []byte) bool {
	const both = 1<<remarkTrailing | 1<<remarkForwarded
	if p.noted&both == both && !p.torn { // nothing new to say
		return true
	}
	for {
		b = bytes.TrimLeft(b, " \t")
		if len(b) == 0 {
			return true
		}
		p.remark(remarkTrailing)
		if b[0] != '"' {
			_, b = word(b)
			continue
		}
		inside, rest, ok := quoted(b)
		if !ok {
			return false
		}
		first, _, _ := bytes.Cut(inside, []byte{','})
		if isAddress(first) {
			p.remark(remarkForwarded)
		}
		b = rest
	}
}

// isMethod reports whether b is a method as servers know them: capital letters.
func isMethod(b []byte) bool {
	const longest = 32
	for _, c := range b {
		if (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return false
		}
	}
	return len(b) > 0 && len(b) <= longest
}

// word cuts off the next run of characters without a blank.
func word(b []byte) (word, rest []byte) {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	if i := bytes.IndexByte(b, ' '); i >= 0 {
		return b[:i], b[i:]
	}
	return b, nil
}

// quoted cuts off the next field in quotation marks; a backslash escapes.
func quoted(b []byte) (inside, rest []byte, ok bool) {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	if len(b) == 0 || b[0] != '"' {
		return nil, nil, false
	}
	for at := 1; ; {
		i := bytes.IndexByte(b[at:], '"')
		if i < 0 {
			return nil, nil, false
		}
		at += i
		slashes := 0
		for b[at-slashes-1] == '\\' { // ends at the opening mark
			slashes++
		}
		at++
		if slashes%2 == 0 {
			return b[1 : at-1], b[at:], true
		}
	}
}

// loose cuts off the next field in quotation marks, which a server that does not
// escape left inside too: the field ends at the first that a blank or nothing follows.
func loose(b []byte) (inside, rest []byte, ok bool) {
	inside, rest, ok = quoted(b)
	if !ok || len(rest) == 0 || rest[0] == ' ' {
		return inside, rest, ok
	}
	start := bytes.IndexByte(b, '"') + 1
	for end := len(b) - len(rest); ; {
		i := bytes.IndexByte(b[end:], '"')
		if i < 0 {
			return inside, rest, true
		}
		end += i + 1
		if end == len(b) || b[end] == ' ' {
			return b[start : end-1], b[end:], true
		}
	}
}

// statusCode reads a status; a dash stands for none.
func statusCode(b []byte) (int, bool) {
	const longest = 3
	if string(b) == "-" {
		return 0, true
	}
	n, ok := value.Whole(b)
	return int(n), ok && len(b) <= longest
}

// byteCount reads a size; a dash stands for nothing sent.
func byteCount(b []byte) (int64, bool) {
	if string(b) == "-" {
		return 0, true
	}
	return value.Whole(b)
}
