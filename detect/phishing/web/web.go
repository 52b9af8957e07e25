package web

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"dwell/detect/lookalike"
	"dwell/entity"
)

// Trait is something about where a link leads.
type Trait uint16

// The traits.
const (
	Literal   Trait = 1 << iota // the host is an IP address
	Coded                       // an address written so that nobody reads it: one number, hexadecimal, octal
	Shortener                   // the true goal is not shown
	Stored                      // anybody puts pages there without a name: storage, free sites
	Shared                      // anybody puts forms, texts, files there, honest people too
	Redirect                    // an open redirector; Inner is where it leads
	Foreign                     // the name has letters that look like others
	UserInfo                    // a name before an @, which is no part of the host
	Port                        // an unusual port
)

// Target is where a link leads.
type Target struct {
	Host   string // lower case, letters as they are shown
	Domain string // registered; the address for Literal
	Traits Trait
	Inner  string // registered domain that a redirector leads on to; "" none
	Path   string // with query, as written
}

// Has reports whether the target has the trait.
func (t *Target) Has(x Trait) bool { return t.Traits&x != 0 }

// maxDepth bounds how often a link within a link is followed.
const maxDepth = 3

// Parser reads links. It remembers the registered domains of hosts, which repeat; it is
// for one goroutine.
type Parser struct{ registered map[string]string }

// maxKnown bounds the hosts that are remembered at a time.
const maxKnown = 1 << 13

// NewParser returns a parser.
func NewParser() *Parser { return &Parser{registered: make(map[string]string)} }

// Registered returns the registered domain of a host.
func (p *Parser) Registered(host string) string {
	if host == "" {
		return ""
	}
	domain, known := p.registered[host]
	if !known {
		if len(p.registered) >= maxKnown {
			clear(p.registered)
		}
		host = strings.Clone(host)
		domain = entity.Registered(host)
		p.registered[host] = domain
	}
	return domain
}

// Parse reads a link; ok is false for what leads to no host.
func (p *Parser) Parse(link string) (Target, bool) { return p.parse(link, maxDepth) }

func (p *Parser) parse(link string, depth int) (t Target, ok bool) {
	host, path, ok := split(link)
	const longest = 1000 // escaped; RFC 1035 allows 253
	if !ok || len(host) > longest {
		return t, false
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host, t.Traits = host[i+1:], UserInfo
	}
	host = t.port(host)
	if strings.IndexByte(host, '%') >= 0 {
		if plain, err := url.PathUnescape(host); err == nil {
			host = plain
		}
	}
	host = strings.Trim(strings.ToLower(host), ". ")
	if host == "" || len(host) > 253 || strings.ContainsAny(host, " {}[]<>\"'/?#:@") {
		return t, false
	}
	t.Host, t.Path = host, path
	if a, coded, is := address(host); is {
		t.Host, t.Domain, t.Traits = a, a, t.Traits|Literal
		if coded {
			t.Traits |= Coded
		}
		return t, true
	}
	if !strings.Contains(host, ".") {
		return t, false
	}
	p.named(&t)
	if depth > 0 {
		return p.led(t, depth), true
	}
	return t, true
}

// split cuts a link into what stands before the path, and the path.
func split(link string) (host, path string, ok bool) {
	const longest = 4 << 10
	link = strings.TrimSpace(link[:min(len(link), longest)])
	if strings.ContainsAny(link, "\t\r\n\\") { // browsers drop the ones and turn the other
		link = strings.NewReplacer("\t", "", "\r", "", "\n", "", "\\", "/").Replace(link)
	}
	for range 2 { // "https://https://" leads where the second says
		scheme, rest, found := strings.Cut(link, ":")
		if !found || strings.ContainsAny(scheme, "./") {
			break
		}
		switch strings.ToLower(scheme) {
		case "http", "https", "hxxp", "hxxps":
			link = strings.TrimLeft(rest, "/")
		default:
			return "", "", false
		}
	}
	if strings.HasPrefix(link, "//") {
		link = link[2:]
	} else if strings.HasPrefix(link, "/") || strings.HasPrefix(link, "#") || strings.HasPrefix(link, "?") {
		return "", "", false
	}
	if i := strings.IndexAny(link, "/?#"); i >= 0 {
		return link[:i], link[i:], i > 0
	}
	return link, "", link != ""
}

// port takes a port off.
func (t *Target) port(host string) string {
	i := strings.LastIndexByte(host, ':')
	if i < 0 || strings.HasSuffix(host, "]") {
		return strings.Trim(host, "[]")
	}
	if p := host[i+1:]; p != "80" && p != "443" && p != "" {
		t.Traits |= Port
	}
	return strings.Trim(host[:i], "[]")
}

// address reads a host that is an address, in any way in which browsers do.
func address(host string) (text string, coded, is bool) {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.String(), false, true
	}
	if c := host[0]; c < '0' || c > '9' {
		return "", false, false
	}
	parts := strings.Split(host, ".")
	const most = 4
	if len(parts) > most {
		return "", false, false
	}
	var value uint64
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 0, 32)
		if err != nil {
			return "", false, false
		}
		if i == len(parts)-1 {
			value = value<<(8*(most-i)) | n
		} else {
			value = value<<8 | n&0xff
		}
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}).String(), true, true
}

// named finds what kind of name the host is.
func (p *Parser) named(t *Target) {
	if strings.Contains(t.Host, "xn--") { // RFC 3492: what is shown is the decoded form
		if shown, err := idna.Punycode.ToUnicode(t.Host); err == nil {
			t.Host = strings.ToLower(shown)
		}
	}
	if !lookalike.ASCII(t.Host) && lookalike.ASCII(lookalike.Text(t.Host)) {
		t.Traits |= Foreign
	}
	t.Domain = p.Registered(t.Host)
	switch {
	case listed(shorteners, t.Host):
		t.Traits |= Shortener
	case listed(stored, t.Host) || bucket(t.Host):
		t.Traits |= Stored
	case listed(shared, t.Host) || t.Host == "www.canva.com" && strings.HasPrefix(t.Path, "/design/"):
		t.Traits |= Shared
	}
}

// listed reports whether a list names the host or a parent of it.
func listed(list map[string]bool, host string) bool {
	for {
		if list[host] {
			return true
		}
		_, parent, more := strings.Cut(host, ".")
		if !more {
			return false
		}
		host = parent
	}
}
