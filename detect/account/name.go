package account

import (
	"net/netip"
	"strings"

	"dwell/detect/fold"
)

// maxName bounds the name of an account that is kept.
const maxName = 200

// canonical is the form in which accounts are compared; "" for what is no person's.
func canonical(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if len(name) > maxName || strings.ContainsAny(name, "/ ") {
		return "" // a path of a directory, a service
	}
	if i := strings.LastIndexByte(name, '\\'); i >= 0 {
		if strings.HasPrefix(name, `nt authority\`) || strings.HasPrefix(name, `nt service\`) {
			return ""
		}
		name = name[i+1:]
	}
	return name
}

// domainOf returns what stands behind the @; "" when there is none.
func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return strings.ToLower(domain)
}

func localOf(address string) string {
	local, _, _ := strings.Cut(address, "@")
	return local
}

// network returns the hash of the network in which an address lies, 0 for none: what one
// household or office shares.
func network(a netip.Addr) uint64 { return prefixHash(a, 24, 48) }

// region returns that of the larger network around it: what one provider uses in one
// place, often.
func region(a netip.Addr) uint64 { return prefixHash(a, 16, 32) }

func prefixHash(a netip.Addr, bits4, bits6 int) uint64 {
	p, ok := prefix(a, bits4, bits6)
	if !ok {
		return 0
	}
	return fold.AddrOf(p.Addr()).Hash(uint64(p.Bits())) | 1
}

// prefix returns the network; false for addresses that no client has.
func prefix(a netip.Addr, bits4, bits6 int) (netip.Prefix, bool) {
	if !a.IsValid() || a.IsLoopback() || a.IsUnspecified() || a.IsMulticast() || a.IsLinkLocalUnicast() {
		return netip.Prefix{}, false
	}
	bits := bits4
	if a.Is6() {
		bits = bits6
	}
	p, err := a.Prefix(bits)
	return p, err == nil
}

// shown writes the network of an address.
func shown(a netip.Addr) string {
	if p, ok := prefix(a, 24, 48); ok {
		return p.String()
	}
	return "an unknown network"
}
