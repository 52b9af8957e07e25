package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// Attributes goes through the attributes of a tag. It ends behind the ">" of the tag.
type Attributes struct {
	Name string // as written
	Raw  string // the value, character references not replaced

	rest    string // what follows
	solidus bool   // the tag ends in "/>"
	cut     bool   // the page ends within the tag
}

// AttributesOf goes through Scanner.Attributes.
func AttributesOf(text string) Attributes { return Attributes{rest: text} }

// Value is the value with its character references replaced.
func (a *Attributes) Value() string { return unescape(a.Raw) }

// Next moves to the next attribute; false says that the tag ends.
func (a *Attributes) Next() bool {
	for {
		a.skipSpace()
		if a.rest == "" {
			a.cut = true
			return false
		}
		switch a.rest[0] {
		case '>':
			a.rest = a.rest[1:]
			return false
		case '/':
			a.rest = a.rest[1:]
			a.solidus = true
			continue
		}
		a.solidus = false
		a.readName()
		a.readValue()
		return true
	}
}

func (a *Attributes) skipSpace() {
	i := 0
	for i < len(a.rest) && IsSpace(a.rest[i]) {
		a.solidus = false // "/ >" closes nothing
		i++
	}
	a.rest = a.rest[i:]
}

// readName reads a name, of which a leading "=" is a part.
func (a *Attributes) readName() {
	end := 1
	for end < len(a.rest) && a.rest[end] != '=' && !endsName(a.rest[end]) {
		end++
	}
	a.Name, a.rest = a.rest[:end], a.rest[end:]
}

func (a *Attributes) readValue() {
	a.Raw = ""
	a.skipSpace()
	if a.rest == "" || a.rest[0] != '=' {
		return
	}
	a.rest = a.rest[1:]
	a.skipSpace()
	if a.rest == "" || a.rest[0] == '>' {
		return
	}
	if quote := a.rest[0]; quote == '"' || quote == '\'' {
		end := strings.IndexByte(a.rest[1:], quote)
		if end < 0 {
			a.rest, a.cut = "", true
			return
		}
		a.Raw, a.rest = a.rest[1:1+end], a.rest[1+end+1:]
		return
	}
	end := 0
	for end < len(a.rest) && a.rest[end] != '>' && !IsSpace(a.rest[end]) {
		end++
	}
	a.Raw, a.rest = a.rest[:end], a.rest[end:]
}

// unescape replaces the character references of an attribute. A name that does not end
// in a semicolon stays as it is when a letter, a digit or "=" follows: "&copy=1" is a
// parameter of a link.
func unescape(value string) string {
	if strings.IndexByte(value, '\r') >= 0 {
		value = LineFeeds(value)
	}
	if strings.IndexByte(value, '&') < 0 {
		return value
	}
	var out strings.Builder
	for {
		at := strings.IndexByte(value, '&')
		if at < 0 {
			out.WriteString(value)
			return out.String()
		}
		out.WriteString(value[:at])
		value = value[at:]
		end := 1
		for end < len(value) && (IsLetter(value[end]) || value[end] >= '0' && value[end] <= '9' || end == 1 && value[end] == '#') {
			end++
		}
		semicolon := end < len(value) && value[end] == ';'
		out.WriteString(reference(value[:end], semicolon, end < len(value) && value[end] == '='))
		value = value[end:]
		if semicolon {
			value = value[1:]
		}
	}
}

// LineFeeds turns line ends of all kinds into line feeds.
func LineFeeds(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// reference replaces one reference, given without its semicolon: a number wherever its
// digits end, a name only when it is one as a whole.
func reference(s string, semicolon, equals bool) string {
	closed := html.UnescapeString(s + ";")
	switch {
	case strings.HasPrefix(s, "&#") && semicolon:
		return closed
	case strings.HasPrefix(s, "&#"):
		return html.UnescapeString(s)
	case strings.HasSuffix(closed, ";"): // it is none, or a part of it was replaced
		if semicolon {
			return s + ";"
		}
		return s
	case semicolon:
		return closed
	case !equals && html.UnescapeString(s) == closed: // one of the old names that need none
		return closed
	}
	return s
}
