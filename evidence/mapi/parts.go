package mapi

import (
	"strconv"
	"strings"

	"dwell/event"
	"dwell/evidence/mapi/lzfu"
	"dwell/evidence/mapi/rtf"
	"dwell/evidence/message/charset"
	"dwell/evidence/message/header"
	"dwell/evidence/message/mime"
)

// Content is what a message holds: its bodies and attachments as leaves of a tree.
type Content struct {
	Leaves  []mime.Leaf
	Links   []string // targets of hyperlinks that no leaf shows
	Defects []string
}

// Place says where in a mail a message lies that is only a part of it.
type Place struct {
	Path        string // its own path, "" for the whole mail
	Alternative int    // the highest number of an alternative that the mail has already
}

// Content returns what a message holds. It is valid until the next call.
func (c *Converter) Content(m *Message, at Place) Content {
	m.prepare(0)
	c.begin(at)
	c.add(m, at.Path, 0)
	return c.content()
}

// Enclosed returns a message as one that a mail encloses: a leaf with its header, as a
// forwarded mail has one, and what it holds behind. It is valid until the next call.
func (c *Converter) Enclosed(m *Message, at Place) Content {
	c.begin(at)
	c.embedded(m, mime.Leaf{Path: at.Path, Type: "message/rfc822"}, 0)
	return c.content()
}

// MIME returns the leaves of an attached mail that is kept as it is on the Internet, as
// Enclosed does. It is valid until the next call.
func (c *Converter) MIME(data []byte, at Place) Content {
	c.begin(at)
	leaf := mime.Leaf{Path: at.Path, Type: "message/rfc822", Data: data, Text: data}
	c.leaves = append(c.leaves, leaf)
	c.inside(leaf)
	return c.content()
}

// Entity returns the leaves of a MIME entity that a file holds, below its place. It is
// valid until the next call.
func (c *Converter) Entity(data []byte, at Place) Content {
	c.begin(at)
	c.inside(mime.Leaf{Path: at.Path, Data: data})
	return c.content()
}

func (c *Converter) begin(at Place) {
	c.leaves, c.links, c.defects, c.attached, c.alternatives = c.leaves[:0], nil, nil, 0, at.Alternative
}

func (c *Converter) content() Content {
	return Content{Leaves: c.leaves, Links: c.links, Defects: c.defects}
}

func (c *Converter) defect(s string) {
	if s != "" {
		c.defects = append(c.defects, s)
	}
}

// add adds the leaves of a message.
func (c *Converter) add(m *Message, path string, depth int) {
	n := c.body(m, path)
	for i := range m.Attachments {
		if c.attached++; c.attached > MaxAttachments {
			c.defect(defectMany)
			return
		}
		n++
		c.attachment(&m.Attachments[i], child(path, n), depth)
	}
}

func child(path string, n int) string {
	if path == "" {
		return strconv.Itoa(n)
	}
	return path + "." + strconv.Itoa(n)
}

// body adds the forms in which the text of a message is kept and returns their number.
func (c *Converter) body(m *Message, path string) int {
	plain, page := m.plain(), m.html()
	var original *mime.Leaf
	if page == nil && m.Has(CompressedRTF) {
		var fromRTF *mime.Leaf
		fromRTF, original = c.rtf(m)
		switch {
		case fromRTF != nil && fromRTF.Type == "text/html":
			page = fromRTF
		case plain == nil:
			plain = fromRTF
		}
	}
	if plain == nil && page == nil {
		plain = m.report()
	}
	alternative := 0
	if plain != nil && page != nil {
		c.alternatives++
		alternative = c.alternatives
	}
	n := 0
	for _, l := range []*mime.Leaf{plain, page, original} {
		if l == nil {
			continue
		}
		n++
		l.Path, l.Alternative, l.Text = child(path, n), alternative, l.Data
		c.leaves = append(c.leaves, *l)
	}
	return n
}

// plain is the text of a message, nil when it has none.
func (m *Message) plain() *mime.Leaf { return m.text(Body, "text/plain") }

// report is the text of a report of delivery, which stands in for its body.
func (m *Message) report() *mime.Leaf { return m.text(ReportText, "text/plain") }

// html is the HTML of a message, nil when it has none. Outlook keeps it as bytes in the
// charset of the mail, other programs as text.
func (m *Message) html() *mime.Leaf {
	if m.Type(HTML) == TypeBinary {
		data := m.Bytes(HTML)
		if len(data) == 0 {
			return nil
		}
		page, _ := m.Int(InternetCodePage)
		return &mime.Leaf{Type: "text/html", Charset: charset.CodePage(int(page)), Data: data[:min(len(data), MaxBody)], Truncated: len(data) > MaxBody}
	}
	return m.text(HTML, "text/html")
}

// text is a property of text as a leaf.
func (m *Message) text(id ID, kind string) *mime.Leaf {
	switch m.Type(id) {
	case TypeUnicode:
		if text := m.Text(id); text != "" {
			return &mime.Leaf{Type: kind, Charset: "utf-8", Data: []byte(text)}
		}
	case TypeString8:
		if data := trimNUL(m.Bytes(id)); len(data) > 0 {
			return &mime.Leaf{Type: kind, Charset: charset.CodePage(m.CodePage), Data: data}
		}
	}
	return nil
}

func trimNUL(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	return b
}

