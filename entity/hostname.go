package entity

import (
	"net/netip"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// maxHosts bounds the machines whose own names are kept, from leases and from logons
	// each, at about 150 bytes.
	maxHosts = 1 << 16
	// maxLabel is the longest label of a DNS name (RFC 1035, section 2.3.4), which
	// includes the 15 characters of NetBIOS.
	maxLabel = 63
)

// hostNames is how machines call themselves: when they ask for an address (DHCP), and
// when they log on elsewhere (NTLM, RDP). Both are the machine's own words and can be
// false; the first are harder to give for somebody else's address.
type hostNames struct {
	leased *fold.Map[fold.Addr, nameSet]
	said   *fold.Map[fold.Addr, nameSet]
}

func newHostNames() *hostNames {
	hash := func(a fold.Addr) uint64 { return a.Hash(5) }
	return &hostNames{fold.NewMap[fold.Addr, nameSet](maxHosts, hash), fold.NewMap[fold.Addr, nameSet](maxHosts, hash)}
}

func (n *hostNames) asset(a *event.Asset) { keepName(n.leased, a.Host, a.HostName) }

// logon folds in the name that the client gave, where that is the machine at the other
// end of the wire.
func (n *hostNames) logon(l *event.Logon) {
	if l.Method == "ntlm" || l.Method == "rdp" {
		keepName(n.said, l.Src, l.From)
	}
}

func keepName(of *fold.Map[fold.Addr, nameSet], a netip.Addr, name string) {
	if name = hostLabel(name); name == "" {
		return
	}
	if _, _, ok := networkOf(a); !ok {
		return
	}
	if s := of.At(fold.AddrOf(a)); s != nil {
		s.add(name)
	}
}

// hostLabel is the machine's part of a name in lower case, "" when it names no machine.
func hostLabel(name string) string {
	if _, err := netip.ParseAddr(name); err == nil {
		return ""
	}
	name, _, _ = strings.Cut(name, ".")
	if name == "" || len(name) > maxLabel {
		return ""
	}
	for _, c := range name {
		if c <= ' ' || strings.ContainsRune(`\/:*?"<>|()`, c) || c == 0x7f || c == '\ufffd' {
			return ""
		}
	}
	name = strings.ToLower(name)
	if name == "localhost" || name == "workstation" { // what programs say that have no name
		return ""
	}
	return name
}

func (n *hostNames) merge(o *hostNames) {
	for _, m := range [][2]*fold.Map[fold.Addr, nameSet]{{n.leased, o.leased}, {n.said, o.said}} {
		m[0].Merge(m[1], func(into, from *nameSet) {
			for _, name := range from.Names {
				into.add(name)
			}
		})
	}
}

// all returns the one name of every machine that has one: of a lease before that of a
// logon. A machine with several is an address that passed from one to another, or a
// gateway.
func (n *hostNames) all() map[netip.Addr]string {
	out := map[netip.Addr]string{}
	for _, of := range []*fold.Map[fold.Addr, nameSet]{n.said, n.leased} {
		for a, s := range of.All() {
			if len(s.Names) == 1 {
				out[a.IP()] = s.Names[0]
			} else {
				delete(out, a.IP())
			}
		}
	}
	return out
}

// HostName returns the name of the machine that has the address: as it calls itself, or
// the only one that DNS gives it. It is "" where there is none or more than one.
func (e *Estate) HostName(a netip.Addr) string {
	if e == nil {
		return ""
	}
	if name := e.hosts[a]; name != "" {
		return name
	}
	if names := e.names[a]; len(names) == 1 {
		return names[0]
	}
	return ""
}
