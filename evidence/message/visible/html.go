package visible

import (
	"strings"

	"golang.org/x/net/html"

	"dwell/evidence/message/markup"
)

// maxPage bounds the bytes of HTML that are looked at.
const maxPage = 8 << 20

// Page is an HTML page reduced to what is seen.
type Page struct {
	Text   string
	Links  []string // in the order of the page, each once
	Hidden bool     // it holds text that is not shown
}

// HTML reduces a page, which must be UTF-8. The text is cut at maxText bytes.
func HTML(page string, maxText int) Page {
	page = page[:min(len(page), maxPage)]
	s := markup.Scanner{Page: page}
	r := reducer{maxText: maxText}
	r.out.Grow(min(len(page)/4, maxText))
	for {
		switch kind := s.Next(); kind {
		case markup.End:
			return Page{Text: strings.TrimSpace(r.out.String()), Links: r.links.list, Hidden: r.hidText}
		case markup.Text:
			r.text(s.Text, s.Literal)
		case markup.StartTag, markup.SelfClosingTag:
			r.start(markup.Lower(s.Name), s.Attributes, kind == markup.SelfClosingTag)
		case markup.EndTag:
			r.end(markup.Lower(s.Name))
		}
	}
}

// reducer collects visible text.
type reducer struct {
	out     strings.Builder
	maxText int
	links   linkSet
	styles  styleCache
	hidText bool

	skip      string // element whose content is not text ("script"); "" none
	open      []element
	pre       int
	wantSpace bool // white space is due before the next word
	breaks    int  // line ends at the end of the text
}

// element is one open element and what its style, with that of the elements
// around it, does to the text in it.
type element struct {
	name      string
	gone      bool // not shown, and nothing within can undo it
	zeroFont  bool // written in letters of no size, until an element sets a size
	invisible bool // until an element makes itself visible
}

// maxOpen bounds the open elements that are remembered; deeper ones count as the last.
const maxOpen = 512

// top is the innermost open element.
func (r *reducer) top() element {
	if len(r.open) == 0 {
		return element{}
	}
	return r.open[len(r.open)-1]
}

func (e element) hidden() bool { return e.gone || e.zeroFont || e.invisible }

func (r *reducer) start(name, attributeText string, selfClosing bool) {
	var attrs attributes
	if attributeText != ">" {
		attrs = readAttributes(attributeText, &r.styles)
	}
	r.links.addAll(name, &attrs)
	r.closeImplied(name)
	switch name {
	case "br", "hr":
		r.lineBreak(1)
		return
	case "script", "style", "title", "noscript", "noembed", "noframes", "iframe", "template":
		if !selfClosing {
			r.skip = name
		}
		return
	case "pre", "textarea":
		r.pre++
	case "td", "th":
		r.wantSpace = true
	}
	if isBlock(name) {
		r.lineBreak(blockBreaks(name))
	}
	if !isVoid(name) && !selfClosing && len(r.open) < maxOpen {
		e := attrs.style.applied(r.top())
		e.name = name
		r.open = append(r.open, e)
	}
}

// closeImplied closes what the start of an element ends without an end tag: a
// paragraph, a table cell, a list item.
func (r *reducer) closeImplied(name string) {
	same := func(open string) bool { return open == name }
	switch name {
	case "td", "th":
		same = func(open string) bool { return open == "td" || open == "th" }
	case "tr", "li", "option":
	default:
		if !isBlock(name) || r.top().name != "p" {
			return
		}
		same = func(open string) bool { return open == "p" }
	}
	for i := len(r.open) - 1; i >= 0; i-- {
		switch open := r.open[i].name; {
		case same(open):
			r.open = r.open[:i]
			return
		case open == "table" || open == "ul" || open == "ol" || open == "select":
			return
		}
	}
}

func (r *reducer) end(name string) {
	if name == r.skip {
		r.skip = ""
		return
	}
	const farthest = 32 // an end tag without its start must not cost a search of everything
	for i := len(r.open) - 1; i >= max(0, len(r.open)-farthest); i-- {
		if r.open[i].name == name {
			r.open = r.open[:i]
			break
		}
	}
	if (name == "pre" || name == "textarea") && r.pre > 0 {
		r.pre--
	}
	if isBlock(name) {
		r.lineBreak(blockBreaks(name))
	}
}

// text adds a text; literal says that it holds no character references.
func (r *reducer) text(s string, literal bool) {
	if r.skip != "" {
		return
	}
	hidden := r.top().hidden()
	if hidden && r.hidText || !hidden && r.out.Len() >= r.maxText {
		return
	}
	if !literal && strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	if hidden {
		r.hidText = strings.TrimSpace(s) != ""
		return
	}
	if r.pre > 0 {
		r.out.WriteString(markup.LineFeeds(s))
		r.breaks, r.wantSpace = 0, false
		return
	}
	for i := 0; i < len(s); {
		if markup.IsSpace(s[i]) {
			r.wantSpace = true
			i++
			continue
		}
		end := i + 1
		for end < len(s) && !markup.IsSpace(s[end]) {
			end++
		}
		r.word(s[i:end])
		i = end
	}
}

func (r *reducer) word(s string) {
	if r.wantSpace && r.breaks == 0 && r.out.Len() > 0 {
		r.out.WriteByte(' ')
	}
	r.wantSpace, r.breaks = false, 0
	r.out.WriteString(s)
}

// lineBreak makes sure that the text ends in n line ends.
func (r *reducer) lineBreak(n int) {
	if r.out.Len() == 0 || r.out.Len() >= r.maxText {
		return
	}
	for ; r.breaks < n; r.breaks++ {
		r.out.WriteByte('\n')
	}
	r.wantSpace = false
}

func isBlock(name string) bool {
	switch name {
	case "p", "div", "table", "tr", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
		"blockquote", "pre", "form", "section", "article", "header", "footer", "center", "address", "fieldset", "body", "main", "nav", "figure":
		return true
	}
	return false
}

func blockBreaks(name string) int {
	switch name {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote":
		return 2
	}
	return 1
}

func isVoid(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}
