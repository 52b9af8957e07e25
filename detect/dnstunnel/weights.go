package dnstunnel

import "time"

// The weights, log10 likelihood ratios: how much likelier each trait is among domains
// that are tunnels than among ordinary ones of which many names are asked. They are
// judgements from the tools' published encodings and the papers that the package
// comment names, rounded, so that no single trait makes a finding of high severity.
const (
	perDecade       = 0.75 // for ten times the information
	ordinary        = 800  // characters that change below an ordinary domain in a day
	maxInformation  = 2.2
	maxUntimed      = 1.8 // without times nobody knows how long it took to come together
	perMissing      = 1.5 // for a tenth of what ordinary domains have
	minInformation  = -1.5
	weightEncoded   = 0.8
	weightHex       = 0.8
	weightLetters   = 0.3 // short names made up by browsers and generators are random too
	weightWords     = -1.0
	weightNumbers   = -0.5
	weightOdd       = 1.3 // nothing but data needs characters that host names cannot have
	weightShort     = -0.3
	weightLong      = 0.6
	weightVeryLong  = 1.0
	weightFull      = 1.3
	weightRareType  = 1.2
	weightTextType  = 0.5
	weightNever     = 0.5
	weightSome      = -0.5
	weightOften     = -1.2
	weightPairs     = -0.4 // tools that leave the asking to the system ask for both families too
	weightNoUse     = 0.4
	weightUse       = -1.2
	weightDiffer    = 0.4
	weightMissing   = -0.3
	weightDown      = 0.3
	weightFew       = 0.5
	weightMany      = -1.0
	weightMost      = -2.5
	weightInstalled = -1.5 // on most machines, and from the start on
	weightOutside   = -2.0
	weightNew       = 0.3
	weightOld       = -0.3
	weightSteady    = 0.2
	weightReputed   = -2.5
	weightMeasured  = -1.5
	weightHosting   = -1.5
	weightShared    = -1.5
	weightVendor    = -1.2
	weightCompany   = -2.0
	weightLocal     = -1.5
	weightAddresses = -2.5
	weightServices  = -1.0
	weightUUID      = -1.2
	weightHash      = -0.4
	weightFewHashes = -1.2 // no more a day than somebody makes visits
	weightStraight  = -0.3
)

const (
	// mostOf is the share of names that share a trait for it to be the domain's.
	mostOf = 0.5
	// fewOf is what others do by mistake.
	fewOf = 0.05
	// randomPairs is below which letters do not come from words (7 % when random, 57 %
	// in English), wordPairs from where they do; enoughPairs is how many it takes.
	randomPairs, wordPairs, enoughPairs = 0.16, 0.25, 40
	// hexDigits of random hexadecimal are 62 %.
	leastHexDigits, mostHexDigits = 0.35, 0.85
	// leastDigits of base64 in lower case are 16 %, of base32 19 %.
	leastDigits = 0.06
	// Mean lengths: of ordinary hosts, beyond a UUID, beyond any hash, near the limit of a name.
	short, long, veryLong, full = 16, 44, 80, 140
	// enoughTimes is how many names with times show whether they come again.
	enoughTimes               = 20
	neverAgain, oftenAgain    = 0.02, 0.3
	enoughAnswers, distinctTo = 20, 0.5
	// onOneOccasion is how often one lookup may be logged: for two families of addresses,
	// by two sensors. leastSingles of all names must stand in a list once for pairs to be
	// the doing of programs and not of two sensors.
	onOneOccasion = 4
	leastSingles  = 0.05
	textAnswer    = 60 // bytes of an answer that is more than a verification code
	// fewHosts, and the shares of machines from where a domain is common.
	fewHosts, enoughHosts, smallShare, manyShare, mostShare = 5, 10, 0.02, 0.2, 0.5
	// newAfter and oldWithin are shares of the evidence, its least lengths.
	newAfter, oldWithin = 0.1, 0.02
	newSpan, oldSpan    = 24 * time.Hour, 7 * 24 * time.Hour
	// visitsADay is how many identifiers the visits of one site give in a day.
	visitsADay  = 40
	steadyDays  = 7
	steadyShare = 0.8
)
