package extortion

import (
	"slices"

	"dwell/detect/extortion/cue"
	"dwell/detect/extortion/wallet"
	"dwell/event"
	"dwell/finding"
)

// The weights are log10 likelihood ratios: how much commoner the statement is among
// demands on companies than among the mails that speak of money at all. They are
// judgements, rounded, from the shares that the public collections show: of 302
// notes 89 % give an onion address, 37 % a time limit, 1 % a wallet; of 260 chats
// 83 % name an amount and 75 % offer proof. In ordinary mailboxes each statement
// alone occurs now and then, together hardly ever.
const (
	weightWallet     = 1.0
	weightUnchecked  = 0.3
	weightSum        = 0.6 // a sum together with the demand for it
	weightPay        = 0.4
	weightCoin       = 0.4
	weightPublish    = 1.2
	weightOther      = 0.8 // another threat, alone
	weightSecond     = 0.3 // a further kind of threat
	weightTheft      = 0.8
	weightEncrypted  = 1.0
	weightCustomers  = 0.6
	weightCompany    = 0.3
	weightProof      = 0.2
	weightShown      = 0.2 // records about people, not compared with anything
	weightMatched    = 1.5 // some are the company's own members: invented ones hardly are
	weightFew        = 0.3 // hardly any is
	weightUnmatched  = -0.3
	weightNone       = -0.6 // of a hundred and more
	weightLimit      = 0.5
	weightAnonymous  = 1.0
	weightChannel    = 0.3
	weightPolice     = 0.3
	weightRepeated   = 0.4
	weightMachine    = 1.2  // left on a machine, where no mail explains it
	weightTalks      = 1.0  // two parties negotiate
	weightMass       = -2.8 // some thousand times commoner in mailboxes than a demand on the company
	weightBulk       = -1.5
	weightLong       = -0.8
	weightVeryLong   = -1.6
	weightFamiliar   = -1.0
	weightNoDemand   = -1.2
	weightNoThreat   = -1.0
	weightNoClaim    = -1.2
	weightOthers     = -1.0 // news and advice speak of such demands, demands never advise
	weightImpersonal = -0.5
	weightOrdinary   = -0.5 // payment that leads to whoever takes it
	weightHeld       = 0.4  // besides the encryption: the reader's own files
	weightFinder     = 0.8
	weightReward     = 0.4
)

const (
	// longText and veryLongText are sizes in bytes, without links, that news and
	// reports reach and demands do not: of 161 notes nine in ten are shorter than the
	// first.
	longText, veryLongText = 8 << 10, 20 << 10
	// repeatedFrom is the number of mails that make a pursuit.
	repeatedFrom = 3
)

// weigh puts everything that is known of the demand on the scales.
func weigh(d *demand) *finding.Scales {
	s := &finding.Scales{}
	if d.class == bountyBeg {
		d.weighBeg(s)
		d.weighInnocent(s)
		return s
	}
	d.weighMoney(s)
	d.weighThreat(s)
	d.weighClaim(s)
	d.weighWays(s)
	d.weighInnocent(s)
	return s
}

func (d *demand) weighMoney(s *finding.Scales) {
	wallets, amounts := d.wallets(), d.amounts()
	switch {
	case slices.ContainsFunc(wallets, func(w wallet.Address) bool { return w.Checked }):
		s.Add("wallet", weightWallet, "%d wallets, the checksum holds", len(wallets))
	case len(wallets) > 0:
		s.Add("wallet", weightUnchecked, "an address of a wallet without a checksum")
	}
	switch {
	case d.cues.Any(cue.Pay, cue.Coin) && len(amounts) > 0:
		s.Add("sum", weightSum, "asks for money and names %s", amounts[len(amounts)-1].Raw)
	case d.cues.Has(cue.Pay):
		s.Add("payment", weightPay, "asks for money")
	case d.negotiated():
	case len(wallets) == 0 && !d.cues.Has(cue.Channel) && len(d.contacts()) == 0:
		s.Add("no demand", weightNoDemand, "asks for no money")
	}
	switch {
	case d.cues.Has(cue.Coin):
		s.Add("cryptocurrency", weightCoin, "payment in cryptocurrency")
	case len(amounts) > 0 && len(wallets) == 0 && !d.cues.Any(cue.Channel, cue.Encrypted):
		s.Add("ordinary payment", weightOrdinary, "no cryptocurrency, no wallet and no anonymous channel")
	}
	if limit := d.negotiation().set; limit.Raw != "" {
		s.Add("deadline", weightLimit, "sets a time limit (%q)", limit.Raw)
	}
}

