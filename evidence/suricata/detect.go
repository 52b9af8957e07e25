package suricata

import (
	"bytes"

	"dwell/evidence"
)

// detectLines is how many lines are looked at: enough to see past a torn one and past
// what a syslog daemon says of itself.
const detectLines = 20

// detect judges the beginning of a file.
func detect(head []byte) evidence.Confidence {
	head = bytes.TrimPrefix(head, byteOrderMark)
	best := evidence.No
	var r *record
	lines := 0
	for line := range bytes.Lines(head) {
		if lines++; lines > detectLines {
			break
		}
		text, ok := object(bytes.TrimRight(line, "\r\n"))
		if !ok || !bytes.Contains(text, []byte("event_type")) {
			continue
		}
		if r == nil {
			r = newRecord()
		}
		if best = max(best, r.judge(text)); best == evidence.Certain {
			break
		}
	}
	return best
}

// judge judges one object, which may be cut off at the end of the head.
func (r *record) judge(text []byte) evidence.Confidence {
	_ = r.scan(text) // of a line cut off, the keys before the cut count
	r.unpack()
	if !r.has(fieldType) || cleanName(r.text(fieldType)) == "" || !r.has(fieldTimestamp) && !r.has(fieldShipped) {
		return evidence.No
	}
	name := r.text(fieldType)
	known := kinds[name] != nil || reasons[name] != ""
	switch {
	case r.has(fieldFlowID) && (known || r.has(fieldSrcIP)):
		return evidence.Certain
	case known && r.has(fieldSrcIP) && r.has(fieldDstIP) && r.has(fieldProto):
		return evidence.Certain
	case name == "stats" && bytes.Contains(text, []byte(`"stats":{`)):
		return evidence.Likely
	}
	return evidence.No // others have types of events, too
}
