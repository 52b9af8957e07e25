package mail

import (
	"bytes"
	"strconv"
	"time"

	"dwell/event"
)

// The defects of an EMLX file.
const (
	defectCount   = "EMLX: the byte count does not end at the property list"
	defectPartial = "EMLX: Apple Mail keeps attachments of this mail in files of their own beside it"
)

// apple is what an EMLX file tells besides the message.
type apple struct {
	received   event.Time
	wrongCount bool
}

// emlxSpan finds the message in an EMLX file: behind its first line, with as many bytes as
// that says. When no property list follows there, the list decides that is found
// instead: the count of a file that was edited or copied as text is wrong.
func emlxSpan(data []byte) span {
	lead := len(data) - len(trimLead(data))
	s := span{start: lead + emlxCount(data[lead:]), end: len(data), kind: kindEMLX}
	count, err := strconv.Atoi(string(bytes.TrimSpace(data[lead:s.start])))
	end := s.start + count
	list := -1
	switch {
	case err == nil && end <= len(data) && isList(data[end:]):
		s.end, list = end, end
	default:
		if at := bytes.LastIndex(data[s.start:], []byte("<?xml")); at >= 0 && isList(data[s.start+at:]) {
			list = s.start + at
			s.end = list
			s.apple.wrongCount = true
		} else if err == nil && end <= len(data) {
			s.end = end
			s.apple.wrongCount = len(bytes.TrimSpace(data[end:])) > 0
		} else {
			s.apple.wrongCount = true
		}
	}
	if list >= 0 {
		s.apple.received = received(data[list:])
	}
	return s
}

// isList reports whether a property list begins at the head of data.
func isList(data []byte) bool {
	const window = 1000
	data = bytes.TrimLeft(data, "\r\n")
	data = data[:min(len(data), window)]
	return bytes.HasPrefix(data, []byte("<?xml")) && bytes.Contains(data, []byte("<plist"))
}

// received reads the time at which Apple Mail took the message in: seconds since 1970.
func received(list []byte) event.Time {
	_, rest, found := bytes.Cut(list, []byte("<key>date-received</key>"))
	if !found {
		return event.Time{}
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	for _, tag := range []string{"<integer>", "<real>"} {
		value, ok := bytes.CutPrefix(rest, []byte(tag))
		if !ok {
			continue
		}
		value, _, _ = bytes.Cut(value, []byte("<"))
		seconds, err := strconv.ParseFloat(string(bytes.TrimSpace(value)), 64)
		const last = 9_000_000_000 // the year 2255
		if err != nil || !(seconds > 0 && seconds < last) {
			return event.Time{}
		}
		return event.UTC(int64(seconds)*int64(time.Second), event.PrecisionSecond)
	}
	return event.Time{}
}

// partial reports whether attachments were taken out of the message.
func partial(message []byte) bool {
	return bytes.Contains(message, []byte("\nX-Apple-Content-Length:"))
}
