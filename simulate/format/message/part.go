package message

import (
	"bytes"

	"dwell/simulate/format/message/wire"
)

// body appends what stands below the header of the message or of a part.
func (w *writer) body(n *node) {
	switch {
	case n.multipart():
		w.parts(n)
	case n.file != nil:
		w.buf = wire.Base64(w.buf, n.file.Data)
	default:
		w.textBody(n)
	}
}

// textBody appends a text in its transfer encoding. The text of a message that has
// no parts ends with a line end, also when there is none.
func (w *writer) textBody(n *node) {
	switch n.encoding {
	case coded64:
		w.buf = wire.Base64(w.buf, n.body)
	case quoted:
		w.buf = wire.Quoted(w.buf, n.body)
	default:
		w.buf = append(w.buf, n.body...)
	}
	if n == &w.root && (len(n.body) == 0 || !bytes.HasSuffix(w.buf, []byte(crlf))) {
		w.add(crlf)
	}
}

// parts appends a multipart.
func (w *writer) parts(n *node) {
	boundary := w.mark(n)
	if n == &w.root {
		w.add(w.p.preamble)
	}
	for i := range n.children {
		child := &n.children[i]
		w.add("--")
		w.buf = append(w.buf, boundary...)
		w.add(crlf)
		w.partHeader(child)
		w.add(crlf)
		w.body(child)
		if !w.p.tight || child.multipart() || child.encoding != coded64 && child.file == nil {
			w.add(crlf)
		}
	}
	w.add("--")
	w.buf = append(w.buf, boundary...)
	w.add("--" + crlf)
}

// partHeader appends the header of a part.
func (w *writer) partHeader(n *node) {
	switch {
	case n.file != nil:
		w.fileHeader(n)
	case w.p.text.first:
		w.partEncoding(n)
		w.partType(n)
	default:
		w.partType(n)
		w.partEncoding(n)
	}
}

func (w *writer) partType(n *node) {
	w.add("Content-Type: ")
	w.contentType(n)
	w.add(crlf)
}

func (w *writer) partEncoding(n *node) {
	start := len(w.buf)
	w.add("Content-Transfer-Encoding: ")
	if !w.contentEncoding(n) {
		w.buf = w.buf[:start]
		return
	}
	w.add(crlf)
}

// contentType appends the value of Content-Type of a text or a multipart.
func (w *writer) contentType(n *node) {
	if n.multipart() {
		w.add("multipart/" + n.subtype + ";" + w.p.typeFold)
		w.add("boundary=")
		mark := w.mark(n)
		if w.p.bareMark {
			w.buf = append(w.buf, mark...)
			return
		}
		w.add(`"`)
		w.buf = append(w.buf, mark...)
		w.add(`"`)
		return
	}
	style := &w.p.text
	w.add("text/" + n.subtype + ";" + style.fold + "charset=")
	if style.quotes {
		w.add(`"` + n.label + `"`)
	} else {
		w.add(n.label)
	}
	if n.flowed {
		w.add("; format=flowed")
	}
}

// contentEncoding appends the value of Content-Transfer-Encoding; false when the
// program leaves the line out.
func (w *writer) contentEncoding(n *node) bool {
	if n.multipart() {
		return false
	}
	switch n.encoding {
	case bit8:
		w.add("8bit")
	case quoted:
		w.add("quoted-printable")
	case coded64:
		w.add("base64")
	default:
		w.add("7bit")
		return !w.p.text.unsaid
	}
	return true
}

// mark returns the boundary of a multipart: one that no text in the message has.
func (w *writer) mark(n *node) []byte {
	var room [80]byte
	at := len(w.buf)
	for try := 0; ; try++ {
		w.p.boundary(w, n.number+try<<16)
		mark := append(room[:0], w.buf[at:]...)
		w.buf = w.buf[:at]
		if !w.root.contains(mark) {
			return mark
		}
	}
}

// contains reports whether a text that is not encoded has the boundary at the start
// of a line.
func (n *node) contains(mark []byte) bool {
	for i := range n.children {
		if n.children[i].contains(mark) {
			return true
		}
	}
	return n.encoding != coded64 && len(n.body) > len(mark) && bytes.Contains(n.body, mark)
}
