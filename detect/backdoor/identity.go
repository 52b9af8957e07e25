package backdoor

import (
	"dwell/detect/flow"
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
	Asked        count        // lookups, where nothing else is known
	Requests     count        // HTTP requests
	Tunnels      count        // of which CONNECT
	HostMissing  count
	Sessions     count // TLS handshakes
	Unfinished   count // handshakes that were never established
	Mismatched   count // certificates that do not fit the server name
	Literal      count // an address where a name belongs
	Proxied      count // seen on the way to a proxy
	Aliased      count // of an address: requests and handshakes for a name
	Agent        uint64
	Fingerprint  uint64 // JA3
	Fingerprint4 uint64 // JA4
	Subject      uint64
	Program      string // smallest of what published fingerprints of client and server stand for
	UploadBytes  int64  // request bodies
	ContentBytes int64  // response bodies
	flow.Vouching
	Open *identity // what records of connections say that are still open; nil while there were none
}

// counts are the numbers of records, of all kinds.
func (i *identity) counts() []*count {
	return []*count{&i.Requests, &i.Tunnels, &i.HostMissing, &i.Sessions, &i.Unfinished, &i.Mismatched,
		&i.Literal, &i.Proxied, &i.Aliased}
}

// settled returns the identity with that of the open connections. They are logged again
// and again, and once more when they are complete: so their numbers only say that there
// is one where there would be none, and their bytes nothing.
func (i *identity) settled() *identity {
	all, open := *i, *i.Open
	all.Open = nil
	open.UploadBytes, open.ContentBytes = 0, 0
	into := all.counts()
	for at, n := range open.counts() {
		one := min(*n, 1)
		*n = one - min(one, *into[at])
	}
	all.merge(&open)
	return &all
}

// at notes by which name and through which server the pair was reached.
func (i *identity) at(t target, e *event.Endpoints) {
	if t.proxied {
		i.Proxied.add(1)
		i.Target = max(i.Target, t.port)
		i.widen(t.name, [2]fold.Addr{}, [2]uint16{})
		return
	}
	server := fold.AddrOf(e.Dst)
	i.widen(t.name, [2]fold.Addr{server, server}, [2]uint16{e.DstPort, e.DstPort})
}

// alias notes, with an address, a name that is served there.
func (i *identity) alias(name string) {
	i.Aliased.add(1)
	i.widen(name, [2]fold.Addr{}, [2]uint16{})
}

func (i *identity) widen(name string, servers [2]fold.Addr, ports [2]uint16) {
	fold.Smallest(&i.Name, name, maxName)
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
	i.Requests.add(1)
	if r.Method == "CONNECT" {
		i.Tunnels.add(1)
	}
	if r.HostMissing {
		i.HostMissing.add(1)
	}
	if t.literal {
		i.Literal.add(1)
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
	i.Sessions.add(1)
	if !s.Established {
		i.Unfinished.add(1)
	}
	selfSigned := i.Note(s)
	if s.SNIMatches == event.TruthNo {
		i.Mismatched.add(1)
	}
	if t.literal {
		i.Literal.add(1)
	}
	return i.program(s.JA3, s.JA3S) || selfSigned || s.SNIMatches == event.TruthNo
}

// program notes what the fingerprints of a handshake are known to stand for.
func (i *identity) program(fingerprints ...string) (is bool) {
	for _, f := range fingerprints {
		if program, ok := known.Fingerprint(f); ok {
			fold.Smallest(&i.Program, program, maxText)
			is = true
		}
	}
	return is
}

func (i *identity) merge(o *identity) {
	i.widen(o.Name, o.Servers, o.Ports)
	fold.Smallest(&i.Program, o.Program, maxText)
	i.Asked.add(o.Asked)
	i.Requests.add(o.Requests)
	i.Tunnels.add(o.Tunnels)
	i.HostMissing.add(o.HostMissing)
	i.Sessions.add(o.Sessions)
	i.Unfinished.add(o.Unfinished)
	i.Vouching.Merge(&o.Vouching)
	i.Mismatched.add(o.Mismatched)
	i.Literal.add(o.Literal)
	i.Proxied.add(o.Proxied)
	i.Target = max(i.Target, o.Target)
	i.Aliased.add(o.Aliased)
	i.UploadBytes += o.UploadBytes
	i.ContentBytes += o.ContentBytes
	fold.Lowest(&i.Agent, o.Agent)
	fold.Lowest(&i.Fingerprint, o.Fingerprint)
	fold.Lowest(&i.Fingerprint4, o.Fingerprint4)
	fold.Lowest(&i.Subject, o.Subject)
	if i.Open == nil {
		i.Open = o.Open
	} else if o.Open != nil {
		i.Open.merge(o.Open)
	}
}

// signature is one user agent, JA3, JA4 or certificate subject, and where it was seen:
// when lowest and highest destination are the same there is only one.
type signature struct {
	Text         string
	Destinations [2]uint64
	Sources      [2]uint64
	Count        int64
}

// maxText bounds the texts that are kept of an attacker's making.
const maxText = 200

func (s *signature) note(text string, source, destination uint64) {
	if s.Text == "" {
		s.Text = fold.Shorten(text, maxText)
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
