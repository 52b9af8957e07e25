package account

import (
	"math"

	"dwell/finding"
	"dwell/internal/humanize"
)

// Weights are log10 likelihood ratios: how much commoner the fact is where somebody else
// uses an account than in its owner's life. Those of new networks and software follow
// from the account's own past; the others are judgement.
const (
	surelyForeign = 0.9 // share of intruders who come from a network the account never had
	oftenForeign  = 0.6 // and of those with software it never had
	mostNetwork   = 1.2 // habits of weeks say no more
	mostSoftware  = 0.9
	mostPlace     = 1.6  // a new telephone on a journey is both at once
	neighbour     = 0.5  // what a network weighs in a region that is known
	mostHours     = 0.6  // people work at night, too
	weightBoth    = 0.3  // used from its usual places on most of the same days
	weightAway    = -0.5 // on few: its owner travels
	weightInside  = -0.7 // one intruder in five uses none but the owner's own networks
	weightSettled = -0.8 // day after day, and another place is silent since: a new home
	weightMore    = -0.3 // day after day, beside all others: somebody who reads on, or a second home
	weightRollout = -1.0 // many colleagues at once: a new office, a new provider
	weightScript  = 0.8
	weightShared  = 0.3 // the same to another account; colleagues travel together
	weightMany    = 0.5 // to three and more
	weightSpray   = 1.0 // passwords of many accounts were tried from there
	weightGuessed = 0.8 // or many of this one
	mostGuessed   = 1.8 // a tenfold of that
	weightTried   = 0.5 // or many from elsewhere on that day
	weightMistype = 0.3 // or some from there

	settledDays  = 8
	oddHours     = 0.3 // weight of hours from which they are not those of the account
	rolloutLeast = 5   // accounts
	rolloutShare = 5   // one in so many
	sprayed      = 5   // accounts
	guessed      = 20  // logons: nobody mistypes a password that often
	mistyped     = 5   // after a holiday many do so
	triedLeast   = 20  // logons
	sameTime     = 14 * dayNanos
)

// verdict is one way to see an account: with one foreign network, or with none.
type verdict struct {
	person *person
	anchor int32 // without a stay, the day that is judged
	stay   *stay // nil: from its usual places, or nobody knows
	deeds  []deed
	mails  *campaign
	loose  bool // nobody logged where from those were written
	scales *finding.Scales
	strong bool    // something speaks for somebody else that is no journey
	days   []int32 // on which too much was read or deleted
}

// place weighs where the account was used.
func (y *survey) place(v *verdict) {
	p, f, s := v.person, v.stay, v.scales
	days := float64(f.past + settling)
	network := math.Log10(surelyForeign * days / (float64(f.newPlaces) + y.restless(f.regional)))
	network = max(0, min(mostNetwork, network))
	if f.regional {
		network *= neighbour
	}
	if f.program {
		network = 0
	} else {
		s.Add("new network", network, "it was used from %s, for the first time after %s of use with %s of that kind",
			shown(f.address), humanize.Plural(int64(f.past), "day"), humanize.Plural(int64(f.newPlaces), "other"))
	}
	if f.alike > 1 { // which of them is the intruder's nobody says: the ratio is a mean over all
		s.Add("one of several", -math.Log10(float64(f.alike)), "it is one of %d such places of this account", f.alike)
	}
	if f.software != "" {
		w := math.Log10(oftenForeign * days / (float64(f.newClients) + y.newClients))
		w = max(0, min(mostSoftware, mostPlace-network, w))
		s.Add("new software", w, "it was used with %s, which it had never been before", f.software)
		if f.script {
			s.Add("script", weightScript, "%s is software of scripts", f.software)
			v.strong = true
		}
	}
	hours := y.hours(v)
	y.life(v, p.elsewhere(f), network, hours < oddHours)
	y.others(v)
	y.guesses(v)
}

// hours weighs the time of day: how usual the hours there are for the account.
func (y *survey) hours(v *verdict) float64 {
	const least = 20 // uses elsewhere
	usual, total := v.person.usualHours(v.stay)
	if total < least {
		return 0
	}
	sum, n := 0.0, 0.0
	for h, count := range v.stay.hours {
		if count == 0 {
			continue
		}
		around := float64(usual[(h+23)%24])/2 + float64(usual[h]) + float64(usual[(h+1)%24])/2
		share := (around/2 + 1) / (float64(total) + 24)
		const enough = 5 // uses of one hour, so that none drowns the others
		weight := math.Min(float64(count), enough)
		sum += weight * math.Log10(1/24.0/share)
		n += weight
	}
	if n == 0 {
		return 0
	}
	w := max(-mostHours, min(mostHours, sum/n)) * min(1, n/3)
	word := "unusual"
	if w < 0 {
		word = "usual"
	}
	v.scales.Add("hours", w, "at %s hours for this account", word)
	return w
}

