package pgsql

import (
	"bytes"

	"dwell/evidence/value"
)

// maxColumns is more than any version of csvlog has (26 in versions 14 to 17).
const maxColumns = 40

// csvFields are the fields of one record of comma-separated values as PostgreSQL
// and pgaudit write them: quoted fields double their quotes and may hold line
// feeds, others hold neither quotes nor commas.
type csvFields struct {
	raw    [maxColumns][]byte // without the outer quotes
	double [maxColumns]bool   // holds doubled quotes
	quoted [maxColumns]bool
	count  int
	// buffers for fields with doubled quotes; a record has few of them
	unquoted [maxColumns][]byte
}

// parse splits one record and returns its length with the line feed, if it has
// one. bad says what is wrong with it; the fields are then of no use.
func (f *csvFields) parse(data []byte) (length int, bad string) {
	f.count = 0
	for pos := 0; ; {
		if f.count == maxColumns {
			return pos, "more columns than any version of PostgreSQL writes"
		}
		end, bad := f.field(data, pos)
		if bad != "" {
			return end, bad
		}
		f.count++
		switch {
		case end == len(data):
			return end, ""
		case data[end] == ',':
			pos = end + 1
		default: // line feed
			return end + 1, ""
		}
	}
}

// field reads the field at pos into its slot and returns where the separator behind
// it stands.
func (f *csvFields) field(data []byte, pos int) (end int, bad string) {
	i := f.count
	f.double[i], f.quoted[i] = false, false
	if pos < len(data) && data[pos] == '"' {
		return f.quotedField(data, pos+1)
	}
	end = pos
	for end < len(data) && data[end] != ',' && data[end] != '\n' {
		if data[end] == '"' {
			return end, "a quotation mark inside a field"
		}
		end++
	}
	f.raw[i] = data[pos:end]
	if end < len(data) && data[end] == '\n' {
		f.raw[i] = bytes.TrimSuffix(f.raw[i], []byte{'\r'})
	}
	return end, ""
}

func (f *csvFields) quotedField(data []byte, start int) (end int, bad string) {
	i := f.count
	f.quoted[i] = true
	for pos := start; ; {
		at := bytes.IndexByte(data[pos:], '"')
		if at < 0 {
			return len(data), "a quoted field that does not end"
		}
		at += pos
		if at+1 < len(data) && data[at+1] == '"' {
			f.double[i] = true
			pos = at + 2
			continue
		}
		f.raw[i] = data[start:at]
		end = at + 1
		if end+1 < len(data) && data[end] == '\r' && data[end+1] == '\n' {
			end++
		}
		if end < len(data) && data[end] != ',' && data[end] != '\n' {
			return end, "text behind a closing quotation mark"
		}
		return end, ""
	}
}

// get returns field i, "" when the record has fewer. It is valid until the next parse.
func (f *csvFields) get(i int) []byte {
	if i >= f.count {
		return nil
	}
	if !f.double[i] {
		return f.raw[i]
	}
	f.unquoted[i] = undouble(f.unquoted[i][:0], f.raw[i])
	return f.unquoted[i]
}

// undouble appends s with every "" as ".
func undouble(into, s []byte) []byte {
	for {
		at := bytes.IndexByte(s, '"')
		if at < 0 {
			return append(into, s...)
		}
		into = append(into, s[:at+1]...)
		s = s[min(at+2, len(s)):]
	}
}

// number returns field i as a number, or -1.
func (f *csvFields) number(i int) int64 { return number(f.get(i)) }

// number reads exactly the digits of b, or returns -1.
func number(b []byte) int64 {
	n, ok := value.Whole(b)
	if !ok {
		return -1
	}
	return n
}
