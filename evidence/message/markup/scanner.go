package markup

import "strings"

// Kind is a kind of token.
type Kind uint8

// The kinds.
const (
	End Kind = iota // of the page
	Text
	StartTag
	SelfClosingTag
	EndTag
	Comment // only where they are asked for
)

// Scanner cuts a page into tokens. What a token is stands in the exported fields until the
// next one.
type Scanner struct {
	Page     string
	Comments bool // give those, too

	Text       string // of a text, character references not replaced, or a comment
	Literal    bool   // they must not be: the text of a script
	Name       string // of a tag, as written
	Attributes string // of a start tag: what stands between its name and its end

	pos int
	raw string // element whose content is text up to its end tag; "" none
}

// Next moves to the next token.
func (s *Scanner) Next() Kind {
	if s.raw != "" && s.rawText() {
		return Text
	}
	s.Literal = false
	start := s.pos
	for s.pos < len(s.Page) {
		at := strings.IndexByte(s.Page[s.pos:], '<')
		if at < 0 || s.pos+at+1 >= len(s.Page) {
			s.pos = len(s.Page)
			break
		}
		at += s.pos
		c := s.Page[at+1]
		if !IsLetter(c) && c != '/' && c != '!' && c != '?' {
			s.pos = at + 1
			continue
		}
		if at > start {
			s.pos = at
			s.Text = s.Page[start:at]
			return Text
		}
		if kind, is := s.markup(at, c); is {
			return kind
		}
		start = s.pos
	}
	if start < len(s.Page) {
		s.Text = s.Page[start:]
		return Text
	}
	return End
}

// markup reads what begins with the "<" at the given place; is is false for what gives
// no token.
func (s *Scanner) markup(at int, c byte) (kind Kind, is bool) {
	switch {
	case IsLetter(c):
		return s.tag(at+1, false), true
	case c == '/':
		if at+2 >= len(s.Page) {
			s.pos, s.Text = len(s.Page), s.Page[at:]
			return Text, true
		}
		if IsLetter(s.Page[at+2]) {
			return s.tag(at+2, true), true
		}
		s.pos = past(s.Page, at+2, '>')
	case strings.HasPrefix(s.Page[at:], "<!--"):
		from := at + len("<!--")
		s.pos = endOfComment(s.Page, from)
		if s.Comments {
			s.Text = strings.TrimSuffix(s.Page[from:s.pos], "-->")
			return Comment, true
		}
	default:
		s.pos = past(s.Page, at+2, '>')
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
func (s *Scanner) tag(from int, closing bool) Kind {
	end := from
	for end < len(s.Page) && !endsName(s.Page[end]) {
		end++
	}
	s.Name = s.Page[from:end]
	a := Attributes{rest: s.Page[end:]}
	for a.Next() {
	}
	if a.cut {
		s.pos = len(s.Page)
		return End
	}
	s.Attributes = s.Page[end : len(s.Page)-len(a.rest)]
	s.pos = len(s.Page) - len(a.rest)
	if closing {
		return EndTag
	}
	s.raw = rawElement(s.Name)
	if a.solidus {
		return SelfClosingTag
	}
	return StartTag
}

func endsName(c byte) bool { return c == '/' || c == '>' || IsSpace(c) }

// IsSpace tells white space of HTML.
func IsSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

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
func (s *Scanner) rawText() bool {
	start := s.pos
	switch s.raw {
	case "plaintext":
		s.pos = len(s.Page)
	case "script":
		s.pos = endOfScript(s.Page, s.pos)
	default:
		s.pos = endOfRaw(s.Page, s.pos, s.raw)
	}
	s.Literal = s.raw != "textarea" && s.raw != "title"
	if s.raw != "plaintext" {
		s.raw = ""
	}
	s.Text = s.Page[start:s.pos]
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

// IsLetter tells ASCII letters.
func IsLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// Lower puts the ASCII letters of a name in lower case.
func Lower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			return lower(s)
		}
	}
	return s
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}
