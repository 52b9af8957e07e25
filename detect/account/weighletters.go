package account

import (
	"math"

	"dwell/internal/humanize"
)

// What the mails that were sent weigh. A mail merge alone stays below what is reported.
const (
	mostLetters    = 1.8
	tellingLetters = 0.3
	fewStrangers   = 3    // one new correspondent is nothing
	weightOrdinary = -0.8 // the owner's correspondence goes on
	weightSet      = 0.5  // these people were never written to together
	mostBurst      = 1.2
	mostMany       = 1.0
	leastMany      = 30  // mails of a day
	manyFactor     = 3   // times the most of a day before
	weightLost     = 0.5 // many of them could not be reached
	lostLeast      = 10
	lostShare      = 5 // one in so many
)

// letters weighs what was sent.
func (y *survey) letters(v *verdict) {
	c := v.mails
	if c == nil || len(c.mails) == 0 {
		return
	}
	if v.stay != nil && !v.loose {
		w := min(mostLetters, mixed(c.ratio))
		if c.past >= leastPast && (w > 0 || c.recipients > 0) {
			v.scales.Add("recipients", w, "%s went from there to %s, of whom %d on one day had never been written to (before, %.0f %% of its mails went mostly to new people)",
				humanize.Plural(int64(len(c.mails)), "mail"), humanize.Plural(c.recipients, "recipient"), c.strangers, 100*c.newRate)
			v.strong = v.strong || w >= tellingLetters && c.strangers >= fewStrangers
		}
		if c.never {
			v.scales.Add("recipient set", weightSet, "people were written to together who never had been")
			v.strong = true
		}
	}
	if !y.burst(v, c) && v.stay != nil && !v.loose {
		v.many(c)
	}
	if v.stay != nil && !v.loose && c.ordinary() {
		v.scales.Add("correspondence", weightOrdinary, "from there %s went to the account's usual correspondents, no more than usual", humanize.Plural(int64(len(c.mails)), "mail"))
	}
}

// mixed is the likelihood ratio of an intruder who as often as not writes to the people
// whom the owner writes to.
func mixed(ratio float64) float64 {
	const most = 5 // no ratio matters beyond
	return math.Log10((math.Pow(10, math.Min(ratio, most)) + 1) / 2)
}

// ordinary reports whether the mails look like the owner's work.
func (c *campaign) ordinary() bool {
	const least = 8 // mails
	return len(c.mails) >= least && c.past >= leastPast && c.ratio < 0 && c.busiest() <= c.usualAll
}

// burst weighs a day on which many strangers were written to.
func (y *survey) burst(v *verdict, c *campaign) bool {
	if c.strangers < leastBurst || float64(c.strangers) < beyond*float64(c.usual) {
		return false
	}
	w := min(mostBurst, 0.3+0.5*math.Log10(float64(c.strangers)/float64(max(c.usual, leastBurst/4))))
	v.scales.Add("many strangers", w, "%d people who had never been written to got mail, at most %d on a day before", c.strangers, c.usual)
	v.scales.Excuse("a mail merge or an invitation: look at the mails")
	v.strong = true
	if c.unreached >= lostLeast && c.unreached*lostShare >= min(c.recipients, maxTo) {
		v.scales.Add("unreachable", weightLost, "%d of them or more could not be reached", c.unreached)
	}
	if v.stay == nil {
		v.burstHours(c)
	}
	return true
}

// many weighs how many mails were sent from a foreign place in a day, for logs that do
// not know to whom.
func (v *verdict) many(c *campaign) {
	n := c.mostMails()
	if c.past < leastPast || n < leastMany || n < manyFactor*c.usualMails {
		return
	}
	v.scales.Add("many mails", min(mostMany, 0.3+0.5*math.Log10(float64(n)/float64(max(c.usualMails, leastPast)))),
		"%s were sent from there on one day, at most %d on a day before", humanize.Plural(n, "mail"), c.usualMails)
	v.strong = true
}

// burstHours weighs the hours at which the mails of a burst were sent.
func (v *verdict) burstHours(c *campaign) {
	const least = 20
	usual, total := v.person.mailHours(c)
	if total < least {
		return
	}
	sum := 0.0
	for _, m := range c.mails {
		h := hourOf(m.Time)
		around := float64(usual[(h+23)%24])/2 + float64(usual[h]) + float64(usual[(h+1)%24])/2
		sum += math.Log10(1 / 24.0 * (float64(total) + 24) / (around/2 + 1))
	}
	w := max(-mostHours, min(mostHours, sum/float64(len(c.mails))))
	word := "unusual"
	if w < 0 {
		word = "usual"
	}
	v.scales.Add("hours", w, "at %s hours for this account's mails", word)
}

// mailHours are those at which the account sent its other mails.
func (p *person) mailHours(c *campaign) (hours [24]int64, total int64) {
	for _, m := range p.mails {
		hours[hourOf(m.Time)]++
		total++
	}
	for _, m := range c.mails {
		hours[hourOf(m.Time)]--
		total--
	}
	return hours, total
}
