package spearphish

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
