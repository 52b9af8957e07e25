package delimited

// Header says which column is which, by names without case, blanks and punctuation:
// products write "message-id", "message_id", "MessageId" and "Message ID".
type Header map[string]int

// HeaderOf reads a row of names. Of two columns with one name the first counts.
func HeaderOf(r *Row) Header {
	h := make(Header, r.Len())
	for i := range r.Len() {
		name := Name(r.Field(i))
		if _, found := h[name]; name != "" && !found {
			h[name] = i
		}
	}
	return h
}

// Name is the form in which a Header knows a column.
func Name(b []byte) string {
	const longest = 100
	name := make([]byte, 0, 32)
	for _, c := range b[:min(len(b), longest)] {
		switch {
		case c >= 'A' && c <= 'Z':
			name = append(name, c|0x20)
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c >= 0x80:
			name = append(name, c)
		}
	}
	return string(name)
}

// Has reports whether there are columns of all these names.
func (h Header) Has(names ...string) bool {
	for _, n := range names {
		if _, ok := h[n]; !ok {
			return false
		}
	}
	return true
}

// Column returns the number of the first of these columns that there is, or -1.
func (h Header) Column(names ...string) int {
	for _, n := range names {
		if i, ok := h[n]; ok {
			return i
		}
	}
	return -1
}