// life weighs what the owner did meanwhile. Who moves keeps the hours at which mail is read
// at home; settled says whether they were kept.
func (y *survey) life(v *verdict, both int, network float64, settled bool) {
	f, s := v.stay, v.scales
	days := f.days.Count()
	switch {
	case f.guessed(): // whoever guesses does not travel or move
	case days >= settledDays && !(settled && v.person.moved(f)):
		s.Add("settled", weightMore, "it was used from there on %d days, but not in place of another", days)
		s.Excuse("a second home or a new provider: possible, it was used from there on %d days", days)
	case days >= settledDays:
		s.Add("settled", weightSettled, "it was used from there on %d days", days)
		s.Excuse("a new home or a new provider: likely, it was used from there on %d days", days)
	case 2*both > days:
		s.Add("at the same time", weightBoth*network/mostNetwork, "on the same days it was used from its usual places as well")
		s.Excuse("a journey: the usual places were in use on the same days")
	case days >= 2:
		s.Add("away", weightAway, "on most of these days it was used from nowhere else")
		s.Excuse("a journey: possible, the usual places were silent meanwhile; ask the owner")
	default:
		s.Excuse("a journey or a new telephone: ask the owner where they were")
	}
}

// others weighs in how many accounts the network is foreign.
func (y *survey) others(v *verdict) {
	n := 0
	for _, network := range v.stay.networks {
		n = max(n, y.hit[network])
	}
	switch {
	case n >= rolloutLeast && n*rolloutShare >= len(y.persons):
		v.scales.Add("many colleagues", weightRollout, "%d of %d accounts began to be used from there", n, len(y.persons))
		v.scales.Excuse("a new office, tunnel or provider: likely, many colleagues use it")
		return
	case n >= 3:
		v.scales.Add("several accounts", weightMany, "the same foreign network appears in %d accounts", n)
	case n == 2:
		v.scales.Add("several accounts", weightShared, "the same foreign network appears in another account")
	}
}

// guesses weighs logons that were refused.
func (y *survey) guesses(v *verdict) {
	f, s := v.stay, v.scales
	for _, network := range f.networks {
		j, ok := y.state.Networks.Lookup(network)
		if !ok {
			continue
		}
		if !j.lately(f.first) {
			continue
		}
		if n := j.Refused.Count(maxRefused); n >= sprayed && n > 2*int64(len(y.networks[network])) { // in an office people mistype
			s.Add("passwords tried", weightSpray, "from there passwords of %d accounts were refused", n)
			v.strong = true
			return
		}
	}
	if f.guessed() {
		w := min(mostGuessed, weightGuessed+math.Log10(float64(f.failed)/guessed))
		s.Add("passwords tried", w, "from there %s of it had been refused before one succeeded", humanize.Plural(f.failed, "logon"))
		v.strong = true
		return
	}
	if f.failed >= mistyped {
		s.Add("passwords tried", weightMistype, "from there %s of it had been refused before one succeeded", humanize.Plural(f.failed, "logon"))
		s.Excuse("a forgotten password, or a program with an old one: possible, %s were refused", humanize.Plural(f.failed, "logon"))
	}
	on, usual := v.person.refusedElsewhere(f), int64(0)
	for _, d := range v.person.profile.Daily {
		if d.Day < dayOf(f.first)-1 {
			usual = max(usual, int64(d.Failed))
		}
	}
	if on >= triedLeast && on > 3*usual {
		s.Add("passwords tried", weightTried, "%s of it from regions where it is not used were refused on that day and the day before", humanize.Plural(on, "logon"))
		v.strong = true
	}
}

// guessed reports whether so many logons were refused before one succeeded, so fast, that
// nobody and no program of the owner's did it.
func (f *stay) guessed() bool { return f.failed >= guessed && f.hasty }

// total is the sum so far.
func (v *verdict) total() float64 { return v.scales.Total() }
