package phishing

import (
	"encoding/base64"
	"slices"
	"strings"

	"dwell/detect/phishing/web"
)

// lead reads where the links go.
func (v *view) lead() {
	for i := range v.page.Links {
		v.link(v.page.Links[i].URL, v.page.Links[i].Shown)
	}
	for _, url := range v.page.Forms {
		v.link(url, "")
	}
	for _, c := range v.mail.Codes {
		if c.Host() != "" {
			v.link(c.Text, "")
		}
	}
	known := len(v.targets) // what a page shows stands in the list once more, without its text
	for _, url := range v.mail.Links[:min(len(v.mail.Links), maxLinks)] {
		if t, ok := v.web.Parse(url); known == 0 || !ok || v.targetOf(&t) < 0 {
			v.link(url, "")
		}
	}
}

func (v *view) targetOf(t *web.Target) int {
	return slices.IndexFunc(v.targets, func(o web.Target) bool { return o.Host == t.Host && o.Inner == t.Inner })
}

func (v *view) link(url, shown string) {
	if len(v.links) >= maxLinks {
		return
	}
	const scheme = "mailto:"
	if len(url) > len(scheme) && strings.EqualFold(url[:len(scheme)], scheme) {
		v.writes(url[len(scheme):])
		return
	}
	t, ok := v.web.Parse(url)
	if !ok {
		return
	}
	at := v.targetOf(&t)
	if at < 0 {
		if len(v.targets) >= maxHosts {
			return
		}
		at = len(v.targets)
		v.targets = append(v.targets, t)
	}
	v.targets[at].Traits |= t.Traits
	v.links = append(v.links, link{shown: shown, target: at, named: v.named(t.Path), plain: containsFold(url[:min(len(url), len(plainHTTP))], plainHTTP), marked: marked(t.Path)})
}

const plainHTTP = "http://"

// marked reports whether a path ends in a # and a word of letters and figures that names
// no place of a page.
func marked(path string) bool {
	const least, figures = 16, 3
	_, mark, ok := strings.Cut(path, "#")
	if !ok || len(mark) < least || strings.ContainsAny(mark, "/=._-") {
		return false
	}
	n := 0
	for i := range len(mark) {
		if mark[i] >= '0' && mark[i] <= '9' {
			n++
		}
	}
	return n >= figures && n < len(mark)
}

// named reports whether a link holds the recipient's address, plain or in base64.
func (v *view) named(path string) bool {
	const least = 6
	if len(path) < least {
		return false
	}
	for _, r := range v.readers {
		if containsFold(path, r) || containsFold(path, strings.Replace(r, "@", "%40", 1)) {
			return true
		}
		packed := strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(r)), "=")
		if cut := len(packed) - 2; cut > least && strings.Contains(path, packed[:cut]) {
			return true
		}
	}
	return false
}

// containsFold is strings.Contains for a lower-case word in a text of any case.
func containsFold(text, word string) bool {
	return strings.Contains(text, word) || strings.Contains(strings.ToLower(text), word)
}

// writes notes a link that writes a mail.
func (v *view) writes(address string) {
	address, _, _ = strings.Cut(address, "?")
	_, host, ok := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	const most = 8
	if domain := v.web.Registered(host); ok && len(v.mailto) < most && !slices.Contains(v.mailto, domain) {
		v.mailto = append(v.mailto, domain)
	}
}

// addresses notes the mailboxes that the text asks to write to.
func (v *view) addresses() {
	const searched, most = 6 << 10, 20
	text := v.mail.Text[:min(len(v.mail.Text), searched)]
	for range most {
		at := strings.IndexByte(text, '@')
		if at < 0 {
			return
		}
		end := at + 1
		for end < len(text) && (text[end] == '.' || text[end] == '-' || text[end] >= '0' && text[end] <= '9' || text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
			end++
		}
		start := at
		for start > 0 && text[start-1] > ' ' && text[start-1] < 0x7f && !strings.ContainsRune("<>(),:;\"'[]", rune(text[start-1])) {
			start--
		}
		if address := strings.Trim(text[start:end], "."); !strings.EqualFold(address, v.address) && !slices.Contains(v.readers, strings.ToLower(address)) {
			v.writes(address)
		}
		text = text[end:]
	}
}
