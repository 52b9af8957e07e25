package flow

import (
	"net/netip"

	"dwell/detect/fold"
	"dwell/event"
)

// MaxText bounds the texts that are kept of an attacker's making. A DNS name is no
// longer (RFC 1035, section 2.3.4).
const MaxText = 253

// Server is what handshakes and requests say about who answers at the destination of
// a relation.
type Server struct {
	Name     string // smallest server name or Host
	Names    int64  // handshakes and requests with a name
	Literal  int64  // handshakes and requests with an address in place of a name
	Sessions int64  // TLS handshakes
	Subject  string // smallest certificate subject
	Vouching
}

// Session folds one handshake in. The host is the server's name without port and
// brackets, "" when the client named none.
func (s *Server) Session(t *event.TLSSession, host string) {
	s.Sessions++
	s.Named(host)
	fold.Smallest(&s.Subject, t.Subject, MaxText)
	s.Note(t)
}

// Named notes how a client called the server, as Session does.
func (s *Server) Named(host string) {
	if host == "" {
		return
	}
	if _, err := netip.ParseAddr(host); err == nil {
		s.Literal++
		return
	}
	s.Names++
	fold.Smallest(&s.Name, host, MaxText)
}

// Merge folds o in.
func (s *Server) Merge(o *Server) {
	fold.Smallest(&s.Name, o.Name, MaxText)
	s.Names += o.Names
	s.Literal += o.Literal
	s.Sessions += o.Sessions
	fold.Smallest(&s.Subject, o.Subject, MaxText)
	s.Vouching.Merge(&o.Vouching)
}

// Certificate returns the subject of the server's certificate, as far as it is known,
// and whether nobody but the server vouches for it.
func (s *Server) Certificate(t *Certificates) (subject string, selfSigned bool) {
	subject, selfSigned = t.Of(&s.Vouching)
	if s.Subject != "" {
		subject = s.Subject
	}
	return subject, selfSigned
}
