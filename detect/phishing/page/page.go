// Package page reads from the HTML of a mail what its reader sees of its links,
// pictures and forms: the text of each link beside where it leads, the pictures with the
// text in their place, where forms send what is typed in.
//
// The reader of mails gives the visible text and the bare list of links; what a link
// shows and where it leads must be held against each other, which the list cannot. The
// bytes are taken as they stand in the part: names of hosts are ASCII in every charset.
// Nothing is fetched. Of dwell the package
// imports markup.
package page

import (
	"html"
	"strings"

	"dwell/evidence/message/markup"
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
	r := reader{scan: markup.Scanner{Page: string(data[:min(len(data), maxPage)]), Comments: true}}
	for title := false; ; {
		kind := r.scan.Next()
		switch kind {
		case markup.End:
			r.close()
			return r.page
		case markup.Comment:
			if !strings.HasPrefix(r.scan.Text, "[if") {
				r.page.Filler += len(r.scan.Text)
			}
		case markup.Text:
			if title {
				r.page.Title = cut(clean(r.scan.Text), maxShown)
			} else if !r.scan.Literal {
				r.text(r.scan.Text)
			}
		case markup.EndTag:
			if markup.Lower(r.scan.Name) == "a" {
				r.close()
			}
		default:
			r.start(markup.Lower(r.scan.Name))
		}
		title = kind == markup.StartTag && markup.Lower(r.scan.Name) == "title"
	}
}

type reader struct {
	scan  markup.Scanner
	page  Page
	open  bool // within a link, whose text is shown
	shown strings.Builder
}

// start reads the start of an element.
func (r *reader) start(name string) {
	switch name {
	case "a", "area":
		r.close()
		if url := r.attribute("href"); url != "" && len(r.page.Links) < maxLinks {
			r.page.Links = append(r.page.Links, Link{URL: url})
			r.open = true
		}
	case "img":
		r.image()
	case "form":
		if url := r.attribute("action"); url != "" && len(r.page.Forms) < maxLinks {
			r.page.Forms = append(r.page.Forms, url)
		}
	case "input":
		r.page.Password = r.page.Password || strings.EqualFold(r.attribute("type"), "password")
	}
}

func (r *reader) image() {
	alt := joined(r.attribute("alt"))
	if alt != "" && len(r.page.Alts) < maxAlts {
		r.page.Alts = append(r.page.Alts, cut(alt, maxShown))
	}
	if src := r.attribute("src"); src != "" && len(r.page.Images) < maxImages {
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

// attribute returns the value of an attribute of the tag, "" when there is none. Of
// several with one name the first counts.
func (r *reader) attribute(name string) string {
	const most = 100
	list := markup.AttributesOf(r.scan.Attributes)
	for n := 0; n < most && list.Next(); n++ {
		if strings.EqualFold(list.Name, name) {
			value := list.Value()
			return strings.TrimSpace(value[:min(len(value), maxURL)])
		}
	}
	return ""
}

// clean resolves references and joins white space.
func clean(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	return joined(s)
}

func joined(s string) string { return strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "") }

// cut shortens at a character.
func cut(s string, most int) string {
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return s
}
