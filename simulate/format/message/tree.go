package message

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"dwell/simulate/format/message/wire"
)

// node is a part of the message: several parts, a text, or a file.
type node struct {
	subtype  string // of a multipart; "plain" or "html" of a text; "" of a file
	children []node
	number   int // of a multipart, from which its boundary is spelled

	body     []byte // of a text, in its character set, lines ending with CR LF
	label    string // of the character set
	encoding encoding
	flowed   bool

	file  *Attachment
	index int // of the file in the message
}

func (n *node) multipart() bool { return n.children != nil }

// plan decides the parts of the message and how they nest.
func (w *writer) plan() {
	m := w.m
	html := m.HTML
	if html == "" && w.p.html != nil {
		html = w.p.html(w)
	} else if html != "" && m.Quote != nil && w.p.quote != nil {
		html = w.p.quote(m.Quote, w.c.Language).page(html)
	}
	var inline, attached []node
	for i := range m.Attachments {
		f := node{file: &m.Attachments[i], index: i}
		if f.file.Inline && html != "" {
			inline = append(inline, f)
		} else {
			attached = append(attached, f)
		}
	}
	w.root = w.nested(html, inline, attached)
	w.number(&w.root)
}

// nested builds the tree in the order in which the program nests.
func (w *writer) nested(html string, inline, attached []node) node {
	var parts []node
	if w.text != "" || html == "" {
		parts = append(parts, w.textNode(w.text, "plain"))
	}
	if html != "" {
		page := w.textNode(html, "html")
		switch {
		case w.p.nest == nestRelatedInside:
			page = with(page, "related", inline)
			inline = nil
		case w.p.nest == nestApple && len(parts) > 0:
			page = with(page, "related", inline)
			page = with(page, "mixed", attached)
			inline, attached = nil, nil
		}
		parts = append(parts, page)
	}
	top := parts[0]
	if len(parts) > 1 {
		top = node{subtype: "alternative", children: parts}
	}
	return with(with(top, "related", inline), "mixed", attached)
}

// with puts files behind a part; without files the part stays alone.
func with(first node, subtype string, files []node) node {
	if len(files) == 0 {
		return first
	}
	return node{subtype: subtype, children: append([]node{first}, files...)}
}

// number counts the multiparts, the outer ones first.
func (w *writer) number(n *node) {
	if !n.multipart() {
		return
	}
	if w.c.Program == OutlookExchange {
		next := 0
		exchangeNumbers(n, &next)
		return
	}
	w.boundaries++
	n.number = w.boundaries
	for i := range n.children {
		w.number(&n.children[i])
	}
}

// exchangeNumbers counts the parts as Exchange does: an alternative counts before
// what is in it, other multiparts behind.
func exchangeNumbers(n *node, next *int) {
	if n.subtype == "alternative" {
		n.number = *next
		*next++
	}
	for i := range n.children {
		exchangeNumbers(&n.children[i], next)
	}
	if n.subtype != "alternative" {
		n.number = *next
		*next++
	}
}

// textNode prepares a text part: character set, label and transfer encoding.
func (w *writer) textNode(text, subtype string) node {
	style := &w.p.text
	n := node{subtype: subtype, encoding: style.plain, flowed: style.flowed && subtype == "plain"}
	ascii := wire.ASCII(text)
	set := style.charset
	if w.c.Charset != wire.Unset {
		set = w.c.Charset
	}
	switch {
	case ascii && set == wire.ISO2022KR: // its control characters mean something in ASCII too
		set = wire.UTF8
		fallthrough
	case ascii:
		n.body = wire.Canonical(make([]byte, 0, len(text)+len(text)/16+2), text)
		n.label = style.ascii
	default:
		n.encoding = style.other
		coded, ok := set.Encode(text)
		if !ok {
			set = wire.UTF8
			coded = bytes.ToValidUTF8([]byte(text), []byte("\uFFFD"))
		}
		n.body = wire.Canonical(make([]byte, 0, len(coded)+len(coded)/16+2), coded)
		if set == wire.ISO2022KR {
			n.encoding = bit7
		}
	}
	if n.label == "" {
		n.label = set.Label()
		if style.upper {
			n.label = strings.ToUpper(n.label)
		}
	}
	if (n.encoding == bit7 || n.encoding == bit8) && !wire.Plain(n.body, set) {
		n.encoding = style.rescue
	}
	if n.encoding == dense {
		n.encoding = coded64
		if !crowded(n.body) {
			n.encoding = quoted
		}
	}
	return n
}

// crowded reports whether more than a sixth of the characters is beyond ASCII.
func crowded(text []byte) bool {
	beyond := 0
	for _, c := range text {
		if c >= utf8.RuneSelf {
			beyond++
		}
	}
	return beyond*6 > len(text)
}
