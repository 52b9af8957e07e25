package dnslog

import (
	"bytes"
	"net/netip"
	"strconv"
	"strings"

	"dwell/event"
	"dwell/evidence/value"
)

// verdict says what a line is.
type verdict uint8

const (
	foreign verdict = iota // nothing that this package knows
	other                  // a message of a resolver that is no query and no reply
	lookup
)

// message reads a line behind its time.
func message(line []byte, l *event.DNSLookup) verdict {
	if i := bytes.Index(line, []byte("query: ")); i >= 0 && bytes.Contains(line[:i], []byte("client ")) {
		return bind(line[:i], line[i+len("query: "):], l)
	}
	if i := bytes.Index(line, []byte("dnsmasq[")); i >= 0 {
		if _, text, ok := bytes.Cut(line[i:], []byte("]: ")); ok {
			return dnsmasq(text, l)
		}
	}
	if i := bytes.Index(line, []byte("unbound")); i >= 0 {
		if _, text, ok := bytes.Cut(line[i:], []byte("] info: ")); ok {
			return unbound(text, l)
		}
		return other
	}
	if bytes.Contains(line, []byte("named[")) || bytes.Contains(line, []byte("queries: ")) {
		return other
	}
	return foreign
}

// bind reads "client @0x7f 10.0.0.5#53124 (name): view v:" and "name IN A +E(0)K (10.0.0.1)".
func bind(before, after []byte, l *event.DNSLookup) verdict {
	_, client, _ := bytes.Cut(before, []byte("client "))
	fields := bytes.Fields(client)
	if len(fields) > 1 && fields[0][0] == '@' {
		fields = fields[1:]
	}
	if len(fields) == 0 {
		return other
	}
	address, port, ok := strings.Cut(strings.TrimSuffix(string(fields[0]), ":"), "#")
	if !ok {
		return other
	}
	l.Src = host(address)
	l.SrcPort = portOf(port)
	asked := bytes.Fields(after)
	const least = 3 // name, class, type
	if len(asked) < least || !setName(l, asked[0]) {
		return other
	}
	l.Type = string(asked[2])
	if last := asked[len(asked)-1]; len(last) > 2 && last[0] == '(' && last[len(last)-1] == ')' {
		if l.Dst = host(string(last[1 : len(last)-1])); l.Dst.IsValid() {
			l.DstPort = dnsPort
		}
	}
	return lookup
}

const dnsPort = 53

// dnsmasq reads "query[A] name from client" and "reply name is value".
func dnsmasq(text []byte, l *event.DNSLookup) verdict {
	fields := bytes.Fields(text)
	if len(fields) > 2 && bytes.IndexByte(fields[1], '/') > 0 { // serial number and client of "extra"
		fields = fields[2:]
	}
	const words = 4
	if len(fields) < words {
		return other
	}
	verb := string(fields[0])
	switch {
	case strings.HasPrefix(verb, "query[") && strings.HasSuffix(verb, "]") && string(fields[2]) == "from":
		l.Type = verb[len("query[") : len(verb)-1]
		l.Src = host(string(fields[3]))
	case (verb == "reply" || verb == "cached") && string(fields[2]) == "is":
		l.Part = event.LookupAnswer
		if !answered(l, string(fields[3])) {
			return other
		}
	default:
		return other
	}
	if !setName(l, fields[1]) {
		return other
	}
	return lookup
}

// answered sets what a reply of dnsmasq says: an address, a name, or in capitals why
// there is none. False for what stands for something else ("<CNAME>", "duplicate").
func answered(l *event.DNSLookup, value string) bool {
	switch {
	case value == "NXDOMAIN" || value == "SERVFAIL" || value == "REFUSED":
		l.Code = value
	case strings.HasPrefix(value, "NODATA"):
		l.Code = "NOERROR"
	case value == "" || value[0] == '<' || value == "duplicate" || value == "truncated":
		return false
	default:
		l.Code = "NOERROR"
		l.Answers = []string{value}
	}
	return true
}

// unbound reads "10.0.0.5 name. A IN" and the same with "NOERROR 0.012 0 45".
func unbound(text []byte, l *event.DNSLookup) verdict {
	fields := bytes.Fields(text)
	if len(fields) > 0 && (string(fields[0]) == "query:" || string(fields[0]) == "reply:") {
		fields = fields[1:]
	}
	const question, reply = 4, 8
	if len(fields) != question && len(fields) < reply || string(fields[3]) != "IN" {
		return other
	}
	address, _, _ := strings.Cut(string(fields[0]), "@")
	if l.Src = host(address); !l.Src.IsValid() || !setName(l, fields[1]) {
		return other
	}
	l.Type = string(fields[2])
	if len(fields) >= reply {
		l.Part, l.Code = event.LookupAnswer, string(fields[4])
	}
	return lookup
}

// maxName is the longest name, every character of which may be escaped as \NNN.
const maxName = 4 * 253

// setName sets the name in lower case without its final dot; false for what is none.
func setName(l *event.DNSLookup, name []byte) bool {
	name = bytes.TrimSuffix(name, []byte{'.'})
	if len(name) == 0 || len(name) > maxName {
		return false
	}
	l.Query = string(bytes.ToLower(name))
	return true
}

func host(text string) netip.Addr {
	a, _ := value.Address([]byte(text))
	return a
}

func portOf(text string) uint16 {
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0
	}
	return uint16(n)
}
