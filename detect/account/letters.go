package account

import (
	"math"
)

// campaign is what is telling about a set of mails that an account sent: those from a
// foreign network, or of one day.
type campaign struct {
	mails      []*sent
	recipients int64
	strangers  int64   // recipients the account had never written to, of the worst day
	unreached  int64   // recipients who could not be reached
	usual      int64   // the most strangers of one day before
	usualAll   int64   // and the most recipients
	usualMails int64   // and the most mails
	past       int     // mails before
	newRate    float64 // share of the mails before that went mostly to strangers
	ratio      float64 // log10 likelihood ratio of the mails' recipients, of the most telling day
	byDay      map[int32]*dayLetters
	never      bool // written to together before, though they are many
	seen       map[uint32]bool
}

// The recipients of an intruder's mail are chosen for other reasons than the owner's. New
// correspondents come in groups, and more in one week than in another: so what counts is
// not each recipient, but whether a mail goes mostly to people who are new to the account
// (Ho et al. 2019, section 5: lateral phishing mostly goes to people without a recent
// relation, some of it to all contacts).
const (
	strangerShare = 0.6  // of an intruder's mails are such
	leastPast     = 10   // mails, below which nobody knows whom the account writes to
	mostPerMail   = 0.8  // log10
	manyTo        = 8    // recipients from which a set is more than an answer to all
	smallLikeness = 0.2  // largest Jaccard similarity of a set that is none of the owner's
	leastSets     = 5    // of so many people before, to say so
	unlikeShare   = 0.15 // of them that were as new when they were made
	recent        = 50   // sets of the past that are compared
)

// letters goes through the mails of an account in order of time.
type letters struct {
	known     map[uint32]bool
	sets      []*sent // the last ones with many recipients
	strange   int     // mails before that went mostly to strangers
	large     int     // and to many
	unlike    int     // of these, to people who had never been written to together
	mails     int
	daily     map[int32]int64 // strangers by day
	all       map[int32]int64 // recipients by day
	worst     int64           // strangers of the days before the last
	worstAll  int64
	lastDay   int32
	today     int64 // mails of the last day
	mostMails int64 // of a day before
}

func newLetters() *letters {
	return &letters{known: map[uint32]bool{}, daily: map[int32]int64{}, all: map[int32]int64{}}
}

// strangers counts the recipients of a mail that are new, of those that are kept; a mail
// to more is counted up by their share.
func (l *letters) strangers(m *sent) (fresh, kept int64) {
	for _, h := range m.To.Lowest {
		if !l.known[h] {
			fresh++
		}
	}
	return fresh, int64(len(m.To.Lowest))
}

// rate is the share of mails that went mostly to strangers so far.
func (l *letters) rate() float64 { return float64(l.strange+1) / float64(l.mails+4) }

// mostly reports whether most of the recipients are strangers.
func mostly(fresh, kept int64) bool { return kept > 0 && 2*fresh >= kept }

// likelihood is the log10 likelihood ratio of one mail's recipients, by the habits before
// the campaign.
func (c *campaign) likelihood(strange bool) float64 {
	r := min(c.newRate, strangerShare)
	if strange {
		return min(mostPerMail, math.Log10(strangerShare/r))
	}
	return math.Log10((1 - strangerShare) / (1 - r))
}

// unusual reports whether a set of many people is none that the account writes to, and the
// account is not one that writes to new sets all the time.
func (l *letters) unusual(m *sent) bool {
	return l.large >= leastSets && float64(l.unlike) < unlikeShare*float64(l.large) && l.alike(m) < smallLikeness
}

// alike is the largest Jaccard similarity of a mail's recipients with a set of the past.
func (l *letters) alike(m *sent) float64 {
	best := 0.0
	for _, s := range l.sets {
		common := 0
		for _, h := range m.To.Lowest {
			if sketchHas(&s.To, h) {
				common++
			}
		}
		if union := len(m.To.Lowest) + len(s.To.Lowest) - common; union > 0 {
			best = max(best, float64(common)/float64(union))
		}
	}
	return best
}

// learn makes a mail part of the past.
func (l *letters) learn(m *sent) {
	fresh, kept := l.strangers(m)
	if day := dayOf(m.Time); day != l.lastDay {
		l.worst = max(l.worst, l.daily[l.lastDay])
		l.worstAll = max(l.worstAll, l.all[l.lastDay])
		l.mostMails, l.today = max(l.mostMails, l.today), 0
		l.lastDay = day
	}
	if kept > 0 {
		l.daily[l.lastDay] += fresh * max(kept, m.recipients()) / kept
	}
	l.all[l.lastDay] += m.recipients()
	l.mails++
	l.today++
	if mostly(fresh, kept) {
		l.strange++
	}
	if kept >= manyTo {
		if l.large++; l.alike(m) < smallLikeness {
			l.unlike++
		}
	}
	for _, h := range m.To.Lowest {
		l.known[h] = true
	}
	if kept >= manyTo/2 {
		if l.sets = append(l.sets, m); len(l.sets) > recent {
			l.sets = l.sets[1:]
		}
	}
}

