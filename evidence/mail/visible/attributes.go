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
	hides                            bool
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
			a.hides = true
		case "style":
			a.hides = a.hides || hides(string(value))
		}
		if !more {
			break
		}
	}
	return a
}

// hides reports whether a style makes its element invisible: the ways in which
// phishing mails hide filler text, and newsletters their preview lines.
func hides(style string) bool {
	const longest = 4000
	style = style[:min(len(style), longest)]
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(declaration, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.ToLower(strings.TrimSpace(value))
		value = strings.TrimSpace(strings.TrimSuffix(value, "!important"))
		switch name {
		case "display":
			if value == "none" {
				return true
			}
		case "visibility":
			if value == "hidden" {
				return true
			}
		case "font-size", "opacity", "max-height":
			if zero(value) {
				return true
			}
		}
	}
	return false
}

// zero reports whether a length or number is nothing: "0", "0px", "0.0em".
func zero(value string) bool {
	digits := strings.TrimRight(value, "abcdefghijklmnopqrstuvwxyz% ")
	return digits != "" && strings.Trim(digits, "0.") == "" && strings.Contains(digits, "0")
}
