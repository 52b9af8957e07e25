package harvest

import (
	"math"
	"time"

	"dwell/finding"
)

// The weights are log10 likelihood ratios: how much commoner the fact is among thefts
// of a database than among the large reads of ordinary work. They are judgements from
// the published cases in which tables of people were taken (Interpark 2016, KT 2014)
// and from what backups, exports and administration look like, rounded. No single fact
// makes a finding high: backups read whole tables, and administrators type SQL.
const (
	weightWhole     = 0.6  // all rows of a table: backups do it, applications nearly never
	weightIntended  = 0.3  // asked for all rows, but did not get all
	perDecade       = 0.25 // for every tenfold of manyFrom rows
	maxRows         = 1.2
	weightNoRows    = 0.3 // their number is not known
	weightFew       = -1.0
	weightPart      = -0.6 // a condition or a limit: what reports and screens have
	weightFirst     = 1.2  // on one day only, in long evidence
	weightFirstWeek = 0.7  // on one day only, in short evidence
	weightTwice     = 0.4
	weightTwiceSame = -0.3 // on two days at the same hour
	weightRoutine   = -2.0 // on many days at the same hour
	weightOften     = -1.2 // on many days
	weightOdd       = 0.8  // outside of the hours of the routine
	weightPersonal  = 0.9
	perClass        = 0.15 // for every class of personal data but the first
	maxClasses      = 0.6
	weightNameOnly  = 0.6  // personal by the name of the table
	weightTyped     = 0.5  // a program that people type SQL into
	weightDump      = 0.3  // a dumping program, without a routine
	weightAlone     = 0.4  // a dump of this table only: a backup takes all
	weightNamed     = -0.8 // an account named for such work; thieves use it too
	weightProgram   = 0.5  // another program than the account works with
	weightHour      = 0.6  // at an hour at which the account does next to nothing
	weightClient    = 0.7  // from a client the account is hardly seen from
	weightServer    = 0.4  // into a file or a program on the server
	weightStaged    = 0.2  // into another table
	weightStrange   = 0.4  // the account reads the table in no other way
	weightUsual     = -0.3
	weightRatio     = 0.2 // for every tenfold of its usual largest read
	maxRatio        = 0.8
	weightCancelled = -0.6
	weightRaid      = 1.0 // within the hour of a grave read by the same account, program and client
	// A table without personal data is at most low: severity low ends at 2.
	mostImpersonal = 1.8
)

const (
	// manyFrom rows are more than a screen or a report; below, weightFew applies.
	manyFrom = 1000
	// longEvidence has room for a monthly job to be seen twice or not.
	longEvidence = 7 * 24 * time.Hour
	// oftenDays is the number of days from which a read is part of the work.
	oftenDays = 5
	// habitLines is the least number of lines of an account from which hours and
	// clients are judged.
	habitLines = 200
	// rareShare and usualShare of an account's lines make an hour or client rare or usual.
	rareShare, usualShare = 0.01, 0.05
	// habitReads is the least number of other reads of the table to compare with.
	habitReads = 20
)

// weighed is a claim with its scales.
type weighed struct {
	*claim
	scales *finding.Scales
}

// raidGap is how long after each other reads belong to one raid: thieves take one
// table after the other, whatever is in it.
const raidGap = time.Hour

// weighAll weighs every claim, first alone and then against those that came with it.
func (y *survey) weighAll() []weighed {
	var all, grave []weighed
	for _, c := range y.claims() {
		if c.trifling() {
			continue
		}
		w := weighed{c, y.weigh(c)}
		all = append(all, w)
		if finding.SeverityOf(w.scales.Total()) >= finding.High {
			grave = append(grave, w)
		}
	}
	for _, w := range all {
		if finding.SeverityOf(w.scales.Total()) >= finding.Medium || w.routine {
			continue
		}
		for _, g := range grave {
			if w.with(g.claim) {
				w.scales.Add("same raid", weightRaid, "within the hour, the same account took %s with the same program", g.name())
				break
			}
		}
	}
	return all
}

