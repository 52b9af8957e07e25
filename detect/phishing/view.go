package phishing

import (
	"encoding/base64"
	"slices"
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/page"
	"dwell/detect/phishing/web"
	"dwell/event"
)

// view is one mail as it is looked at; nothing of it is kept.
type view struct {
	mail      *event.Mail
	web       *web.Parser
	name      string   // all that stands as names in From, and before an address that is none
	address   string   // of the sender, lower case; "" none
	domain    string   // registered
	host      string   // of the sender's address
	envelope  string   // registered domain of the return path; "" unknown
	readers   []string // recipients' addresses, lower case
	delivered string   // of these the one that the receiver's server noted; "" none
	page      page.Page
	links     []link
	targets   []web.Target // of links, one per host
	pictures  []string     // registered domains of pictures
	mailto    []string     // registered domains that links write to
	attached  bool         // a page as a file
	onlyPage  bool         // a page without the same in plain text before it
	leads     bool         // a link that asks for something holds the recipient's address
	fields    fields
}

// link is a link that leads to a host.
type link struct {
	shown  string
	says   ask.Set
	target int  // in targets
	named  bool // it holds the recipient's address
	plain  bool // by HTTP
	marked bool // with a long mark behind a #
}

// fields are what the other header fields say.
type fields struct {
	list, bulk, unsubscribe, answers bool
	spam, phish                      bool
	signed                           []string // domains of signatures
}

// The bounds of one mail.
const (
	maxReaders = 8
	maxHosts   = 48
	maxLinks   = 256
)

func newView(m *event.Mail, parser *web.Parser) *view {
	v := &view{mail: m, web: parser}
	v.sender()
	v.recipients()
	v.header()
	plain := false
	for i := range m.Parts {
		p := &m.Parts[i]
		switch {
		case p.Type == "text/plain":
			plain = true
		case isPage(p.Name):
			v.attached = true
		case p.Type == "text/html" && p.Disposition != "attachment" && len(v.page.Links) == 0:
			v.page, v.onlyPage = page.Read(p.Data), !plain
		}
	}
	v.lead()
	return v
}

// isPage reports whether a file is a page of the web, which a browser opens.
func isPage(name string) bool {
	const longest = 6
	name = strings.ToLower(strings.TrimRight(name, " ."))
	at := strings.LastIndexByte(name, '.')
	if at < 0 || len(name)-at > longest {
		return false
	}
	switch name[at:] {
	case ".htm", ".html", ".shtml", ".xhtml", ".svg", ".mht":
		return true
	}
	return false
}

// sender reads the From field. What cannot be an address counts as a name: some write
// "name", rest <address>.
func (v *view) sender() {
	m := v.mail
	for i := range m.From {
		a := &m.From[i]
		const most = 4
		if i == most {
			break
		}
		v.name = strings.TrimSpace(v.name + " " + a.Name)
		const longest = 320 // RFC 5321: 64 and 255
		if at := strings.LastIndexByte(a.Addr, '@'); at > 0 && v.address == "" && len(a.Addr) <= longest {
			v.address, v.host = strings.ToLower(a.Addr), strings.ToLower(a.Addr[at+1:])
		} else if at <= 0 {
			v.name = strings.TrimSpace(v.name + " " + a.Addr)
		}
	}
	const longest = 300
	if len(v.name) > longest {
		v.name = strings.ToValidUTF8(v.name[:longest], "")
	}
	v.domain = v.web.Registered(v.host)
	if at := strings.LastIndexByte(m.ReturnPath, '@'); at >= 0 {
		v.envelope = v.web.Registered(strings.ToLower(strings.Trim(m.ReturnPath[at+1:], "<> ")))
	}
}

func (v *view) recipients() {
	add := func(address string) {
		const least, longest = 6, 254 // shorter ones stand in too many texts; RFC 5321
		if len(address) > longest {
			return
		}
		address = strings.ToLower(strings.Trim(address, "<> "))
		if at := strings.IndexByte(address, '@'); at > 0 && len(address) >= least && len(v.readers) < maxReaders && !slices.Contains(v.readers, address) {
			v.readers = append(v.readers, address)
		}
	}
	for _, list := range [][]event.Address{v.mail.To, v.mail.Cc} {
		for i := range list[:min(len(list), 2*maxReaders)] {
			add(list[i].Addr)
		}
	}
	v.delivered = strings.ToLower(strings.Trim(v.mail.Header("Delivered-To"), "<> "))
	if v.delivered == "" && len(v.mail.Hops) > 0 {
		v.delivered = strings.ToLower(strings.Trim(v.mail.Hops[0].For, "<> "))
	}
	add(v.delivered)
}

// lead reads where the links go.
func (v *view) lead() {
	for i := range v.page.Links {
		v.link(v.page.Links[i].URL, v.page.Links[i].Shown)
	}
	for _, url := range v.page.Forms {
		v.link(url, "")
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

// header reads the fields that say how the mail was sent and what was thought of it.
func (v *view) header() {
	m := v.mail
	received := 0
	for i := range m.Headers {
		h := &m.Headers[i]
		if len(h.Name) < len("Received") {
			continue
		}
		switch name := h.Name; {
		case strings.EqualFold(name, "Received"):
			received++
		case strings.EqualFold(name, "List-Id"), strings.EqualFold(name, "List-Post"), strings.EqualFold(name, "Mailing-List"), strings.EqualFold(name, "X-Mailing-List"),
			strings.EqualFold(name, "X-BeenThere"), strings.EqualFold(name, "X-Mailman-Version"), strings.EqualFold(name, "X-ecartis-version"), strings.EqualFold(name, "X-Listname"):
			v.fields.list = true
		case strings.EqualFold(name, "List-Unsubscribe"):
			v.fields.unsubscribe = true
		case strings.EqualFold(name, "Precedence"):
			v.fields.bulk = true
		case strings.EqualFold(name, "DKIM-Signature"):
			v.signature(h.Value)
		default:
			v.verdict(name, h.Value, received)
		}
	}
	v.fields.list = v.fields.list || listEnvelope(m.ReturnPath)
	v.fields.answers = m.InReplyTo != "" || len(m.References) > 0
}

// listEnvelope reports whether a return path is one that the programs of lists write
// (Majordomo, Mailman, ezmlm): older ones write nothing else that tells.
func listEnvelope(path string) bool {
	local, _, _ := strings.Cut(strings.ToLower(strings.Trim(path, "<> ")), "@")
	if strings.HasPrefix(local, "owner-") || strings.HasPrefix(local, "sentto-") || strings.Contains(local, "-return-") {
		return true
	}
	for _, end := range []string{"-admin", "-bounces", "-owner", "-errors", "-request"} {
		if strings.HasSuffix(local, end) {
			return true
		}
	}
	return false
}

// signature notes the domain that signed.
func (v *view) signature(value string) {
	const longest, most = 300, 4
	for field := range strings.SplitSeq(value[:min(len(value), longest)], ";") {
		if d, ok := strings.CutPrefix(strings.TrimSpace(field), "d="); ok && len(v.fields.signed) < most {
			v.fields.signed = append(v.fields.signed, v.web.Registered(strings.ToLower(strings.TrimSpace(d))))
		}
	}
}
