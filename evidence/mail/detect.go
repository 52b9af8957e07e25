package mail

import (
	"bytes"

	"dwell/evidence"
	"dwell/evidence/message/header"
)

// rank says how much a field name speaks for a mail.
type rank uint8

const (
	rankNone   rank = iota
	rankCommon      // other formats have it too
	rankMail        // hardly anything but mail has it
)

// names are the fields by which a mail is known.
var names = map[string]rank{
	"from": rankCommon, "to": rankCommon, "cc": rankCommon, "subject": rankCommon, "date": rankCommon, "sender": rankCommon,
	"content-type": rankCommon, "content-disposition": rankCommon, "content-length": rankCommon, "bcc": rankCommon,

	"received": rankMail, "message-id": rankMail, "return-path": rankMail, "mime-version": rankMail, "reply-to": rankMail,
	"delivered-to": rankMail, "x-original-to": rankMail, "envelope-to": rankMail, "in-reply-to": rankMail, "references": rankMail,
	"dkim-signature": rankMail, "arc-seal": rankMail, "authentication-results": rankMail, "received-spf": rankMail,
	"x-mailer": rankMail, "content-transfer-encoding": rankMail, "list-id": rankMail, "list-unsubscribe": rankMail,
	"x-originating-ip": rankMail, "x-priority": rankMail, "thread-topic": rankMail, "errors-to": rankMail,
	"x-gm-thrid": rankMail, "x-mozilla-status": rankMail, "x-spam-status": rankMail, "x-uidl": rankMail,
}

// foreign are field names of HTTP and other formats with headers, which never
// stand in a mail without a Received or From line beside them.
var foreign = map[string]bool{
	"host": true, "server": true, "set-cookie": true, "cookie": true, "accept": true, "cache-control": true, "content-encoding": true,
	"transfer-encoding": true, "etag": true, "last-modified": true, "location": true, "user-agent-string": true, "package": true,
	"metadata-version": true, "manifest-version": true, "begin": true, "name": true, "title": true, "layout": true, "format": true,
}

// census counts what kinds of lines a head has.
type census struct {
	common, mail int  // distinct fields of each rank
	foreign      int  // fields of other formats
	broken       int  // lines that are no field
	lines        int  // fields in all
	unknown      int  // distinct fields of no rank
	ended        bool // a blank line ended the header
	address      bool // a From, To or Reply-To field holds an address
	mediaType    bool // a Content-Type field holds a media type
}

// detect judges the first bytes of a file.
func detect(head []byte) evidence.Confidence {
	head = trimLead(head)
	if fromLine(head, 0) {
		_, next := header.Line(head, 0)
		if next >= len(head) || fieldAt(head, next) {
			return evidence.Certain
		}
	}
	if n := emlxCount(head); n > 0 {
		if c := take(head[n:]); c.mail > 0 && c.broken == 0 {
			return evidence.Certain
		}
		return evidence.No
	}
	c := take(head)
	return c.confidence()
}

func (c *census) confidence() evidence.Confidence {
	known := c.common + c.mail
	switch {
	case c.lines == 0 || c.broken > 0 && (known < 4 || c.mail == 0) || c.broken > 2:
		return evidence.No
	case c.mail >= 1 && known >= 3 && (c.address || c.mail >= 3):
		return evidence.Certain
	case c.foreign > 0 && (c.mail == 0 || !c.address):
		return evidence.No
	case c.mail >= 1 && known >= 2:
		return evidence.Likely
	case c.address && known >= 2 && c.ended:
		return evidence.Likely
	case c.ended && (c.address || c.unknown == 0 && (c.mail > 0 || c.mediaType)):
		return evidence.Possible
	}
	return evidence.No
}

// maxDetectLines bounds the header lines that detect looks at.
const maxDetectLines = 500

// take counts the lines of the header at the start of head.
func take(head []byte) census {
	var c census
	seen := make(map[string]bool)
	for pos := 0; pos < len(head) && c.lines < maxDetectLines; {
		end, next := header.Line(head, pos)
		line := head[pos:end]
		cut := end == len(head) // the line may go on beyond the head
		pos = next
		switch {
		case len(line) == 0:
			c.ended = true
			return c
		case line[0] == ' ' || line[0] == '\t':
			if c.lines == 0 {
				c.broken++
				return c
			}
		case header.Colon(line) > 0:
			c.field(line, seen)
		case bytes.HasPrefix(line, []byte(">From ")) || cut && c.lines > 0:
		default:
			if c.broken++; c.broken > 2 || c.lines == 0 {
				return c
			}
		}
	}
	return c
}

func (c *census) field(line []byte, seen map[string]bool) {
	colon := header.Colon(line)
	name := string(bytes.ToLower(bytes.TrimRight(line[:colon], " \t")))
	value := line[colon+1:]
	c.lines++
	if foreign[name] {
		c.foreign++
	}
	if seen[name] {
		return
	}
	seen[name] = true
	switch names[name] {
	case rankCommon:
		c.common++
	case rankMail:
		c.mail++
	default:
		c.unknown++
	}
	switch name {
	case "from", "to", "reply-to", "return-path":
		c.address = c.address || bytes.IndexByte(value, '@') > 0
	case "content-type":
		slash := bytes.IndexByte(value, '/')
		c.mediaType = slash > 0 && bytes.IndexByte(bytes.TrimSpace(value[:slash]), ' ') < 0
	}
}

// trimLead passes over a byte order mark and a few blank lines.
func trimLead(head []byte) []byte {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	const most = 64
	for i := 0; i < most && len(head) > 0 && (head[0] == '\r' || head[0] == '\n'); i++ {
		head = head[1:]
	}
	return head
}

// emlxCount returns the length of the first line of an EMLX file, which holds the
// number of bytes of the message, or 0 when head does not start with one.
func emlxCount(head []byte) int {
	const longest = 14
	for i := range min(len(head), longest) {
		switch c := head[i]; {
		case c >= '0' && c <= '9':
		case c == '\n' && i > 0:
			return i + 1
		case c != ' ' && c != '\r' || i == 0:
			return 0
		}
	}
	return 0
}
