package delimited

import "bytes"

const (
	// MaxRow bounds a row: an audit record about thousands of items is below a megabyte.
	MaxRow = 4 << 20
	// maxFields bounds the fields of a row; exports have a few dozen.
	maxFields = 256
)

// Cut returns how many bytes of data are whole rows, for evidence.EachBlock.
func (f Form) Cut(data []byte) int {
	pos := 0
	for pos < len(data) {
		end, whole := f.end(data, pos)
		if !whole {
			break
		}
		pos = end
	}
	return pos
}

// end returns where the row at pos ends, behind its line feed. It is not whole when data
// ends before it does.
func (f Form) end(data []byte, pos int) (end int, whole bool) {
	limit := min(len(data), pos+MaxRow)
	quoted := false
	for at := pos; at < limit; {
		if f.Encoding == UTF8 {
			next, feed := nextLine(data[at:limit], &quoted)
			at += next
			if feed && !quoted {
				return at, true
			}
			continue
		}
		switch f.at(data, at) {
		case '"':
			quoted = !quoted
		case '\n':
			if !quoted {
				return min(at+2, len(data)), true
			}
		}
		at += 2
	}
	if limit < len(data) { // a quotation mark that does not close
		return f.lineEnd(data, pos), true
	}
	return len(data), false
}

// nextLine goes behind the next line feed and notes whether a quotation is open there.
func nextLine(data []byte, quoted *bool) (n int, feed bool) {
	i := bytes.IndexByte(data, '\n')
	if i < 0 {
		i, n = len(data), len(data)
	} else {
		n, feed = i+1, true
	}
	if bytes.Count(data[:i], []byte{'"'})%2 == 1 {
		*quoted = !*quoted
	}
	return n, feed
}

// Row is one row, taken apart. It is used again and again.
type Row struct {
	fields [][]byte
	text   []byte // of the row as UTF-8
	plain  []byte // of fields without their doubled quotation marks
}

// Next takes the row apart that data begins with. It returns its length with the line
// end, that without, and what is wrong with it; an empty line has no fields.
func (r *Row) Next(f Form, data []byte) (length, content int, bad string) {
	r.fields = r.fields[:0]
	length, whole := f.end(data, 0)
	text := r.decode(f, data[:length])
	open := bytes.Count(text, []byte{'"'})%2 == 1
	if open {
		if !whole { // it swallowed the rest: only its first line is lost
			length = f.lineEnd(data, 0)
		}
		return length, f.trimmed(data[:length]), "a quotation mark that does not close"
	}
	return length, f.trimmed(data[:length]), r.split(text, f.Comma)
}

func (r *Row) decode(f Form, raw []byte) []byte {
	if f.Encoding != UTF8 {
		r.text = f.Text(r.text[:0], raw)
		raw = r.text
	}
	return bytes.TrimRight(raw, "\r\n")
}

// trimmed is the length without the line end.
func (f Form) trimmed(raw []byte) int {
	n, unit := len(raw), f.unit()
	for n >= unit {
		if c := f.at(raw, n-unit); c != '\n' && c != '\r' {
			break
		}
		n -= unit
	}
	return n
}

// split cuts a row into fields.
func (r *Row) split(text []byte, comma byte) (bad string) {
	r.plain = r.plain[:0]
	if len(bytes.TrimSpace(text)) == 0 {
		return ""
	}
	for {
		if len(r.fields) == maxFields {
			return "more fields than any export has"
		}
		field, rest, more := cutField(text, comma)
		r.fields = append(r.fields, r.unquoted(field))
		if !more {
			return ""
		}
		text = rest
	}
}

// cutField cuts behind the first separator outside of quotation marks.
func cutField(text []byte, comma byte) (field, rest []byte, more bool) {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			quoted = !quoted
			if quoted { // most text stands in long quotations
				if n := bytes.IndexByte(text[i+1:], '"'); n >= 0 {
					i += n
				}
			}
		case text[i] == comma && !quoted:
			return text[:i], text[i+1:], true
		}
	}
	return text, nil, false
}

// unquoted returns a field without quotation marks around it and with doubled ones as one.
func (r *Row) unquoted(field []byte) []byte {
	const least = 2
	if len(field) < least || field[0] != '"' || field[len(field)-1] != '"' {
		return field
	}
	field = field[1 : len(field)-1]
	if bytes.IndexByte(field, '"') < 0 {
		return field
	}
	start := len(r.plain)
	for {
		i := bytes.IndexByte(field, '"')
		if i < 0 {
			break
		}
		r.plain = append(r.plain, field[:i+1]...)
		field = field[min(i+2, len(field)):]
	}
	r.plain = append(r.plain, field...)
	return r.plain[start:len(r.plain):len(r.plain)]
}

// Len is the number of fields.
func (r *Row) Len() int { return len(r.fields) }

// Field returns a field, nil when there is none of that number. It lasts until the next row.
func (r *Row) Field(i int) []byte {
	if i < 0 || i >= len(r.fields) {
		return nil
	}
	return r.fields[i]
}
