package account

import (
	"math"

	"dwell/internal/humanize"
)

// What a day with many networks weighs, and a place where nothing is written.
const (
	leastStorm     = 8   // networks of a day
	stormFactor    = 3.0 // times the most of a day before
	mostStorm      = 1.5
	mostSilence    = 1.0
	tellingSilence = 0.5
)

// storm weighs the use from many networks on one day, none of which the account had ever
// used: programs that send through stolen accounts do so from machines everywhere.
func (y *survey) storm(v *verdict) (foreign bool) {
	n, before := int64(0), int64(0)
	for day, count := range v.person.arrivals {
		switch {
		case day == v.anchor:
			n = count
		case day < v.anchor:
			before = max(before, count)
		}
	}
	if n < leastStorm || float64(n) < stormFactor*float64(before) {
		return false
	}
	w := min(mostStorm, math.Log10(float64(n)/float64(max(before, 1))))
	v.scales.Add("many networks", w, "on one day it was used from %d networks that it had never been used from, at most %d on a day before", n, before)
	v.scales.Excuse("a tunnel that changes its exit with every connection: ask the owner")
	v.strong = true
	return true
}

// silence weighs that much was read and little written there, by how many mails the account
// writes elsewhere, with the same software, for what it reads. Where it downloads folders,
// what is read stands in no log, and nothing can be compared with it; people who read on a
// telephone and write at the desk are compared with themselves on the telephone.
func (y *survey) silence(v *verdict) {
	const (
		leastRead  = 60 // items
		leastMails = 10
		perEvent   = 0.43 // log10 of e
		doubt      = 0.5  // days of reading alone are commoner than chance has them
		hardly     = 10   // times fewer mails than elsewhere; days differ by less
	)
	f := v.stay
	if f.read < leastRead {
		return
	}
	mails, read := v.person.wont(f)
	if mails < leastMails || read == 0 {
		return
	}
	wrote := float64(f.sent)
	if v.mails != nil {
		wrote = max(wrote, float64(len(v.mails.mails)))
	}
	expected := float64(f.read) * mails / read
	if hardly*wrote >= expected {
		return
	}
	// The likelihood of so few mails where none are expected but those few, and where the
	// account's own number is (Poisson).
	few := max(wrote, 0.5)
	w := min(mostSilence, doubt*(perEvent*(expected-few)+wrote*math.Log10(few/expected)))
	v.scales.Add("reads only", w, "%s were read there and %s written; elsewhere the account wrote about %.0f for as many", humanize.Plural(f.read, "item"), humanize.Plural(int64(wrote), "mail"), expected)
	v.strong = v.strong || w >= tellingSilence
}

// wont is how many mails an account writes elsewhere, and how many items it reads, with the
// software of a stay; with all where it has that nowhere else.
func (p *person) wont(f *stay) (mails, read float64) {
	clients := map[uint64]bool{}
	for _, s := range f.places {
		if s.Read > 0 {
			clients[s.Client] = true
		}
	}
	count := func(all bool) {
		mails, read = 0, 0
		for _, s := range p.places {
			if !f.holds(s.Network) && s.Synced == 0 && (all || clients[s.Client]) {
				mails += float64(s.Sent)
				read += float64(s.Read)
			}
		}
	}
	if count(false); read == 0 {
		count(true)
	}
	return mails, read
}
