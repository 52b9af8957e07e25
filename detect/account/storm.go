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

// silence weighs that much was read and nothing written there, by how many mails the
// account writes elsewhere for what it reads. Where it downloads folders, what is read
// stands in no log, and nothing can be compared with it.
func (y *survey) silence(v *verdict) {
	const (
		leastRead  = 60 // items
		leastMails = 10 // from known networks, so that the log tells where from
		perEvent   = 0.43
		doubt      = 0.5 // days of reading alone are commoner than chance has them
	)
	f := v.stay
	if f.read < leastRead || v.mails != nil && len(v.mails.mails) > 0 {
		return
	}
	downloads := map[uint64]bool{}
	for _, s := range v.person.places {
		if s.Synced > 0 {
			downloads[s.Network] = true
		}
	}
	mails, read := 0.0, 0.0
	for _, m := range v.person.mails {
		if m.Network != 0 && !downloads[m.Network] {
			mails++
		}
	}
	for _, s := range v.person.places {
		if !f.holds(s.Network) && !downloads[s.Network] {
			read += float64(s.Read)
		}
	}
	if mails < leastMails || read == 0 {
		return
	}
	expected := float64(f.read) * mails / read
	w := min(mostSilence, perEvent*doubt*expected)
	v.scales.Add("reads only", w, "%s were read there and no mail was written; elsewhere the account wrote about %.0f for as many", humanize.Plural(f.read, "item"), expected)
	v.strong = v.strong || w >= tellingSilence
}
