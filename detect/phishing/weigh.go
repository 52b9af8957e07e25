package phishing

import (
	"strings"

	"dwell/entity"
	"dwell/finding"
)

// weigh puts a letter on the scales.
func (l *letter) weigh(s *state) *finding.Scales {
	scales := &finding.Scales{}
	claim := 0.0
	for c := range clues {
		if !l.Clues.has(c) {
			continue
		}
		weight := weights[c]
		if c < claimPlaces {
			weight = min(weight, mostClaim-claim)
			claim += weight
		}
		why := l.why(c)
		scales.Add(why.name, weight, "%s", why.text)
	}
	l.weighHistory(s, scales)
	if l.answeredIn(s) {
		scales.Add("answered", weightAnswered, "somebody wrote to the sender, or to where answers go, afterwards")
	}
	l.excuse(scales)
	return scales
}

// weighHistory weighs what the evidence knows of the sender.
func (l *letter) weighHistory(s *state, scales *finding.Scales) {
	if l.First.IsZero() || l.Clues.any(fromForged, checksFailed) {
		return // what failed its checks is nobody's whom one knows
	}
	known, ok := s.Senders.Lookup(senderKey(l.Address, l.Domain))
	if !ok {
		return
	}
	if day := dayOf(l.First); known.known(day) {
		scales.Add("known sender", weightKnown, "ordinary mails came from there on several days, the first two weeks before or more")
		scales.Excuse("a known sender: ordinary mails came from there before")
	} else if known.written(day) {
		scales.Add("written to", weightWritten, "somebody had written there before")
		scales.Excuse("a known sender: somebody had written there before")
	}
}

// excuse words the innocent explanations.
func (l *letter) excuse(scales *finding.Scales) {
	switch {
	case l.Clues.has(fromBulk):
		scales.Excuse("a newsletter or notice through a service of mass mail: it can be unsubscribed and its own domain is vouched for, which was weighed")
	default:
		scales.Excuse("a newsletter or notice through a service of mass mail: it does not say so in its header, or nothing vouches for its domain")
	}
	if l.Claim != "" {
		scales.Excuse("another domain of the organisation itself, or a partner of its: not known to be one")
	}
}

// cap keeps mass phishing where it does not hide what is aimed at this company.
func (j *judged) cap() {
	most, why := mostMass, "such mails go to everybody every day, and that one came says nothing of a break-in"
	if j.answered {
		most, why = mostAnswered, "that somebody answered says that it worked, and not yet what was given away"
	}
	if j.total > most {
		j.scales.Add("mass mailing", most-j.total, "%s; by itself it weighs %.1f", why, j.total)
		j.total = most
	}
}

// answeredIn reports whether somebody wrote to the sender, or to where answers go, on the
// day of the first mail or later, and never before.
func (l *letter) answeredIn(s *state) bool {
	if l.First.IsZero() || l.Clues.any(fromForged, fromGenuine) {
		return false
	}
	for _, address := range []string{l.Address, l.Answer} {
		_, domain, ok := strings.Cut(address, "@")
		if !ok {
			continue
		}
		to, known := s.Senders.Lookup(senderKey(address, entity.Registered(domain)))
		if known && len(to.Written) > 0 && to.Written[0] >= dayOf(l.First) {
			return true
		}
	}
	return false
}
