package table

import (
	"slices"
	"strings"
)

// text reads tables of a text: a dump or JSON where it looks like one, else lines.
func (r *reader) text(text string) {
	switch {
	case looksSQL(text):
		r.sql(text)
	case looksJSON(text):
		r.json(text)
	default:
		r.lines(text)
	}
}

// The bounds of lines.
const (
	maxLine  = 4 << 10 // bytes
	maxLabel = 30      // bytes of the name of a field
	// fewLabels is how many labelled lines in a row are a record: a single one is a
	// signature or a contact.
	fewLabels = 2
)

// marks are what separates the fields of a line, most certain first.
var marks = []string{"\t", ",", ";", "|", " / ", "  "}

// lines reads lines of separated values, each run with the same mark a table, and
// labelled lines in a row ("Name: ...", "Mail: ...") as one row. Mails quote, so ">" in
// front does not count.
func (r *reader) lines(text string) {
	l := liner{reader: r}
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(strings.TrimRight(line, "\r\n"), "> ")
		if len(line) > maxLine {
			line = ""
		}
		if !l.line(line) {
			break
		}
	}
	l.flush()
}

// liner gathers lines that belong together.
type liner struct {
	*reader
	table Table
	mark  string // of the lines of the table; "" for labelled ones
	// the labelled lines of the record that goes on
	labels, values []string
}

func (l *liner) line(line string) bool {
	if label, value, ok := labelled(line); ok {
		l.endTable()
		l.labels, l.values = append(l.labels, label), append(l.values, value)
		return len(l.labels) < maxCells || l.endRecord()
	}
	if !l.endRecord() {
		return false
	}
	mark := markOf(line)
	if mark == "" {
		if strings.TrimSpace(line) != "" {
			l.endTable()
		}
		return true
	}
	if mark != l.mark {
		l.endTable()
		l.mark = mark
	}
	return l.add(&l.table, split(line, mark))
}

func (l *liner) flush() {
	l.endRecord()
	l.endTable()
}

func (l *liner) endTable() {
	l.table.Form = "text"
	l.done(&l.table)
	l.table, l.mark = Table{}, ""
}

// endRecord keeps the labelled lines as a table of one row.
func (l *liner) endRecord() bool {
	labels, values := l.labels, l.values
	l.labels, l.values = nil, nil
	if len(labels) < fewLabels {
		return true
	}
	if n := len(l.out); n > 0 && l.out[n-1].Header != nil && slices.Equal(l.out[n-1].Header, labels) {
		return l.add(&l.out[n-1], values) // the next of the same kind
	}
	t := Table{Form: "text", Header: labels}
	ok := l.add(&t, values)
	l.done(&t)
	return ok
}

// labelled takes a line like "Mail: a@mail.example" apart.
func labelled(line string) (label, value string, ok bool) {
	label, value, ok = strings.Cut(line, ":")
	return label, value, ok && label != "" && len(label) <= maxLabel && !strings.ContainsAny(label, ",;|\t@/0123456789")
}

// markOf is the mark that a line has most of, "" when it has none.
func markOf(line string) string {
	best, most := "", 0
	for _, m := range marks {
		if n := strings.Count(strings.TrimSpace(line), m); n > most {
			best, most = m, n
		}
	}
	return best
}

// split cuts a line at the mark, but not within quotation marks that close in it.
func split(line, mark string) []string {
	if !strings.Contains(line, `"`) {
		return strings.Split(line, mark)
	}
	var out []string
	for {
		cell, rest, more := line, "", false
		if strings.HasPrefix(line, `"`) {
			if end := strings.Index(line[1:], `"`+mark); end >= 0 {
				cell, rest, more = line[1:1+end], line[1+end+1+len(mark):], true
			}
		} else {
			cell, rest, more = strings.Cut(line, mark)
		}
		out = append(out, cell)
		if !more || len(out) > maxCells {
			return out
		}
		line = rest
	}
}
