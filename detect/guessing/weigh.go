package guessing

import (
	"math"
	"time"

	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights are log10 likelihood ratios: how much commoner the fact is among
// guesses than among the failures of ordinary work. They are judgement.
const (
	leastFailures  = 20 // nobody mistypes a password that often
	leastAccounts  = 10 // nor those of so many accounts
	weightFailures = 1.0
	perDecade      = 0.5
	maxFailures    = 2.0
	weightShort    = -0.4 // concluded from connections that end at once
	weightFitted   = 1.0  // one of them fitted in the end
	weightBurst    = 0.5  // all within hours
	weightSpray    = 0.7  // many accounts, a few tries each
	weightMachines = 0.4  // on many machines
	weightUnknown  = 0.5  // names that do not exist
	weightPatient  = 0.3  // many accounts, over many days
	weightDaily    = -1.5 // day after day the same: a program with an old password
	weightGateway  = -1.5 // as many accounts get in: a machine of many people
	weightFamiliar = -0.5 // the source logged on without trouble before
	weightInside   = 0.4  // from a machine inside, which can ask instead

	burst        = 12 * time.Hour
	dailyDays    = 5
	fewAccounts  = 3 // of a program
	fewTries     = 5 // for each account, when spraying
	manyMachines = 5
	steady       = 5 // times the mean that the worst day of a program has at most
	leastScore   = 1.0
	maxFindings  = 200
)

// enough reports whether there is anything to weigh.
func (c *claim) enough() bool {
	return c.Failed >= leastFailures || c.Tried.Count(maxAccounts) >= leastAccounts
}

func (c *claim) weigh() *finding.Scales {
	s := &finding.Scales{}
	s.Add("failures", math.Min(maxFailures, weightFailures+perDecade*math.Log10(float64(c.Failed)/leastFailures)), "%s", humanize.Plural(c.Failed, "logon")+" failed")
	if 2*c.Short > c.Failed {
		s.Add("short connections", weightShort, "concluded from connections that end when a password was sent")
		s.Excuse("a program that looks whether the remote desktop answers: possible, ask what runs there")
	}
	if c.broken > 0 && !c.gateway() && !c.daily() { // there it is what happens next anyway
		s.Add("fitted", weightFitted, "%s", c.entry())
	}
	c.weighAccounts(s)
	if n := len(c.targets); n >= manyMachines && len(c.sources) == 1 {
		s.Add("many machines", weightMachines, "on %d machines", n)
	}
	c.weighPace(s)
	if c.familiar > 0 {
		s.Add("familiar", weightFamiliar, "the same machine logged on there before")
	}
	if c.inside {
		s.Add("inside", weightInside, "the guesses come from a machine inside")
	}
	return s
}

// spraying reports whether many accounts were tried, a few times each.
func (c *claim) spraying() bool {
	n := c.Tried.Count(maxAccounts)
	return n >= leastAccounts && c.Failed <= fewTries*n
}

// gateway reports whether as many accounts get in from there as fail.
func (c *claim) gateway() bool {
	tried, entered := c.Tried.Count(maxAccounts), c.Entered.Count(maxAccounts)
	return tried >= leastAccounts && entered >= leastAccounts && 2*entered >= tried
}

// daily reports whether few accounts fail day after day at the same pace.
func (c *claim) daily() bool {
	days := c.Days.Count()
	return days >= dailyDays && c.Tried.Count(maxAccounts) <= fewAccounts && c.peak()*int64(days) <= steady*c.Failed
}

func (c *claim) weighAccounts(s *finding.Scales) {
	tried, entered := c.Tried.Count(maxAccounts), c.Entered.Count(maxAccounts)
	if c.spraying() {
		s.Add("spraying", weightSpray, "with the names of %s accounts, %.1f tries each", humanize.Count(tried), float64(c.Failed)/float64(tried))
	}
	if c.Unknown >= leastAccounts {
		s.Add("unknown accounts", weightUnknown, "%s of them with names that do not exist", humanize.Count(c.Unknown))
	}
	if c.gateway() {
		s.Add("gateway", weightGateway, "%s accounts get in from there: many people use it", humanize.Count(entered))
		s.Excuse("a machine on which many people log on (a gateway, a server of desktops, a mail server): likely, %s accounts get in from there", humanize.Count(entered))
	}
}

// weighPace weighs over which time the failures are spread.
func (c *claim) weighPace(s *finding.Scales) {
	span, days := c.Tries.Last.Time.Sub(c.Tries.First.Time), c.Days.Count()
	switch {
	case days >= dailyDays && c.Tried.Count(maxAccounts) >= leastAccounts:
		s.Add("patient", weightPatient, "on %d days, too few on each to lock an account", days)
	case c.daily():
		s.Add("daily", weightDaily, "on %d days, as a program with an old password fails", days)
		s.Excuse("a program with an old password: likely, it fails on %d days", days)
	case span <= burst:
		s.Add("burst", weightBurst, "all within %s", humanize.Duration(span))
		s.Excuse("a forgotten password: unlikely, nobody tries %d times", c.Failed)
	}
}
