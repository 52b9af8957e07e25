package message

import (
	"strings"

	"dwell/simulate/format/message/trace"
	"dwell/simulate/format/message/wire"
)

// The values of the header lines that several programs write. Each appends its
// value and reports whether the message has one.

func (w *writer) putFrom() bool { return w.addresses([]Address{w.m.From}) }
func (w *writer) putTo() bool   { return w.addresses(w.m.To) }
func (w *writer) putCc() bool   { return w.addresses(w.m.Cc) }

func (w *writer) putSender() bool {
	return w.m.Sender.Addr != "" && w.addresses([]Address{w.m.Sender})
}

func (w *writer) putReplyTo() bool { return w.addresses(w.m.ReplyTo) }

func (w *writer) putSubject() bool {
	w.phrase(w.m.Subject)
	return true
}

// phrase appends text of a person: as it is when it is safe ASCII, else in encoded
// words.
func (w *writer) phrase(text string) {
	if wire.Safe(text) {
		w.buf = wire.FoldWith(w.buf, text, w.p.width, w.p.fold)
		return
	}
	style := w.wordStyle()
	w.buf = wire.Words(w.buf, wire.Column(w.buf), text, &style)
}

// wordStyle is the program's style with the charset of this client.
func (w *writer) wordStyle() wire.WordStyle {
	style := w.p.words
	if w.c.Charset != wire.Unset {
		style.Charset = w.c.Charset
	}
	return style
}

func (w *writer) putDate() bool {
	at := w.m.Date
	if w.p.date.utc {
		at = at.UTC()
	}
	w.buf = at.AppendFormat(w.buf, w.p.date.layout)
	if name, _ := at.Zone(); w.p.date.zone && trace.Abbreviation(name) {
		w.add(" (" + name + ")")
	}
	return true
}

// The layouts of package time for the Date of the programs.
const (
	dateShort = "Mon, 2 Jan 2006 15:04:05 -0700"
	dateZeros = "Mon, 02 Jan 2006 15:04:05 -0700"
)

func (w *writer) putID() bool {
	w.add("<")
	w.p.id(w)
	w.add(">")
	return true
}

func (w *writer) putInReplyTo() bool {
	if w.m.InReplyTo == "" {
		return false
	}
	w.reference(w.m.InReplyTo)
	return true
}

// putReferences appends the thread, which ends with the mail that is answered.
func (w *writer) putReferences() bool {
	w.each(func(id string, first bool) {
		if !first {
			w.gap(len(id) + len("<>"))
		}
		w.reference(id)
	})
	return len(w.m.References) > 0 || w.m.InReplyTo != ""
}

// putReferencesInLine is putReferences without a break of the line.
func (w *writer) putReferencesInLine() bool {
	w.each(func(id string, first bool) {
		switch {
		case first:
		case wire.Column(w.buf)+len(id) > wire.MaxLine-len(" <>"):
			w.add(w.p.fold)
		default:
			w.add(" ")
		}
		w.reference(id)
	})
	return len(w.m.References) > 0 || w.m.InReplyTo != ""
}

// each calls the function for every mail of the thread.
func (w *writer) each(do func(id string, first bool)) {
	first := true
	for _, id := range w.m.References {
		do(id, first)
		first = false
	}
	if n := len(w.m.References); w.m.InReplyTo != "" && (n == 0 || w.m.References[n-1] != w.m.InReplyTo) {
		do(w.m.InReplyTo, first)
	}
}

// gap appends a blank, or breaks the line when n characters more don't fit.
func (w *writer) gap(n int) {
	if wire.Column(w.buf)+1+n > w.p.width {
		w.add(w.p.fold)
		return
	}
	w.add(" ")
}

// reference appends a Message-ID in angle brackets.
func (w *writer) reference(id string) {
	w.add("<")
	w.clean(strings.Map(noBlank, strings.Trim(id, "<> ")))
	w.add(">")
}

func noBlank(r rune) rune {
	if r == ' ' || r == '<' || r == '>' {
		return -1
	}
	return r
}

func (w *writer) putMIMEVersion() bool {
	w.add("1.0")
	return !w.last
}

func (w *writer) putType() bool {
	w.contentType(&w.root)
	return true
}

func (w *writer) putEncoding() bool { return w.contentEncoding(&w.root) }

// putExtra appends the further lines of the message.
func (w *writer) putExtra() bool {
	for i := range w.m.Extra {
		w.clean(strings.Map(noBlank, w.m.Extra[i].Name))
		w.add(": ")
		w.buf = wire.Fold(w.buf, wire.Clean(w.m.Extra[i].Value), wire.MaxLine)
		w.add(crlf)
	}
	return true
}

// literal gives a line whose value is always the same.
func literal(value string) func(*writer) bool {
	return func(w *writer) bool {
		w.add(value)
		return true
	}
}

// urgent gives a line that only mails of another priority than the usual have.
func urgent(high, low string) func(*writer) bool {
	return func(w *writer) bool {
		switch w.m.Priority {
		case High:
			w.add(high)
		case Low:
			w.add(low)
		default:
			return false
		}
		return true
	}
}

// graded gives a line that every mail has, with a value by its priority.
func graded(normal, high, low string) func(*writer) bool {
	return func(w *writer) bool {
		switch w.m.Priority {
		case High:
			w.add(high)
		case Low:
			w.add(low)
		default:
			w.add(normal)
		}
		return true
	}
}
