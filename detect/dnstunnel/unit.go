package dnstunnel

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"dwell/detect/fold"
	"dwell/event"
)

// unit is something that a name counts for.
type unit struct {
	kind unitKind
	name string // the registered domain, or the server that was asked
	sub  string // the part of the name below it
}

type unitKind uint8

const (
	registered unitKind = iota // below a suffix of a registry
	customer                   // below a suffix of a private owner
	straight                   // under no top-level domain: named after the server
)

func (u *unit) hash() uint64 { return fold.Mix(fold.HashString(u.name), uint64(u.kind)) }

// unitsOf returns what a name counts for: nothing; one domain; or that of the private
// owner of a suffix and that of his customer.
func unitsOf(l *event.DNSLookup) (units [2]unit, n int) {
	query := strings.ToLower(strings.Trim(l.Query, "."))
	if !strings.Contains(query, ".") || reverse(query) {
		return units, 0 // a single label leaves no resolver: search lists, probes of browsers
	}
	if rootless(query) {
		if _, err := netip.ParseAddr(query); err == nil {
			return units, 0
		}
		units[0] = unit{straight, serverName(l), query}
		return units, 1
	}
	deepest, icann := publicsuffix.PublicSuffix(query)
	suffix := deepest
	for !icann {
		_, parent, ok := strings.Cut(suffix, ".")
		if !ok {
			break // a top-level domain of nobody: treated like one of a registry
		}
		suffix, icann = publicsuffix.PublicSuffix(parent)
	}
	owner, ok := below(query, suffix, registered)
	if !ok {
		return units, 0
	}
	units[0] = owner
	if deepest == suffix {
		return units, 1
	}
	units[1], ok = below(query, deepest, customer)
	if !ok || units[1].sub == "" {
		return units, 0 // a customer's own name was ordered before it was asked for: it carries nothing
	}
	return units, 2
}

// below returns the domain one label below the suffix.
func below(query, suffix string, kind unitKind) (unit, bool) {
	i := len(query) - len(suffix) - 1
	if suffix == "" || i <= 0 || query[i] != '.' {
		return unit{}, false
	}
	start := 1 + strings.LastIndexByte(query[:i], '.')
	if start == i {
		return unit{}, false // an empty label
	}
	return unit{kind, query[start:], strings.TrimSuffix(query[:start], ".")}, true
}

// longestTop is the longest top-level domain there is ("xn--vermgensberatung-pwb").
const longestTop = 24

// rootless reports whether a name ends in a label that no top-level domain can be: one
// that is too long or holds anything but letters (RFC 3696, section 2).
func rootless(query string) bool {
	top := query[1+strings.LastIndexByte(query, '.'):]
	if top == "" {
		return false
	}
	if strings.HasPrefix(top, "xn--") {
		return len(top) > longestTop
	}
	for i := range len(top) {
		if c := top[i] | 0x20; c < 'a' || c > 'z' {
			return true
		}
	}
	return len(top) > longestTop
}

// reverse reports whether a name asks for the name of an address: reverse lookups carry
// the address and nothing else, whoever asks.
func reverse(query string) bool {
	sub, ok := strings.CutSuffix(query, ".in-addr.arpa")
	if !ok {
		if sub, ok = strings.CutSuffix(query, ".ip6.arpa"); !ok {
			return false
		}
		return nibbles(sub)
	}
	for label := range strings.SplitSeq(sub, ".") {
		if !octet(label) {
			return false
		}
	}
	return true
}

// nibbles reports whether all labels are one hexadecimal digit.
func nibbles(sub string) bool {
	for label := range strings.SplitSeq(sub, ".") {
		if len(label) != 1 || !isHex(label[0]) {
			return false
		}
	}
	return true
}

// octet reports whether a label is a number from 0 to 255.
func octet(label string) bool {
	if len(label) == 0 || len(label) > 3 {
		return false
	}
	n := 0
	for i := range len(label) {
		if label[i] < '0' || label[i] > '9' {
			return false
		}
		n = 10*n + int(label[i]-'0')
	}
	return n <= 255
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }

// serverName names the server that was asked, "" when it is not known.
func serverName(l *event.DNSLookup) string {
	if _, server := ends(l); server.IsValid() {
		return server.String()
	}
	return ""
}

// isPrivateSuffix reports whether the owner of a domain gives names below it to others.
func isPrivateSuffix(domain string) bool {
	suffix, icann := publicsuffix.PublicSuffix("x." + domain)
	return !icann && suffix == domain
}

// ownerOf returns the domain of the owner of the suffix below which a customer's is.
func ownerOf(domain string) string {
	units, n := unitsOf(&event.DNSLookup{Query: "x." + domain}) // x is a name of the customer's
	if n == 0 {
		return ""
	}
	return units[0].name
}

// localTops are top-level domains that networks use inside and the Internet does not
// have (RFC 6762, appendix G; RFC 8375; ICANN's resolution on .internal of 2024).
var localTops = []string{"local", "internal", "intranet", "private", "corp", "home", "lan", "localdomain", "home.arpa"}

// localOnly reports whether a domain lies under one of these.
func localOnly(domain string) bool {
	for _, top := range localTops {
		if domain == top || strings.HasSuffix(domain, "."+top) {
			return true
		}
	}
	return false
}
