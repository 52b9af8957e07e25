package entity

import (
	"net/netip"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

const (
	// maxNamed bounds the addresses with names, at about 150 bytes each. Private
	// ones stay eight halvings longer than others when they are sampled.
	maxNamed = 1 << 18
	// namesPerAddress bounds the names of one address; the smallest stay.
	namesPerAddress = 4
	// maxName is the longest DNS name (RFC 1035, section 2.3.4).
	maxName = 253
)

// names is what DNS says about addresses.
type names struct {
	of      *fold.Map[fold.Addr, nameSet]
	lookups int64 // that could have told: what logs questions alone could not
}

// nameSet holds the smallest names of one address, sorted.
type nameSet struct{ Names []string }

func newNames() *names {
	return &names{of: fold.NewMap[fold.Addr, nameSet](maxNamed, func(a fold.Addr) uint64 {
		h := a.Hash(3)
		if a.IP().IsPrivate() {
			h >>= 8
		}
		return h
	})}
}

// lookup folds one DNS lookup in: answers that are addresses, and reverse lookups.
func (n *names) lookup(l *event.DNSLookup) {
	if l.Part == event.LookupWhole || len(l.Answers) > 0 {
		n.lookups++
	}
	if l.Query == "" || len(l.Query) > maxName {
		return
	}
	if l.Type == "PTR" {
		if a, ok := reversed(l.Query); ok {
			for _, name := range l.Answers {
				n.name(a, strings.ToLower(strings.TrimSuffix(name, ".")))
			}
		}
		return
	}
	for _, answer := range l.Answers {
		if answer == "" || answer[0] > '9' && strings.IndexByte(answer, ':') < 0 {
			continue // a name, not an address
		}
		if a, err := netip.ParseAddr(answer); err == nil && a.Zone() == "" {
			n.name(a.Unmap(), l.Query)
		}
	}
}

func (n *names) name(a netip.Addr, name string) {
	if _, _, ok := networkOf(a); !ok || name == "" || len(name) > maxName {
		return
	}
	if s := n.of.At(fold.AddrOf(a)); s != nil {
		s.add(name)
	}
}

func (s *nameSet) add(name string) {
	i, found := slices.BinarySearch(s.Names, name)
	if found || i == namesPerAddress {
		return
	}
	s.Names = slices.Insert(s.Names, i, strings.Clone(name))
	s.Names = s.Names[:min(len(s.Names), namesPerAddress)]
}

func (n *names) merge(o *names) {
	n.lookups += o.lookups
	n.of.Merge(o.of, func(into, from *nameSet) {
		for _, name := range from.Names {
			into.add(name)
		}
	})
}

// all returns the names of every address.
func (n *names) all() map[netip.Addr][]string {
	out := make(map[netip.Addr][]string, n.of.Len())
	for a, s := range n.of.All() {
		out[a.IP()] = slices.Clone(s.Names)
	}
	return out
}

// reversed reads "4.3.2.1.in-addr.arpa" (RFC 1035, section 3.5).
func reversed(query string) (netip.Addr, bool) {
	labels, ok := strings.CutSuffix(query, ".in-addr.arpa")
	if !ok {
		return netip.Addr{}, false
	}
	parts := strings.Split(labels, ".")
	slices.Reverse(parts)
	a, err := netip.ParseAddr(strings.Join(parts, "."))
	return a, err == nil && a.Is4()
}