// dayLetters are the mails of one day of a campaign.
type dayLetters struct {
	ratio                 float64
	strangers, recipients int64
	mails                 int64
}

// add judges a mail as one of the campaign, before it becomes part of the past.
func (c *campaign) add(l *letters, m *sent) {
	if len(c.mails) == 0 {
		c.past, c.newRate = l.mails, l.rate()
		c.usual = max(l.worst, l.daily[l.lastDay])
		c.usualAll = max(l.worstAll, l.all[l.lastDay])
		c.usualMails = max(l.mostMails, l.today)
		c.seen, c.byDay = map[uint32]bool{}, map[int32]*dayLetters{}
	}
	fresh, kept := c.further(l, m)
	c.mails = append(c.mails, m)
	c.recipients += m.recipients()
	c.unreached += int64(len(m.Failed.Lowest))
	d := c.byDay[dayOf(m.Time)]
	if d == nil {
		d = &dayLetters{}
		c.byDay[dayOf(m.Time)] = d
	}
	d.recipients += m.recipients()
	d.mails++
	if kept == 0 {
		return
	}
	d.strangers += fresh * max(kept, m.recipients()) / max(kept, int64(len(m.To.Lowest)))
	c.strangers = max(c.strangers, d.strangers)
	if c.past >= leastPast {
		d.ratio += c.likelihood(mostly(fresh, kept))
		c.never = c.never || kept >= manyTo && l.unusual(m)
	}
}

// close finds the most telling day: which one it is nobody says, so that the more days
// there are the less it tells.
func (c *campaign) close() {
	first := true
	for _, d := range c.byDay {
		if first || d.ratio > c.ratio {
			c.ratio, first = d.ratio, false
		}
	}
	if n := len(c.byDay); n > 1 {
		c.ratio -= math.Log10(float64(n))
	}
}

// busiest is the most recipients of one day.
func (c *campaign) busiest() int64 {
	most := int64(0)
	for _, d := range c.byDay {
		most = max(most, d.recipients)
	}
	return most
}

// mostMails is the most mails of one day.
func (c *campaign) mostMails() int64 {
	most := int64(0)
	for _, d := range c.byDay {
		most = max(most, d.mails)
	}
	return most
}

// further counts the recipients of a mail whom the campaign has not reached yet, and the
// strangers among them: who writes to somebody new all day has one new correspondent.
func (c *campaign) further(l *letters, m *sent) (fresh, kept int64) {
	for _, h := range m.To.Lowest {
		if c.seen[h] {
			continue
		}
		c.seen[h] = true
		kept++
		if !l.known[h] {
			fresh++
		}
	}
	return fresh, kept
}

// short is how many days a stay may last for the account's other mails to count as its.
const short = 3

// correspondence finds the campaigns of all foreign stays in one pass: the mails from
// there, and where no log tells where a mail was written those of the days of a short
// stay, the owner's own among them.
func (p *person) correspondence() {
	p.campaigns, p.meanwhile = map[*stay]*campaign{}, map[*stay]*campaign{}
	byNetwork := map[uint64]*stay{}
	for _, f := range p.foreign {
		for _, n := range f.networks {
			byNetwork[n] = f
		}
	}
	l := newLetters()
	for _, m := range p.mails {
		from := m.Network
		if from == 0 {
			from = m.Program
		}
		if f := byNetwork[from]; f != nil {
			campaignOf(p.campaigns, f).add(l, m)
		} else if from == 0 {
			p.unattributed(l, m)
		}
		l.learn(m)
	}
	for _, all := range []map[*stay]*campaign{p.campaigns, p.meanwhile} {
		for _, c := range all {
			c.close()
		}
	}
}

func (p *person) unattributed(l *letters, m *sent) {
	day := dayOf(m.Time)
	for _, f := range p.foreign {
		if from, to := dayOf(f.first), dayOf(f.last); to-from <= short && day >= from && day <= to {
			campaignOf(p.meanwhile, f).add(l, m)
		}
	}
}

func campaignOf(all map[*stay]*campaign, f *stay) *campaign {
	if all[f] == nil {
		all[f] = &campaign{}
	}
	return all[f]
}

// leastBurst is how many strangers in a day are worth a look.
const leastBurst = 20

// busiest is the day on which the account wrote to the most strangers, more than on any
// day before.
func (p *person) busiest() *campaign {
	var best *campaign
	l := newLetters()
	for at := 0; at < len(p.mails); {
		end := at
		for end < len(p.mails) && dayOf(p.mails[end].Time) == dayOf(p.mails[at].Time) {
			end++
		}
		c := &campaign{}
		for _, m := range p.mails[at:end] {
			c.add(l, m)
		}
		if c.past >= leastPast && c.strangers >= leastBurst && (best == nil || c.strangers > best.strangers) {
			best = c
		}
		for _, m := range p.mails[at:end] {
			l.learn(m)
		}
		at = end
	}
	return best
}
