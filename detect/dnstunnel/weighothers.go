package dnstunnel

import (
	"time"

	"dwell/detect/known"
	"dwell/finding"
)

// weighAnswers judges what came back, and what was done with it.
func (y *survey) weighAnswers(c *candidate, s *finding.Scales) {
	called := float64(c.called) / float64(max(1, c.answered))
	switch {
	case c.answered < enoughAnswers || y.state.Connections == 0:
		s.Excuse("use of the answers: no connections in the evidence to compare with, or too few addresses")
	case called >= distinctTo/2:
		s.Add("connections", weightUse, "somebody connected to the addresses of %.0f %% of the names", 100*called)
		s.Excuse("names of servers that are used: likely")
	case called <= fewOf:
		s.Add("no connections", weightNoUse, "nobody connected to the %d addresses that %d of the names gave", c.led, c.answered)
	}
	if c.answered >= enoughAnswers && float64(c.led) >= distinctTo*float64(c.answered) && c.once() {
		s.Add("answers differ", weightDiffer, "%d names that never came again gave %d different addresses, as answers that carry data do", c.answered, c.led)
	}
	t := c.counts
	if t.Answered == 0 {
		return
	}
	if float64(t.Missing) >= 0.8*float64(t.Answered) {
		s.Add("no such names", weightMissing, "%d of %d answers say that the name does not exist", t.Missing, t.Answered)
		s.Excuse("names guessed, misspelt or on no list: possible, a tunnel that only sends looks alike")
	}
	if size := t.Carried / max(1, t.Found); t.Found >= enoughAnswers && size >= textAnswer {
		s.Add("answers", weightDown, "the answers hold %d bytes on average", size)
	}
}

// weighAskers judges how many machines ask.
func (y *survey) weighAskers(c *candidate, s *finding.Scales) {
	share := float64(c.asking) / float64(max(1, y.machines))
	switch {
	case c.outside:
		s.Add("asked from outside", weightOutside, "nobody inside asked: a server here was asked by others")
		s.Excuse("names guessed on a name server of one's own: likely")
	case c.behind:
		s.Excuse("prevalence: only resolvers were seen to ask, so how many machines stand behind them is not known")
	case y.machines < fewHosts || c.asking == 0:
		s.Excuse("prevalence: only %d machines in the evidence ask for names, so sharing a domain says nothing", y.machines)
	case c.asking <= 2 || share <= smallShare:
		s.Add("prevalence", c.rarity(weightFew), "%d of %d machines ask for names of it", c.asking, y.machines)
	case y.machines < enoughHosts:
	case share >= mostShare:
		s.Add("prevalence", weightMost, "%d of %d machines ask for names of it", c.asking, y.machines)
		s.Excuse("software that is installed everywhere: likely, %d of %d machines", c.asking, y.machines)
	case share >= manyShare:
		s.Add("prevalence", weightMany, "%d of %d machines ask for names of it", c.asking, y.machines)
	}
}

// weighTime judges when it began and how it goes on.
func (y *survey) weighTime(c *candidate, s *finding.Scales) {
	if c.span.First.IsZero() {
		return
	}
	length := y.state.Span.Last.Sub(y.state.Span.First)
	before := c.span.First.Sub(y.state.Span.First)
	switch {
	case length >= newSpan && float64(before) >= newAfter*float64(length):
		s.Add("novelty", weightNew, "first asked %s after the evidence begins", before.Round(time.Second))
	case length >= oldSpan && float64(before) <= oldWithin*float64(length):
		s.Add("novelty", weightOld, "there from the start of the evidence on")
		if y.machines >= enoughHosts && float64(c.asking) >= mostShare*float64(y.machines) {
			s.Add("installed", weightInstalled, "most machines asked from the start on: no intruder holds all of them all the time")
		}
	}
	if t := c.Totals; t != nil {
		if days := t.Days.Count(); days >= steadyDays && float64(c.days) >= steadyShare*float64(days) {
			s.Add("steadiness", weightSteady, "new names on nearly every one of %d days", days)
		}
	}
}

// weighInnocent judges by what the domain and its names are known for.
func (y *survey) weighInnocent(c *candidate, s *finding.Scales) {
	h := &c.shape
	most := mostOf * float64(h.names)
	switch {
	case float64(h.addresses) >= most:
		s.Add("addresses", weightAddresses, "the names hold addresses in reverse, as lists of addresses are asked")
		s.Excuse("a list of addresses (block list): likely")
	case float64(h.uuids) >= most:
		s.Add("identifiers", weightUUID, "each name is one identifier (UUID)")
		s.Excuse("identifiers of visits or machines: likely")
	case float64(h.services) >= most:
		s.Add("service labels", weightServices, "the names hold labels of services (_dmarc, _domainkey, _tcp)")
		s.Excuse("discovery of services or checks of mail: likely")
	case float64(h.hashes) >= most && c.timed >= enoughTimes && c.distinct <= visitsADay*float64(c.active()):
		s.Add("identifiers", weightFewHashes, "each name is one value of the length of a hash, %.0f a day as visits give them", c.distinct/float64(c.active()))
		s.Excuse("identifiers of visits: likely")
	case float64(h.hashes) >= most:
		s.Add("identifiers", weightHash, "each name is one value of the length of a hash")
		s.Excuse("identifiers or hashes of files: possible")
	}
	y.weighOwner(c, s)
}

func (y *survey) weighOwner(c *candidate, s *finding.Scales) {
	if c.Kind == straight {
		s.Add("no top-level domain", weightStraight, "the names lie under no top-level domain, so only a server asked directly can answer")
		return
	}
	if localOnly(c.Name) {
		s.Add("local domain", weightLocal, "%s is no domain of the Internet: only resolvers inside know it", c.Name)
		s.Excuse("names of machines inside: likely, unless a server outside is asked directly")
		return
	}
	if y.estate.Company(c.Name) {
		s.Add("own domain", weightCompany, "%s is the company's own", c.Name)
		s.Excuse("names of the company's own machines: likely")
		return
	}
	if who, ok := reputation(c.Name); ok {
		s.Add("reputation service", weightReputed, "%s puts what it asks about into names", who)
		s.Excuse("reputation lookups of %s: likely", who)
		return
	}
	if who, ok := measurement(c.Name); ok {
		s.Add("measurement service", weightMeasured, "%s makes up names to tell machines or visits apart", who)
		s.Excuse("measurements of %s: likely", who)
		return
	}
	who, shared := hosting(c.Name)
	vendor, isVendor := known.Vendor(c.Name)
	switch {
	case c.Kind == customer: // anybody can be one, and some get the name servers with it
		s.Excuse("the owner of the suffix: names below %s are one customer's", c.Name)
	case shared:
		s.Add("hosting", weightHosting, "%s names machines and customers by rule", who)
		s.Excuse("content network or host: %s", who)
	case isPrivateSuffix(c.Name):
		s.Add("shared domain", weightShared, "names below %s are given to customers", c.Name)
		s.Excuse("names of customers: likely")
	case isVendor:
		s.Add("vendor", weightVendor, "%s belongs to %s", c.Name, vendor)
		s.Excuse("a service of %s: likely", vendor)
	default:
		s.Excuse("vendor: the domain is not a known service that puts data into names")
	}
}
