package pgsql

import (
	"bytes"
	"strings"
)

// element is a literal text or one escape of log_line_prefix.
type element struct {
	escape  byte // 0 for a literal
	literal []byte
}

// prefix is a log_line_prefix, ready to read lines with.
type prefix struct {
	source   string
	elements []element
	hasTime  bool
	hasUser  bool
}

// leads is what the prefix of one line says; the slices alias the line.
type leads struct {
	time, user, database, application, host []byte
	pid, session, line, state               []byte
	backend                                 []byte
	short                                   bool // the prefix ended at %q
}

// newPrefix compiles a log_line_prefix.
func newPrefix(source string) *prefix {
	p := &prefix{source: source}
	literal := ""
	flush := func() {
		if literal != "" {
			p.elements = append(p.elements, element{literal: []byte(literal)})
			literal = ""
		}
	}
	for i := 0; i < len(source); i++ {
		if source[i] != '%' || i+1 == len(source) {
			literal += source[i : i+1]
			continue
		}
		i++
		if source[i] == '%' {
			literal += "%"
			continue
		}
		flush()
		p.elements = append(p.elements, element{escape: source[i]})
	}
	flush()
	p.hasTime = strings.Contains(source, "%m") || strings.Contains(source, "%t") || strings.Contains(source, "%n")
	p.hasUser = strings.Contains(source, "%u")
	return p
}

// maxTries bounds how often an escape that may hold any text is tried against one
// line, counted over the whole line: a client chooses its application name.
const maxTries = 64

// match reads the prefix of a line. It returns the severity that follows and where
// the text behind its word begins; severityNone when the line has another form.
func (p *prefix) match(line []byte, l *leads) (severity, int) {
	*l = leads{}
	tries := maxTries
	return p.step(line, 0, 0, l, &tries)
}

func (p *prefix) step(line []byte, i, pos int, l *leads, tries *int) (severity, int) {
	for ; i < len(p.elements); i++ {
		e := &p.elements[i]
		switch {
		case e.escape == 0:
			if !bytes.HasPrefix(line[pos:], e.literal) {
				return severityNone, 0
			}
			pos += len(e.literal)
		case e.escape == 'q': // processes without a session write nothing more
			if s, n := wordAt(line[pos:]); s != severityNone {
				l.short = true
				return s, pos + n
			}
		case holdsText(e.escape):
			return p.text(line, i, pos, l, tries)
		default:
			n, ok := typedLength(e.escape, line[pos:])
			if !ok {
				return severityNone, 0
			}
			l.set(e.escape, line[pos:pos+n])
			pos += n
		}
	}
	s, n := wordAt(line[pos:])
	return s, pos + n
}

// text tries the ends that a text may have: where the next literal stands, nearest
// first, or at the end of the prefix, where the severity stands.
func (p *prefix) text(line []byte, i, pos int, l *leads, tries *int) (severity, int) {
	escape := p.elements[i].escape
	for end := pos; *tries > 0; end++ {
		*tries--
		switch {
		case i+1 == len(p.elements):
			end = nextWord(line, end)
		case p.elements[i+1].escape == 0:
			at := bytes.Index(line[min(end, len(line)):], p.elements[i+1].literal)
			if at < 0 {
				return severityNone, 0
			}
			end += at
		}
		if end < 0 || end > len(line) {
			return severityNone, 0
		}
		if s, n := p.step(line, i+1, end, l, tries); s != severityNone {
			l.set(escape, line[pos:end])
			return s, n
		}
	}
	return severityNone, 0
}

// nextWord returns where the first severity at or behind from stands, or -1.
func nextWord(line []byte, from int) int {
	for from < len(line) {
		at := bytes.Index(line[from:], []byte(":  "))
		if at < 0 {
			return -1
		}
		at += from
		start := at
		for start > from && at-start < longestWord && isWord(line[start-1]) {
			start--
		}
		for ; start < at; start++ { // the word may touch what stands before it
			if s, _ := wordAt(line[start:]); s != severityNone {
				return start
			}
		}
		from = at + 1
	}
	return -1
}

// isWord reports whether a severity may hold the byte; the Korean word for
// STATEMENT holds a space.
func isWord(c byte) bool { return c >= 'A' && c <= 'Z' || isDigit(c) || c >= 0x80 || c == ' ' }

// holdsText reports whether the escape may stand for any text.
func holdsText(escape byte) bool { return strings.IndexByte("udahrbiLN", escape) >= 0 }

// typedLength returns the length of what an escape of a known form stands for.
func typedLength(escape byte, b []byte) (int, bool) {
	n := 0
	switch escape {
	case 'm', 't', 'n', 's':
		n = timeLength(b)
		return n, n > 0
	case 'c':
		n = sessionLength(b)
		return n, n > 0
	case 'e':
		for n < len(b) && n < 5 && (isDigit(b[n]) || b[n] >= 'A' && b[n] <= 'Z') {
			n++
		}
		return n, n == 5
	case 'v': // "3/2" or nothing
		for n < len(b) && (isDigit(b[n]) || b[n] == '/' || b[n] == '-') {
			n++
		}
		return n, true
	case 'P', 'Q', 'x', 'p', 'l':
		if n < len(b) && b[n] == '-' && escape == 'Q' {
			n++
		}
		for n < len(b) && isDigit(b[n]) {
			n++
		}
		return n, n > 0 || escape == 'P'
	}
	return 0, true
}

// set keeps what an escape stands for.
func (l *leads) set(escape byte, b []byte) {
	switch escape {
	case 'm', 't', 'n':
		l.time = b
	case 'u':
		l.user = known(b)
	case 'd':
		l.database = known(b)
	case 'a':
		l.application = known(b)
	case 'h', 'r':
		l.host = known(b)
	case 'b':
		l.backend = b
	case 'p':
		l.pid = b
	case 'c':
		l.session = b
	case 'l':
		l.line = b
	case 'e':
		l.state = b
	}
}

// known returns nothing for what the server writes before it knows a name.
func known(b []byte) []byte {
	if string(b) == "[unknown]" {
		return nil
	}
	return b
}
