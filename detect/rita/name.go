package rita

import (
	"bytes"
	"cmp"
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"dwell/detect/flow"
	"dwell/detect/fold"
)

// named is what is kept of a source and a name.
type named struct {
	Name  string
	Hours hours[[]link]
}

// link says which connection belongs to a name.
type link struct {
	UID     uint64 // hash of the sensor's id
	Dst     fold.Addr
	First   int64 // nanoseconds, of the first request for the name; 0 for a handshake
	Proxied bool  // the name is the target of a CONNECT request, Dst the proxy
}

// same reports whether both are requests, or both handshakes, of one connection.
func (l link) same(o link) bool {
	alike := (l.First == 0) == (o.First == 0)
	l.First, o.First = 0, 0
	return alike && l == o
}

func (n *named) observe(at, oldest uint32, host string, l link) {
	if n.Name == "" {
		n.Name = fold.Shorten(host, flow.MaxText)
	}
	if at/hourSeconds < oldest {
		return
	}
	links := n.Hours.at(at / hourSeconds)
	if k := len(*links); k > 0 && (*links)[k-1].same(l) { // one connection mostly makes its requests in a row
		last := &(*links)[k-1]
		last.First = min(last.First, l.First)
		return
	}
	*links = append(*links, l)
}

func (n *named) merge(o *named) {
	n.Hours.merge(o.Hours, func(into, from *[]link) { *into = append(*into, *from...) })
}

// signatureKey names a source and a client signature of it, by hash.
type signatureKey struct {
	Src  fold.Addr
	Text uint64
}

func (k signatureKey) hash() uint64 { return k.Src.Hash(k.Text) }

// signature is where a source used a client signature: of each hour two addresses and
// two names, which are enough to know that there was not one alone.
type signature struct{ Hours hours[uses] }

type uses struct{ Addresses, Names [2]fold.Addr }

func (s *signature) observe(at, oldest uint32, u uses) {
	if at/hourSeconds >= oldest {
		s.Hours.at(at / hourSeconds).merge(&u)
	}
}

func (s *signature) merge(o *signature) { s.Hours.merge(o.Hours, (*uses).merge) }

func (u *uses) merge(o *uses) {
	for i := range o.Names {
		keepTwo(&u.Addresses, o.Addresses[i])
		keepTwo(&u.Names, o.Names[i])
	}
}

// keepTwo keeps the two lowest of all different addresses that are not zero.
func keepTwo(two *[2]fold.Addr, a fold.Addr) {
	none := fold.Addr{}
	if a == none || a == two[0] || a == two[1] {
		return
	}
	before := func(b fold.Addr) bool { return b == none || compareAddrs(a, b) < 0 }
	switch {
	case before(two[0]):
		two[0], two[1] = a, two[0]
	case before(two[1]):
		two[1] = a
	}
}

// domain is what is kept of a registered domain.
type domain struct {
	Name  string
	Hours hours[asked]
}

// asked is what was asked below a domain in one hour.
type asked struct {
	Names   []uint64    // the lowest hashes of different names
	Answers []fold.Addr // the lowest addresses
}

const (
	// maxNames bounds the names of an hour. RITA's scale ends at a thousand.
	maxNames = 1024
	// maxAnswers bounds the addresses of an hour.
	maxAnswers = 16
)

func (d *domain) observe(at, oldest uint32, registered, below string, answers []fold.Addr) {
	if d.Name == "" {
		d.Name = strings.Clone(registered)
	}
	if at/hourSeconds < oldest {
		return
	}
	a := d.Hours.at(at / hourSeconds)
	if below != "" {
		a.Names = fold.KeepFirst(a.Names, fold.HashString(below), maxNames, compareHashes)
	}
	for _, answer := range answers {
		a.Answers = fold.KeepFirst(a.Answers, answer, maxAnswers, compareAddrs)
	}
}

func (d *domain) merge(o *domain) { d.Hours.merge(o.Hours, (*asked).merge) }

func (a *asked) merge(o *asked) {
	for _, h := range o.Names {
		a.Names = fold.KeepFirst(a.Names, h, maxNames, compareHashes)
	}
	for _, answer := range o.Answers {
		a.Answers = fold.KeepFirst(a.Answers, answer, maxAnswers, compareAddrs)
	}
}

// addresses returns the answers that are addresses.
func addresses(answers []string) []fold.Addr {
	var out []fold.Addr
	for _, text := range answers {
		if a, err := netip.ParseAddr(text); err == nil {
			out = append(out, fold.AddrOf(a))
		}
	}
	return out
}

func compareHashes(a, b uint64) int   { return cmp.Compare(a, b) }
func compareAddrs(a, b fold.Addr) int { return bytes.Compare(a[:], b[:]) }

// registeredDomain returns the domain that somebody registered and what stands before
// it. Reverse lookups and names without a dot have none.
func registeredDomain(query string) (registered, below string) {
	if len(query) > flow.MaxText || strings.HasSuffix(query, ".arpa") || strings.IndexByte(query, '.') < 0 {
		return "", ""
	}
	registered, err := publicsuffix.EffectiveTLDPlusOne(query)
	if err != nil {
		return "", ""
	}
	return registered, strings.TrimSuffix(strings.TrimSuffix(query, registered), ".")
}
