package extortion

import (
	"slices"
	"strings"

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
	weightUnmatched  = -0.3
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

// weighProof weighs the records that are shown.
func (d *demand) weighProof(s *finding.Scales) {
	const telling = 5 // records that a member table should have some of
	p := d.proof()
	switch {
	case p == nil:
	case !p.Compared:
		s.Add("records shown", weightShown, "shows %d records (%s), which no member table was given to compare with", p.Records, strings.Join(p.Columns, ", "))
	case p.Matched > 0:
		s.Add("records match", weightMatched, "%d of %d records shown match the member table (%s)", p.Matched, p.Records, strings.Join(p.Columns, ", "))
		s.Excuse("data of the same people taken from elsewhere: addresses and numbers that match prove that they are members, not where the records were taken from")
	case p.Records >= telling:
		s.Add("no record matches", weightUnmatched, "none of %d records shown is in the member table", p.Records)
		s.Excuse("invented records, or those of another company: none is in the member table")
	}
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

// medium is that of the first letter; a group has one.
func (d *demand) medium() event.Medium { return d.letters[0].Medium }
