package mail

import (
	"bytes"
	"fmt"
	"strings"

	"dwell/evidence"
	"dwell/evidence/message/header"
)

// lengthState says what became of a Content-Length.
type lengthState uint8

const (
	lengthNone  lengthState = iota // there is none, or it is wrong
	lengthOpen                     // the decision needs more data
	lengthRight                    // the mail ends where it says
)

// byLength finds the end of the mail at c.start by its Content-Length, which is
// trusted only when the next separator, or the end of the file, stands there.
func (c *cutter) byLength(data []byte, last bool) (end int, state lengthState) {
	if c.wrongLengths >= maxWrongLengths {
		return 0, lengthNone
	}
	length, body := contentLength(data, c.start, last)
	switch {
	case body < 0:
		return 0, lengthOpen
	case length < 0:
		return 0, lengthNone
	case length > evidence.MaxRecord || body-c.start+length+2*maxSeparator > evidence.MaxRecord:
		c.wrongLengths++
		return 0, lengthNone
	}
	end, state = lands(data, body+length, last)
	switch state {
	case lengthRight:
		inner := c.lookInside(data[:body+length], body)
		if inner >= 0 && swallows(data[c.start:body+length], body-c.start, inner-c.start) {
			c.wrongLengths++
			return 0, lengthNone
		}
		c.rightLengths++
		c.inner = c.inner || inner >= 0
		c.encloses = inner >= 0
	case lengthNone:
		c.wrongLengths++
	}
	return end, state
}

// lands reports whether a separator or the end of the file stands at the given
// place, after at most two line ends, and where.
func lands(data []byte, at int, last bool) (end int, state lengthState) {
	for range 2 {
		if at < len(data) && data[at] == '\r' {
			at++
		}
		if at < len(data) && data[at] == '\n' {
			at++
		}
	}
	switch {
	case last && at == len(data):
		return at, lengthRight
	case last && at > len(data):
		return 0, lengthNone
	case !last && at+maxSeparator > len(data):
		return 0, lengthOpen
	case fromLine(data, at):
		return at, lengthRight
	}
	return 0, lengthNone
}

// lookInside returns the place of the first line like a separator in a mail whose end is
// certain, -1 when it has none.
func (c *cutter) lookInside(data []byte, body int) int {
	first := -1
	for from := body; ; {
		at, state := c.next(data, from, true)
		if state == nextNone {
			return first
		}
		if state == nextSeparator && first < 0 {
			first = at
		}
		from = at + 1
	}
}

// swallows reports whether the length of a mail that ends at a separator takes in other
// mails nevertheless: the parts of the mail have ended when the first line like a
// separator comes. A length may be made up so that the mails behind are not seen.
func swallows(mail []byte, body, inner int) bool {
	boundary := declaredBoundary(mail[:body])
	if boundary == "" {
		return false
	}
	return !bytes.Contains(mail[inner:], []byte("\n--"+boundary))
}

// declaredBoundary is the boundary that the header of a mail declares, "" when it
// declares none.
func declaredBoundary(head []byte) string {
	var p header.Parser
	p.Parse(head)
	for i := range p.Fields {
		if p.Fields[i].Key == "content-type" {
			kind, params := header.Params(p.Fields[i].Value, false)
			if strings.HasPrefix(kind, "multipart/") {
				return header.Get(params, "boundary")
			}
			return ""
		}
	}
	return ""
}

// contentLength reads the Content-Length of the mail at start: -1 when there is
// none. Body is where the header ends, -1 when data ends before.
func contentLength(data []byte, start int, last bool) (length, body int) {
	length = -1
	for pos := start; pos < len(data); {
		end, next := header.Line(data, pos)
		if next == len(data) && !last {
			return -1, -1
		}
		if end == pos {
			return length, next
		}
		if pos-start > header.MaxBytes {
			return -1, pos
		}
		line := data[pos:end]
		if n := len("Content-Length:"); len(line) > n && line[0]|0x20 == 'c' && bytes.EqualFold(line[:n], []byte("Content-Length:")) {
			length = decimal(bytes.TrimSpace(line[n:]))
		}
		pos = next
	}
	if !last {
		return -1, -1
	}
	return -1, len(data)
}

// decimal reads a number of bytes, -1 when b is none.
func decimal(b []byte) int {
	const longest = 12
	if len(b) == 0 || len(b) > longest {
		return -1
	}
	n := 0
	for _, c := range b {
		if !digit(c) {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// notes says which variant the mailbox is of, and what its lengths were worth.
func (c *cutter) notes() []string {
	if c.kind != kindMbox {
		return nil
	}
	var notes []string
	switch {
	case c.rightLengths > 0 && c.inner:
		notes = append(notes, "mbox variant mboxcl2: mails end by their Content-Length, From lines are not quoted")
	case c.rightLengths > 0 && c.quoted:
		notes = append(notes, "mbox variant mboxcl: mails end by their Content-Length, From lines are quoted")
	case c.rightLengths > 0:
		notes = append(notes, "mbox variant mboxcl or mboxcl2: mails end by their Content-Length, no From line tells them apart")
	case c.quotedTwice:
		notes = append(notes, "mbox variant mboxrd: quoted From lines are quoted again")
	case c.quoted:
		notes = append(notes, "mbox variant mboxo or mboxrd: From lines are quoted once, which both do")
	default:
		notes = append(notes, "mbox without quoted From lines: its variant makes no difference")
	}
	if c.wrongLengths >= maxWrongLengths {
		notes = append(notes, "Content-Length is wrong in many mails of this mailbox and was not used any more")
	} else if c.wrongLengths > 0 {
		notes = append(notes, fmt.Sprintf("Content-Length is wrong in %d mails, which were cut at the next From line", c.wrongLengths))
	}
	return notes
}
