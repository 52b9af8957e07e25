package backdoor

import (
	"strings"
	"unicode/utf8"

	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

// identity is what requests and handshakes say about the two ends of a pair.
type identity struct {
	Name         string       // smallest name seen; of a name pair, its name
	Servers      [2]fold.Addr // lowest and highest address that answered to it
	Ports        [2]uint16    // lowest and highest port
	Target       uint16       // highest port that a proxy was asked for
	Requests     int64        // HTTP requests
	Tunnels      int64        // of which CONNECT
	HostMissing  int64
	Sessions     int64 // TLS handshakes
	Unfinished   int64 // handshakes that were never established
	SelfSigned   int64
	Unvouched    int64 // chains that the sensor could not verify, self-signed ones included
	Vouched      int64 // chains that it could
	Mismatched   int64 // certificates that do not fit the server name
	Literal      int64 // an address where a name belongs
	Proxied      int64 // seen on the way to a proxy
	Aliased      int64 // of an address: requests and handshakes for a name
	Agent        uint64
	Fingerprint  uint64 // JA3
	Subject      uint64
	Chain        uint64 // lowest hash of a certificate id
	UploadBytes  int64  // request bodies
	ContentBytes int64  // response bodies
}

// lowest keeps the lower of two hashes of which 0 means none.
func lowest(a *uint64, b uint64) {
	if b != 0 && (*a == 0 || b < *a) {
		*a = b
	}
}

// at notes by which name and through which server the pair was reached.
func (i *identity) at(t target, e *event.Endpoints) {
	if t.proxied {
		i.Proxied++
		i.Target = max(i.Target, t.port)
		i.widen(t.name, [2]fold.Addr{}, [2]uint16{})
		return
	}
	server := fold.AddrOf(e.Dst)
	i.widen(t.name, [2]fold.Addr{server, server}, [2]uint16{e.DstPort, e.DstPort})
}

// alias notes, with an address, a name that is served there.
func (i *identity) alias(name string) {
	i.Aliased++
	i.widen(name, [2]fold.Addr{}, [2]uint16{})
}

func (i *identity) widen(name string, servers [2]fold.Addr, ports [2]uint16) {
	if name != "" && (i.Name == "" || name < i.Name) {
		i.Name = strings.Clone(name)
	}
	if servers[0] != (fold.Addr{}) {
		if i.Servers[0] == (fold.Addr{}) || before(servers[0], i.Servers[0]) {
			i.Servers[0] = servers[0]
		}
		if before(i.Servers[1], servers[1]) {
			i.Servers[1] = servers[1]
		}
	}
	if ports[0] != 0 && (i.Ports[0] == 0 || ports[0] < i.Ports[0]) {
		i.Ports[0] = ports[0]
	}
	i.Ports[1] = max(i.Ports[1], ports[1])
}

func before(a, b fold.Addr) bool { return string(a[:]) < string(b[:]) }

// request notes one HTTP request; odd reports whether it is worth showing.
func (i *identity) request(r *event.WebRequest, t target) (odd bool) {
	i.at(t, &r.Endpoints)
	i.Requests++
	if r.Method == "CONNECT" {
		i.Tunnels++
	}
	if r.HostMissing {
		i.HostMissing++
	}
	if t.literal {
		i.Literal++
	}
	if r.RequestBytes > 0 {
		i.UploadBytes += r.RequestBytes
	}
	if r.ResponseBytes > 0 {
		i.ContentBytes += r.ResponseBytes
	}
	return r.HostMissing
}

// session notes one TLS handshake; odd reports whether it is worth showing.
func (i *identity) session(s *event.TLSSession, t target) (odd bool) {
	i.at(t, &s.Endpoints)
	i.Sessions++
	if !s.Established {
		i.Unfinished++
	}
	selfSigned := known.SelfSigned(s.Subject, s.Issuer, s.Validation)
	if selfSigned {
		i.SelfSigned++
	}
	switch {
	case s.Validation == "ok":
		i.Vouched++
	case selfSigned || known.Unvouched(s.Validation):
		i.Unvouched++
	}
	if s.SNIMatches == event.TruthNo {
		i.Mismatched++
	}
	if t.literal {
		i.Literal++
	}
	for _, id := range s.ChainIDs {
		lowest(&i.Chain, fold.HashString(id))
		break // the first certificate is the server's own
	}
	return selfSigned || s.SNIMatches == event.TruthNo
}

func (i *identity) merge(o *identity) {
	i.widen(o.Name, o.Servers, o.Ports)
	i.Requests += o.Requests
	i.Tunnels += o.Tunnels
	i.HostMissing += o.HostMissing
	i.Sessions += o.Sessions
	i.Unfinished += o.Unfinished
	i.SelfSigned += o.SelfSigned
	i.Unvouched += o.Unvouched
	i.Vouched += o.Vouched
	i.Mismatched += o.Mismatched
	i.Literal += o.Literal
	i.Proxied += o.Proxied
	i.Target = max(i.Target, o.Target)
	i.Aliased += o.Aliased
	i.UploadBytes += o.UploadBytes
	i.ContentBytes += o.ContentBytes
	lowest(&i.Agent, o.Agent)
	lowest(&i.Fingerprint, o.Fingerprint)
	lowest(&i.Subject, o.Subject)
	lowest(&i.Chain, o.Chain)
}

// signature is one user agent, JA3 or certificate subject, and where it was seen:
// when lowest and highest destination are the same there is only one.
type signature struct {
	Text         string
	Destinations [2]uint64
	Sources      [2]uint64
	Count        int64
}

// maxText bounds the texts that are kept of an attacker's making.
const maxText = 200

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

func (s *signature) note(text string, source, destination uint64) {
	if s.Text == "" {
		s.Text = cut(text)
	}
	s.widen([2]uint64{source, source}, [2]uint64{destination, destination})
	s.Count++
}

func (s *signature) widen(sources, destinations [2]uint64) {
	if s.Count == 0 {
		s.Sources, s.Destinations = sources, destinations
		return
	}
	s.Sources = [2]uint64{min(s.Sources[0], sources[0]), max(s.Sources[1], sources[1])}
	s.Destinations = [2]uint64{min(s.Destinations[0], destinations[0]), max(s.Destinations[1], destinations[1])}
}

func joinSignatures(into, from *signature) {
	into.widen(from.Sources, from.Destinations)
	into.Count += from.Count
}

// single reports whether only one destination ever saw the signature.
func (s *signature) single() bool { return s != nil && s.Destinations[0] == s.Destinations[1] }
