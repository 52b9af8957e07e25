package postgres

import (
	"fmt"
	"strconv"
	"strings"
)

// Stderr is the log as it is written to standard error: every part of a record
// begins with log_line_prefix, and its further lines with a tab.
type Stderr struct{ elements []element }

// element is one escape of log_line_prefix, or text.
type element struct {
	escape byte // 0 for text
	text   string
}

// escapes are those of log_line_prefix that are written.
const escapes = "audrhbpPtmniecslvxqQ"

// NewStderr returns the layout for a log_line_prefix such as "%m [%p] %q%u@%d ". The
// error names an escape that is unknown or padded ("%-10u"), which is not supported.
func NewStderr(prefix string) (*Stderr, error) {
	s := &Stderr{}
	for rest := prefix; rest != ""; {
		text, behind, found := strings.Cut(rest, "%")
		if text != "" {
			s.elements = append(s.elements, element{text: text})
		}
		if !found {
			break
		}
		switch {
		case behind == "":
			return nil, fmt.Errorf("log_line_prefix %q ends with a percent sign", prefix)
		case behind[0] == '%':
			s.elements = append(s.elements, element{text: "%"})
		case strings.IndexByte(escapes, behind[0]) >= 0:
			s.elements = append(s.elements, element{escape: behind[0]})
		default:
			return nil, fmt.Errorf("log_line_prefix %q: the escape %%%c is not supported", prefix, behind[0])
		}
		rest = behind[1:]
	}
	return s, nil
}

// Append implements Layout.
func (s *Stderr) Append(dst []byte, r *Record) []byte {
	dst = appendTabbed(s.begin(dst, r, r.Severity), r.Message)
	position := r.Position
	if position == 0 {
		position = r.InternalPosition
	}
	if position != 0 {
		dst = strconv.AppendInt(append(dst, " at character "...), int64(position), 10)
	}
	dst = append(dst, '\n')
	if len(r.Detail) > 0 {
		r.Line++
		dst = append(appendTabbed(s.begin(dst, r, "DETAIL"), r.Detail), '\n')
	}
	dst = s.further(dst, r, "HINT", r.Hint)
	dst = s.further(dst, r, "QUERY", r.InternalQuery)
	dst = s.further(dst, r, "CONTEXT", r.Context)
	dst = s.further(dst, r, "LOCATION", r.Location)
	return s.further(dst, r, "STATEMENT", r.Statement)
}

// further appends a part behind the message, nothing for an empty one.
func (s *Stderr) further(dst []byte, r *Record, word, text string) []byte {
	if text == "" {
		return dst
	}
	r.Line++
	return append(appendTabbed(s.begin(dst, r, word), text), '\n')
}

// begin appends the prefix and the word that says what follows.
func (s *Stderr) begin(dst []byte, r *Record, word string) []byte {
	for i := range s.elements {
		e := &s.elements[i]
		if e.escape == 0 {
			dst = append(dst, e.text...)
			continue
		}
		if e.escape == 'q' && !r.hasClient() {
			break
		}
		dst = appendEscape(dst, r, e.escape)
	}
	return append(append(dst, word...), ":  "...)
}

// unknown stands for a name that a process with a client does not know yet.
const unknown = "[unknown]"

// appendEscape appends what an escape of log_line_prefix stands for.
func appendEscape(dst []byte, r *Record, escape byte) []byte {
	switch escape {
	case 'a':
		return appendName(dst, r, r.Application)
	case 'u':
		return appendName(dst, r, r.User)
	case 'd':
		return appendName(dst, r, r.Database)
	case 'h':
		return append(dst, r.Host...)
	case 'r':
		dst = append(dst, r.Host...)
		if r.Port != 0 {
			dst = append(strconv.AppendInt(append(dst, '('), int64(r.Port), 10), ')')
		}
	case 'b':
		return append(dst, r.Kind...)
	case 'p':
		return strconv.AppendInt(dst, int64(r.PID), 10)
	case 'P':
		if r.Leader != 0 {
			dst = strconv.AppendInt(dst, int64(r.Leader), 10)
		}
	case 'm':
		return r.Time.AppendFormat(dst, recordTime)
	case 't':
		return r.Time.AppendFormat(dst, sessionTime)
	case 'n':
		return appendThousandths(dst, r.Time.UnixMilli())
	case 's':
		return r.Start.In(r.Time.Location()).AppendFormat(dst, sessionTime)
	case 'i':
		return append(dst, r.Tag...)
	case 'e':
		return append(dst, r.state()...)
	case 'c':
		return appendSessionID(dst, r)
	case 'l':
		return strconv.AppendInt(dst, r.Line, 10)
	case 'v':
		if r.Backend != 0 {
			dst = appendVirtual(dst, r)
		}
	case 'x':
		return strconv.AppendUint(dst, uint64(r.Transaction), 10)
	case 'Q':
		return strconv.AppendInt(dst, r.QueryID, 10)
	}
	return dst
}

// appendName appends a name of the session, which only a process with a client has.
func appendName(dst []byte, r *Record, name string) []byte {
	if name == "" && r.hasClient() {
		name = unknown
	}
	return append(dst, name...)
}

// appendTabbed appends a text with a tab behind every line feed.
func appendTabbed[text string | []byte](dst []byte, s text) []byte {
	start := 0
	for i := range len(s) {
		if s[i] == '\n' {
			dst = append(append(dst, s[start:i+1]...), '\t')
			start = i + 1
		}
	}
	return append(dst, s[start:]...)
}
