package mapi

import (
	"strconv"

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
	c.leaves, c.links, c.defects, c.attached, c.expanded, c.alternatives = c.leaves[:0], nil, nil, 0, 0, at.Alternative
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
