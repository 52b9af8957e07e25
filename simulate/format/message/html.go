package message

import (
	"strings"

	"dwell/simulate/format/message/wire"
)

// The HTML that programs make of what a person typed, where the message brings
// none of its own. It is as short as that of the program allows.

// lines gives text as HTML with a break at the end of each line.
func lines(text string) string {
	text = wire.Newlines(text)
	out := make([]byte, 0, len(text)+len(text)/4)
	for i := range len(text) {
		if text[i] == '\n' {
			out = append(out, "<br>"...)
		}
		out = escaped(out, text[i])
	}
	return string(out)
}

// each puts every line between two strings; one without text gets a filling.
func each(text, open, empty, end string) string {
	text = strings.TrimRight(wire.Newlines(text), "\n")
	out := make([]byte, 0, len(text)+(strings.Count(text, "\n")+1)*(len(open)+len(end)+len(empty)))
	out = append(out, open...)
	filled := false
	for i := range len(text) {
		if text[i] != '\n' {
			out, filled = escaped(out, text[i]), true
			continue
		}
		if !filled {
			out = append(out, empty...)
		}
		out, filled = append(append(out, end...), open...), false
	}
	if !filled {
		out = append(out, empty...)
	}
	return string(append(out, end...))
}

// escaped appends a character as HTML text.
func escaped(dst []byte, c byte) []byte {
	switch c {
	case '&':
		return append(dst, "&amp;"...)
	case '<':
		return append(dst, "&lt;"...)
	case '>':
		return append(dst, "&gt;"...)
	case '"':
		return append(dst, "&quot;"...)
	}
	return append(dst, c)
}

// page gives the quoted mail as HTML.
func (q *Quote) page() string {
	if q.HTML != "" {
		return q.HTML
	}
	return lines(strings.TrimRight(q.Text, "\n"))
}

// within puts a quotation at the end of a page's body.
func within(page, quotation string) string {
	at := strings.LastIndex(strings.ToLower(page), "</body>")
	if at < 0 || len(page) != len(strings.ToLower(page)) {
		return page + quotation
	}
	return page[:at] + quotation + page[at:]
}

// answerHTML gives the typed text by make, with the quotation when there is one.
func (w *writer) answerHTML(body func(text string) string) string {
	page := body(w.m.Text)
	if w.m.Quote != nil && w.p.quote != nil {
		page = w.p.quote(w.m.Quote, w.c.Language).page(page)
	}
	return page
}

func (w *writer) outlookHTML() string {
	language := "EN-US"
	if w.c.Language == Korean {
		language = "KO"
	}
	return w.answerHTML(func(text string) string {
		return "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\">\n<head>\n<meta name=\"Generator\" content=\"Microsoft Word 15 (filtered medium)\">\n</head>\n" +
			"<body lang=\"" + language + "\" link=\"#0563C1\" vlink=\"#954F72\">\n<div class=\"WordSection1\">\n" +
			each(text, "<p class=\"MsoNormal\">", "<o:p>&nbsp;</o:p>", "</p>\n") + "</div>\n</body>\n</html>"
	})
}

func (w *writer) gmailHTML() string {
	return w.answerHTML(func(text string) string {
		return `<div dir="ltr">` + strings.ReplaceAll(lines(text), "<br>\n", "<br>") + "</div>\n"
	})
}

func (w *writer) naverHTML() string {
	return w.answerHTML(func(text string) string {
		return `<html><head><style>p{margin-top:0px;margin-bottom:0px;}</style></head><body><div style="font-size:10pt; font-family:Gulim,sans-serif;">` +
			each(text, "<p>", "&nbsp;", "</p>") + "</div></body></html>"
	})
}

func (w *writer) daumHTML() string {
	return w.answerHTML(func(text string) string {
		return `<HTML><BODY><div style="font-size:10pt; line-height:1.8; font-family:dotum,sans-serif;">` +
			each(text, "<p>", "&nbsp;", "</p>") + "</div></BODY></HTML>"
	})
}
