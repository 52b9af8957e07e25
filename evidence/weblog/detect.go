package weblog

import (
	"bytes"

	"dwell/event"
	"dwell/evidence"
)

// judged is how many lines the decision rests on.
const judged = 20

// foreign are keys of other JSON logs of requests, which have readers of their own.
var foreign = [][]byte{
	[]byte(`"id.orig_h"`), []byte(`"id_orig_h"`), []byte(`"event_type"`), []byte(`"_path"`), []byte(`"@stream"`), []byte(`"error_severity"`),
}

// detect judges the first lines: most of them must be requests.
func detect(head []byte) evidence.Confidence {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if last := bytes.LastIndexByte(head, '\n'); last >= 0 {
		head = head[:last+1]
	}
	p := &parser{words: map[string]string{}}
	w := &evidence.Worker{}
	lines, good := 0, 0
	for line := range bytes.Lines(head) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if lines++; lines > judged {
			break
		}
		if len(line) <= maxLine && request(p, w, line) {
			good++
		}
	}
	switch {
	case good == 0 || good*2 < min(lines, judged):
		return evidence.No
	case good >= 3:
		return evidence.Certain
	}
	return evidence.Likely
}

// request reports whether a line is a request of an access log.
func request(p *parser, w *evidence.Worker, line []byte) bool {
	r := event.WebRequest{}
	if line[0] != '{' {
		return p.combined(w, line, &r) == ""
	}
	for _, f := range foreign {
		if bytes.Contains(line, f) {
			return false
		}
	}
	return p.json(w, line, &r) == "" && r.Status > 0 && (r.Method != "" || r.URI != "")
}
