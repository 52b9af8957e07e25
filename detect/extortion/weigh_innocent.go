package extortion

import (
	"slices"

	"dwell/detect/extortion/cue"
	"dwell/detect/extortion/wallet"
	"dwell/event"
	"dwell/finding"
)

// weighInnocent weighs what speaks for news, lists, acquaintances and mass mailings.
func (d *demand) weighInnocent(s *finding.Scales) {
	if d.medium() == event.MediumMail && d.cues.Has(cue.Others) {
		s.Add("report or advice", weightOthers, "tells of what others did, or advises")
		s.Excuse("news, training or advice about extortion: some words fit")
	}
	if d.class == massSextortion {
		s.Add("mass mailing", d.massWeight(s), "claims a recording of the reader and knows nothing of the company: such mails go to millions, and there is no recording")
		s.Excuse("mass sextortion: the text fits; if a password in it is a real one, it comes from an older breach elsewhere")
	} else if d.class != bountyBeg {
		s.Excuse("mass sextortion: no, the text claims no recording of the reader")
	}
	if d.medium() != event.MediumMail {
		return
	}
	shortest, bulk := d.letters[0].Size, true
	for _, l := range d.letters {
		shortest, bulk = min(shortest, l.Size), bulk && l.Bulk
	}
	if bulk {
		s.Add("list mail", weightBulk, "went through a list or a mass mailer that says so")
		s.Excuse("newsletter or list: the headers say so")
	}
	proved := slices.ContainsFunc(d.wallets(), func(w wallet.Address) bool { return w.Checked })
	switch {
	case proved: // reports of crime name no wallet to pay to
	case shortest > veryLongText:
		s.Add("long text", weightVeryLong, "%d bytes of text: a report rather than a demand", shortest)
	case shortest > longText:
		s.Add("long text", weightLong, "%d bytes of text, more than demands have", shortest)
	}
	if d.familiar > 0 {
		s.Add("known sender", weightFamiliar, "the sender wrote %d ordinary mails before", d.familiar)
	}
}

// massWeight leaves a recognised mass mailing just enough to be told of.
func (d *demand) massWeight(s *finding.Scales) float64 {
	if d.recognised() {
		return min(0, max(weightMass, leastMass-s.Total()))
	}
	return weightMass
}

// recognised reports whether mass sextortion says all that it always says: what was
// filmed or who gets it, and what it costs.
func (d *demand) recognised() bool {
	return d.class == massSextortion && d.cues.Any(cue.Pay, cue.Coin) && d.cues.Any(cue.Webcam, cue.Contacts)
}

// weighBeg weighs the offer of a flaw for a reward. A threat makes it worse.
func (d *demand) weighBeg(s *finding.Scales) {
	s.Add("flaw found", weightFinder, "claims to have found a flaw in a site or a domain")
	s.Add("reward", weightReward, "asks for a reward")
	if d.cues.Has(cue.Coin) {
		s.Add("cryptocurrency", weightCoin, "payment in cryptocurrency")
	}
	if amounts := d.amounts(); len(amounts) > 0 {
		s.Add("sum", weightSum, "names %s", amounts[len(amounts)-1].Raw)
	}
	if threats := d.threats(); len(threats) > 0 {
		s.Add("threat", weightOther, "threatens: %s", threats[0])
	}
	if d.cues.Has(cue.Theft) {
		s.Add("theft", weightTheft, "claims to have taken data")
	} else {
		s.Excuse("a researcher in good faith: most such mails report trifles to everybody, some a true flaw; the claim can be checked without paying")
	}
}