// with reports whether two claims are parts of one raid.
func (c *claim) with(o *claim) bool {
	return c.key.User == o.key.User && c.key.Application == o.key.Application && c.key.Host == o.key.Host &&
		!c.marks.First.Time.IsZero() && !o.marks.First.Time.IsZero() &&
		c.marks.First.Time.Sub(o.marks.Last.Time) <= raidGap && o.marks.First.Time.Sub(c.marks.Last.Time) <= raidGap
}

// weigh puts everything that is known of the claim on the scales.
func (y *survey) weigh(c *claim) *finding.Scales {
	s := &finding.Scales{}
	c.weighSize(s)
	y.weighHabit(c, s)
	y.weighAccount(c, s)
	y.weighWay(c, s)
	c.weighPersonal(s)
	return s
}

func (c *claim) weighSize(s *finding.Scales) {
	t := &c.taken
	switch {
	case c.times == 0:
		s.Add("cancelled", weightCancelled, "the statement ended before its end %d times and never at it", c.failed)
	case t.Whole:
		s.Add("whole table", weightWhole, "all rows of the table were read")
	case c.wholeIntended():
		s.Add("no condition", weightIntended, "no condition restricts the rows")
	default:
		s.Add("part of the table", weightPart, "a condition or a limit restricts the rows")
	}
	rows := max(t.Rows, t.Low)
	switch {
	case rows >= manyFrom:
		s.Add("rows", math.Min(maxRows, perDecade*math.Log10(float64(rows)/(manyFrom/10))), "%d rows", rows)
	case rows >= 0 && t.High >= 0 && t.High < manyFrom:
		s.Add("few rows", weightFew, "at most %d rows, which a report may have", t.High)
	default:
		s.Add("rows", weightNoRows, "the number of rows is not in the records")
	}
}

// weighHabit weighs how often this was done, and how the account reads the table else.
func (y *survey) weighHabit(c *claim, s *finding.Scales) {
	span := y.state.Span.Last.Sub(y.state.Span.First)
	days := len(c.days)
	switch {
	case c.key.Odd:
		s.Add("odd hour", weightOdd, "the same read is a routine at other hours, this one is outside of them")
		s.Excuse("routine: the account reads this table regularly, but not at this hour")
	case c.routine:
		at, _ := c.usualHour()
		s.Add("routine", weightRoutine, "on %d days around %02d:00, like a backup or an export", days, at)
		s.Excuse("backup or export: likely, it comes on %d days at the same hour", days)
	case days >= oftenDays:
		s.Add("often", weightOften, "on %d days", days)
		s.Excuse("regular work: likely, it comes on %d days", days)
	case days > 1 && c.sameHour():
		s.Add("seldom", weightTwiceSame, "on %d days at the same hour", days)
		s.Excuse("backup or export: possible, it comes twice at the same hour")
	case days > 1:
		s.Add("seldom", weightTwice, "on %d days only", days)
	case span >= longEvidence:
		s.Add("first time", weightFirst, "once in %.0f days of evidence", span.Hours()/24)
		s.Excuse("backup or export: unlikely, it does not come again in %.0f days", span.Hours()/24)
	default:
		s.Add("first time", weightFirstWeek, "once, in evidence of %s", span.Round(time.Second))
		s.Excuse("backup or export: possible, the evidence is too short to show a routine")
	}
	if c.routine || c.unnamed {
		return
	}
	if jobAccount(c.key.User) && !c.key.Odd {
		s.Add("account of a job", weightNamed, "the account is named %q", c.key.User)
		s.Excuse("backup or export: possible by the name of the account, which an intruder can use as well")
		return
	}
	r, ok := y.use[relationKey{c.key.Table.Database, c.key.Table.Table, c.key.User}]
	if !ok || r.statements() < habitReads {
		s.Add("no other use", weightStrange, "the account does not work with this table otherwise")
		return
	}
	usual, rows := max(r.Rows, 1), max(c.taken.Rows, c.taken.Low)
	if rows > usual {
		weight := math.Min(maxRatio, weightRatio*math.Log10(float64(rows)/float64(usual)))
		s.Add("against its own reads", weight, "%d times the largest of %d other reads of the account", rows/usual, r.statements())
	} else {
		s.Add("against its own reads", weightUsual, "the account reads this table %d times otherwise", r.statements())
	}
}

