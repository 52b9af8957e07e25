package spearphish

import (
	"strings"

	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/trait"
	"dwell/entity"
	"dwell/finding"
	"dwell/internal/humanize"
)

// The weights are log10 likelihood ratios: how much commoner the fact is among
// mails of impostors than among first mails from a new address of somebody known.
//
// Measured on 41,087 mails of a public list: a familiar name under a new address
// comes 3.6 times in 1,000 mails legitimately; in all but 5 of those 148 cases the
// zone, the program or the organisation agreed with the person's history, which
// leaves 0.12 in 1,000. So each agreement takes away a factor of ten or so between
// them, and the name alone is worth little.
const (
	weightName        = 1.3
	weightClaimed     = 1.6 // another's address shown as the name
	weightConfusable  = 1.8
	weightNearDomain  = 1.5
	weightNear        = 1.2 // the local part, under the same name
	weightNearOwn     = 0.6 // the same in a domain that may be an organisation's: people there have aliases
	weightNearUnnamed = 0.2 // the same without the name: providers have many like addresses
	weightNearFar     = 0.5 // a like local part elsewhere, under the same name
	weightProvider    = 0.4 // a company's person at a public provider

	mostSameHand      = -0.6
	mostCopiedHand    = -0.2 // under an address made to look like the true one: then the mail is, too
	mostOtherHand     = 1.2
	mostSamePlace     = -0.4
	mostOtherPlace    = 0.6
	weightSameClient  = -0.7
	weightOtherClient = 0.3
	weightSameOffset  = -0.4
	weightOtherOffset = 0.5
	weightSameRelay   = -0.9
	weightSamePublic  = -0.1 // the relay of a public provider says little
	weightOtherRelay  = 0.2
	weightSameNetwork = -1.0
	weightSameOrg     = -1.2

	weightMoved = -1.0

	weightWritten    = -2.2 // somebody here had written to the address before
	weightWrittenTo  = -0.4 // somebody did later
	weightSteady     = -1.0
	weightThread     = -0.4 // readers of the mailbox can do that too
	weightBulk       = -0.8
	weightMachine    = -1.0
	weightCommonName = -0.6
	weightNeverWrote = -0.6 // the known address was only written to, so its habits are unknown
	weightPeer       = 0.3
	weightNoPeer     = -0.4

	weightAuthFailed   = 0.8
	weightLedElsewhere = 0.6
	weightLedBack      = -0.8 // replies go to the true address
	weightRuns         = 2.5
	weightArchive      = 1.0
	weightDocument     = 0.2
	weightLink         = 0.2
	weightAsks         = 0.3

	// For letters that show the true address.
	weightTrueAddress  = -1.0
	weightAligned      = -1.0 // a new relay, but the domain's signature or policy was verified
	weightTravel       = -1.6 // the usual relay, verified: only the place is new
	weightUsualWay     = -0.8 // verified, and only the writing is new: a new program or telephone
	weightFunction     = -0.6 // an address of a function, behind which several people may sit
	weightAuthChanged  = 1.2  // failed, after earlier mails had passed
	weightOtherNetwork = 0.2
)

// payloadWeights are what the payloads weigh.
var payloadWeights = map[payload]float64{payloadLink: weightLink, payloadDocument: weightDocument, payloadArchive: weightArchive, payloadRuns: weightRuns}

const (
	steadyMails = 10
	commonName  = 3 // familiar addresses of one name
)

// weigh puts a letter from an unfamiliar address on the scales.
func (y *survey) weigh(s *suspicion) *finding.Scales {
	out := &finding.Scales{}
	y.weighAddress(s, out)
	c := y.compare(s)
	y.weighHabits(s, c, out)
	y.weighRelations(s, out)
	y.weighLetter(s.letter, s.author, s.target, out)
	return out
}

func (y *survey) weighAddress(s *suspicion, out *finding.Scales) {
	own, known := s.author.Address, s.target.Address
	if s.named {
		out.Add("familiar name", weightName, "the name %q is that of %s, the address is new", s.letter.Name, known)
	}
	if s.claimed {
		out.Add("address as name", weightClaimed, "the display name shows the address of %s", known)
	}
	switch s.like {
	case alike.Confusable:
		out.Add("look-alike address", weightConfusable, "%s reads like %s", own, known)
	case alike.NearDomain:
		out.Add("look-alike domain", weightNearDomain, "%s is easily taken for %s", own, known)
	case alike.NearLocal:
		if s.named {
			out.Add("altered address", weightNear, "%s differs from %s by little", own, known)
		} else {
			out.Add("like address", weightNearUnnamed, "%s differs from %s by little, but bears another name", own, known)
		}
	case alike.NearBoth:
		if s.named {
			out.Add("like address", weightNearFar, "%s resembles %s", own, known)
		}
	}
	local, domain := alike.Split(own)
	trueLocal, trueDomain := alike.Split(known)
	if s.named && s.like == alike.Different && domain == trueDomain && alike.Near(local, trueLocal) {
		out.Add("altered address", weightNearOwn, "%s differs from %s by little", own, known)
	}
	if s.named && alike.Provider(domain) && !alike.Provider(trueDomain) {
		out.Add("public provider", weightProvider, "the person wrote from %s before, now from a public provider", trueDomain)
	}
}

