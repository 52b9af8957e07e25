package mail

import (
	"bytes"
	"math"
	"strings"
	"time"

	"dwell/event"
	"dwell/evidence/mail/mime"
	"dwell/evidence/message/charset"
	"dwell/evidence/message/header"
)

// The limits of one mail beyond those of the packages header and mime.
const (
	maxHops       = 200
	maxReferences = 1000
	maxText       = 1 << 20 // bytes of visible text
	maxDefects    = 50
)

// farDate is how far the Date of a mail may lie from its delivery without remark.
// Queues give up after five days, and senders with a dead clock battery are off by
// years.
const farDate = 30 * 24 * time.Hour

// The defects found in whole mails.
const (
	defectNoDate      = "no Date"
	defectBadDate     = "unreadable Date"
	defectByReceived  = ": the time is that of the newest Received line"
	defectBySeparator = ": the time is that of the mailbox separator"
	defectFarDate     = "Date and delivery lie more than 30 days apart"
	defectNoBody      = "no body"
	defectRepeated    = "more than one header field "
)

// whyNoHeader is the reason for damage when a mail has no header at all.
const whyNoHeader = "no header line of a mail"

// parser turns the bytes of one mail into an event. It keeps memory between mails
// and belongs to one goroutine.
type parser struct {
	header header.Parser
	walker mime.Walker
	korean bool // the mail names a Korean charset
	bytes  int  // decoded for the last mail

	mail *event.Mail // at hand
}

// parse reads one mail; why tells why it could not be read. The bytes of the parts
// are valid until the walker is reset, and while data is.
func (p *parser) parse(data []byte, s span) (m event.Mail, why string) {
	m.Vantage = event.VantageServer
	p.mail = &m
	data = bytes.TrimLeft(data, "\r\n")
	var separator event.Time
	if s.kind == kindMbox {
		data, separator = cutSeparator(data)
	}
	body := p.header.Parse(data)
	if len(p.header.Fields) == 0 {
		return m, whyNoHeader
	}
	p.korean = !charset.ASCII(data[:body]) && charset.NamesKorean(data)
	for _, d := range p.header.Defects {
		p.defect(d)
	}
	content := data[body:]
	if s.kind == kindMbox {
		content = cutLastLineEnd(content)
		if s.unquote {
			content = unquote(content)
		}
	}
	badDate := p.fields()
	p.times(separator, badDate)
	if body >= len(data) {
		p.defect(defectNoBody)
	}
	p.walker.Korean = p.korean
	p.walker.Walk(p.header.Fields, content)
	p.parts(data)
	for _, d := range p.walker.Defects {
		p.defect(d)
	}
	if s.overlong {
		p.defect("mail cut at 64 MiB")
	}
	return m, ""
}

func (p *parser) defect(s string) {
	if s == "" || len(p.mail.Defects) >= maxDefects {
		return
	}
	for _, d := range p.mail.Defects {
		if d == s {
			return
		}
	}
	p.mail.Defects = append(p.mail.Defects, s)
}

// cutSeparator takes the "From " line off and reads its date.
func cutSeparator(data []byte) ([]byte, event.Time) {
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		data = data[len("\xef\xbb\xbf"):]
	}
	if !bytes.HasPrefix(data, []byte("From ")) {
		return data, event.Time{}
	}
	line, next := separatorLine(data, 0)
	t, _ := header.Date(dateOf(line[len("From "):]))
	return data[next:], t
}

// cutLastLineEnd takes off the empty line that ends a mail in an mbox.
func cutLastLineEnd(body []byte) []byte {
	for _, end := range [][]byte{[]byte("\r\n\r\n"), []byte("\n\n")} {
		if bytes.HasSuffix(body, end) {
			return body[:len(body)-len(end)/2]
		}
	}
	return body
}

// unquote takes one ">" off every line of the form ">From ", ">>From ".
func unquote(body []byte) []byte {
	if !bytes.Contains(body, []byte(">From ")) {
		return body
	}
	out := make([]byte, 0, len(body))
	for pos := 0; pos < len(body); {
		end := bytes.IndexByte(body[pos:], '\n')
		next := len(body)
		if end >= 0 {
			next = pos + end + 1
		}
		line := body[pos:next]
		if line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
			line = line[1:]
		}
		out = append(out, line...)
		pos = next
	}
	return out
}

// times sets Delivered, and Time when the Date field did not.
func (p *parser) times(separator event.Time, badDate bool) {
	m := p.mail
	for i := range m.Hops {
		if !m.Hops[i].Time.IsZero() {
			m.Delivered = m.Hops[i].Time
			break
		}
	}
	received := !m.Delivered.IsZero()
	if !received {
		m.Delivered = separator
	}
	if !m.Time.IsZero() {
		if !m.Delivered.IsZero() && apart(m.Time, m.Delivered) > farDate {
			p.defect(defectFarDate)
		}
		return
	}
	m.Time = m.Delivered
	why := defectNoDate
	if badDate {
		why = defectBadDate
	}
	switch {
	case received:
		why += defectByReceived
	case !separator.IsZero():
		why += defectBySeparator
	}
	p.defect(why)
}

// apart returns the distance of two times, which may be centuries.
func apart(a, b event.Time) time.Duration {
	d := math.Abs(float64(a.Nanos) - float64(b.Nanos))
	return time.Duration(min(d, math.MaxInt64/2))
}

// messageIDs returns the identifiers of a field, without angle brackets.
func messageIDs(value []byte, most int) []string {
	var ids []string
	for len(value) > 0 && len(ids) < most {
		open := bytes.IndexByte(value, '<')
		if open < 0 {
			break
		}
		value = value[open+1:]
		end := bytes.IndexAny(value, "><")
		if end < 0 {
			break
		}
		if id := identifier(value[:end]); id != "" {
			ids = append(ids, id)
		}
		value = value[end:]
	}
	return ids
}

// messageID returns the identifier of a Message-ID or In-Reply-To field, with or
// without its angle brackets.
func messageID(value []byte) string {
	if ids := messageIDs(value, 1); len(ids) > 0 {
		return ids[0]
	}
	word := bytes.Trim(value, "<> \t")
	if cut := bytes.IndexAny(word, " \t"); cut >= 0 && bytes.IndexByte(word[:cut], '@') < 0 {
		return ""
	} else if cut >= 0 {
		word = word[:cut]
	}
	return identifier(word)
}

func identifier(b []byte) string {
	return strings.ToValidUTF8(string(bytes.TrimSpace(b)), "\uFFFD")
}
