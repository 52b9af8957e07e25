package spearphish

import (
	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/trait"
	"dwell/finding"
)

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