// weighAccount weighs hour and client against what the account does else.
func (y *survey) weighAccount(c *claim, s *finding.Scales) {
	p, ok := y.state.Principals.Lookup(accountKey{c.key.Table.Database, c.key.User})
	if c.unnamed {
		s.Excuse("hours and clients of the account: the lines of the log do not name accounts")
		return
	}
	if !ok || c.routine {
		return
	}
	if p.Lines < habitLines {
		s.Excuse("hours and clients of the account: too few lines (%d) to know its habits", p.Lines)
		return
	}
	at := hourOfDay(c.marks.First.Time)
	around := p.Hours[(at+23)%24] + p.Hours[at] + p.Hours[(at+1)%24]
	// What the read itself wrote says nothing of habits.
	share := float64(max(0, around-c.marks.Count)) / float64(p.Lines)
	switch {
	case share <= rareShare:
		s.Add("hour", weightHour, "at %02d:00, when %.2g %% of the account's work is done", at, 100*share)
	case share >= usualShare:
		s.Excuse("hour: the account usually works at that time")
	}
	if share, ok := p.Clients.share(c.key.Host, c.marks.Count, p.Lines); ok {
		switch {
		case share <= rareShare:
			s.Add("client", weightClient, "from %s, where %.2g %% of the account's work comes from", c.key.Host, 100*share)
		case share >= usualShare:
			s.Excuse("client: the account usually works from %s", c.key.Host)
		}
	}
	if share, ok := p.Programs.share(c.key.Application, c.marks.Count, p.Lines); ok && share <= rareShare {
		s.Add("program", weightProgram, "with %s, which the account hardly uses", c.key.Application)
	}
}

// weighWay weighs by which way rows left.
func (y *survey) weighWay(c *claim, s *finding.Scales) {
	switch {
	case c.routine:
	case anyOf(c.key.Application, interactive):
		s.Add("typed", weightTyped, "by %s, into which people type SQL", c.key.Application)
		s.Excuse("administration: possible, %s is a tool of administrators too", c.key.Application)
	case c.dumps():
		s.Add("dump", weightDump, "a dump that is no routine")
		if y.alone(c) {
			s.Add("one table", weightAlone, "of this table only, while a backup takes all")
		}
	}
	if len(c.outputs) > 0 {
		s.Add("to the server", weightServer, "into a %s on the server, past the client", c.outputs[0])
	}
	if len(c.copied) > 0 {
		s.Add("staged", weightStaged, "copied into the table %s", c.copied[0])
		s.Excuse("copy within the database: rows of such a read do not leave the server by themselves")
	}
}

// weighPersonal comes last: without personal data the whole cannot be more than low.
func (c *claim) weighPersonal(s *finding.Scales) {
	switch {
	case c.byName:
		s.Add("personal data", weightNameOnly, "the table is about people by its name; its columns are not in the records")
	case len(c.personal) > 0:
		more := math.Min(maxClasses, perClass*float64(len(c.personal)-1))
		s.Add("personal data", weightPersonal+more, "%d classes of personal data", len(c.personal))
	default:
		if over := s.Total() - mostImpersonal; over > 0 {
			s.Add("no personal data", -over, "neither name nor columns of the table are those of people")
		}
		s.Excuse("no personal data is known in this table")
	}
}
