package longconn

import (
	"net"
	"net/netip"
	"strings"
	"unicode/utf8"

	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

// server is what handshakes and requests say about who answers at a pair's
// destination.
type server struct {
	Name       string // smallest server name or Host
	Names      int64  // handshakes and requests with a name
	Sessions   int64
	SelfSigned int64
	Unvouched  int64 // chains the sensor could not verify
	Vouched    int64
	Subject    string // smallest certificate subject
	Chain      uint64 // lowest hash of a certificate id
	Requests   int64
	Proxied    int64 // of which for a proxy
}

// authority is one certificate's subject and who vouches for it.
type authority struct {
	Subject, Issuer string
}

// join keeps the smaller of two different certificates with one id.
func (a *authority) join(o *authority) {
	if *a == (authority{}) || o.Subject+o.Issuer < a.Subject+a.Issuer {
		*a = *o
	}
}

// maxText bounds the texts that are kept of an attacker's making.
const maxText = 253

// cut copies a text, shortened between characters where it is too long.
func cut(s string) string {
	if len(s) > maxText {
		end := maxText
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end]
	}
	return strings.Clone(s)
}

func (v *server) named(host string) {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host == "" {
		return
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return // an address is no name
	}
	v.Names++
	v.smaller(&v.Name, host)
}

// smaller keeps the smaller of two texts of which "" is none.
func (v *server) smaller(into *string, s string) {
	if s != "" && (*into == "" || s < *into) {
		*into = cut(s)
	}
}

func (v *server) session(s *event.TLSSession) {
	v.Sessions++
	v.named(s.ServerName)
	v.smaller(&v.Subject, s.Subject)
	switch {
	case known.SelfSigned(s.Subject, s.Issuer, s.Validation):
		v.SelfSigned++
	case s.Validation == "ok":
		v.Vouched++
	case known.Unvouched(s.Validation):
		v.Unvouched++
	}
	if len(s.ChainIDs) > 0 {
		v.chain(fold.HashString(s.ChainIDs[0]))
	}
}

func (v *server) request(r *event.WebRequest) {
	v.Requests++
	if r.Method == "CONNECT" || strings.HasPrefix(r.URI, "http://") {
		v.Proxied++
	}
	v.named(strings.ToLower(r.Host))
}

func (v *server) chain(h uint64) {
	if h != 0 && (v.Chain == 0 || h < v.Chain) {
		v.Chain = h
	}
}

func (v *server) merge(o *server) {
	v.smaller(&v.Name, o.Name)
	v.smaller(&v.Subject, o.Subject)
	v.Names += o.Names
	v.Sessions += o.Sessions
	v.SelfSigned += o.SelfSigned
	v.Unvouched += o.Unvouched
	v.Vouched += o.Vouched
	v.Requests += o.Requests
	v.Proxied += o.Proxied
	v.chain(o.Chain)
}
