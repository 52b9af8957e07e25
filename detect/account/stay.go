package account

import (
	"cmp"
	"net/netip"
	"slices"

	"dwell/detect/fold"
)

// A past long enough to know an account by: fewer days say nothing about its habits.
const (
	leastDays = 5
	leastSpan = 7 * dayNanos
	// settling is how many days the first networks and programs are taken for its own.
	settling = 3
	// habit is how long habits last: an account that was silent for months has none.
	habit = 90 * dayNanos
	// patience is the mean time between two passwords from which they are not typed or
	// guessed, but asked for by a program that has an old one, at its usual pace.
	patience = 2 * 60 * 1_000_000_000
)

// stay is the use of an account from where neither it nor the colleagues had been before:
// a region, or when that is known, a network in it.
type stay struct {
	key         uint64
	regional    bool // the region was known
	program     bool // nothing tells from where: it is new software alone
	networks    []uint64
	address     netip.Addr
	places      []spot
	first, last int64
	past        int    // days of use before
	newPlaces   int    // stays of its kind that came up in those days
	newClients  int    // kinds of software
	software    string // not used before in this way; "" none
	script      bool   // and it is one of scripts
	alike       int    // stays of its kind in all
	read        int64  // items
	deleted     int64
	sent        int64 // mails
	failed      int64 // logons refused here before the first succeeded
	hasty       bool  // one after the other
	days        fold.Days
	hours       [24]uint32
	uses        int64
}

// stays finds the foreign places of an account.
func (y *survey) stays(p *person) []*stay {
	begin := p.firstUse()
	if begin == 0 {
		return nil
	}
	byKey := map[uint64]*stay{}
	regions := map[uint64]bool{} // whether the region is foreign, decided at its first use
	var out []*stay
	for _, s := range p.places { // by first use
		if s.Network == 0 || s.Uses == 0 {
			continue
		}
		r := s.region()
		if _, met := regions[r]; !met {
			regions[r] = y.isForeign(p, &s, begin, y.regions[r])
		}
		key := r
		if !regions[r] {
			key = s.Network
		}
		f := byKey[key]
		if f == nil {
			f = &stay{key: key, regional: !regions[r], program: s.Address == (fold.Addr{}), first: s.First, address: s.Address.IP(), past: y.daysBefore(p, s.Channel, s.First)}
			byKey[key] = f
			if regions[r] || y.isForeign(p, &s, begin, y.networks[s.Network]) {
				out = append(out, f)
			}
		}
		f.places = append(f.places, s)
		if !slices.Contains(f.networks, s.Network) {
			f.networks = append(f.networks, s.Network)
		}
	}
	for i, f := range out {
		for j, o := range out {
			if o.kind() == f.kind() {
				f.alike++
				if j < i && o.first > begin+settling*dayNanos {
					f.newPlaces++
				}
			}
		}
		p.gather(f)
	}
	out = telling(out)
	for _, f := range out {
		y.habits(p, f, begin)
	}
	return out
}

// telling keeps the stays that can tell the most when there are very many: who uses
// another network with every connection would cost time and tell nothing by any of them.
func telling(all []*stay) []*stay {
	const most = 64
	if len(all) <= most {
		return all
	}
	slices.SortStableFunc(all, func(a, b *stay) int {
		return cmp.Or(fold.FalseFirst(a.regional, b.regional), cmp.Compare(b.uses+b.read, a.uses+a.read))
	})
	return all[:most]
}

// isForeign reports whether a place first used there was none of the account's, nor of its
// colleagues', while a log of that kind was kept.
func (y *survey) isForeign(p *person, s *spot, begin int64, users map[*person]int64) bool {
	first := s.First
	begin = max(begin, y.state.Begins[s.Channel])
	if first-begin < leastSpan || p.daysBetween(max(begin, first-habit), first) < leastDays {
		return false
	}
	const well = 5 * dayNanos
	n, many := 0, y.manyColleagues()
	for other, since := range users {
		if other != p && since <= first-well {
			if n++; n >= many { // thousands may be there
				return false
			}
		}
	}
	return true
}

// kind is what stays are counted by: those in new regions, or the networks of one that is
// known. A telephone has another one every hour, a home seldom.
func (f *stay) kind() uint64 {
	switch {
	case f.program:
		return 1
	case f.regional:
		return region(f.address)
	}
	return 0
}

// holds reports whether a network belongs to the stay.
func (f *stay) holds(network uint64) bool {
	return network != 0 && slices.Contains(f.networks, network)
}

// gather sums up what was done there.
func (p *person) gather(f *stay) {
	for _, s := range f.places {
		f.last = max(f.last, s.Last)
		f.read += s.Read
		f.deleted += s.Deleted
		f.sent += s.Sent
		f.uses += s.Uses
		f.days.Merge(&s.Days)
		for h, n := range s.Hours {
			f.hours[h] += n
		}
	}
	for _, s := range p.places {
		if f.holds(s.Network) && s.Failed > 0 && s.Failures.First.Time.Nanos <= f.first {
			f.failed += s.Failed
			first, last := s.Failures.First.Time.Nanos, s.Failures.Last.Time.Nanos
			f.hasty = f.hasty || s.Failed > 1 && (last-first)/(s.Failed-1) < patience
		}
	}
}

// habits finds which software the account used before.
func (y *survey) habits(p *person, f *stay, begin int64) {
	clients, channels := map[placeKey]bool{}, map[channel]bool{}
	for _, s := range p.places {
		k := s.software()
		if s.Uses == 0 || s.First >= f.first || s.Client == 0 || clients[k] {
			continue
		}
		clients[k], channels[k.Channel] = true, true
		if s.First > max(begin, y.state.Begins[s.Channel])+settling*dayNanos {
			f.newClients++
		}
	}
	for _, s := range f.places {
		if s.Client == 0 || !channels[s.Channel] || clients[s.software()] || s.First-y.state.Begins[s.Channel] < leastSpan {
			continue
		}
		if f.software == "" || isTool(s.Software) && !f.script {
			f.software, f.script = s.Software, isTool(s.Software)
		}
	}
}

// region is that of the place; software that stands for one is its own.
func (s *spot) region() uint64 {
	if s.Address == (fold.Addr{}) {
		return s.Network
	}
	return region(s.Address.IP())
}

// software is the key of a program, wherever it was used.
func (s *spot) software() placeKey { return placeKey{Client: s.Client, Channel: s.Channel} }

// elsewhere is on how many of the stay's days the account was used from places known
// before as well.
func (p *person) elsewhere(f *stay) int {
	var known fold.Days
	for _, s := range p.places {
		if !f.holds(s.Network) && s.Uses > 0 && s.First < f.first {
			known.Merge(&s.Days)
		}
	}
	for i := range known {
		known[i] &= f.days[i]
	}
	return known.Count()
}

// usualHours are those of the account elsewhere.
func (p *person) usualHours(f *stay) (hours [24]uint32, total int64) {
	for _, s := range p.places {
		if f != nil && f.holds(s.Network) {
			continue
		}
		for h, n := range s.Hours {
			hours[h] += n
			total += int64(n)
		}
	}
	return hours, total
}

// from reports whether a network is foreign to the account.
func (p *person) from(network uint64) bool {
	return slices.ContainsFunc(p.foreign, func(f *stay) bool { return f.holds(network) })
}
