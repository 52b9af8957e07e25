package visible

import "strings"

// tokenKind is a kind of token of HTML.
type tokenKind uint8

const (
	endOfPage tokenKind = iota
	textToken
	startTag
	selfClosingTag
	endTag
)

// scanner cuts a page into tokens as the HTML standard has it (WHATWG, 13.2.5), comments
// and declarations left out. It copies nothing; golang.org/x/net/html, which it is
// tested against, needs three times as long, and mail is HTML for the most part.
type scanner struct {
	page string
	pos  int

	text       string // of a text token, character references not replaced
	literal    bool   // they must not be: the text of a script
	name       string // of a tag, as written
	attributes string // of a start tag: what stands between its name and its end

	raw string // element whose content is text up to its end tag; "" none
}

// next moves to the next token.
func (s *scanner) next() tokenKind {
	if s.raw != "" && s.rawText() {
		return textToken
	}
	s.literal = false
	start := s.pos
	for s.pos < len(s.page) {
		at := strings.IndexByte(s.page[s.pos:], '<')
		if at < 0 || s.pos+at+1 >= len(s.page) {
			s.pos = len(s.page)
			break
		}
		at += s.pos
		c := s.page[at+1]
		if !isLetter(c) && c != '/' && c != '!' && c != '?' {
			s.pos = at + 1
			continue
		}
		if at > start {
			s.pos = at
			s.text = s.page[start:at]
			return textToken
		}
		if kind, is := s.markup(at, c); is {
			return kind
		}
		start = s.pos
	}
	if start < len(s.page) {
		s.text = s.page[start:]
		return textToken
	}
	return endOfPage
}

// markup reads what begins with the "<" at the given place; is is false for what gives
// no token.
func (s *scanner) markup(at int, c byte) (kind tokenKind, is bool) {
	switch {
	case isLetter(c):
		return s.tag(at+1, false), true
	case c == '/':
		if at+2 >= len(s.page) {
			s.pos, s.text = len(s.page), s.page[at:]
			return textToken, true
		}
		if isLetter(s.page[at+2]) {
			return s.tag(at+2, true), true
		}
		s.pos = past(s.page, at+2, '>')
	case strings.HasPrefix(s.page[at:], "<!--"):
		s.pos = endOfComment(s.page, at+len("<!--"))
	default:
		s.pos = past(s.page, at+2, '>')
	}
	return 0, false
}

// past returns the place behind the next c, the end of the page when there is none.
func past(page string, from int, c byte) int {
	if i := strings.IndexByte(page[from:], c); i >= 0 {
		return from + i + 1
	}
	return len(page)
}

// endOfComment returns the place behind "-->" or "--!>"; ">" and "->" end a comment that
// has just begun.
func endOfComment(page string, from int) int {
	for _, short := range []string{">", "->"} {
		if strings.HasPrefix(page[from:], short) {
			return from + len(short)
		}
	}
	for at := from; ; {
		i := strings.Index(page[at:], "--")
		if i < 0 {
			return len(page)
		}
		at += i + 2
		for at < len(page) && page[at] == '-' {
			at++
		}
		if rest := page[at:]; strings.HasPrefix(rest, ">") {
			return at + 1
		} else if strings.HasPrefix(rest, "!>") {
			return at + 2
		}
	}
}

// tag reads a tag whose name begins at from. One that the page ends in is no tag.
func (s *scanner) tag(from int, closing bool) tokenKind {
	end := from
	for end < len(s.page) && !endsName(s.page[end]) {
		end++
	}
	s.name = s.page[from:end]
	a := attributeScanner{rest: s.page[end:]}
	for a.next() {
	}
	if a.cut {
		s.pos = len(s.page)
		return endOfPage
	}
	s.attributes = s.page[end : len(s.page)-len(a.rest)]
	s.pos = len(s.page) - len(a.rest)
	if closing {
		return endTag
	}
	s.raw = rawElement(s.name)
	if a.solidus {
		return selfClosingTag
	}
	return startTag
}

func endsName(c byte) bool { return c == '/' || c == '>' || isSpace(c) }

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// rawElement returns the name, in lower case, of an element whose content is text.
func rawElement(name string) string {
	switch len(name) {
	case len("xmp"), len("title"), len("script"), len("noembed"), len("textarea"), len("plaintext"):
	default:
		return ""
	}
	for _, element := range []string{"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"} {
		if strings.EqualFold(name, element) {
			return element
		}
	}
	return ""
}

// rawText reads the content of such an element; false when it is empty.
func (s *scanner) rawText() bool {
	start := s.pos
	switch s.raw {
	case "plaintext":
		s.pos = len(s.page)
	case "script":
		s.pos = endOfScript(s.page, s.pos)
	default:
		s.pos = endOfRaw(s.page, s.pos, s.raw)
	}
	s.literal = s.raw != "textarea" && s.raw != "title"
	if s.raw != "plaintext" {
		s.raw = ""
	}
	s.text = s.page[start:s.pos]
	return s.pos > start
}

// endOfRaw returns the place of the end tag of the element.
func endOfRaw(page string, from int, element string) int {
	for at := from; ; at++ {
		i := strings.Index(page[at:], "</")
		if i < 0 {
			return len(page)
		}
		at += i
		if tagAt(page[at+len("</"):], element) {
			return at
		}
	}
}

// tagAt reports whether the name of an element stands at the head of rest, and ends there.
func tagAt(rest, element string) bool {
	return len(rest) > len(element) && endsName(rest[len(element)]) && strings.EqualFold(rest[:len(element)], element)
}

// endOfScript returns the place of the end tag of a script. Within "<!--" and "-->" a
// script may hold another with an end tag of its own.
func endOfScript(page string, from int) int {
	const element = "script"
	escaped, inner := false, false
	for at := from; ; at++ {
		i := strings.IndexAny(page[at:], "<-")
		if i < 0 {
			return len(page)
		}
		at += i
		rest := page[at:]
		switch {
		case escaped && strings.HasPrefix(rest, "-->"):
			escaped, inner = false, false
		case !escaped && strings.HasPrefix(rest, "<!--"):
			escaped = true
			at++ // "<!-->" ends at once
		case escaped && tagAt(rest[1:], element) && rest[0] == '<':
			inner = true
		case strings.HasPrefix(rest, "</") && tagAt(rest[len("</"):], element):
			if !inner {
				return at
			}
			inner = false
		}
	}
}
