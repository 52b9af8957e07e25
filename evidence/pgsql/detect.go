package pgsql

import (
	"bytes"

	"dwell/evidence"
)

// detect judges the first bytes of a file. The layout is never nil: what is none of
// the three is read as stderr, whose lines then are damaged.
func detect(head []byte) (layout, evidence.Confidence) {
	if startsCSV(head) {
		return csvLog{}, evidence.Certain
	}
	if isJSONLog(firstLine(head)) {
		return jsonLog{}, evidence.Certain
	}
	if nextCSV(head, 0) < len(head) { // rotated in the middle of a record
		return csvLog{}, evidence.Likely
	}
	if _, rest, ok := bytes.Cut(head, []byte{'\n'}); ok && isJSONLog(firstLine(rest)) {
		return jsonLog{}, evidence.Likely
	}
	p, fits, lines := infer(head)
	return &stderrLog{p}, stderrConfidence(head, p, fits, lines)
}

// jsonKeys are always written by jsonlog.
var jsonKeys = [][]byte{[]byte(`"timestamp":"`), []byte(`"pid":`), []byte(`"error_severity":"`)}

func isJSONLog(line []byte) bool {
	if len(line) == 0 || line[0] != '{' {
		return false
	}
	for _, key := range jsonKeys {
		if !bytes.Contains(line, key) {
			return false
		}
	}
	return true
}

// stderrConfidence judges by how many of the lines the inferred prefix fits. Other
// programs write "LOG: " too, but with one space, or without a time.
func stderrConfidence(head []byte, p *prefix, fits, lines int) evidence.Confidence {
	const enough = 3 // lines, so that no single quoted line decides
	all := 1 + bytes.Count(head, []byte{'\n'}) - bytes.Count(head, []byte("\n\t"))
	switch {
	case !p.hasTime || fits == 0 || 2*fits < lines || 4*fits < all:
		return evidence.No
	case bytes.Contains(head, []byte("LOG:  AUDIT: ")), fits >= enough && 4*fits >= 3*lines:
		return evidence.Likely
	}
	return evidence.Possible
}
