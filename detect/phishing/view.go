package phishing

import (
	"bytes"
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
	check     check // what the receiver's checks say
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
	maxAddress = 254 // RFC 5321
)

func newView(m *event.Mail, parser *web.Parser) *view {
	v := &view{mail: m, web: parser}
	v.sender()
	v.header()
	plain := false
	for i := range m.Parts {
		p := &m.Parts[i]
		switch {
		case p.Type == "text/plain":
			plain = plain || len(bytes.TrimSpace(p.Data)) > 0
		case isPage(p.Name):
			v.attached = true
		case p.Type == "text/html" && p.Disposition != "attachment" && len(v.page.Links) == 0:
			v.page, v.onlyPage = page.Read(p.Data), !plain
		}
	}
	if len(m.Links)+len(m.Codes)+len(v.page.Links)+len(v.page.Forms) > 0 {
		v.recipients()
		v.lead()
	}
	return v
}

// complete reads what only those mails are asked that are not dull.
func (v *view) complete() {
	if len(v.links)+len(v.mailto) == 0 {
		v.recipients()
	}
	v.check = v.readChecks()
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
	v.readers = v.readers[:0]
	add := func(address string) {
		const least = 6 // shorter ones stand in too many texts
		if len(address) > maxAddress {
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
	if v.delivered == "" && len(v.mail.Hops) > 0 {
		v.delivered = v.mail.Hops[0].For
	}
	v.delivered = strings.ToLower(strings.Trim(v.delivered[:min(len(v.delivered), maxAddress)], "<> "))
	add(v.delivered)
}
