package backdoor

import (
	"slices"

	"dwell/detect/fold"
	"dwell/entity"
)

// An implant may call another address of its server's name each time, or another
// name below its domain each time, so that no pair of its own has a rhythm. So what
// one machine had to do with one registered domain is joined and judged once more:
// its names below the domain, and addresses without a name that a DNS lookup gave for
// one. Nothing of it is kept as state.

// circle is one machine's relations with one registered domain.
type circle struct {
	src    fold.Addr
	domain string
}

// joined is what a relation was joined of.
type joined struct {
	names, addresses int
	traffic          traffic
}

func (j *joined) some() bool { return j.names+j.addresses > 0 }

// join finds the machines and domains that are more than one pair.
func (y *survey) join() {
	y.circles = make(map[circle][]int32)
	for i, r := range y.relations {
		name := y.joinable(r)
		if name == "" {
			continue
		}
		domain := entity.Registered(name)
		y.meet(r, domain)
		c := circle{r.Src, domain}
		y.circles[c] = append(y.circles[c], int32(i))
	}
}

// wide returns the circles of more than one member, sorted, of which none has a rhythm
// of its own among the claims and all together have calls enough to be judged.
func (y *survey) wide(claims []claim) []circle {
	regular := make(map[circle]bool)
	for _, c := range claims {
		if name := y.nameOf(c.relation); c.regular && name != "" {
			regular[circle{c.Src, entity.Registered(name)}] = true
		}
	}
	circles := make([]circle, 0)
	for c, members := range y.circles {
		contacts := int64(0)
		for _, i := range members {
			contacts += y.relations[i].contacts()
		}
		if len(members) > 1 && contacts >= fewestJoined && !regular[c] {
			circles = append(circles, c)
		}
	}
	slices.SortFunc(circles, func(a, b circle) int { return compareKeys(a.key(), b.key()) })
	return circles
}

// fewestJoined is the least number of contacts from which a joined relation is judged.
const fewestJoined = 6

func (c circle) key() key { return key{Src: c.src, Dst: fold.AddrOfName(c.domain), Kind: byDomain} }

// joinable returns the name by which a relation belongs to a domain, "" when it
// belongs to none. The calls of an address that carried names are with the names.
// Lookups of many names below one domain are the question of package dnstunnel.
func (y *survey) joinable(r relation) string {
	if r.lookups() || r.Kind != byName && r.Identity != nil && r.Identity.Aliased > 0 {
		return ""
	}
	return y.nameOf(r)
}

// meet counts the machine among those that contact the domain; relations come sorted
// by source.
func (y *survey) meet(r relation, domain string) {
	k := circle{domain: domain}.key()
	d := y.domains[k]
	d.contact(r)
	y.domains[k] = d
}

// union adds up the members of a circle.
func (y *survey) union(c circle) relation {
	u := relation{key: c.key(), pair: new(pair)}
	u.Identity = &identity{Name: c.domain}
	for _, i := range y.circles[c] {
		r := y.relations[i]
		copied := *r.pair
		copied.Calls = r.Calls.Clone()
		if r.Kind == byUDP {
			copied.Failed = 0 // what it says depends on the port
		}
		id := new(identity)
		if r.Identity != nil {
			id = r.Identity.clone()
		}
		copied.Identity = id
		if r.Kind == byName {
			u.joined.names++
			u.joined.traffic.add(y.trafficOf(r))
		} else {
			u.joined.addresses++
			id.talking().widen(r.Dst, r.Port)
			u.joined.traffic.add(traffic{int64(r.Connections), r.Out, r.In, r.Busy, int64(r.Sized)})
		}
		u.pair.merge(&copied)
	}
	u.Identity.Name = c.domain
	return u
}

// trafficOf is what the connections of a name or domain add up to, or its records where
// no connections are known.
func (y *survey) trafficOf(r relation) traffic {
	if r.joined.some() {
		return r.joined.traffic
	}
	if t, ok := y.traffic[r.key]; ok {
		return t
	}
	return traffic{Connections: r.contacts()}
}
