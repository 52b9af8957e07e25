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
// a relation. It counts none of them: those of a connection that is still open are
// logged again and again.
type Server struct {
	Name    string // smallest server name or Host, "" while there was none
	Literal bool   // a handshake or request had an address in place of a name
	TLS     bool   // there was a handshake
	Subject string // smallest certificate subject
	Vouching
}

// Session folds one handshake in. The host is the server's name without port and
// brackets, "" when the client named none.
func (s *Server) Session(t *event.TLSSession, host string) {
	s.TLS = true
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
		s.Literal = true
		return
	}
	fold.Smallest(&s.Name, host, MaxText)
}

// Merge folds o in.
func (s *Server) Merge(o *Server) {
	fold.Smallest(&s.Name, o.Name, MaxText)
	s.Literal = s.Literal || o.Literal
	s.TLS = s.TLS || o.TLS
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
