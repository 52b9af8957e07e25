package zeek

import (
	"bytes"

	"dwell/evidence/escape"
	"dwell/evidence/value"
)

// shapeColumns bounds the columns of a row that are looked at.
const shapeColumns = 64

// fits says whether the row, cut into columns, has the shape.
func (l *layout) fits(columns [][]byte) bool {
	if len(columns) < len(l.kinds) || len(columns) > len(l.kinds)+l.extra {
		return false
	}
	for i, kind := range l.kinds {
		if !kindFits(kind, columns[i]) {
			return false
		}
	}
	return true
}

// kindFits says whether a value is of a kind. Those of the first group must be
// there, the others may be unset.
func kindFits(kind byte, b []byte) bool {
	switch kind {
	case 't': // seconds since 1970
		d, ok := parseDecimal(b)
		return ok && d.pointed && !d.negative
	case 'u': // identifier of a connection
		return isIdentifier(b) && b[0] == 'C'
	case 'f': // identifier of a file, or a fingerprint
		return isIdentifier(b) && (b[0] == 'F' || len(b) == 40 || len(b) == 64)
	case 'a':
		return isAddress(b)
	case 'p':
		n, ok := count(b)
		return ok && n <= 65535
	case 'n': // of an enumeration, Scan::Port_Scan
		return bytes.Contains(b, []byte("::"))
	case 'w': // share of Windows
		return len(b) > 1 && b[0] == '\\' && b[1] == '\\'
	case 'l': // name of a node
		return len(b) > 0 && (b[0]|0x20 >= 'a' && b[0]|0x20 <= 'z')
	case 'B':
		return len(b) == 1 && (b[0] == 'T' || b[0] == 'F')
	case 's':
		return true
	}
	if isUnset(b) || isEmpty(b) {
		return true
	}
	switch kind {
	case 'e':
		return string(b) == "tcp" || string(b) == "udp" || string(b) == "icmp" || string(b) == "unknown_transport"
	case 'x': // conn_state: S0, SF, REJ, RSTOS0, OTH
		return len(b) >= 2 && len(b) <= 6 && (b[0] == 'S' || b[0] == 'R' || b[0] == 'O')
	case 'b':
		return len(b) == 1 && (b[0] == 'T' || b[0] == 'F')
	case 'U':
		return kindFits('u', b)
	case 'T':
		return kindFits('t', b)
	case 'm': // 00:50:56:aa:bb:cc
		return len(b) == 17 && b[2] == ':' && bytes.Count(b, []byte{':'}) == 5
	case 'r': // length of time, with its fraction
		d, ok := parseDecimal(b)
		return ok && d.pointed
	case 'c':
		_, ok := count(b)
		return ok
	case 'i':
		_, ok := parseDecimal(b)
		return ok
	case 'A':
		first, _, _ := bytes.Cut(b, []byte{','})
		return isAddress(first)
	}
	return false
}

// isIdentifier knows Zeek's identifiers: letters and digits, one to three dozen.
func isIdentifier(b []byte) bool {
	if len(b) < 8 || len(b) > 64 {
		return false
	}
	for _, c := range b {
		if c-'0' > 9 && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

func isAddress(b []byte) bool {
	if _, ok := value.IPv4(b); ok {
		return true
	}
	if len(b) < 2 || len(b) > 45 || bytes.Count(b, []byte{':'}) < 2 {
		return false
	}
	for _, c := range b {
		if escape.Digit(c) < 0 && c != ':' && c != '.' {
			return false
		}
	}
	return true
}

// shapeLines is how many rows are looked at to recognise a shape.
const shapeLines = 64

// vote counts the rows that have a layout, and those of them that have no column
// beyond it.
type vote struct{ fit, exact int }

// recognise returns the layout that most of the rows have, and how many do.
func recognise(rows [][]byte) (best *layout, agreeing int) {
	var columns [][]byte
	votes := make([]vote, len(layouts))
	for _, row := range rows {
		columns = columns[:0]
		for len(columns) <= shapeColumns {
			value, rest, found := bytes.Cut(row, []byte{'\t'})
			columns = append(columns, value)
			if !found {
				break
			}
			row = rest
		}
		for i := range layouts {
			if layouts[i].fits(columns) {
				votes[i].fit++
				if len(columns) == len(layouts[i].kinds) {
					votes[i].exact++
				}
			}
		}
	}
	var most vote
	for i, v := range votes {
		if v.fit > most.fit || v.fit == most.fit && v.exact > most.exact {
			best, most = &layouts[i], v
		}
	}
	return best, most.fit
}

// isHeaderRow knows a first line that only names the columns, as LogAscii with
// tsv=T writes it.
func isHeaderRow(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("ts\t")) || len(line) > 8<<10 {
		return false
	}
	known, all := 0, 0
	for name := range bytes.SplitSeq(line, []byte{'\t'}) {
		all++
		if _, ok := dictionary[string(name)]; ok {
			known++
		}
	}
	return known >= 3 && known*2 > all
}
