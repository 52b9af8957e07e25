package weblog

import (
	"bytes"

	"dwell/event"
	"dwell/evidence"
)

const (
	// judged is how many lines the decision rests on.
	judged = 20
	// certainFrom is how many requests make it more than a chance.
	certainFrom = 3
)

// foreign are keys of other JSON logs of requests, which have readers of their own.
var foreign = [][]byte{
	[]byte(`"id.orig_h"`), []byte(`"id_orig_h"`), []byte(`"event_type"`), []byte(`"_path"`), []byte(`"@stream"`), []byte(`"error_severity"`),
	[]byte(`"eventSource"`), []byte(`"insertId"`), // cloud audit logs
}

// detect judges the first lines: most of them must be requests.
func detect(head []byte) evidence.Confidence {
	head = bytes.TrimPrefix(head, byteOrderMark)
	if last := bytes.LastIndexByte(head, '\n'); last >= 0 {
		head = head[:last+1]
	}
	if c, ok := detectExtended(head); ok {
		return c
	}
	p := newParser()
	p.begin(&evidence.Worker{})
	lines, good := 0, 0
	for line := range evidence.FirstLines(head, judged) {
		lines++
		if p.isRequest(line) {
			good++
		}
	}
	switch {
	case good == 0 || good*2 < lines:
		return evidence.No
	case good >= certainFrom:
		return evidence.Certain
	}
	return evidence.Likely
}

// isRequest reports whether a line is a request of an access log.
func (p *parser) isRequest(line []byte) bool {
	if len(line) > maxLine {
		return false
	}
	for _, key := range foreign {
		if line[0] == '{' && bytes.Contains(line, key) {
			return false
		}
	}
	var r event.WebRequest
	if p.request(line, &r) != "" {
		return false
	}
	return line[0] != '{' || r.Status > 0
}

// detectExtended judges a file with the header of the W3C format; false when there
// is none. The format serves proxies, firewalls and mail servers too.
func detectExtended(head []byte) (evidence.Confidence, bool) {
	const most = 64 // lines before the header: the file may begin in its middle
	n := 0
	for line := range bytes.Lines(head) {
		fields, ok := bytes.CutPrefix(line, []byte("#Fields:"))
		if !ok {
			if n++; n > most {
				break
			}
			continue
		}
		s := newSchema(fields, nil)
		switch {
		case !s.knows(columnTime) || !s.knows(columnMethod) || s.knows(columnProxy) || !s.knows(columnStem) && !s.knows(columnURI):
			return evidence.No, true
		case s.knows(columnClient) && s.knows(columnStatus):
			return evidence.Certain, true
		}
		return evidence.Likely, true
	}
	return evidence.No, false
}
