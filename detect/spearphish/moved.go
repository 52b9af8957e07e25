package spearphish

import (
	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/entity"
)

// A company that changes its name takes its people to another domain: the same names,
// mostly the same local parts, on the same programs and servers. Measured in the public
// list: every such move shows itself by the first person's own hand, and by a second
// person within weeks.

// domains is one change of domain.
type domains struct{ from, to string }

// moves counts the people who write from two domains of companies, by domains.
func (y *survey) moves() map[domains]int {
	out := make(map[domains]int)
	for _, p := range y.state.Persons.All() {
		seen := make(map[domains]bool)
		for _, older := range p.Accounts {
			for _, newer := range p.Accounts {
				d := domains{y.companyOf(older.Key), y.companyOf(newer.Key)}
				if older.Time < newer.Time && d.from != d.to && d.from != "" && d.to != "" && !seen[d] {
					seen[d] = true
					out[d]++
				}
			}
		}
	}
	return out
}

// companyOf is the registered domain of an address, "" for those of providers and of
// addresses that never wrote.
func (y *survey) companyOf(address uint64) string {
	a, ok := y.state.Accounts.Lookup(address)
	if !ok || len(a.Mails) == 0 {
		return ""
	}
	_, domain := alike.Split(a.Address)
	if domain = entity.Registered(domain); alike.Provider(domain) {
		return ""
	}
	return domain
}

// movedCompany reports whether the letter is of somebody whose company moved, and how
// many people moved with him. Domains that are easily taken for one another, letters of
// another hand and accounts of one name only are not excused: an impostor who imitates
// two colleagues from one domain of his own must not look like a move.
func (y *survey) movedCompany(s *suspicion) (people int, ok bool) {
	from, to := y.companyOf(fold.HashString(s.target.Address)), y.companyOf(fold.HashString(s.author.Address))
	if !s.named || from == "" || to == "" || from == to || alike.NearDomains(from, to) {
		return 0, false
	}
	local, _ := alike.Split(s.author.Address)
	trueLocal, _ := alike.Split(s.target.Address)
	if local != trueLocal || s.hand == nil || s.hand.Writing > 0 {
		return 0, false
	}
	return y.moved[domains{from, to}], true
}
