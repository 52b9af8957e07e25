package message

import (
	"dwell/simulate/format/message/trace"
	"dwell/simulate/format/message/wire"
)

// Append appends the mail as it lies in a mailbox: what the relays of the route
// wrote, then the author's header and body in the manner of the client's program.
// Lines end with CR LF. The route may be nil: a mail that was not sent yet, or the
// copy in the folder of sent mails.
func Append(dst []byte, m *Message, c *Client, r *trace.Route) []byte {
	w := newWriter(dst, m, c, r)
	w.text = w.written()
	w.plan()
	w.buf = r.AppendHops(w.buf)
	w.header(w.fields())
	if w.last {
		w.buf = r.AppendTrailer(w.buf)
		w.add("MIME-Version: 1.0" + crlf)
	}
	w.add(crlf)
	w.body(&w.root)
	return w.buf
}

func newWriter(dst []byte, m *Message, c *Client, r *trace.Route) *writer {
	w := &writer{buf: dst, m: m, c: c, r: r, p: c.profile(m)}
	final, ok := r.Final()
	w.last = ok && (final == trace.Exchange || final == trace.ExchangeOnline)
	return w
}

// AppendID appends the Message-ID that the client gives the message, without angle
// brackets. A later mail names it in InReplyTo and References. Cron leaves the
// identifier to its relay: r is the route of the message.
func AppendID(dst []byte, m *Message, c *Client, r *trace.Route) []byte {
	w := newWriter(dst, m, c, r)
	w.p.id(w)
	return w.buf
}

// Written returns the plain text as the program writes it: with the quotation of
// the mail that is answered, and broken where the program breaks lines. The line
// ends are line feeds.
func Written(m *Message, c *Client) string { return newWriter(nil, m, c, nil).written() }

// fields returns the header lines for the shape of the message.
func (w *writer) fields() []field {
	switch {
	case w.root.multipart() && w.p.multi != nil:
		return w.p.multi
	case w.m.InReplyTo != "" && w.p.reply != nil:
		return w.p.reply
	}
	return w.p.single
}

// written puts together text and quotation and breaks the lines.
func (w *writer) written() string {
	text := wire.Newlines(w.m.Text)
	if w.m.Quote != nil && w.p.quote != nil {
		text = w.p.quote(w.m.Quote, w.c.Language).text(text)
	}
	switch {
	case w.p.text.wrap == 0:
		return text
	case w.p.text.flowed:
		return wire.Flow(text, w.p.text.wrap)
	}
	return wire.Wrap(text, w.p.text.wrap)
}
