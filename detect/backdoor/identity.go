package backdoor

import (
	"dwell/detect/flow"
	"dwell/detect/fold"
	"dwell/detect/known"
	"dwell/event"
)

// identity is what is said about the destination of a pair.
type identity struct {
	Name    string    // smallest name seen; of a name pair, its name
	Asked   count     // lookups, where nothing else is known
	Aliased count     // of an address: requests and handshakes for a name
	Talk    *talk     // nil while no request or handshake was the pair's own
	Open    *identity // what records of connections say that are still open; nil while there were none
}

// talk is what requests and handshakes say about the two ends of a pair.
type talk struct {
	Servers      [2]fold.Addr // lowest and highest address that answered to the name
	Ports        [2]uint16    // lowest and highest port
	Target       uint16       // highest port that a proxy was asked for
	Requests     count        // HTTP requests
	Tunnels      count        // of which CONNECT
	HostMissing  count
	Sessions     count // TLS handshakes
	Unfinished   count // handshakes that were never established
	Mismatched   count // certificates that do not fit the server name
	Literal      count // an address where a name belongs
	Proxied      count // seen on the way to a proxy
	Agent        uint64
	Fingerprint  uint64 // JA3
	Fingerprint4 uint64 // JA4
	Subject      uint64
	Program      string // smallest of what published fingerprints of client and server stand for
	UploadBytes  int64  // request bodies
	ContentBytes int64  // response bodies
	flow.Vouching
}

// talk returns what was said, nothing while nothing was.
func (i *identity) talk() talk {
	if i == nil || i.Talk == nil {
		return talk{}
	}
	return *i.Talk
}

// talking returns the same to add to.
func (i *identity) talking() *talk {
	if i.Talk == nil {
		i.Talk = new(talk)
	}
	return i.Talk
}

// counts are the numbers of records, of all kinds.
func (i *identity) counts() []*count {
	t := i.talking()
	return []*count{&t.Requests, &t.Tunnels, &t.HostMissing, &t.Sessions, &t.Unfinished, &t.Mismatched,
		&t.Literal, &t.Proxied, &i.Aliased}
}

// clone returns a copy that shares nothing.
func (i *identity) clone() *identity {
	copied := *i
	if i.Talk != nil {
		t := *i.Talk
		copied.Talk = &t
	}
	if i.Open != nil {
		copied.Open = i.Open.clone()
	}
	return &copied
}

// settled returns the identity with that of the open connections. They are logged again
// and again, and once more when they are complete: so their numbers only say that there
// is one where there would be none, and their bytes nothing.
func (i *identity) settled() *identity {
	all, open := i.clone(), i.Open.clone()
	all.Open = nil
	open.talking().UploadBytes, open.talking().ContentBytes = 0, 0
	into := all.counts()
	for at, n := range open.counts() {
		one := min(*n, 1)
		*n = one - min(one, *into[at])
	}
	all.merge(open)
	return all
}

// at notes by which name and through which server the pair was reached.
func (i *identity) at(t target, e *event.Endpoints) {
	said := i.talking()
	fold.Smallest(&i.Name, t.name, maxName)
	if t.proxied {
		said.Proxied.add(1)
		said.Target = max(said.Target, t.port)
		return
	}
	said.widen(fold.AddrOf(e.Dst), e.DstPort)
}

// alias notes, with an address, a name that is served there.
func (i *identity) alias(name string) {
	i.Aliased.add(1)
	fold.Smallest(&i.Name, name, maxName)
}

// widen notes a server that answered.
func (t *talk) widen(server fold.Addr, port uint16) {
	if server != (fold.Addr{}) {
		if t.Servers[0] == (fold.Addr{}) || before(server, t.Servers[0]) {
			t.Servers[0] = server
		}
		if before(t.Servers[1], server) {
			t.Servers[1] = server
		}
	}
	if port != 0 && (t.Ports[0] == 0 || port < t.Ports[0]) {
		t.Ports[0] = port
	}
	t.Ports[1] = max(t.Ports[1], port)
}

func before(a, b fold.Addr) bool { return string(a[:]) < string(b[:]) }

// request notes one HTTP request; odd reports whether it is worth showing.
func (i *identity) request(r *event.WebRequest, t target) (odd bool) {
	i.at(t, &r.Endpoints)
	said := i.talking()
	said.Requests.add(1)
	if r.Method == "CONNECT" {
		said.Tunnels.add(1)
	}
	if r.HostMissing {
		said.HostMissing.add(1)
	}
	if t.literal {
		said.Literal.add(1)
	}
	if r.RequestBytes > 0 {
		said.UploadBytes += r.RequestBytes
	}
	if r.ResponseBytes > 0 {
		said.ContentBytes += r.ResponseBytes
	}
	return r.HostMissing
}

// session notes one TLS handshake; odd reports whether it is worth showing.
func (i *identity) session(s *event.TLSSession, t target) (odd bool) {
	i.at(t, &s.Endpoints)
	said := i.talking()
	said.Sessions.add(1)
	if !s.Established {
		said.Unfinished.add(1)
	}
	selfSigned := said.Note(s)
	if s.SNIMatches == event.TruthNo {
		said.Mismatched.add(1)
	}
	if t.literal {
		said.Literal.add(1)
	}
	return said.program(s.JA3, s.JA3S) || selfSigned || s.SNIMatches == event.TruthNo
}

// program notes what the fingerprints of a handshake are known to stand for.
func (t *talk) program(fingerprints ...string) (is bool) {
	for _, f := range fingerprints {
		if program, ok := known.Fingerprint(f); ok {
			fold.Smallest(&t.Program, program, maxText)
			is = true
		}
	}
	return is
}

// merge adds what o says, which must not be used afterwards.
func (i *identity) merge(o *identity) {
	fold.Smallest(&i.Name, o.Name, maxName)
	i.Asked.add(o.Asked)
	i.Aliased.add(o.Aliased)
	if i.Talk == nil {
		i.Talk = o.Talk
	} else if o.Talk != nil {
		i.Talk.merge(o.Talk)
	}
	if i.Open == nil {
		i.Open = o.Open
	} else if o.Open != nil {
		i.Open.merge(o.Open)
	}
}

func (t *talk) merge(o *talk) {
	t.widen(o.Servers[0], o.Ports[0])
	t.widen(o.Servers[1], o.Ports[1])
	t.Target = max(t.Target, o.Target)
	t.Requests.add(o.Requests)
	t.Tunnels.add(o.Tunnels)
	t.HostMissing.add(o.HostMissing)
	t.Sessions.add(o.Sessions)
	t.Unfinished.add(o.Unfinished)
	t.Mismatched.add(o.Mismatched)
	t.Literal.add(o.Literal)
	t.Proxied.add(o.Proxied)
	fold.Lowest(&t.Agent, o.Agent)
	fold.Lowest(&t.Fingerprint, o.Fingerprint)
	fold.Lowest(&t.Fingerprint4, o.Fingerprint4)
	fold.Lowest(&t.Subject, o.Subject)
	fold.Smallest(&t.Program, o.Program, maxText)
	t.UploadBytes += o.UploadBytes
	t.ContentBytes += o.ContentBytes
	t.Vouching.Merge(&o.Vouching)
}
