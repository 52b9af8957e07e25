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
