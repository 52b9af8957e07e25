package visible

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// The limits of one page.
const (
	maxPage  = 8 << 20 // bytes of HTML looked at
	maxToken = 1 << 20 // a longer tag or text ends the page
)

// Page is an HTML page reduced to what is seen.
type Page struct {
	Text   string
	Links  []string // in the order of the page, each once
	Hidden bool     // it holds text that is not shown
}

// HTML reduces a page, which must be UTF-8. The text is cut at maxText bytes.
func HTML(page string, maxText int) Page {
	page = page[:min(len(page), maxPage)]
	z := html.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(maxToken)
	r := reducer{maxText: maxText}
	for {
		switch z.Next() {
		case html.ErrorToken:
			return Page{Text: strings.TrimSpace(r.out.String()), Links: r.links.list, Hidden: r.hidText}
		case html.TextToken:
			r.text(z.Text())
		case html.StartTagToken:
			r.start(z, false)
		case html.SelfClosingTagToken:
			r.start(z, true)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(string(name))
		}
	}
}

// reducer collects visible text.
type reducer struct {
	out     strings.Builder
	maxText int
	links   linkSet
	hidText bool

	skip      string // element whose content is not text ("script"); "" none
	hidden    string // element that hides its content; "" none
	depth     int    // elements of that name open within it
	pre       int
	wantSpace bool // white space is due before the next word
	breaks    int  // line ends at the end of the text
}

func (r *reducer) start(z *html.Tokenizer, selfClosing bool) {
	nameBytes, hasAttr := z.TagName()
	name := string(nameBytes)
	attrs := attributes{}
	if hasAttr {
		attrs = readAttributes(z)
	}
	r.links.addAll(name, &attrs)
	if r.hidden != "" {
		switch {
		case r.hidden == "p" && isBlock(name): // a paragraph ends where the next block starts
			r.hidden = ""
		case name == r.hidden && !selfClosing:
			r.depth++
			return
		default:
			return
		}
	}
	switch name {
	case "br", "hr":
		r.lineBreak(1)
		return
	case "script", "style", "title", "noscript", "noembed", "noframes", "iframe", "template", "head":
		if name != "head" {
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
	if attrs.hides && !isVoid(name) && !selfClosing {
		r.hidden, r.depth = name, 1
	}
}

func (r *reducer) end(name string) {
	if name == r.skip {
		r.skip = ""
		return
	}
	if r.hidden != "" {
		if name == r.hidden {
			if r.depth--; r.depth == 0 {
				r.hidden = ""
			}
		}
		return
	}
	if (name == "pre" || name == "textarea") && r.pre > 0 {
		r.pre--
	}
	if isBlock(name) {
		r.lineBreak(blockBreaks(name))
	}
}

func (r *reducer) text(b []byte) {
	if r.skip != "" {
		return
	}
	if r.hidden != "" {
		r.hidText = r.hidText || len(bytes.TrimSpace(b)) > 0
		return
	}
	if r.out.Len() >= r.maxText {
		return
	}
	if r.pre > 0 {
		r.out.Write(b)
		r.breaks, r.wantSpace = 0, false
		return
	}
	for len(b) > 0 {
		word := bytes.IndexAny(b, " \t\r\n\f")
		if word == 0 {
			r.wantSpace = true
			b = b[1:]
			continue
		}
		if word < 0 {
			word = len(b)
		}
		r.word(b[:word])
		b = b[word:]
	}
}

func (r *reducer) word(b []byte) {
	if r.wantSpace && r.breaks == 0 && r.out.Len() > 0 {
		r.out.WriteByte(' ')
	}
	r.wantSpace, r.breaks = false, 0
	r.out.Write(b)
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
