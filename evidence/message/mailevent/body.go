package mailevent

import (
	"bytes"
	"strings"

	"dwell/event"
	"dwell/evidence/message/charset"
	"dwell/evidence/message/mime"
	"dwell/evidence/message/visible"
)

// The defects of the visible text.
const (
	defectHidden = "text hidden by its style was left out of the visible text"
	defectDecoy  = "the plain text says far less than the HTML beside it, which was read instead"
	defectLong   = "visible text cut at 1 MiB"
)

// decoyShare is how many times longer the HTML must be than the plain text beside
// it for the plain text to be a mere stand-in ("your program cannot show HTML").
const decoyShare = 4

// body collects the visible text of a mail.
type body struct {
	*Builder
	raw   []byte // the whole mail, to see whether it names a Korean charset
	asked bool   // that was done
	text  []string
	size  int
	links [][]string
}

// Body fills Parts, Text, Links and Codes from the leaves of the tree. Raw is the whole
// mail as it is stored, or what there is of it: what it names as charsets decides on
// text that names none.
func (b *Builder) Body(leaves []mime.Leaf, raw []byte) {
	m := b.Mail
	t := body{Builder: b, raw: raw}
	m.Parts = make([]event.Part, len(leaves))
	var done map[int]bool // alternatives that are read
	for i := range leaves {
		l := &leaves[i]
		m.Parts[i] = event.Part{Path: l.Path, Type: l.Type, Charset: l.Charset, Disposition: l.Disposition, Name: l.Name,
			TypeName: l.TypeName, OtherNames: l.OtherNames, ContentID: l.ContentID, Data: l.Data, Truncated: l.Truncated}
		m.Parts[i].Encoding, m.Parts[i].LineLength = l.Encoding, l.LineLength
		switch {
		case l.Alternative == 0:
			t.leaf(l)
		case !done[l.Alternative]:
			if done == nil {
				done = make(map[int]bool)
			}
			done[l.Alternative] = true
			t.alternative(leaves[i:], l.Alternative)
		}
	}
	m.Text = strings.TrimSpace(strings.Join(t.text, "\n\n"))
	m.Links = visible.Links(t.links...)
	if b.Codes != nil {
		m.Codes = b.Codes.Read(m.Subject, m.Text, m.Parts)
	}
}

// leaf adds a leaf that stands on its own.
func (b *body) leaf(l *mime.Leaf) {
	switch role(l) {
	case rolePlain:
		b.add(b.decode(l), nil)
	case roleHTML:
		page := b.page(l)
		b.add(page.Text, page.Links)
	}
}

// alternative adds one of several forms of the same text: plain text when it says
// what the HTML does, else the HTML. The links of both count.
func (b *body) alternative(leaves []mime.Leaf, number int) {
	var plain, rich []string
	var links [][]string
	for i := range leaves {
		if leaves[i].Alternative != number {
			continue
		}
		switch role(&leaves[i]) {
		case rolePlain:
			if text := b.decode(&leaves[i]); !says(plain, text) {
				plain = append(plain, text)
			}
		case roleHTML:
			page := b.page(&leaves[i])
			rich = append(rich, page.Text)
			links = append(links, page.Links)
		}
	}
	text, page := strings.TrimSpace(strings.Join(plain, "\n\n")), strings.TrimSpace(strings.Join(rich, "\n\n"))
	if len(text)*decoyShare < len(page) {
		if text != "" {
			b.Defect(defectDecoy)
			links = append(links, visible.TextLinks(text))
		}
		text = page
	}
	b.add(text, visible.Links(links...))
}

// says reports whether one of the texts is the given one but for its white space. TNEF
// repeats the text of the mail that it comes with.
func says(texts []string, text string) bool {
	for _, t := range texts {
		if strings.Join(strings.Fields(t), " ") == strings.Join(strings.Fields(text), " ") {
			return true
		}
	}
	return false
}

// add appends visible text, within the limit, and its links.
func (b *body) add(text string, links []string) {
	if left := maxText - b.size; len(text) > left {
		b.Defect(defectLong)
		text = string(cutText([]byte(text), left))
	}
	if text != "" {
		b.text = append(b.text, text)
		b.size += len(text)
	}
	b.links = append(b.links, links, visible.TextLinks(text))
}

// decode gives the text of a plain leaf with line feeds.
func (b *body) decode(l *mime.Leaf) string {
	text := b.utf8(l.Charset, cutText(l.Text, maxText-b.size))
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text
}

// page gives an HTML leaf reduced to what is seen.
func (b *body) page(l *mime.Leaf) visible.Page {
	label := l.Charset
	if label == "" {
		label = visible.MetaCharset(l.Text)
	}
	page := visible.HTML(b.utf8(label, l.Text), maxText-b.size)
	if page.Hidden {
		b.Defect(defectHidden)
	}
	return page
}

func (b *body) utf8(label string, data []byte) string {
	if !charset.ASCII(data) && !b.asked && !charset.Known(label) {
		b.asked = true
		b.Korean = b.Korean || charset.NamesKorean(b.raw)
	}
	t := charset.Decode(label, data, b.Korean)
	b.Defect(t.Defect)
	return t.String
}

// cutText cuts data to at most n bytes, at a line end or blank when one is near,
// never within a character of any charset.
func cutText(data []byte, n int) []byte {
	if len(data) <= n {
		return data
	}
	const near = 4096
	data = data[:max(n, 0)]
	if cut := bytes.LastIndexAny(data[max(0, len(data)-near):], "\n "); cut >= 0 {
		return data[:max(0, len(data)-near)+cut]
	}
	for len(data) > 0 && data[len(data)-1] >= 0x80 {
		data = data[:len(data)-1]
	}
	return data
}

// partRole is what a leaf has to do with the visible text.
type partRole uint8

const (
	roleNone partRole = iota
	rolePlain
	roleHTML
)

func role(l *mime.Leaf) partRole {
	if l.Disposition == "attachment" {
		return roleNone
	}
	switch l.Type {
	case "text/html", "application/xhtml+xml":
		return roleHTML
	case "text/plain", "text", "text/enriched", "text/markdown":
		return rolePlain
	case "text/calendar", "text/css", "text/csv", "text/directory", "text/vcard", "text/x-vcard", "text/xml", "text/rfc822-headers":
		return roleNone
	}
	if strings.HasPrefix(l.Type, "text/") {
		return rolePlain
	}
	return roleNone
}
