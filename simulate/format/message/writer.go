package message

import (
	"strings"

	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/trace"
	"dwell/simulate/format/message/wire"
)

const crlf = "\r\n"

// writer composes one message.
type writer struct {
	buf []byte
	m   *Message
	c   *Client
	r   *trace.Route
	p   *profile

	text       string // the plain text as the program writes it
	root       node
	boundaries int
	last       bool // Exchange delivers the mail: MIME-Version comes last
}

// field is a line of the header: its name in the program's spelling and what
// appends its value, which reports false when the message has no such line. A
// field without a name appends whole lines.
type field struct {
	name string
	put  func(*writer) bool
}

// The purposes for which letters are spelled from the message's number, so that no
// two identifiers look alike.
const (
	forID uint64 = iota + 1
	forBoundary
	forPart
	forThread
	forAccount
	forSession
)

// letters returns the source of letters for a purpose.
func (w *writer) letters(purpose uint64, more ...uint64) spell.Source {
	source := spell.From(w.m.Number, purpose)
	for _, n := range more {
		source = spell.From(source.Next(), n)
	}
	return source
}

// account returns the source of letters that are the same in all mails of the
// mailbox.
func (w *writer) account() spell.Source { return spell.From(w.c.Account, forAccount) }

// header appends the lines of the header that the message has.
func (w *writer) header(fields []field) {
	for i := range fields {
		f := &fields[i]
		if f.name == "" {
			f.put(w)
			continue
		}
		start := len(w.buf)
		w.add(f.name)
		w.add(": ")
		if !f.put(w) {
			w.buf = w.buf[:start]
			continue
		}
		w.add(crlf)
	}
}

func (w *writer) add(s string) { w.buf = append(w.buf, s...) }

// clean appends a value from outside without what would break the line.
func (w *writer) clean(s string) { w.add(wire.Clean(s)) }

// folded appends words of ASCII and breaks the line as the program does.
func (w *writer) folded(s string) {
	w.buf = wire.FoldWith(w.buf, wire.Clean(s), w.p.width, w.p.fold)
}

// domain returns the part of the sender's address behind the @.
func (w *writer) domain() string {
	addr := mailbox(wire.Clean(w.m.From.Addr))
	addr = addr[strings.LastIndexByte(addr, '@')+1:]
	if addr == "" {
		return "localhost"
	}
	return addr
}

// host returns the machine that identifiers name.
func (w *writer) host(usual string) string {
	if w.c.Host != "" {
		return wire.Clean(w.c.Host)
	}
	return usual
}

// version returns the program's version.
func (w *writer) version() string {
	if w.c.Version != "" {
		return wire.Clean(w.c.Version)
	}
	return w.p.version
}

// major returns the first number of a version.
func major(version string) int {
	n := 0
	for i := 0; i < len(version) && version[i] >= '0' && version[i] <= '9' && n < 1000; i++ {
		n = n*10 + int(version[i]-'0')
	}
	return n
}
