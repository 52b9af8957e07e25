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

func (o *Overrides) statesNetworks() bool { return len(o.Inside)+len(o.Outside) > 0 }

// Estate is the concluded picture. The zero Estate knows nothing: every address
// is outside and no domain is the company's.
type Estate struct {
	Inferences []Inference

	inside  table // disjoint or nested; most specific decides
	outside table
	stated  bool     // by the user, which networks are inside or outside
	company []string // registered domains, sorted
	names   map[netip.Addr][]string
	hosts   map[netip.Addr]string // as machines call themselves
	zone    *time.Location
}

// Inside reports whether the address belongs to the environment under investigation.
// The most specific prefix that holds it decides.
func (e *Estate) Inside(a netip.Addr) bool {
	if e == nil {
		return false
	}
	return e.inside.longest(a) > e.outside.longest(a)
}

// NetworksStated reports whether the user said which networks are inside or outside.
func (e *Estate) NetworksStated() bool { return e != nil && e.stated }

// table holds prefixes for lookup of the longest one.
type table struct {
	prefixes []netip.Prefix // sorted
	lengths  [2][]int       // that occur, longest first; IPv4 and IPv6
	set      map[netip.Prefix]bool
}

func newTable(prefixes []netip.Prefix) table {
	t := table{set: make(map[netip.Prefix]bool)}
	for _, p := range prefixes {
		p = p.Masked()
		if !p.IsValid() || t.set[p] {
			continue
		}
		t.set[p] = true
		t.prefixes = append(t.prefixes, p)
		lengths := &t.lengths[family(p.Addr())]
		if !slices.Contains(*lengths, p.Bits()) {
			*lengths = append(*lengths, p.Bits())
		}
	}
	slices.SortFunc(t.prefixes, netip.Prefix.Compare)
	for i := range t.lengths {
		slices.SortFunc(t.lengths[i], func(a, b int) int { return b - a })
	}
	return t
}

func family(a netip.Addr) int {
	if a.Is4() {
		return 0
	}
	return 1
}

// longest returns the bits of the longest prefix that holds a, or -1.
func (t *table) longest(a netip.Addr) int {
	for _, bits := range t.lengths[family(a)] {
		if p, err := a.Prefix(bits); err == nil && t.set[p] {
			return bits
		}
	}
	return -1
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
	return slices.Clone(e.inside.prefixes)
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
	return &Estate{inside: newTable(o.Inside), outside: newTable(o.Outside), stated: o.statesNetworks(), zone: o.Zone, company: sortedDomains(o.CompanyDomains)}
}

func sortedDomains(domains []string) []string {
	domains = slices.Clone(domains)
	slices.Sort(domains)
	return slices.Compact(domains)
}
