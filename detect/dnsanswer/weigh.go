package dnsanswer

import (
	"math"
	"strings"
	"time"

	"dwell/detect/known"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights, log10 likelihood ratios: how much likelier each trait is where somebody
// sends data by text answers than where a client asks for texts for another reason. They
// are judgements, rounded, so that no single trait makes a finding of medium severity.
const (
	weightCommand   = 1.0
	weightRaw       = 0.6
	weightEncoded   = 0.5
	weightPlain     = -0.6
	weightUnread    = 0.3
	perDecade       = 0.7 // for ten times the data
	ordinaryBytes   = 200 // that the texts of an ordinary domain have
	maxInformation  = 1.8
	minInformation  = -0.7
	maxPlain        = 0.3
	atMostAlone     = 1.9 // of one text: below medium
	weightAlone     = -1.0
	weightChanging  = 0.5
	weightMailbox   = 1.0
	weightStill     = -0.5
	weightPieces    = 0.6
	weightFull      = 0.4
	weightRareType  = 0.8
	weightRegular   = 0.3
	weightFew       = 0.3
	weightMany      = -1.5
	weightMost      = -2.5
	weightNew       = 0.2
	weightOutside   = -2.5
	weightForm      = -3.0
	weightFormOnly  = -0.7
	weightService   = -3.0 // nobody else answers there
	weightVendor    = -2.5
	weightCompany   = -3.0
	weightLocal     = -2.0
	weightMulticast = -1.0 // enough to stay information, the one thing it is told as
)

const (
	someChanges, manyChanges = 2, 10
	enoughPieces             = 20  // names: ordinary domains have fewer texts
	fullText                 = 180 // bytes; a string of a text holds 255 (RFC 1035, section 3.3.14)
	enoughUnread             = 10
	regularHours             = 6
	regularShare             = 0.8
	fewClients, manyClients  = 2, 10
	enoughClients            = 5
	manyShare, mostShare     = 0.2, 0.5
	newAfter, newSpan        = 0.1, 24 * time.Hour
	// tokensMost is how many tokens a domain has, one for each service that it uses. Keys of
	// mail have no such limit: services that send mail keep those of all customers.
	tokensMost = 40
	// renewed is the share of names that give something new in a while for good reason.
	renewed = 0.25
)

func (y *survey) weigh(c *channel) *finding.Scales {
	s := &finding.Scales{}
	c.weighContent(s)
	c.weighPattern(s)
	c.weighForm(s)
	y.weighClients(c, s)
	y.weighTime(c, s)
	y.weighOwner(c, s)
	if c.count == 1 && c.Unread == 0 {
		s.Add("one text", math.Min(weightAlone, atMostAlone-s.Total()), "a single text is no channel")
	}
	return s
}

func (c *channel) weighContent(s *finding.Scales) {
	if len(c.texts) == 0 {
		s.Add("content", weightUnread, "the log holds nothing of what %d answers brought", c.Unread)
		return
	}
	s.Add("content", c.content.weight(), "most of the texts are %s", c.content)
	weight := math.Max(minInformation, perDecade*math.Log10(float64(c.bytes+1)/ordinaryBytes))
	limit := maxInformation
	if c.content == plain {
		limit = maxPlain
	}
	s.Add("amount", math.Min(limit, weight), "%.0f distinct texts with %d bytes", c.count, c.bytes)
	if c.content != plain && float64(c.bytes) >= fullText*c.count {
		s.Add("length", weightFull, "%.0f bytes on average, near what one string can hold", float64(c.bytes)/c.count)
	}
}

func (c content) weight() float64 {
	return [...]float64{weightPlain, weightEncoded, weightRaw, weightCommand}[c]
}

// weighPattern judges how the texts came.
func (c *channel) weighPattern(s *finding.Scales) {
	changes, names := c.changes(), c.Names.Count(namesKept)
	pieces := c.content != plain && names >= enoughPieces && c.count >= enoughPieces
	switch {
	case changes >= manyChanges:
		s.Add("mailbox", weightMailbox, "the same names gave something new %d times", changes)
	case changes >= someChanges:
		s.Add("changes", weightChanging, "the same names gave something new %d times", changes)
	case !pieces && len(c.texts) > 0:
		s.Add("no change", weightStill, "each name goes on giving the same")
	}
	if pieces && changes < names {
		s.Add("pieces", weightPieces, "%d names, most with a text of their own, as a file in pieces has", names)
	}
	if 2*c.Rare >= c.Asked {
		s.Add("record type", weightRareType, "%d of %d answers are of types that no ordinary program asks for", c.Rare, c.Asked)
	}
}

// weighForm excuses what has a known form, as long as it is as little as that needs.
func (c *channel) weighForm(s *finding.Scales) {
	switch {
	case len(c.texts) == 0 || c.form == unknown:
		s.Excuse("mail authentication, tokens of ownership, announcements, keys: the texts have none of these forms")
	case c.form == token && c.count > tokensMost || float64(c.changes()) > 1+renewed*float64(c.Names.Count(namesKept)):
		s.Add("form", weightFormOnly, "the texts look like %s, but they are more or change more than those do", c.form)
		s.Excuse("%s: possible, but more or changing more than usual", c.form)
	default:
		s.Add("form", weightForm, "the texts are %s", c.form)
		s.Excuse("%s: likely", c.form)
	}
}

// weighClients judges who was answered.
func (y *survey) weighClients(c *channel, s *finding.Scales) {
	switch {
	case y.outside(c):
		s.Add("outside", weightOutside, "the client lies outside: a server here answered it")
		s.Excuse("questions from outside to a name server of one's own: likely")
	case y.resolvers[c.client]:
		s.Excuse("prevalence: %s answers others, so how many machines stand behind it is not known", c.client.IP())
	case y.clients < enoughClients:
		s.Excuse("prevalence: only %s answered in text, so sharing a domain says nothing", humanize.Plural(int64(y.clients), "machine"))
	case c.sharing <= fewClients:
		s.Add("prevalence", weightFew, "%d of %d machines that were answered in text ask for it", c.sharing, y.clients)
	case c.sharing >= manyClients && float64(c.sharing) >= manyShare*float64(y.clients):
		weight := weightMany
		if float64(c.sharing) >= mostShare*float64(y.clients) {
			weight = weightMost
		}
		s.Add("prevalence", weight, "%d of %d machines that were answered in text ask for it", c.sharing, y.clients)
		s.Excuse("software that is installed on many machines: likely")
	}
}

// weighTime judges when it began and how it goes on.
func (y *survey) weighTime(c *channel, s *finding.Scales) {
	span := c.Marks.Span()
	if span.First.IsZero() {
		return
	}
	hours := int(span.Last.Sub(span.First)/time.Hour) + 1
	if n := c.Hours.Count(hoursKept); hours >= regularHours && float64(n) >= regularShare*float64(hours) {
		s.Add("regular", weightRegular, "asked in %d of %d hours", n, hours)
	}
	length, before := y.span.Last.Sub(y.span.First), span.First.Sub(y.span.First)
	if length >= newSpan && float64(before) >= newAfter*float64(length) {
		s.Add("novelty", weightNew, "first asked %s after the evidence begins", before.Round(time.Second))
	}
}

// weighOwner judges by what the domain is known for.
func (y *survey) weighOwner(c *channel, s *finding.Scales) {
	vendor, isVendor := known.Vendor(c.Domain)
	who, isService := service(c.Domain)
	_, fronts := known.Fronting(c.Domain)
	switch {
	case y.estate.Company(c.Domain):
		s.Add("own zone", weightCompany, "%s is the company's own", c.Domain)
		s.Excuse("texts of the company's own zone: likely")
	case c.Domain == "local" || strings.HasSuffix(c.Domain, ".local") || strings.HasSuffix(c.Domain, ".arpa"):
		s.Add("local zone", weightLocal, "%s is no domain that anybody can register", c.Domain)
		s.Excuse("texts of a zone inside: likely")
	case isService:
		s.Add("service", weightService, "%s answers in text: that is its service", who)
		s.Excuse("the service of %s: likely", who)
	case isVendor && !fronts:
		s.Add("vendor", weightVendor, "%s belongs to %s", c.Domain, vendor)
		s.Excuse("a service of %s: likely", vendor)
	default:
		s.Excuse("antivirus, reputation or block list service, known vendor, own zone: the domain is none of these")
	}
}

// service returns who answers in text below a domain as documented: versions of virus
// signatures, reasons of block lists, owners of networks, the address of who asks, keys
// of resolvers (DNSCrypt), nodes of a network of peers (EIP-1459).
func service(domain string) (who string, ok bool) {
	who, ok = map[string]string{
		"clamav.net": "ClamAV", "sanesecurity.net": "Sanesecurity", "sophosxl.net": "Sophos", "e5.sk": "ESET", "mcafee.com": "McAfee",
		"avast.com": "Avast", "avcdn.net": "Avast", "cymru.com": "Team Cymru", "team-cymru.com": "Team Cymru", "team-cymru.org": "Team Cymru",
		"spamhaus.org": "Spamhaus", "spamhaus.net": "Spamhaus", "spamcop.net": "SpamCop", "sorbs.net": "SORBS", "barracudacentral.org": "Barracuda",
		"surbl.org": "SURBL", "uribl.com": "URIBL", "dnswl.org": "DNSWL", "mailspike.net": "Mailspike", "mailspike.org": "Mailspike",
		"abuseat.org": "CBL", "senderbase.org": "Cisco", "senderscore.com": "Validity", "abuse.ch": "abuse.ch", "uceprotect.net": "UCEPROTECT",
		"akamai.net": "Akamai", "opendns.com": "Cisco", "quad9.net": "Quad9", "adguard.com": "AdGuard", "cleanbrowsing.org": "CleanBrowsing", "ethdisco.net": "the Ethereum network", "spamrats.com": "SpamRats",
	}[domain]
	return who, ok
}
