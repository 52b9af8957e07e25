package mapi

import (
	"strings"

	"dwell/evidence/mapi/lzfu"
	"dwell/evidence/mapi/rtf"
	"dwell/evidence/message/charset"
	"dwell/evidence/message/mime"
)

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
	if c.expanded >= maxBodies {
		c.defect(defectExpanded)
		return nil, nil
	}
	data, err := lzfu.Decompress(m.Bytes(CompressedRTF), MaxBody)
	c.expanded += len(data)
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
