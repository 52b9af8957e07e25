package account

import "math"

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
	before     []int64 // strangers of each day before
	never      bool    // written to together before, though they are many
	seen       map[uint32]bool
}

// likelihood is the log10 likelihood ratio of one mail's recipients, by the habits before
// the campaign.
func (c *campaign) likelihood(strange bool) float64 {
	r := min(c.newRate, strangerShare)
	if strange {
		return min(mostPerMail, math.Log10(strangerShare/r))
	}
	return math.Log10((1 - strangerShare) / (1 - r))
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
		for day, n := range l.daily {
			if day > l.settled {
				c.before = append(c.before, n)
			}
		}
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
	if c.ratio > 0 {
		c.ratio = min(c.ratio, max(0, c.rarity()))
	}
	if n := len(c.byDay); n > 1 {
		c.ratio -= math.Log10(float64(n))
	}
}

// rarity bounds what the recipients of a day can tell, by how often the account wrote to as
// many strangers in a day before: new people are met in groups, at a fair or with a new
// project, so that one mail to a stranger makes the next one likely.
func (c *campaign) rarity() float64 {
	as := 0
	for _, n := range c.before {
		if n >= c.strangers {
			as++
		}
	}
	return math.Log10(strangerShare * float64(len(c.before)+2) / float64(as+1))
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
func (p *person) correspondence(begin int64) {
	p.campaigns, p.meanwhile = map[*stay]*campaign{}, map[*stay]*campaign{}
	byNetwork := map[uint64]*stay{}
	for _, f := range p.foreign {
		for _, n := range f.networks {
			byNetwork[n] = f
		}
	}
	l := newLetters(begin)
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
func (p *person) busiest(begin int64) *campaign {
	var best *campaign
	l := newLetters(begin)
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
