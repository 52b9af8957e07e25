package web

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// led follows a redirector or a gateway.
func (p *Parser) led(t Target, depth int) Target {
	inner, ok := p.inner(&t, depth-1)
	switch {
	case !ok || inner.Domain == t.Domain:
		return t
	case listed(gateways, t.Host):
		return inner
	case t.opens():
		t.Traits |= Redirect | inner.Traits
		t.Inner = inner.Domain
	}
	return t
}

// opens reports whether the host redirects to wherever the link says.
func (t *Target) opens() bool {
	label, _, _ := strings.Cut(t.Domain, ".")
	return label == "google" || label == "baidu" || label == "bing" || label == "yandex" || listed(redirectors, t.Host)
}

// inner finds a link within the path or query of a link.
func (p *Parser) inner(t *Target, depth int) (Target, bool) {
	path := t.Path
	for range 2 {
		for _, mark := range []string{"://", "/amp/s/", "/amp/"} {
			at := strings.Index(path, mark)
			if at < 0 {
				continue
			}
			from := at + len(mark)
			if inner, ok := p.parse("http://"+firstOf(path[from:]), depth); ok {
				return inner, true
			}
		}
		plain, err := url.QueryUnescape(path)
		if err != nil || plain == path {
			break
		}
		path = plain
	}
	return p.packed(t, depth)
}

// firstOf cuts a link within a query at the next parameter.
func firstOf(s string) string {
	if i := strings.IndexByte(s, '&'); i >= 0 {
		return s[:i]
	}
	return s
}

// packed reads a link that a parameter holds in base64, as Bing and trackers write it.
func (p *Parser) packed(t *Target, depth int) (Target, bool) {
	const least, start = 12, "aHR0c" // "http"
	i := strings.Index(t.Path, start)
	if i < 0 {
		return Target{}, false
	}
	text := t.Path[i:]
	end := 0
	for end < len(text) && (text[end] == '-' || text[end] == '_' || text[end] == '+' || isWord(text[end])) {
		end++
	}
	if end < least {
		return Target{}, false
	}
	text = strings.NewReplacer("-", "+", "_", "/").Replace(text[:end])
	plain, err := base64.RawStdEncoding.DecodeString(text[:len(text)-len(text)%4])
	if err != nil {
		return Target{}, false
	}
	return p.parse(string(plain), depth)
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
