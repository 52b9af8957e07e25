package visible

import (
	"strings"

	"golang.org/x/net/html"
)

// maxAttributes bounds the attributes of one tag.
const maxAttributes = 100

// attributes are the attributes of one tag that matter here.
type attributes struct {
	href, action, content, httpEquiv string
	style                            style
}

func readAttributes(z *html.Tokenizer) attributes {
	var a attributes
	for range maxAttributes {
		key, value, more := z.TagAttr()
		switch string(key) {
		case "href", "xlink:href":
			a.href = string(value)
		case "action", "formaction":
			a.action = string(value)
		case "content":
			a.content = string(value)
		case "http-equiv":
			a.httpEquiv = string(value)
		case "hidden":
			a.style.gone = true
		case "style":
			a.style.parse(string(value))
		}
		if !more {
			break
		}
	}
	return a
}

// style is what the style of an element says about being seen.
type style struct {
	gone       bool // display:none, hidden, no height, fully transparent
	fontSize   setting
	visibility setting
}

// setting is a property that elements inherit.
type setting uint8

const (
	inherited setting = iota
	off
	on
)

// applied gives the state of an element within another.
func (s *style) applied(around element) element {
	e := around
	e.gone = e.gone || s.gone
	if s.fontSize != inherited {
		e.zeroFont = s.fontSize == off
	}
	if s.visibility != inherited {
		e.invisible = s.visibility == off
	}
	return e
}

// parse reads the ways in which phishing mails hide filler text, and
// newsletters their preview lines.
func (s *style) parse(text string) {
	const longest = 4000
	text = text[:min(len(text), longest)]
	noHeight, overflow := false, false
	for declaration := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.ToLower(strings.TrimSpace(value))
		value = strings.TrimSpace(strings.TrimSuffix(value, "!important"))
		switch name {
		case "display":
			s.gone = s.gone || value == "none"
		case "opacity":
			s.gone = s.gone || zero(value)
		case "visibility":
			s.visibility = on
			if value == "hidden" || value == "collapse" {
				s.visibility = off
			}
		case "font-size":
			s.size(value)
		case "max-height", "height":
			noHeight = noHeight || zero(value)
		case "overflow":
			overflow = value == "hidden"
		}
	}
	s.gone = s.gone || noHeight && overflow
}

// size reads a font size; one that is relative to the size around it leaves zero zero.
func (s *style) size(value string) {
	switch {
	case zero(value):
		s.fontSize = off
	case value == "" || value == "inherit" || strings.HasSuffix(value, "%") || strings.HasSuffix(value, "em") && !strings.HasSuffix(value, "rem"):
	default:
		s.fontSize = on
	}
}

// zero reports whether a length or number is nothing: "0", "0px", "0.0em".
func zero(value string) bool {
	digits := strings.TrimRight(value, "abcdefghijklmnopqrstuvwxyz% ")
	return digits != "" && strings.Trim(digits, "0.") == "" && strings.Contains(digits, "0")
}
