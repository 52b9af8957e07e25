package sysline

import (
	"bytes"

	"dwell/event"
)

// Line is one line without its header. Its bytes are those of the line.
type Line struct {
	Time    event.Time
	Host    []byte
	Program []byte // "postfix/smtpd"
	Message []byte
}

// Read takes the header off; false when there is none.
func (c *Clock) Read(b []byte) (l Line, ok bool) {
	if len(b) > 0 && b[0] == '<' {
		return c.structured(b)
	}
	at, end := c.stamp(b)
	if end == 0 {
		return Line{}, false
	}
	l.Time = at
	rest := bytes.TrimLeft(b[end:], " ")
	if l.Host, rest, ok = bytes.Cut(rest, []byte{' '}); !ok {
		return Line{}, false
	}
	if bytes.HasSuffix(l.Host, []byte{':'}) { // a daemon that writes no host
		rest = b[len(b)-len(rest)-len(l.Host)-1:]
		l.Host = nil
	}
	tag, message, ok := bytes.Cut(rest, []byte(": "))
	const longestTag = 128
	if !ok || len(tag) > longestTag {
		return Line{}, false
	}
	l.Program, _, _ = bytes.Cut(tag, []byte{'['})
	if bytes.IndexByte(l.Program, ' ') >= 0 {
		return Line{}, false
	}
	l.Message = message
	return l, true
}

// structured reads the header of RFC 5424, section 6.
func (c *Clock) structured(b []byte) (l Line, ok bool) {
	end := bytes.IndexByte(b, '>')
	const longest = len("<191>")
	if end < 0 || end >= longest {
		return Line{}, false
	}
	b = b[end+1:]
	if !bytes.HasPrefix(b, []byte("1 ")) { // the header of RFC 3164, sent over the wire
		if len(b) > 0 && b[0] == '<' {
			return Line{}, false
		}
		return c.Read(b)
	}
	var fields [5][]byte // time, host, program, process, kind of message
	rest := b[2:]
	for i := range fields {
		if fields[i], rest, ok = bytes.Cut(rest, []byte{' '}); !ok {
			return Line{}, false
		}
	}
	at, n := c.stamp(fields[0])
	if n == 0 && string(fields[0]) != "-" {
		return Line{}, false
	}
	return Line{Time: at, Host: fields[1], Program: fields[2], Message: withoutData(rest)}, true
}

// withoutData drops the structured data before a message: "-" or elements in brackets.
func withoutData(b []byte) []byte {
	if len(b) == 0 || b[0] != '[' {
		return bytes.TrimPrefix(bytes.TrimPrefix(b, []byte("-")), []byte(" "))
	}
	quoted := false
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\':
			i++
		case b[i] == '"':
			quoted = !quoted
		case b[i] == ']' && !quoted && (i+1 == len(b) || b[i+1] == ' '):
			return bytes.TrimPrefix(b[i+1:], []byte(" "))
		}
	}
	return nil
}
