package account

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/entity"
)

// survey is the whole state, put together account by account.
type survey struct {
	state   *state
	estate  *entity.Estate
	persons []*person // by name
	byHash  map[uint64]*person
	aliases map[uint64]*person // logins without a domain
	sampled bool               // accounts were left out

	networks, regions map[uint64]map[*person]int64 // since when who is used from there
	hit               map[uint64]int               // networks in foreign regions: in how many accounts
	programs          map[uint64]int               // that may act for accounts: for how many
	reads, deletes    int64                        // items that colleagues read and delete on a busy day

	// What an account is expected to have of new networks, of new ones in regions known, and
	// of new software in expectation days, by its colleagues: see restless.
	newRegions, newNetworks, newClients float64
}

// person is one account with all that is known of it.
type person struct {
	hash    uint64
	name    string
	profile *profile
	places  []spot  // by first use
	mails   []*sent // by time
	foreign []*stay

	arrivals             map[int32]int64     // networks by the day on which they were used first
	campaigns, meanwhile map[*stay]*campaign // what was sent from a foreign place, or at its time
}

// spot is a place with its key.
type spot struct {
	placeKey
	*place
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, estate: v.Estate, byHash: map[uint64]*person{}, hit: map[uint64]int{}, programs: map[uint64]int{}, networks: map[uint64]map[*person]int64{}, regions: map[uint64]map[*person]int64{}, aliases: map[uint64]*person{}}
	y.sampled = s.Profiles.Dropped || s.Places.Dropped || s.Sent.Dropped
	handed := s.handedIn()
	for hash, p := range s.Profiles.All() {
		if p.Name != "" && (handed[hash] || y.ours(p.Name)) {
			one := &person{hash: hash, name: p.Name, profile: p}
			y.persons = append(y.persons, one)
			y.byHash[hash] = one
		}
	}
	slices.SortFunc(y.persons, func(a, b *person) int { return cmp.Compare(a.name, b.name) })
	y.alias()
	y.attach()
	y.usual()
	for _, p := range y.persons {
		y.arrive(p)
		p.foreign = y.stays(p)
		y.allowed(p)
		p.correspondence(y.state.Begins[byServer])
		for _, f := range p.foreign {
			if f.regional || f.program {
				continue
			}
			for _, n := range f.networks {
				y.hit[n]++
			}
		}
	}
	y.expect()
	return y
}

// ours reports whether an account is the company's, as far as its domains are known.
func (y *survey) ours(name string) bool {
	domain := domainOf(name)
	return name != "" && (domain == "" || len(y.estate.CompanyDomains()) == 0 || y.estate.Company(domain))
}

// alias joins logins without a domain ("lee") with the one address of that name.
func (y *survey) alias() {
	locals := map[string][]*person{}
	for _, p := range y.persons {
		if strings.Contains(p.name, "@") {
			locals[localOf(p.name)] = append(locals[localOf(p.name)], p)
		}
	}
	y.persons = slices.DeleteFunc(y.persons, func(p *person) bool {
		same := locals[p.name]
		if strings.Contains(p.name, "@") || len(same) != 1 {
			return false
		}
		whole := *same[0].profile
		whole.Daily, whole.Deeds = slices.Clone(whole.Daily), slices.Clone(whole.Deeds)
		whole.merge(p.profile)
		whole.Name = same[0].name
		same[0].profile = &whole
		y.aliases[p.hash] = same[0]
		return true
	})
}

func (y *survey) person(hash uint64) *person {
	if p := y.aliases[hash]; p != nil {
		return p
	}
	return y.byHash[hash]
}

// attach gives every account its places and mails.
func (y *survey) attach() {
	for k, p := range y.state.Places.All() {
		if one := y.person(k.Account); one != nil {
			s := spot{k, p}
			one.places = append(one.places, s)
			if k.Network != 0 && p.Uses > 0 {
				since(y.networks, k.Network, one, p.First)
				since(y.regions, s.region(), one, p.First)
			}
		}
	}
	for k, m := range y.state.Sent.All() {
		if one := y.person(k.Account); one != nil && m.Time != 0 {
			one.mails = append(one.mails, m)
		}
	}
	for _, p := range y.persons {
		slices.SortFunc(p.places, func(a, b spot) int {
			return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Network, b.Network), cmp.Compare(a.Client, b.Client), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.placeKey.Account, b.placeKey.Account))
		})
		slices.SortFunc(p.mails, func(a, b *sent) int {
			return cmp.Or(cmp.Compare(a.Time, b.Time), a.Ref.Compare(b.Ref), cmp.Compare(a.ID, b.ID))
		})
	}
}

// usual finds out how much is read and deleted on a busy day: all but one of a hundred
// days on which anything is are quieter.
func (y *survey) usual() {
	var reads, deletes []int64
	for _, p := range y.persons {
		for _, d := range p.profile.Daily {
			if d.Read > 0 {
				reads = append(reads, int64(d.Read))
			}
			if d.Deleted > 0 {
				deletes = append(deletes, int64(d.Deleted))
			}
		}
	}
	busy := func(all []int64) int64 {
		const enough = 100 // days, so that an intruder's own are not the measure
		if len(all) < enough {
			return 0
		}
		slices.Sort(all)
		return all[len(all)*99/100]
	}
	y.reads, y.deletes = busy(reads), busy(deletes)
}

// known reports whether it is known where the place is.
func (s *spot) known() bool { return s.Network != 0 && s.Uses > 0 && s.Address != (fold.Addr{}) }

// arrive counts networks by the day of their first use.
func (y *survey) arrive(p *person) {
	p.arrivals = map[int32]int64{}
	seen := map[uint64]bool{}
	for _, s := range p.places {
		if !s.known() || seen[s.Network] {
			continue
		}
		seen[s.Network] = true
		if y.daysBefore(p, s.Channel, s.First) >= leastDays {
			p.arrivals[dayOf(s.First)]++
		}
	}
}

// stormiest is the day with the most new networks, the first of several.
func (p *person) stormiest() (day int32, ok bool) {
	for d, n := range p.arrivals {
		if !ok || n > p.arrivals[day] || n == p.arrivals[day] && d < day {
			day, ok = d, true
		}
	}
	return day, ok
}

// daysBefore is on how many days the account was used before an instant, since a kind of
// log began.
func (y *survey) daysBefore(p *person, by channel, at int64) int {
	return p.daysBetween(y.state.Begins[by], at)
}

// daysBetween is on how many days it was used from the one instant to before the other.
func (p *person) daysBetween(from, at int64) int {
	n := 0
	for _, d := range p.profile.Daily {
		if d.Uses > 0 && d.Day < dayOf(at) && d.Day >= dayOf(from) {
			n++
		}
	}
	return n
}

// firstUse is when the account was used first; 0 never.
func (p *person) firstUse() int64 {
	for _, s := range p.places {
		if s.Uses > 0 {
			return s.First
		}
	}
	return 0
}

// since notes when an account was used first from somewhere.
func since(of map[uint64]map[*person]int64, key uint64, p *person, at int64) {
	if of[key] == nil {
		of[key] = map[*person]int64{}
	}
	if old, ok := of[key][p]; !ok || at < old {
		of[key][p] = at
	}
}

// manyColleagues is how many make a network the company's: a share of all accounts, so
// that an intruder's own victims do not excuse him soon.
func (y *survey) manyColleagues() int {
	const least, share = 2, 50
	return least + len(y.persons)/share
}

// sketchHas reports whether a mail went to the recipient of that hash.
func sketchHas(s *fold.Sketch, h uint32) bool {
	_, found := slices.BinarySearch(s.Lowest, h)
	return found
}
