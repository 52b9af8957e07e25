package mail

import (
	"bytes"

	"dwell/evidence"
	"dwell/evidence/message/header"
)

// kind is the kind of file that mails lie in.
type kind uint8

const (
	kindSingle kind = iota // one message
	kindMbox
	kindEMLX // one message between a byte count and a property list
)

// span is one mail within a block.
type span struct {
	start, end int
	kind       kind
	unquote    bool // ">From " lines of the body lose one ">"
	overlong   bool // cut at evidence.MaxRecord
	fragment   bool // the rest of an overlong mail
	encloses   bool // lines like separators stand in it, as its Content-Length says
	apple      apple
}

// maxWrongLengths is how many wrong Content-Length lines a file may have before
// none of them is believed: a false one costs a search up to evidence.MaxRecord.
const maxWrongLengths = 16

// cutter cuts a file into mails, one block after the other. It sees every byte
// once, and looks only for separators and Content-Length.
type cutter struct {
	kind    kind
	started bool
	git     bool // the separators are those of git format-patch

	spans    []span
	start    int  // of the mail at hand, in the block
	scanned  int  // up to where no separator was found
	judged   bool // the Content-Length of the mail at hand was tried
	inRest   bool // the block begins within an overlong mail
	fragment bool // an overlong mail was met

	rightLengths, wrongLengths int
	encloses                   bool // the mail at hand holds separators that are not quoted
	inner                      bool // bodies hold separators that are not quoted
	quoted, quotedTwice        bool // ">From " and ">>From " at the start of lines
}

func newCutter() *cutter { return new(cutter) }

// cut implements evidence.Cut.
func (c *cutter) cut(data []byte) int {
	c.begin(data)
	if c.kind != kindMbox {
		return 0
	}
	c.run(data, false)
	return c.start
}

// finish cuts the last block.
func (c *cutter) finish(data []byte) {
	c.begin(data)
	if c.kind == kindMbox {
		c.run(data, true)
		return
	}
	s := span{end: len(data), kind: c.kind}
	if c.kind == kindEMLX {
		s = emlxSpan(data)
	}
	c.spans = append(c.spans, s)
}

// take gives the mails of the block and makes ready for the next one.
func (c *cutter) take(block *evidence.Block) []span {
	if block.Overlong {
		c.fragment = true
		s := span{end: len(block.Data), kind: c.kind, overlong: !c.inRest, fragment: c.inRest}
		c.inRest, c.start, c.scanned, c.judged = true, 0, 0, true
		return []span{s}
	}
	spans := c.spans
	if c.inRest && c.kind != kindMbox && len(spans) > 0 {
		spans[0].fragment = true
	}
	c.spans = nil
	c.scanned = max(0, c.scanned-c.start)
	c.start = 0
	return spans
}

// begin decides, on the first bytes, what kind of file it is.
func (c *cutter) begin(data []byte) {
	if c.started {
		return
	}
	c.started = true
	lead := len(data) - len(trimLead(data))
	switch {
	case fromLine(data, lead):
		c.kind = kindMbox
		line, _ := separatorLine(data, lead)
		c.git = bytes.HasSuffix(line, []byte(gitDate))
	case emlxCount(data[lead:]) > 0:
		c.kind = kindEMLX
	}
}

// run finds the ends of the mails in data.
func (c *cutter) run(data []byte, last bool) {
	for c.start < len(data) {
		end, unquote, ok := c.end(data, last)
		if !ok {
			return
		}
		c.spans = append(c.spans, span{start: c.start, end: end, kind: kindMbox, unquote: unquote, fragment: c.inRest, encloses: c.encloses})
		c.start, c.scanned, c.judged, c.inRest, c.encloses = end, end, false, false, false
	}
}

// end finds the end of the mail at c.start; ok is false when it needs more data.
func (c *cutter) end(data []byte, last bool) (end int, unquote, ok bool) {
	if !c.judged {
		end, state := c.byLength(data, last)
		switch state {
		case lengthOpen:
			return 0, false, false
		case lengthRight:
			return end, !c.inner, true
		}
		c.judged = true
	}
	from := max(c.scanned, c.start+1)
	for {
		at, state := c.next(data, from, last)
		switch state {
		case nextOpen:
			c.scanned = at
			return 0, false, false
		case nextNone:
			c.scanned = max(from, len(data)-len("From "))
			return len(data), true, last
		case nextInner:
			from = at + 1
		case nextSeparator:
			return at, true, true
		}
	}
}

// nextState is what a search for a separator came to.
type nextState uint8

const (
	nextNone      nextState = iota
	nextOpen                // the decision needs more data
	nextInner               // "From " that starts no mail
	nextSeparator           // the next mail
)

// next looks at the next "From " at the start of a line, and counts quoted ones.
func (c *cutter) next(data []byte, from int, last bool) (int, nextState) {
	for from < len(data) {
		i := bytes.Index(data[from:], []byte("From "))
		if i < 0 {
			return 0, nextNone
		}
		at := from + i
		if at > 0 && (data[at-1] == '\n' || data[at-1] == '\r') {
			if !last && at+2*maxSeparator > len(data) {
				return at, nextOpen
			}
			if c.separates(data, at) {
				return at, nextSeparator
			}
			return at, nextInner
		}
		c.countQuotes(data, at)
		from = at + 1
	}
	return 0, nextNone
}

// separates reports whether the "From " line at the given place starts a mail: it
// holds a date and a header follows, or a blank line stands before it, it names one
// address at most, and a field of a mail follows.
func (c *cutter) separates(data []byte, at int) bool {
	line, next := separatorLine(data, at)
	isDated := dated(line[len("From "):])
	if isDated && !c.git && bytes.HasSuffix(line, []byte(gitDate)) {
		return false
	}
	if isDated && fieldAt(data, next) {
		return true
	}
	if !blankBefore(data, at) {
		return false
	}
	if isDated {
		after, _ := separatorLine(data, min(next, len(data)))
		return len(after) == 0
	}
	return len(bytes.Fields(line)) <= 2 && mailFieldAt(data, next)
}

// mailFieldAt reports whether a field that belongs to mail stands at pos.
func mailFieldAt(data []byte, pos int) bool {
	if pos >= len(data) {
		return false
	}
	line, _ := separatorLine(data, pos)
	colon := header.Colon(line)
	return colon > 0 && names[string(bytes.ToLower(bytes.TrimRight(line[:colon], " \t")))] != rankNone
}

// blankBefore reports whether an empty line stands before the line at pos.
func blankBefore(data []byte, pos int) bool {
	before := data[max(0, pos-4):pos]
	return bytes.HasSuffix(before, []byte("\n\n")) || bytes.HasSuffix(before, []byte("\n\r\n")) || bytes.HasSuffix(before, []byte("\r\r"))
}

// countQuotes takes note of a "From " that has nothing but ">" before it in its line.
func (c *cutter) countQuotes(data []byte, at int) {
	if at == 0 || data[at-1] != '>' {
		return
	}
	const most = 50
	depth := 0
	for at > 0 && data[at-1] == '>' && depth < most {
		at--
		depth++
	}
	if at > 0 && data[at-1] != '\n' {
		return
	}
	c.quoted = true
	c.quotedTwice = c.quotedTwice || depth > 1
}
