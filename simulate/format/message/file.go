package message

import (
	"dwell/simulate/format/message/spell"
	"dwell/simulate/format/message/wire"
)

// fileHeader appends the header of an attachment in the program's order.
func (w *writer) fileHeader(n *node) {
	fw := *w // the lines of a part are about its file
	fw.root = *n
	fw.header(w.p.file)
	w.buf = fw.buf
}

// fileName returns the name of the file as the program spells it.
func (w *writer) fileName() string { return w.root.file.Name }

// mediaType returns the declared type, "application/octet-stream" when there is none.
func (w *writer) mediaType() string {
	if t := wire.Clean(w.root.file.Type); t != "" {
		return t
	}
	return "application/octet-stream"
}

// paramStyle is the program's style with the charset of this client.
func (w *writer) paramStyle() wire.ParamStyle {
	style := w.p.param
	style.Words = w.wordStyle()
	style.Words.Longest = w.p.param.Words.Longest
	return style
}

func (w *writer) putFileType() bool {
	w.add(w.mediaType())
	style := w.paramStyle()
	style.Kind = wire.ParamWords // of the name: only the other parameter is extended
	w.param("name", w.fileName(), &style)
	return true
}

func (w *writer) param(name, value string, style *wire.ParamStyle) {
	if value != "" {
		w.buf = wire.Param(w.buf, name, value, style)
	}
}

func (w *writer) putDisposition() bool {
	if w.root.file.Inline {
		w.add("inline")
	} else {
		w.add("attachment")
	}
	style := w.paramStyle()
	w.param("filename", w.fileName(), &style)
	return true
}

// putContentID appends the name by which HTML points to an inline file.
func (w *writer) putContentID() bool {
	f := w.root.file
	if !f.Inline {
		return false
	}
	w.add("<")
	if f.ContentID != "" {
		w.clean(mailbox(f.ContentID))
	} else {
		w.buf = w.appendContentID(w.buf)
	}
	w.add(">")
	return true
}

// appendContentID spells the usual name of an inline file.
func (w *writer) appendContentID(dst []byte) []byte {
	s := w.letters(forPart, uint64(w.root.index))
	switch w.c.Program {
	case OutlookExchange, OutlookInternet:
		dst = spell.Number(append(dst, "image"...), uint64(w.root.index+1), spell.Digits, 3)
		dst = append(append(dst, '.'), "png@01"...)
		return s.Letters(append(s.Letters(dst, spell.HexUpper, 6), '.'), spell.HexUpper, 8)
	case AppleMail, IPhone:
		return s.UUID(dst, spell.HexUpper, true)
	}
	return append(append(s.Letters(append(dst, "part1."...), spell.Base62, 24), '@'), w.domain()...)
}