func (y *survey) weighHabits(s *suspicion, c comparison, out *finding.Scales) {
	l := s.letter
	same := 0
	switch {
	case s.hand != nil:
		same += weighHand(s, c, out)
	case c.client == agrees:
		same++
		out.Add("same program", weightSameClient, "written with the same program as before (%s)", l.Client)
	case c.client == differs:
		out.Add("new program", weightOtherClient, "the person never used this program (%s)", l.Client)
	}
	switch c.offset {
	case agrees:
		same++
		out.Add("same time zone", weightSameOffset, "at the same offset from UTC as before")
	case differs:
		out.Add("new time zone", weightOtherOffset, "dated at %s, the person's mails at %s", humanize.Offset(l.Offset), humanize.Offset(c.nearestOffset))
	}
	switch {
	case c.network == agrees:
		same++
		out.Add("same network", weightSameNetwork, "from a network that the person wrote from before")
	case c.relay == agrees && (alike.Provider(l.Relay) || alike.Host(l.Relay)):
		out.Add("same provider", weightSamePublic, "through %s, as before", l.Relay)
	case c.relay == agrees:
		same++
		out.Add("same relay", weightSameRelay, "through %s, as before", l.Relay)
	case c.relay == differs:
		out.Add("new relay", weightOtherRelay, "first relay %s, never before for this person", l.Relay)
	}
	if c.organisation == agrees {
		same++
		out.Add("same organisation", weightSameOrg, "the address is of the same organisation")
	}
	if people, ok := y.movedCompany(s); ok {
		s.company = entity.Registered(s.target.Address[strings.LastIndexByte(s.target.Address, '@')+1:])
		out.Add("company moved", weightMoved, "same person, company moved: %d people known from %s write from the new domain", people, s.company)
		out.Excuse("same person, company moved: program, fields and habits of writing are the person's")
		return
	}
	if same == 0 {
		out.Excuse("a second address of the same person: neither program, time zone, network nor organisation agree with the known one")
	} else {
		out.Excuse("a second address of the same person: %d of program, time zone, network and organisation agree", same)
	}
}

// weighHand compares the writing of the letter with the habits of the target, and
// returns 1 when they agree.
func weighHand(s *suspicion, c comparison, out *finding.Scales) int {
	// The weights are bounded: a person's two accounts may be read with two programs, and
	// an impostor may use the same one.
	most := mostOtherHand
	if machine(s.letter.Address) {
		most = weightOtherClient // what a service sends in somebody's name is never of his hand
	} else {
		weighPlace(s, c, out)
	}
	least := mostSameHand
	if s.like == alike.NearLocal || s.like >= alike.NearDomain {
		least = mostCopiedHand
	}
	w := max(least, min(most, s.hand.Writing))
	if w < 0 {
		out.Add("same hand", w, "program, fields and habits of writing are those of %d earlier mails (%s)", s.hand.Mails, s.letter.Client)
		return 1
	}
	out.Add("other hand", w, "program, fields and habits of writing are not those of %d earlier mails (%s)", s.hand.Mails, s.letter.Client)
	return 0
}

// weighPlace compares the machine and network that the letter began on: whoever writes
// from his second account sits where he always sits.
func weighPlace(s *suspicion, c comparison, out *finding.Scales) {
	w := 0.0
	for _, k := range []trait.Kind{trait.Origin, trait.OriginNet, trait.Machine, trait.Desk} {
		w += s.hand.Weights[k]
	}
	switch w = max(mostSamePlace, min(mostOtherPlace, w)); {
	case w > 0 && c.network != agrees:
		out.Add("other place", w, "no earlier mail of the person began on such a machine and network")
	case w < 0:
		out.Add("same place", w, "earlier mails of the person began on such a machine or network")
	}
}

