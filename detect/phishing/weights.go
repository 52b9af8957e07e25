package phishing

import "dwell/finding"

// The weights are log10 likelihood ratios: how much commoner the clue is among mass
// phishing than among the mail that people get from outside. They are judgements,
// rounded, made from what such mails are known to do and from half of two public
// collections (see held_test.go, which measures on the other half): no clue alone makes
// a finding, but for a forged or imitated domain of a named organisation.
var weights = [clues]float64{
	claimName: 0.8, claimAddress: 0.5, claimSubject: 0.4, claimOwner: 0.5, claimLogo: 0.4, claimLinks: 0.3, claimText: 0.3, claimDisguised: 1.2,
	claimOwn: 0.9, claimDesk: 0.7, claimBorrowed: 0.4,
	fromElsewhere: 0.4, fromLookalike: 1.0, fromFreemail: 0.4, fromForged: 1.4, fromGenuine: -2.5,

	checksFailed: 0.6, checksNone: 0.5, checksPassed: -0.3, envelopeOther: 0.3, brokenSender: 0.8, namedAsReader: 1.1, mixedLetters: 0.7,
	randomSender: 0.4, cheapSender: 0.5, falseAnswer: 0.3, readerNamed: 0.5, unaddressed: 0.2, verdictPhish: 0.5, verdictSpam: 0.3,
	fromList: -1.0, fromThread: -0.8, fromBulk: -0.4, nameFits: -0.4, fromHouse: -1.0, filler: 0.3, onlyPage: 0.2,

	leadsNowhere: -1.2, leadsHome: -0.5, leadsToBrand: -1.5, leadsLiteral: 0.9, leadsCoded: 1.2, leadsShort: 0.5, leadsStored: 0.7, leadsShared: 0.3, leadsOn: 0.6,
	leadsForeign: 1.2, leadsCheap: 0.4, leadsLookalike: 0.8, leadsDisguised: 0.7, leadsNamed: 0.4, leadsStrange: 0.4, leadsAway: 0.3, repliesOff: 0.5, repliesAway: 0.2, leadsRandom: 0.3, leadsOpenly: 0.3, leadsMarked: 0.3, leadsOnce: 0.2, leavesAway: 0.3,
	mailsOff: 0.6, bringsPage: 0.9, holdsForm: 0.4, onePicture: 0.3,

	asksAccount: 0.3, asksMoney: 0.1, asksPrize: 0.3, asksQuota: 0.3, asksOther: 0.1, asksCoins: 0.3, asksCall: 0.6, asksFortune: 0.9, asksLure: 0.3, asksLoudly: 0.4, nameUnfit: 0.2, nameless: 0.2, presses: 0.2,
	vouches: 0.7, leavesUnsaid: 0.3, asksNothing: -0.4, longText: -0.4,
}

// The weights of what only the whole evidence tells.
const (
	weightKnown   = -1.5
	weightWritten = -1.5
	// weightAnswered: hardly anybody answers what he takes for mass mail.
	weightAnswered = 1.0
)

const (
	// leastScore is from where on a letter is a finding. Below the low of
	// finding/severity.go it is info: told, and nobody's work. Of the ham that weights were
	// chosen on, 3 in 2,449 mails weigh more.
	leastScore = 0.7
	// mostMass and mostAnswered are the highest scores: mass phishing is low, and medium
	// where somebody answered.
	mostMass, mostAnswered = 1.9, 2.9
	// mostInfo is the highest that is info.
	mostInfo = 0.9
)

// mostClaim bounds what the places of one claim weigh together: they go with each other.
const mostClaim = 1.5

// claimPlaces are the clues of where an organisation is named.
const claimPlaces = claimDisguised + 1

// total adds the weights up.
func (s *clueSet) total() float64 {
	sum, claim := 0.0, 0.0
	for c := range clues {
		switch {
		case !s.has(c):
		case c < claimPlaces:
			claim += weights[c]
		default:
			sum += weights[c]
		}
	}
	return finding.Round(sum + min(claim, mostClaim))
}

// settle takes clues away that others make void.
func (s *clueSet) settle() {
	if s.has(fromGenuine) { // who is named does not speak against the one who is it
		for c := range claimPlaces {
			s.drop(c)
		}
	}
	if s.any(claimName, claimAddress, claimDisguised, claimOwn) {
		s.drop(nameFits) // that is the claim
	}
	if s.has(leadsHome) && s.has(claimBorrowed) {
		s.drop(claimBorrowed, fromElsewhere) // a house with several names
	}
	if s.any(claimOwn, claimDesk) && s.has(fromElsewhere) {
		s.drop(leadsHome) // the home of one who says that he is at home here
	}
	if s.has(leadsNowhere) {
		s.drop(presses, asksOther, asksMoney)
	}
	if s.any(claimName, claimDisguised, claimOwn, claimDesk, fromForged) {
		s.drop(fromList, fromThread) // lists and threads carry people, who bear no organisation's name
	}
	if s.any(leadsShort, leadsStored, leadsLiteral, leadsCoded, leadsOn, onePicture) {
		s.drop(fromList) // mass mailers use groups, too; people there do not hide where links lead
	}
	if s.has(leadsStrange) {
		s.drop(envelopeOther)
	}
	if s.any(fromList, fromThread) {
		s.drop(leadsStrange, envelopeOther, leavesUnsaid, brokenSender, repliesAway, unaddressed, leadsOpenly, leadsOnce, leavesAway)
	}
	if s.has(fromForged) {
		s.drop(checksFailed, nameFits, fromHouse, leadsHome)
	}
}