func (d *demand) weighThreat(s *finding.Scales) {
	threats := d.threats()
	switch {
	case d.cues.Has(cue.Publish):
		s.Add("threat", weightPublish, "threatens publication")
	case len(threats) > 0:
		s.Add("threat", weightOther, "threatens: %s", threats[0])
	case d.negotiated() || d.cues.Has(cue.Held) || d.medium() != event.MediumMail && d.cues.Has(cue.Encrypted):
		// The harm is done; nothing needs to be threatened.
	default:
		s.Add("no threat", weightNoThreat, "threatens nothing")
	}
	if len(threats) > 1 {
		s.Add("second threat", weightSecond, "threatens %d kinds of harm", len(threats))
	}
}

func (d *demand) weighClaim(s *finding.Scales) {
	if d.cues.Has(cue.Theft) {
		s.Add("theft", weightTheft, "claims to have taken data")
	}
	if d.cues.Has(cue.Encrypted) {
		s.Add("encryption", weightEncrypted, "claims to have encrypted files, or offers to decrypt them")
	}
	if d.cues.Has(cue.Held) {
		s.Add("own files", weightHeld, "speaks of the reader's own files")
	}
	if d.cues.Has(cue.Customers) {
		s.Add("personal data", weightCustomers, "names personal data of customers, members or staff")
	}
	if d.cues.Has(cue.Company) {
		s.Add("addressed to a company", weightCompany, "speaks of the company, its network or its management")
	}
	if d.cues.Has(cue.Proof) {
		s.Add("proof", weightProof, "offers or shows proof")
	}
	d.weighProof(s)
	if !d.negotiated() && !d.cues.Any(cue.Theft, cue.Encrypted, cue.Webcam, cue.Device, cue.Disrupt) {
		s.Add("no claim", weightNoClaim, "claims to hold nothing")
	}
	if !d.negotiated() && !d.cues.Any(cue.Company, cue.Customers, cue.Encrypted) && d.class == targeted {
		s.Add("impersonal", weightImpersonal, "says nothing of a company or its data")
	}
}

func (d *demand) weighWays(s *finding.Scales) {
	switch {
	case slices.ContainsFunc(d.contacts(), contact.anonymous):
		s.Add("anonymous contact", weightAnonymous, "gives an address that hides who answers")
	case d.cues.Has(cue.Channel):
		s.Add("anonymous contact", weightChannel, "asks for contact over an anonymous network or messenger")
	}
	if d.cues.Has(cue.Police) {
		s.Add("silence", weightPolice, "speaks of the police or forbids help")
	}
	if len(d.sent) >= repeatedFrom {
		s.Add("repeated", weightRepeated, "%d messages", len(d.sent))
	}
	if d.negotiated() {
		s.Add("negotiation", weightTalks, "a transcript of %d parties who negotiate", d.parties())
	}
	if d.medium() == event.MediumNote && d.cues.Any(cue.Encrypted, cue.Theft) {
		s.Add("left on a machine", weightMachine, "the text lay on a machine, not in a mailbox")
	}
}

// medium is that of the first letter; a group has one.
func (d *demand) medium() event.Medium { return d.letters[0].Medium }
