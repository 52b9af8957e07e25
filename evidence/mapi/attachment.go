package mapi

import (
	"strings"

	"dwell/event"
	"dwell/evidence/message/header"
	"dwell/evidence/message/mime"
)

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
