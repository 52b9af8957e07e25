package dnstunnel

import (
	"math"
	"math/bits"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// sampled is one distinct name of a domain that is kept. Everything that is said of it
// is complete: a name that is kept was kept from its first lookup on.
type sampled struct {
	Hash    uint64
	Asked   uint32 // lookups
	Length  uint8  // characters of the part below the domain, dots left out
	Types   types
	Askers  [2]fold.Addr // the two with the lowest hashes
	Address uint64       // lowest hash of an address answered, 0 none
	First   fold.Mark
	Last    event.Time
	Text    string // the part below the domain; "" beyond the first textsKept of a domain
}

// observe folds one lookup of the name in.
func (s *sampled) observe(l *event.DNSLookup, a *ask) {
	if l.Part != event.LookupAnswer {
		s.Asked = saturated(s.Asked, 1)
	}
	s.Types |= typeOf(l.Type)
	s.asker(a.client)
	fold.Lowest(&s.Address, a.address)
	s.mark(fold.Mark{Time: l.Time, Ref: l.Ref})
	if l.Time.After(s.Last) {
		s.Last = l.Time
	}
}

func (s *sampled) mark(m fold.Mark) {
	if s.First.Ref == (event.Ref{}) || m.Time.Compare(s.First.Time) < 0 ||
		m.Time.Compare(s.First.Time) == 0 && m.Ref.Compare(s.First.Ref) < 0 {
		s.First = m
	}
}

func (s *sampled) merge(o *sampled) {
	s.Asked = saturated(s.Asked, o.Asked)
	s.Types |= o.Types
	for _, a := range o.Askers {
		s.asker(a)
	}
	fold.Lowest(&s.Address, o.Address)
	s.mark(o.First)
	if o.Last.After(s.Last) {
		s.Last = o.Last
	}
}

// asker keeps the two askers with the lowest hashes.
func (s *sampled) asker(a fold.Addr) {
	if a == (fold.Addr{}) || a == s.Askers[0] || a == s.Askers[1] {
		return
	}
	for i, kept := range s.Askers {
		if kept == (fold.Addr{}) || a.Hash(0) < kept.Hash(0) {
			s.Askers[i], a = a, kept
			if a == (fold.Addr{}) {
				return
			}
		}
	}
}

// saturated adds two counts and stops at the largest.
func saturated(a, b uint32) uint32 {
	sum, carry := bits.Add32(a, b, 0)
	if carry != 0 {
		return math.MaxUint32
	}
	return sum
}

// characters counts those of a part of a name without its dots. A byte that the log
// escaped as \xNN or \NNN counts once.
func characters(sub string) int {
	n := len(sub) - strings.Count(sub, ".")
	if escapes := strings.Count(sub, `\`); escapes > 0 {
		n -= 3 * escapes
	}
	return max(0, n)
}

// types is a set of record types that were asked for, as far as they differ in what
// they say.
type types uint8

const (
	typeAddress types = 1 << iota // A, AAAA, HTTPS, SVCB: what programs ask that want to connect
	typeText                      // TXT
	typeName                      // CNAME, MX, SRV, PTR, NS: answered with names
	typeRare                      // NULL, KEY, private and unassigned types
	typeZone                      // SOA, DS, DNSKEY and others that resolvers ask for themselves
)

func typeOf(name string) types {
	switch name {
	case "A", "AAAA", "HTTPS", "SVCB", "A6":
		return typeAddress
	case "TXT", "SPF":
		return typeText
	case "CNAME", "MX", "SRV", "PTR", "NS", "DNAME", "NAPTR":
		return typeName
	case "":
		return 0
	case "SOA", "DS", "DNSKEY", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "TLSA", "CAA", "SSHFP", "CDS", "CDNSKEY", "ANY", "*", "AXFR", "IXFR", "LOC", "HINFO", "URI", "CERT", "SMIMEA", "OPENPGPKEY":
		return typeZone
	}
	return typeRare
}

// code is what a lookup came to.
type code uint8

const (
	codeNone code = iota
	codeFound
	codeMissing
	codeOther
)

func codeOf(name string) code {
	switch name {
	case "":
		return codeNone
	case "NOERROR":
		return codeFound
	case "NXDOMAIN":
		return codeMissing
	}
	return codeOther
}
