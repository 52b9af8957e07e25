package zeek

import "bytes"

// schema is what the header of a table says about its rows. It does not change
// once it is made, so workers share it.
type schema struct {
	stream    *stream // nil for a stream that gives no events
	name      string  // of the stream, "" when it is not known
	columns   []field
	separator []byte // between columns
	elements  byte   // between the elements of a set
	empty     []byte
	unset     []byte
	host      bool // there is a column for the Host header
}

// maxExtraColumns is how many columns a row may have beyond its header: labels
// that were appended to the rows alone. A row with more was made of two.
const maxExtraColumns = 4

// split takes a row of a table apart and returns the number of its columns.
func (s *schema) split(line []byte, r *row) int {
	r.reset()
	r.separator = s.elements
	one := len(s.separator) == 1
	for i := 0; ; i++ {
		var end int
		if one {
			end = bytes.IndexByte(line, s.separator[0])
		} else {
			end = bytes.Index(line, s.separator)
		}
		value := line
		if end >= 0 {
			value = line[:end]
		}
		if i < len(s.columns) && s.columns[i] != fieldNone {
			s.put(r, s.columns[i], value)
		}
		if end < 0 {
			return i + 1
		}
		line = line[end+len(s.separator):]
		if i >= len(s.columns) {
			return i + 2 + bytes.Count(line, s.separator)
		}
	}
}

func (s *schema) put(r *row, f field, value []byte) {
	switch {
	case len(value) == len(s.unset) && bytes.Equal(value, s.unset):
	case len(value) == len(s.empty) && bytes.Equal(value, s.empty):
		r.set(f, nil, formTable)
	default:
		r.set(f, value, formTable)
	}
}

// header follows the header lines of a file, in order.
type header struct {
	separator []byte
	elements  byte
	empty     []byte
	unset     []byte
	path      []byte
	names     []string // of the columns; nil until they are known
}

func newHeader() header {
	return header{separator: []byte{'\t'}, elements: ',', empty: []byte(emptyMark), unset: []byte(unsetMark)}
}

// line reads one header line and says whether it is of a known kind.
func (h *header) line(line []byte) bool {
	if rest, ok := bytes.CutPrefix(line, []byte("#separator")); ok {
		*h = newHeader() // a log begins here
		if value := unescape(bytes.TrimSpace(rest)); len(value) > 0 {
			h.separator = value
		}
		return true
	}
	key, value, found := bytes.Cut(line, h.separator)
	if !found && len(h.separator) == 1 {
		key, value, _ = bytes.Cut(line, []byte{' '})
	}
	switch string(key) {
	case "#set_separator":
		if value = unescape(value); len(value) > 0 {
			h.elements = value[0]
		}
	case "#empty_field":
		h.empty = unescape(value)
	case "#unset_field":
		h.unset = unescape(value)
	case "#path":
		h.path, h.names = bytes.Clone(value), nil
	case "#fields":
		h.columns(value)
	case "#types", "#open", "#close":
	default:
		return false
	}
	return true
}

// columns takes the names of the columns. Some labelled collections separate the
// last ones with spaces, in the rows as in the header.
func (h *header) columns(value []byte) {
	h.names = nil
	for name := range bytes.SplitSeq(value, h.separator) {
		name, _, _ = bytes.Cut(name, []byte("   "))
		h.names = append(h.names, string(name))
	}
}

// unescape decodes the \x09 of a header value.
func unescape(value []byte) []byte {
	var out []byte
	for len(value) > 0 {
		c, n := value[0], 1
		if c == '\\' {
			c, n = unit(value)
		}
		out = append(out, c)
		value = value[n:]
	}
	return out
}

// schema makes the schema of the rows that follow, and the names of the columns
// that are unknown.
func (h *header) schema() (s *schema, unknown []string) {
	s = &schema{
		columns: make([]field, len(h.names)), separator: h.separator, elements: h.elements,
		empty: h.empty, unset: h.unset, name: cleanName(h.path),
	}
	var present fieldSet
	mark := ""
	for i, name := range h.names {
		c, ok := dictionary[name]
		if !ok {
			unknown = append(unknown, name)
			continue
		}
		s.columns[i] = c.field
		if c.mark != "" {
			mark = c.mark
		}
		if c.field != fieldNone {
			present.add(c.field)
		}
	}
	if len(h.path) == 0 {
		if s.name = mark; mark == "" {
			s.name = streamBySignature(&present)
		}
	}
	s.stream = streams[s.name]
	s.host = present.has(fieldHost)
	if s.stream == nil {
		unknown = nil // nothing is read of it anyway
	}
	return s, unknown
}
