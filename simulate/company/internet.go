package company

import (
	"fmt"
	"net/netip"
	"strings"

	"dwell/simulate/chance"
)

// Site is one place on the Internet.
type Site struct {
	Name      string
	Addresses []netip.Addr
	Port      uint16
	Subject   string // of its certificate
	Issuer    string
}

// Provider offers mailboxes to anybody.
type Provider struct {
	Domain string
	Client string // what a mail written there looks like, by its name in simulate/format/message
	Relay  string // software of its relays
	Out    netip.Addr
	Host   string
}

// Internet is the world outside.
type Internet struct {
	Sites     []Site // by popularity
	Vendors   []Site // software calls them by itself
	Calls     []Site // video calls
	Clouds    []Site // cloud storage
	Clock     []netip.Addr
	Providers []*Provider

	next uint32 // of the addresses given out
}

// Mailbox makes the address of an invented person at a provider that really
// exists. It cannot be anybody's: Naver allows no dots, Gmail no underscores, and
// Daum at most 15 characters before the at sign.
func (p *Provider) Mailbox(user string, number int) string {
	local := fmt.Sprint(user, number)
	switch p.Client {
	case "gmail":
		local = strings.ReplaceAll(local, ".", "_")
	case "daum":
		local = strings.ReplaceAll(local, ".", "_") + "_at_home"
	}
	return local + "@" + p.Domain
}

const sites = 400

// wellKnown are services that software really calls.
var (
	vendorNames = []string{"fe2.update.microsoft.com", "ctldl.windowsupdate.com", "settings-win.data.microsoft.com", "v10.vortex-win.data.microsoft.com", "clients4.google.com",
		"update.googleapis.com", "armmf.adobe.com", "swcdn.apple.com", "ocsp.digicert.com", "update.ahnlab.com"}
	callNames  = []string{"zoom.us", "meet.google.com", "teams.microsoft.com"}
	cloudNames = []string{"content.dropboxapi.com", "drive.google.com", "onedrive.live.com"}
)

// authorities vouch for certificates.
var authorities = []string{
	"CN=DigiCert SHA2 Secure Server CA,O=DigiCert Inc,C=US",
	"CN=GeoTrust SSL CA - G3,O=GeoTrust Inc.,C=US",
	"CN=COMODO RSA Domain Validation Secure Server CA,O=COMODO CA Limited,L=Salford,ST=Greater Manchester,C=GB",
	"CN=Let's Encrypt Authority X3,O=Let's Encrypt,C=US",
	"CN=Google Internet Authority G2,O=Google Inc,C=US",
}

func newInternet(r chance.Source, n *namer) Internet {
	w := Internet{}
	for range sites {
		name := n.domain()
		if r.Chance(0.5) {
			name = "www." + name
		}
		w.Sites = append(w.Sites, w.site(r, name))
	}
	for _, group := range []struct {
		into  *[]Site
		names []string
	}{{&w.Vendors, vendorNames}, {&w.Calls, callNames}, {&w.Clouds, cloudNames}} {
		for _, name := range group.names {
			*group.into = append(*group.into, w.site(r, name))
		}
	}
	for range 4 {
		w.Clock = append(w.Clock, w.address())
	}
	for _, p := range []Provider{
		{Domain: "naver.com", Client: "naver", Relay: "naver"}, {Domain: "hanmail.net", Client: "daum", Relay: "daum"}, {Domain: "gmail.com", Client: "gmail", Relay: "gmail"},
	} {
		p.Out, p.Host = w.address(), "out."+p.Domain
		w.Providers = append(w.Providers, &p)
	}
	return w
}

func (w *Internet) site(r chance.Source, name string) Site {
	s := Site{Name: name, Port: 443, Subject: "CN=" + name, Issuer: chance.Pick(r, authorities)}
	for range 1 + r.IntN(3) {
		s.Addresses = append(s.Addresses, w.address())
	}
	return s
}

// address gives out one address of 198.18.0.0/16, never the same twice.
func (w *Internet) address() netip.Addr {
	w.next++
	n := w.next * 4057 % (1 << 16) // an odd factor leaves none out
	return netip.AddrFrom4([4]byte{198, 18, byte(n >> 8), byte(n)})
}

// like returns the index of a site; the first are liked by many (Zipf).
func (w *Internet) like(r chance.Source) int {
	return int(float64(len(w.Sites)) * r.Float64() * r.Float64() * r.Float64())
}

func (w *Internet) provider(r chance.Source) *Provider { return chance.Pick(r, w.Providers) }

// Stranger returns the address of somebody on the Internet, in 198.19.0.0/16.
func Stranger(r chance.Source) netip.Addr {
	return netip.AddrFrom4([4]byte{198, 19, byte(r.IntN(256)), byte(1 + r.IntN(254))})
}

// Partner is another company that writes to this one.
type Partner struct {
	Domain string
	Host   string // its mail relay
	Relay  string // software of the relay
	Out    netip.Addr
	People []*Contact
}

// sign makes the suppliers and their people.
func (c *Company) sign(r chance.Source) {
	for range 8 + len(c.Employees)/10 {
		d := c.names.domain()
		p := &Partner{Domain: d, Host: "mail." + d, Relay: chance.Pick(r, []string{"postfix", "exchange", "sendmail"}), Out: c.Internet.address()}
		for range 1 + r.IntN(3) {
			who := c.names.person()
			contact := &Contact{Hangul: who.hangul, Client: chance.Pick(r, []string{"outlook", "outlook", "thunderbird"}), Zone: c.Zone, Weekly: 1 + 4*r.Float64()}
			contact.Name, contact.Address = who.latin, who.user+"@"+d
			p.People = append(p.People, contact)
		}
		c.Suppliers = append(c.Suppliers, p)
	}
}

// NewSite makes one more place on the Internet, for those that come later.
func (c *Company) NewSite(labels ...string) Site {
	return c.Internet.site(c.Source(append([]string{"site"}, labels...)...), c.names.domain())
}

// NewName makes a name of a stranger with a mail address at a provider.
func (c *Company) NewName(labels ...string) *Contact {
	r := c.Source(append([]string{"stranger"}, labels...)...)
	who, p := c.names.person(), c.Internet.provider(r)
	made := &Contact{Hangul: who.hangul, Client: p.Client, Zone: c.Zone, Provider: p}
	made.Name, made.Address = who.latin, p.Mailbox(who.user, 10+r.IntN(89))
	return made
}
