package visible

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"dwell/evidence/message/markup"
)

// The limits of the links of one mail.
const (
	maxLinks = 2000
	maxLink  = 8 << 10 // bytes; a longer one is cut
)

// linkSet keeps links in order, each once.
type linkSet struct {
	list []string
	seen map[string]struct{}
}

func (s *linkSet) add(link string) {
	link = strings.TrimSpace(link)
	if link == "" || link[0] == '#' || len(s.list) >= maxLinks {
		return
	}
	if len(link) > maxLink {
		link = link[:maxLink]
	}
	link = strings.ToValidUTF8(link, "")
	if _, known := s.seen[link]; known {
		return
	}
	if s.seen == nil {
		s.seen = make(map[string]struct{})
	}
	s.seen[link] = struct{}{}
	s.list = append(s.list, link)
}

// addAll adds what a click on the element, or its mere display, would open.
func (s *linkSet) addAll(element string, a *attributes) {
	switch element {
	case "a", "area":
		s.add(a.href)
	case "form", "button", "input":
		s.add(a.action)
	case "meta":
		if strings.EqualFold(a.httpEquiv, "refresh") {
			if at := strings.Index(strings.ToLower(a.content), "url="); at >= 0 {
				s.add(strings.Trim(a.content[min(at+len("url="), len(a.content)):], `"' `))
			}
		}
	}
}

// Links joins the links of several texts and pages, each once.
func Links(lists ...[]string) []string {
	var s linkSet
	for _, list := range lists {
		for _, link := range list {
			s.add(link)
		}
	}
	return s.list
}

// TextLinks finds the links in plain text: a scheme with "//", or a host that
// starts with "www.".
func TextLinks(text string) []string {
	var s linkSet
	scheme, bare := nextScheme(text, 0), nextBare(text, 0)
	for len(s.list) < maxLinks && (scheme < len(text) || bare < len(text)) {
		start := min(scheme, bare)
		end := start + linkLength(text[start:])
		s.add(strings.TrimRight(text[start:end], ".,;:!?)]}'*_"))
		if scheme < end {
			scheme = nextScheme(text, end)
		}
		if bare < end {
			bare = nextBare(text, end)
		}
	}
	return s.list
}

// schemes are those that mail programs make clickable, and the way in which
// analysts write the first two.
var schemes = []string{"http", "https", "ftp", "ftps", "hxxp", "hxxps", "file", "smb"}

// nextScheme returns the place of the next link with a scheme at or after from, the
// length of the text when there is none.
func nextScheme(text string, from int) int {
	const longest = 5 // of the schemes
	for at := from; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			return len(text)
		}
		separator := at + i
		start := separator
		for start > from && separator-start <= longest && markup.IsLetter(text[start-1]) {
			start--
		}
		for _, scheme := range schemes {
			if strings.EqualFold(text[start:separator], scheme) {
				return start
			}
		}
		at = separator + len("://")
	}
}

// nextBare returns the place of the next word that starts with "www." at or after
// from, the length of the text when there is none.
func nextBare(text string, from int) int {
	for at := from; ; {
		i := strings.Index(text[at:], "www.")
		if i < 0 {
			return len(text)
		}
		at += i
		after := at + len("www.")
		starts := at == 0 || !markup.IsLetter(text[at-1]) && text[at-1] != '.' && text[at-1] != '@' && text[at-1] != '/'
		if starts && after < len(text) && (markup.IsLetter(text[after]) || text[after] >= '0' && text[after] <= '9') {
			return at
		}
		at = after
	}
}

// linkLength returns how far a link at the start of text reaches. Letters beyond
// ASCII end it once its host has a dot: Korean particles follow without a blank.
func linkLength(text string) int {
	dot := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c <= ' ' || c == '<' || c == '>' || c == '"' || c == 0x7f || c == '`':
			return i
		case c == '.':
			dot = true
		case c >= utf8.RuneSelf && dot:
			return i
		}
	}
	return len(text)
}

// MetaCharset returns the charset that a page declares in its first bytes, "" when
// it declares none.
func MetaCharset(page []byte) string {
	const window = 2048
	head := bytes.ToLower(page[:min(len(page), window)])
	at := bytes.Index(head, []byte("charset="))
	if at < 0 {
		return ""
	}
	value := bytes.TrimLeft(head[at+len("charset="):], `"' `)
	end := bytes.IndexAny(value, `"' ;>/`)
	if end < 0 {
		end = len(value)
	}
	const longest = 64
	if end > longest {
		return ""
	}
	return string(value[:end])
}
