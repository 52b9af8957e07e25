package profile

import (
	"slices"

	"dwell/detect/spearphish/trait"
)

// A person with two addresses, at the office and at home, changes programs, machines and
// providers under both: what is new under one is often known of the other. Whoever
// writes under the name alone does not bear it yet: a second address counts when it is known
// as well as one that is imitated. Who is believed to be somebody for twenty mails
// from an address of his own may then use his program and his way under the true address too,
// at the weight of secondAddress.
const (
	mostAddresses = 4 // of one name that are followed
	secondMails   = 20
	secondDays    = 5
)

// name notes that the sender bears the name of the mail.
func (e *Everybody) name(m *Mail) {
	if list := e.persons[m.Person]; m.Person != 0 && len(list) < mostAddresses && !slices.Contains(list, m.Sender) {
		e.persons[m.Person] = append(list, m.Sender)
	}
}

// seconds are the other addresses that bear the name of the mail and are well known.
func (e *Everybody) seconds(m *Mail) []*Profile {
	if m.Person == 0 {
		return nil
	}
	var out []*Profile
	for _, s := range e.persons[m.Person] {
		if p := e.profiles[s]; s != m.Sender && p != nil && p.mails >= secondMails && p.days >= secondDays {
			out = append(out, p)
		}
	}
	return out
}

// elsewhere is the share of days on which the person showed the trait under another of
// his addresses, as far as it counts for this one.
func (x *surprise) elsewhere(t trait.Trait) float64 {
	most := 0.0
	for _, p := range x.seconds {
		if seen := p.seen[t.Kind()]; seen > 0 {
			most = max(most, min(1, p.count(t)/float64(seen)))
		}
	}
	return secondAddress * most
}
