package m365

import "bytes"

// elements finds where the JSON objects of a text begin and end, because a Ref needs that
// and decoders do not tell it. Around and between them stand brackets, commas and blanks.
type elements struct {
	lines bool // one object a line, so that a broken one costs its line only
}

// elementsOf judges the first bytes of a text.
func elementsOf(head []byte) elements {
	line, _, whole := bytes.Cut(head, []byte{'\n'})
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] != '{' {
		return elements{}
	}
	end := object(line, 0)
	return elements{lines: whole && end > 0 && len(bytes.TrimRight(line[end:], " \t\r,")) == 0}
}

// maxElement bounds one record; those about thousands of items are below a megabyte.
const maxElement = 4 << 20

// cut returns how many bytes of data are whole elements, for evidence.EachBlock.
func (e elements) cut(data []byte) int {
	if e.lines {
		return bytes.LastIndexByte(data, '\n') + 1
	}
	pos := 0
	for {
		_, end, whole := e.next(data, pos)
		if !whole {
			return pos
		}
		pos = end
	}
}

// next returns the place of the first element behind pos. It is not whole when data ends
// before it does; start is len(data) when there is none.
func (e elements) next(data []byte, pos int) (start, end int, whole bool) {
	for pos < len(data) && separates(data[pos]) {
		pos++
	}
	if pos == len(data) {
		return pos, pos, false
	}
	limit := min(len(data), pos+maxElement)
	if e.lines {
		if i := bytes.IndexByte(data[pos:limit], '\n'); i >= 0 {
			limit = pos + i
		}
	}
	if data[pos] == '{' {
		if end := object(data[:limit], pos); end > 0 {
			return pos, end, true
		}
		if limit == len(data) && !e.lines {
			return pos, len(data), false
		}
	}
	return pos, lineEnd(data, pos), true // no object, or one that does not end
}

// separates reports whether a character may stand around elements.
func separates(c byte) bool {
	switch c {
	case ' ', '\t', '\r', '\n', ',', '[', ']':
		return true
	}
	return false
}

func lineEnd(data []byte, pos int) int {
	if i := bytes.IndexByte(data[pos:], '\n'); i >= 0 {
		return pos + i
	}
	return len(data)
}

// object returns the end of the object at pos, 0 when it does not end. A string cannot go
// over a line feed (RFC 8259, section 7): there the object is broken.
func object(data []byte, pos int) int {
	depth := 0
	for pos < len(data) {
		switch data[pos] {
		case '"':
			if pos = quotation(data, pos); pos == 0 {
				return 0
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return pos + 1
			}
		}
		pos++
	}
	return 0
}

// quotation returns the end of the string at pos, 0 when it does not end.
func quotation(data []byte, pos int) int {
	for pos++; pos < len(data); pos++ {
		switch data[pos] {
		case '"':
			return pos + 1
		case '\\':
			pos++
		case '\n':
			return 0
		}
	}
	return 0
}
