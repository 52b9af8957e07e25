package entity

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Inference is one thing that dwell concluded about the environment, with the reason.
type Inference struct {
	Subject    string `json:"subject"` // "inside network", "company domain", "time zone"
	Value      string `json:"value"`
	Why        string `json:"why"`
	Overridden bool   `json:"overridden"` // set by the user, not inferred
}

// Overrides are what the user states instead of what dwell would infer.
type Overrides struct {
	Inside         []netip.Prefix
	Outside        []netip.Prefix
	CompanyDomains []string
	Zone           *time.Location
}

// Estate is the concluded picture. The zero Estate knows nothing: every address
// is outside and no domain is the company's.
type Estate struct {
	Inferences []Inference

	inside  []netip.Prefix // disjoint or nested; most specific decides
	outside []netip.Prefix
	company []string // registered domains, sorted
	names   map[netip.Addr][]string
	zone    *time.Location
}

// Inside reports whether the address belongs to the environment under investigation.
// The most specific prefix that holds it decides.
func (e *Estate) Inside(a netip.Addr) bool {
	if e == nil {
		return false
	}
	return longest(e.inside, a) > longest(e.outside, a)
}

// longest returns the bits of the longest prefix that holds a, or -1.
func longest(prefixes []netip.Prefix, a netip.Addr) int {
	best := -1
	for _, p := range prefixes {
		if p.Bits() > best && p.Contains(a) {
			best = p.Bits()
		}
	}
	return best
}

// Company reports whether a mail domain, or a parent of it, is the company's own.
func (e *Estate) Company(domain string) bool {
	if e == nil {
		return false
	}
	for domain != "" {
		if _, found := slices.BinarySearch(e.company, domain); found {
			return true
		}
		_, parent, ok := strings.Cut(domain, ".")
		if !ok {
			return false
		}
		domain = parent
	}
	return false
}

// Names returns the DNS names that the evidence gives for an address, sorted.
func (e *Estate) Names(a netip.Addr) []string {
	if e == nil {
		return nil
	}
	return e.names[a]
}

// Zone returns the time zone in which people work here, UTC when nothing tells.
func (e *Estate) Zone() *time.Location {
	if e == nil || e.zone == nil {
		return time.UTC
	}
	return e.zone
}

// InsideNetworks returns the prefixes taken for inside, sorted.
func (e *Estate) InsideNetworks() []netip.Prefix {
	if e == nil {
		return nil
	}
	return slices.Clone(e.inside)
}

// CompanyDomains returns the company's mail domains, sorted.
func (e *Estate) CompanyDomains() []string {
	if e == nil {
		return nil
	}
	return slices.Clone(e.company)
}

// NewEstate returns an estate with just these facts, for tests and for overrides
// without evidence.
func NewEstate(o Overrides) *Estate {
	e := &Estate{inside: o.Inside, outside: o.Outside, zone: o.Zone}
	e.company = slices.Clone(o.CompanyDomains)
	slices.Sort(e.company)
	return e
}
