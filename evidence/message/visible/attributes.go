package visible

import (
	"strings"

	"dwell/evidence/message/markup"
)

// maxAttributes bounds the attributes of one tag.
const maxAttributes = 100

// attributes are the attributes of one tag that matter here.
type attributes struct {
	href, action, content, httpEquiv string
	style                            style
}

// readAttributes reads the attributes of a tag. Of several with one name the first counts.
func readAttributes(text string, styles *styleCache) attributes {
	var a attributes
	seen := uint(0)
	scan := markup.AttributesOf(text)
	for n := 0; n < maxAttributes && scan.Next(); n++ {
		key := attributeKey(scan.Name)
		if key == otherKey || seen>>key&1 != 0 {
			continue
		}
		seen |= 1 << key
		switch key {
		case hrefKey:
			a.href = scan.Value()
		case xlinkKey:
			if a.href == "" {
				a.href = scan.Value()
			}
		case actionKey, formactionKey:
			a.action = scan.Value()
		case contentKey:
			a.content = scan.Value()
		case equivKey:
			a.httpEquiv = scan.Value()
		case hiddenKey:
			a.style.gone = true
		case styleKey:
			a.style.add(styles.read(scan.Value()))
		}
	}
	return a
}

// key names an attribute that matters here.
type key uint

const (
	otherKey key = iota
	hrefKey
	xlinkKey
	actionKey
	formactionKey
	contentKey
	equivKey
	hiddenKey
	styleKey
)

// keys are the names of these attributes, the commonest first.
var keys = [...]struct {
	name string
	key  key
}{
	{"href", hrefKey}, {"style", styleKey}, {"xlink:href", xlinkKey}, {"action", actionKey},
	{"formaction", formactionKey}, {"content", contentKey}, {"http-equiv", equivKey}, {"hidden", hiddenKey},
}

func attributeKey(name string) key {
	for i := range keys {
		if strings.EqualFold(name, keys[i].name) {
			return keys[i].key
		}
	}
	return otherKey
}

// styleCache keeps what styles say: a page repeats a few of them.
type styleCache struct{ known map[string]style }

// maxStyles bounds the cache.
const maxStyles = 200

func (c *styleCache) read(text string) style {
	if s, ok := c.known[text]; ok {
		return s
	}
	var s style
	s.parse(text)
	if c.known == nil {
		c.known = make(map[string]style)
	}
	if len(c.known) < maxStyles {
		c.known[text] = s
	}
	return s
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

// add joins what an attribute of its own (hidden) and the style say.
func (s *style) add(o style) {
	o.gone = o.gone || s.gone
	*s = o
}

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
