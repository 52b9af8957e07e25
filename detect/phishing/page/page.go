// Package page reads from the HTML of a mail what its reader sees of its links,
// pictures and forms: the text of each link beside where it leads, the pictures with the
// text in their place, where forms send what is typed in.
//
// The reader of mails gives the visible text and the bare list of links; what a link
// shows and where it leads must be held against each other, which the list cannot. The
// bytes are taken as they stand in the part: names of hosts are ASCII in every charset.
// Nothing is fetched. The package imports nothing of dwell.
package page

import (
	"html"
	"strings"
)

// The bounds of one page.
const (
	maxPage   = 512 << 10 // bytes that are looked at
	maxLinks  = 256
	maxImages = 64
	maxShown  = 160 // bytes of the text of a link
	maxURL    = 4 << 10
	maxAlts   = 16
)

// Link is one link with what it shows.
type Link struct {
	URL   string
	Shown string // its text, and that in the place of its pictures
	Image bool   // it shows a picture
}

// Page is what was found.
type Page struct {
	Links    []Link
	Images   []string // their addresses
	Alts     []string // texts in the place of pictures
	Title    string
	Forms    []string // where forms send to
	Password bool     // it has a field for a password
	Filler   int      // bytes of comments and of text in letters too small to read
}

// Read reads a page.
func Read(data []byte) Page {
	r := reader{rest: string(data[:min(len(data), maxPage)])}
	for r.next() {
	}
	r.close()
	return r.page
}

type reader struct {
	rest  string
	page  Page
	open  bool // within a link, whose text is shown
	shown strings.Builder
}

// next reads up to and with the next tag; false at the end.
func (r *reader) next() bool {
	at := strings.IndexByte(r.rest, '<')
	if at < 0 {
		return false
	}
	r.text(r.rest[:at])
	r.rest = r.rest[at:]
	if strings.HasPrefix(r.rest, "<!--") {
		body, after, ended := strings.Cut(r.rest[len("<!--"):], "-->")
		if !strings.HasPrefix(body, "[if") {
			r.page.Filler += len(body)
		}
		r.rest = after
		return ended
	}
	end := tagEnd(r.rest)
	if end < 0 {
		return false
	}
	tag := r.rest[1:end]
	r.rest = r.rest[end+1:]
	r.tag(tag)
	return true
}

// tagEnd is where the tag at the head of s ends: at the next ">" outside of quotes, or
// at any where a quote never ends.
func tagEnd(s string) int {
	quote := byte(0)
	const longest = 16 << 10
	for i := 1; i < min(len(s), longest); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		case c == '>':
			return i
		}
	}
	return strings.IndexByte(s, '>')
}

func (r *reader) tag(tag string) {
	name := tag
	if i := strings.IndexAny(tag, " \t\r\n/"); i > 0 {
		name = tag[:i]
	} else if strings.HasPrefix(tag, "/") {
		name = strings.TrimRight(tag, " \t\r\n")
	}
	const longest = 8
	if len(name) > longest {
		return
	}
	switch strings.ToLower(name) {
	case "a", "area":
		r.close()
		if url := attribute(tag, "href"); url != "" && len(r.page.Links) < maxLinks {
			r.page.Links = append(r.page.Links, Link{URL: url})
			r.open = true
		}
	case "/a":
		r.close()
	case "img":
		r.image(tag)
	case "form":
		if url := attribute(tag, "action"); url != "" && len(r.page.Forms) < maxLinks {
			r.page.Forms = append(r.page.Forms, url)
		}
	case "input":
		r.page.Password = r.page.Password || strings.EqualFold(attribute(tag, "type"), "password")
	case "title":
		r.page.Title = cut(clean(r.until("</title")), maxShown)
	case "style", "script":
		r.until("</" + strings.ToLower(name))
	}
}

// until passes over text up to the end tag of an element.
func (r *reader) until(end string) string {
	for at := 0; ; {
		i := strings.Index(r.rest[at:], "</")
		if i < 0 {
			text := r.rest
			r.rest = ""
			return text
		}
		at += i
		if len(r.rest) >= at+len(end) && strings.EqualFold(r.rest[at:at+len(end)], end) {
			text := r.rest[:at]
			r.rest = r.rest[at:]
			return text
		}
		at += len("</")
	}
}

func (r *reader) image(tag string) {
	alt := clean(attribute(tag, "alt"))
	if alt != "" && len(r.page.Alts) < maxAlts {
		r.page.Alts = append(r.page.Alts, cut(alt, maxShown))
	}
	if src := attribute(tag, "src"); src != "" && len(r.page.Images) < maxImages {
		r.page.Images = append(r.page.Images, src)
	}
	if r.open {
		r.page.Links[len(r.page.Links)-1].Image = true
		r.text(" " + alt + " ")
	}
}

func (r *reader) text(s string) {
	if r.open && r.shown.Len() < maxShown {
		r.shown.WriteString(s[:min(len(s), 2*maxShown)])
	}
}

// close ends the link that is open.
func (r *reader) close() {
	if r.open {
		r.page.Links[len(r.page.Links)-1].Shown = cut(clean(r.shown.String()), maxShown)
		r.shown.Reset()
		r.open = false
	}
}

// attribute returns the value of an attribute, "" when there is none.
func attribute(tag, name string) string {
	for at := 0; at+len(name) < len(tag); {
		i := strings.IndexByte(tag[at:], '=')
		if i < 0 {
			return ""
		}
		at += i
		key := strings.TrimRight(tag[:at], " \t\r\n")
		at++
		value, after := value(tag[at:])
		if n := len(key) - len(name); n > 0 && strings.EqualFold(key[n:], name) && isSpace(key[n-1]) {
			value = strings.TrimSpace(value[:min(len(value), maxURL)])
			if strings.IndexByte(value, '&') >= 0 {
				value = html.UnescapeString(value)
			}
			return value
		}
		at = len(tag) - len(after)
	}
	return ""
}

// value cuts a value off, quoted or not.
func value(s string) (value, after string) {
	s = strings.TrimLeft(s, " \t\r\n")
	if s == "" {
		return "", ""
	}
	if q := s[0]; q == '"' || q == '\'' {
		if end := strings.IndexByte(s[1:], q); end >= 0 {
			return s[1 : 1+end], s[end+2:]
		}
		return s[1:], ""
	}
	if end := strings.IndexAny(s, " \t\r\n"); end >= 0 {
		return s[:end], s[end:]
	}
	return s, ""
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '"' || c == '\'' || c == '/'
}

// clean resolves references and joins white space.
func clean(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	return strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "")
}

// cut shortens at a character.
func cut(s string, most int) string {
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return s
}