// rtf is the text or HTML in the RTF of a message, and the RTF itself when it was not
// made from either.
func (c *Converter) rtf(m *Message) (content, original *mime.Leaf) {
	data, err := lzfu.Decompress(m.Bytes(CompressedRTF), MaxBody)
	if err != nil {
		c.defect(err.Error())
	}
	if len(data) == 0 {
		return nil, nil
	}
	doc := rtf.Parse(data, MaxBody)
	if doc.Cut {
		c.defect(defectLongRTF)
	}
	kind := "text/plain"
	if doc.Kind == rtf.HTML {
		kind = "text/html"
	}
	if strings.TrimSpace(doc.Content) != "" {
		content = &mime.Leaf{Type: kind, Charset: "utf-8", Data: []byte(doc.Content), Truncated: doc.Cut}
	}
	if doc.Kind == rtf.Native {
		c.links = append(c.links, doc.Links...)
		original = &mime.Leaf{Type: "application/rtf", Data: data}
	}
	return content, original
}

// The ways in which an attachment is kept ([MS-OXCMSG] 2.2.2.9).
const (
	byReference     = 2
	byReferenceOnly = 4
	byWebReference  = 7
)

// attachment adds an attachment and, when it is a mail, its leaves.
func (c *Converter) attachment(a *Attachment, path string, depth int) {
	leaf := mime.Leaf{Path: path, Type: a.mediaType(), Name: a.fileName(), ContentID: contentID(a.Text(AttachContentID)),
		Disposition: "attachment", Data: a.Bytes(AttachData), Truncated: a.Truncated}
	if a.Embedded != nil {
		c.embedded(a.Embedded, leaf, depth)
		return
	}
	if short := a.Text(AttachName); otherExtension(short, leaf.Name) {
		leaf.TypeName = short
	}
	if a.inline() && !strings.HasPrefix(leaf.Type, "text/") {
		leaf.Disposition = "inline"
	}
	switch method, _ := a.Int(AttachMethod); method {
	case byReference, byReferenceOnly, byWebReference:
		if leaf.Data == nil {
			c.defect(defectPath)
			c.reference(a)
		}
	}
	leaf.Text = leaf.Data
	c.leaves = append(c.leaves, leaf)
	if leaf.Type == "message/rfc822" || strings.HasPrefix(leaf.Type, "multipart/") {
		c.inside(leaf)
	}
}

// reference adds the place of a file that is attached by it.
func (c *Converter) reference(a *Attachment) {
	for _, id := range []ID{AttachLongPath, AttachPath} {
		if target := a.Text(id); target != "" {
			c.links = append(c.links, target)
			return
		}
	}
}

func (a *Attachment) mediaType() string {
	if a.Embedded != nil {
		return "message/rfc822"
	}
	kind, _, _ := strings.Cut(strings.ToLower(a.Text(AttachMIME)), ";")
	if kind = strings.TrimSpace(kind); strings.IndexByte(kind, '/') > 0 {
		return kind
	}
	return "application/octet-stream"
}

func (a *Attachment) fileName() string {
	for _, id := range []ID{AttachLongName, AttachName, DisplayName} {
		if name := strings.TrimSpace(a.Text(id)); name != "" {
			return name
		}
	}
	return ""
}

// inline reports whether the attachment is a picture of the HTML.
func (a *Attachment) inline() bool {
	const rendered = 4 // of the flags
	flags, _ := a.Int(AttachFlags)
	return flags&rendered != 0 || a.Bool(AttachHidden)
}

// otherExtension reports whether the short form of a name ends in another type than
// the long one does, of which it keeps three letters.
func otherExtension(short, long string) bool {
	s, l := extension(short), extension(long)
	return s != "" && !strings.EqualFold(s, l[:min(len(l), len(s))])
}

// extension returns the first three letters behind the last dot.
func extension(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return ""
	}
	name = name[dot+1:]
	return name[:min(3, len(name))]
}

func contentID(s string) string { return strings.Trim(s, "<> ") }

// embedded adds a message within a message: its header as a leaf, as a forwarded mail
// is one, and its own leaves behind.
func (c *Converter) embedded(m *Message, leaf mime.Leaf, depth int) {
	if depth+1 >= MaxDepth {
		c.defect(defectDepth)
		return
	}
	m.prepare(0)
	for _, d := range m.Defects {
		c.defect(d)
	}
	envelope := c.envelope(m)
	if leaf.Name == "" {
		leaf.Name = envelope.Subject
	}
	leaf.Disposition = ""
	leaf.Data = headerOf(m, &envelope)
	leaf.Text = leaf.Data
	c.leaves = append(c.leaves, leaf)
	c.add(m, leaf.Path, depth+1)
}

// envelope reads the fields of a message within a message.
func (c *Converter) envelope(m *Message) event.Mail {
	outer := c.builder
	defer func() { c.builder = outer }()
	var mail event.Mail
	c.builder.Mail = &mail
	c.fields(m)
	return mail
}

// inside adds the leaves of an attached mail or signed content that is kept as MIME.
func (c *Converter) inside(leaf mime.Leaf) {
	var p header.Parser
	body := p.Parse(leaf.Data)
	c.walker.Korean = c.builder.Korean
	c.walker.Walk(p.Fields, leaf.Data[body:])
	highest := 0
	for _, l := range c.walker.Leaves {
		l.Path = leaf.Path + "." + l.Path
		if l.Alternative > 0 {
			highest = max(highest, l.Alternative)
			l.Alternative += c.alternatives
		}
		c.leaves = append(c.leaves, l)
	}
	c.alternatives += highest
	for _, d := range c.walker.Defects {
		c.defect(d)
	}
}
