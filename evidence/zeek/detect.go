package zeek

import (
	"bytes"

	"dwell/evidence"
	"dwell/evidence/value"
)

// detectLines is how many lines are looked at: enough to see past a torn one.
const detectLines = 20

// detect judges the beginning of a file.
func detect(head []byte) evidence.Confidence {
	head = bytes.TrimPrefix(head, byteOrderMark)
	best := evidence.No
	var rows [][]byte
	for pos, lines := 0, 0; pos < len(head) && lines < detectLines; {
		end, next := lineEnd(head, pos)
		line := bytes.TrimLeft(head[pos:end], " \t")
		whole := next > end
		pos = next
		if len(line) == 0 {
			continue
		}
		lines++
		switch {
		case line[0] == '#':
			best = max(best, detectHeader(line))
		case line[0] == '{':
			best = max(best, detectJSON(line, 0))
		case isHeaderRow(line):
			best = max(best, evidence.Likely)
		case whole || len(rows) == 0:
			rows = append(rows, line)
		}
		if best == evidence.Certain {
			return best
		}
	}
	return max(best, detectRows(rows))
}

// detectHeader judges a line that begins with #.
func detectHeader(line []byte) evidence.Confidence {
	if bytes.HasPrefix(line, []byte(`#separator \x`)) || bytes.HasPrefix(line, []byte("#fields\t")) {
		return evidence.Certain
	}
	return evidence.No
}

// detectJSON judges a line of JSON, which may be cut off at the end of the head.
func detectJSON(line []byte, inner int) evidence.Confidence {
	var r row
	r.names = value.NewInterner()
	s := jsonScanner{unknown: func([]byte) {}}
	_ = s.scan(line, &r) // of a line cut off, the keys before the cut count
	if inside := r.record(nil); inside != nil && inner < maxEnvelopes {
		if c := detectInside(inside, inner+1); c != evidence.No {
			return c
		}
	}
	switch {
	case r.isOfZeek():
		return evidence.Certain
	case !r.has(fieldTS):
		return evidence.No
	}
	name, known := r.stream()
	switch {
	case r.has(fieldUID) && r.has(fieldOrigH) && r.has(fieldRespH):
		return evidence.Certain
	case known != nil && (r.has(fieldPath) || r.has(fieldFUID) || r.has(fieldNote) || r.has(fieldCertSubject)):
		return evidence.Certain
	case r.mark != "" && !r.has(fieldPath):
		return evidence.Possible
	case known != nil, name != "" && r.has(fieldPath):
		return evidence.Likely
	}
	return evidence.No
}

// detectInside judges the text that a document holds.
func detectInside(text []byte, inner int) evidence.Confidence {
	if text[0] == '{' {
		return detectJSON(text, inner)
	}
	return detectRows([][]byte{text})
}

// likelyRows is how many rows of one shape make it more than a chance.
const likelyRows = 3

// detectRows judges rows without a header.
func detectRows(rows [][]byte) evidence.Confidence {
	_, agreeing := recognise(rows)
	switch {
	case agreeing >= likelyRows:
		return evidence.Likely
	case agreeing > 0:
		return evidence.Possible
	}
	return evidence.No
}