func (y *survey) weighRelations(s *suspicion, out *finding.Scales) {
	a, l, t := s.author, s.letter, s.target
	switch {
	case a.Written.before(l.At) > 0:
		out.Add("known address", weightWritten, "somebody in this evidence had written to the address before")
		out.Excuse("a known second address: somebody wrote to it before")
	case len(a.Written) > 0:
		out.Add("answered", weightWrittenTo, "somebody wrote to the address later")
	default:
		out.Excuse("a known second address: nobody in this evidence ever wrote to it")
	}
	if a.Total >= steadyMails && len(a.Days) >= maxMails {
		out.Add("steady use", weightSteady, "the address went on to be used for %d mails", a.Total)
	}
	if y.answers(l) {
		out.Add("known thread", weightThread, "it answers a mail of this evidence")
	}
	if p, ok := y.state.Persons.Lookup(l.Person); ok && s.named && y.bearers(p, l.At) >= commonName {
		out.Add("common name", weightCommonName, "%d familiar addresses bear this name", y.bearers(p, l.At))
		out.Excuse("another person of the same name: several are known here")
	} else if s.named {
		out.Excuse("another person of the same name: only one is known here")
	}
	if t.Mails.before(l.At) == 0 {
		out.Add("habits unknown", weightNeverWrote, "no mail of the known address is in the evidence before this one")
	}
	switch peers := y.peers(l, t); {
	case peers > 0:
		out.Add("familiar to the reader", weightPeer, "the imitated correspondent wrote to the same reader before")
	case len(t.Peers) < maxPeers && len(t.Peers) > 0 && len(l.To) > 0:
		out.Add("stranger to the reader", weightNoPeer, "the imitated correspondent never wrote to this reader")
	}
}

// answers reports whether the letter answers a mail of the evidence that it did not
// come with itself.
func (y *survey) answers(l *letter) bool {
	own := fold.HashString(l.Address)
	for _, id := range l.Thread {
		if m, ok := y.state.Messages.Lookup(id); ok && m.Author != own {
			return true
		}
	}
	return false
}

// bearers counts the familiar addresses of one name.
func (y *survey) bearers(p *person, at int64) int {
	n := 0
	for _, f := range p.Accounts {
		if t, ok := y.state.Accounts.Lookup(f.Key); ok && t.familiar(at) {
			n++
		}
	}
	return n
}

// peers counts the recipients of the letter to whom the correspondent wrote before.
func (y *survey) peers(l *letter, t *account) int {
	n := 0
	for _, to := range l.To {
		if t.Peers.has(fold.HashString(to), l.At) {
			n++
		}
	}
	return n
}

// weighLetter weighs what the mail itself brings and asks.
func (y *survey) weighLetter(l *letter, a, t *account, out *finding.Scales) {
	if l.Auth&trait.Failed != 0 && a != t {
		out.Add("failed authentication", weightAuthFailed, "the receiving server could not authenticate the sender")
	}
	for _, v := range verdictWords {
		if l.Verdict&v.bit != 0 {
			out.Add("provider's verdict", v.weight, "the receiving provider %s", v.words)
			break
		}
	}
	_, own := alike.Split(l.Address)
	_, reply := alike.Split(l.ReplyTo)
	switch {
	case l.ReplyTo == "" || l.ReplyTo == l.Address:
	case l.ReplyTo == t.Address:
		out.Add("replies to the true address", weightLedBack, "replies would reach the true correspondent")
	case entity.Registered(reply) != entity.Registered(own) && !a.Replies.has(fold.HashString(l.ReplyTo), l.At):
		out.Add("replies led elsewhere", weightLedElsewhere, "replies would go to %s", l.ReplyTo)
	}
	if w := payloadWeights[l.Payload]; w > 0 {
		out.Add("payload", w, "it brings %s", payloadWords[l.Payload])
	}
	if l.Asks && l.Payload != payloadNone {
		out.Add("request", weightAsks, "it asks the reader to open, sign in, pay or confirm something")
	}
	if l.Bulk {
		out.Add("newsletter", weightBulk, "it went to many who may unsubscribe")
		out.Excuse("newsletter: the headers say so")
	}
	if machine(l.Address) {
		out.Add("automatic sender", weightMachine, "the address is one of a machine")
		out.Excuse("notification in a person's name: the address is one of a machine")
	}
}

// weighDisplaced puts a letter that shows a familiar address on the scales.
func (y *survey) weighDisplaced(s *suspicion, c comparison) *finding.Scales {
	out := &finding.Scales{}
	l, a := s.letter, s.author
	out.Add("true address", weightTrueAddress, "the address is the true one; people get new programs and travel")
	if l.Auth&trait.Failed != 0 {
		if a.Passed.before(l.At) > 0 {
			out.Add("failed authentication", weightAuthChanged, "authentication failed, which earlier mails of the address passed")
		} else {
			out.Add("failed authentication", weightAuthFailed, "the receiving server could not authenticate the sender")
		}
	}
	y.weighHabits(s, c, out)
	if c.network == differs {
		out.Add("new network", weightOtherNetwork, "from a network that the person never wrote from")
	}
	if y.answers(l) {
		out.Add("known thread", weightThread, "it answers a mail of this evidence")
	}
	y.weighLetter(l, a, a, out)
	out.Innocent = []string{"a new program, a journey, a changed provider: possible, each happens to everybody now and then"}
	return out
}
