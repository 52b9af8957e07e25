package vpcflow

import (
	"bytes"

	"dwell/evidence/flowlog"
)

// maxBefore is how many fields may stand before those of the record: the time that
// CloudWatch puts there, and the name of the stream.
const maxBefore = 2

// lines is the layout of the lines under one header.
type lines struct {
	schema  *schema
	sensors *flowlog.Names
}

// Line reads one record.
func (l *lines) Line(line []byte, r *flowlog.Record) (flowlog.Outcome, string) {
	var cells [maxFields + maxBefore][]byte
	n := split(line, cells[:])
	before := n - len(l.schema.fields)
	if before < 0 || before > maxBefore || before > 0 && !isTime(cells[0]) {
		return flowlog.Damaged, "not as many fields as the format has"
	}
	var v values
	for i, f := range l.schema.fields {
		v[f] = cells[before+i]
	}
	return v.record(r, l.sensors)
}

// split cuts a line at its blanks and returns how many parts there are, one more than
// room when there are too many.
func split(line []byte, parts [][]byte) int {
	n := 0
	for len(line) > 0 {
		at := bytes.IndexByte(line, ' ')
		if at < 0 {
			at = len(line)
		}
		if at > 0 {
			if n == len(parts) {
				return n + maxFields
			}
			parts[n] = line[:at]
			n++
		}
		line = line[min(at+1, len(line)):]
	}
	return n
}

// isTime reports whether a field is a time as CloudWatch writes it (RFC 3339).
func isTime(b []byte) bool {
	_, ok := flowlog.Civil(bytes.TrimSuffix(b, []byte("Z")))
	return ok
}

// header returns the layout of the lines under a header, nil when it is none.
func header(line []byte, sensors *flowlog.Names) flowlog.Layout {
	var cells [maxFields + maxBefore][]byte
	n := split(line, cells[:])
	if n > maxFields {
		return nil
	}
	names := make([]string, n)
	for i := range names {
		names[i] = plain(cells[i])
	}
	if n > 0 && isTime(cells[0]) {
		names = names[1:]
	}
	if s := newSchema(names); s != nil {
		return &lines{s, sensors}
	}
	return nil
}
