package mail

import (
	"bytes"
	"slices"

	"dwell/event"
	"dwell/evidence/message/charset"
	"dwell/evidence/message/dkim"
	"dwell/evidence/message/header"
	"dwell/evidence/message/mailevent"
	"dwell/evidence/message/mime"
	"dwell/evidence/message/nested"
	"dwell/evidence/message/qr"
	"dwell/evidence/message/visible"
)

// defectNoBody is the defect of a mail that ends with its header.
const defectNoBody = "no body"

// defectEncloses is that of a mail that may hide others: only its Content-Length, which
// its sender may have written, says that they belong to it.
const defectEncloses = "lines like mailbox separators stand in it and were read as its text, as its Content-Length says"

// whyNoHeader is the reason for damage when a mail has no header at all.
const whyNoHeader = "no header line of a mail"

// parser turns the bytes of one mail into an event. It keeps memory between mails
// and belongs to one goroutine.
type parser struct {
	header header.Parser
	walker mime.Walker
	nested nested.Unpacker
	codes  qr.Reader
	hasher dkim.Hasher
	bytes  int // decoded for the last mail
}

// parse reads one mail; why tells why it could not be read. The bytes of the parts
// are valid until the walker is reset, and while data is.
func (p *parser) parse(data []byte, s span) (m event.Mail, why string) {
	m.Vantage = event.VantageServer
	b := mailevent.Builder{Mail: &m, Codes: &p.codes}
	data = bytes.TrimLeft(data, "\r\n")
	var separator event.Time
	if s.kind == kindMbox {
		data, separator = cutSeparator(data)
	}
	body := p.header.Parse(data)
	if len(p.header.Fields) == 0 {
		return m, whyNoHeader
	}
	b.Korean = !charset.ASCII(data[:body]) && charset.NamesKorean(data)
	for _, d := range p.header.Defects {
		b.Defect(d)
	}
	content := data[body:]
	if s.kind == kindMbox {
		content = cutLastLineEnd(content)
		if s.unquote {
			content = unquote(content)
		}
	}
	b.Fields(p.header.Fields)
	if b.Signed() && body < len(data) && !s.overlong && !slices.Contains(p.header.Defects, header.DefectNoBlankLine) {
		p.checkBody(&b, data, content, s)
	}
	b.Times(second(separator, s))
	if body >= len(data) {
		b.Defect(defectNoBody)
	}
	p.walker.Korean = b.Korean
	p.walker.Walk(p.header.Fields, content)
	found := p.nested.Unpack(p.walker.Leaves)
	b.Body(found.Leaves, data)
	if len(found.Links) > 0 {
		m.Links = visible.Links(m.Links, found.Links)
	}
	for _, defects := range [][]string{p.walker.Defects, found.Defects} {
		for _, d := range defects {
			b.Defect(d)
		}
	}
	if s.overlong {
		b.Defect("mail cut at 64 MiB")
	}
	if s.encloses {
		b.Defect(defectEncloses)
	}
	if s.kind == kindEMLX {
		appleDefects(&b, data, s)
	}
	p.bytes = 0
	for i := range m.Parts {
		p.bytes += len(m.Parts[i].Data)
	}
	return m, ""
}

// checkBody computes the hash of a body for its signatures. Of a mailbox that quotes
// "From " lines nobody can tell which it quoted, so both readings count.
func (p *parser) checkBody(b *mailevent.Builder, mail, content []byte, s span) {
	switch {
	case s.kind == kindEMLX && partial(mail): // Apple Mail keeps parts elsewhere
	case s.kind == kindMbox && !s.unquote && bytes.Contains(content, []byte(">From ")):
		b.CheckBody(&p.hasher, content, unquote(content))
	default:
		b.CheckBody(&p.hasher, content)
	}
}

// second is the time that stands in for what the header does not tell.
func second(separator event.Time, s span) mailevent.Second {
	if s.kind == kindEMLX {
		return mailevent.Second{Time: s.apple.received, What: "that at which Apple Mail received it"}
	}
	return mailevent.Second{Time: separator, What: "that of the mailbox separator"}
}

// appleDefects names what is wrong with an EMLX file. A part of which Apple Mail keeps
// the content elsewhere is empty and counts as cut.
func appleDefects(b *mailevent.Builder, message []byte, s span) {
	if s.apple.wrongCount {
		b.Defect(defectCount)
	}
	if !partial(message) {
		return
	}
	b.Defect(defectPartial)
	for i := range b.Mail.Parts {
		p := &b.Mail.Parts[i]
		p.Truncated = p.Truncated || len(p.Data) == 0 && (p.Name != "" || p.Disposition == "attachment")
	}
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
