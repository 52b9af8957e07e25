package phishing

// clue is one thing that a mail shows.
type clue uint8

// The clues. Those of whom it claims to be from.
const (
	claimName      clue = iota // the sender's display name is the organisation's
	claimAddress               // the sender's address bears its name
	claimSubject               // the subject names it
	claimOwner                 // a line of copyright does
	claimLogo                  // a picture's text, the title of the page
	claimLinks                 // links and pictures of its domains
	claimText                  // the text names it early or often
	claimDisguised             // in letters that only look like its name
	claimOwn                   // the recipient's own organisation
	claimDesk                  // an administrator of mail, a help desk, unnamed
	claimBorrowed              // an organisation in no table, whose links it holds
	fromElsewhere              // and the sender's domain is another
	fromLookalike              // which imitates the organisation's
	fromFreemail               // a provider of free mail
	fromForged                 // the domain is the organisation's, and the checks failed
	fromGenuine                // the domain is the organisation's

	// Of where it comes from.
	checksFailed
	checksNone    // the receiver checked, and nothing vouches for the sender
	checksPassed  // and what vouches is the sender's own domain
	envelopeOther // the envelope's domain is another, and no carrier's
	brokenSender  // the From field is not as programs write it
	namedAsReader // the display name is the recipient's address
	mixedLetters  // letters of several alphabets, or of mathematics, in name or subject
	randomSender  // nobody chose that address
	cheapSender
	falseAnswer // "Re:" that answers nothing
	readerNamed // the subject calls the recipient by his address
	unaddressed // to nobody by address
	verdictPhish
	verdictSpam
	fromList
	fromThread
	fromBulk  // a mass mailing that says so, signed by the sender's domain
	nameFits  // the display name is that of the sender's domain
	filler    // a page full of what is not shown
	onlyPage  // without the same in plain text
	fromHouse // the recipient's own domain, not failed

	// Of where it leads.
	leadsNowhere
	leadsHome    // to the sender's own domain
	leadsToBrand // to the organisation it claims
	leadsLiteral
	leadsCoded
	leadsShort
	leadsStored
	leadsShared
	leadsOn // through an open redirector
	leadsForeign
	leadsCheap
	leadsLookalike
	leadsDisguised // shows one domain and leads to another
	leadsNamed     // with the recipient's address in it
	leadsAway      // to a domain that is not the sender's, with an offer or a demand
	leadsStrange   // sender, envelope and target are three strangers
	repliesAway    // answers go to a third domain
	leadsRandom    // to a name that nobody chose
	leadsOpenly    // by plain HTTP, years after everybody left it
	leadsMarked    // with a long mark of letters and figures behind a #
	leadsOnce      // every link leads to one place that is not the sender's
	leavesAway     // one leaves its list at a fourth domain
	repliesOff     // answers go to a free mailbox, not to the sender
	mailsOff       // links that write to a free mailbox
	bringsPage     // a page as a file
	holdsForm
	onePicture // hardly any words, and all links lead to one place

	// Of what it says.
	asksAccount
	asksMoney
	asksPrize
	asksQuota
	asksOther // a parcel, a document, coins, a subscription
	asksCoins
	asksCall
	asksFortune
	asksLure
	asksLoudly // hardly of anything else
	nameless   // an offer or a demand of a sender without a name
	nameUnfit  // an offer or a demand under a name that its domain does not bear
	presses    // threat, alarm or haste
	vouches    // says that it can be trusted
	leavesUnsaid
	asksNothing
	longText

	clues
)

// clueSet is a set of clues in two words.
type clueSet [2]uint64

func (s *clueSet) add(c clue)      { s[c/64] |= 1 << (c % 64) }
func (s *clueSet) has(c clue) bool { return s[c/64]>>(c%64)&1 != 0 }

func (s *clueSet) any(list ...clue) bool {
	for _, c := range list {
		if s.has(c) {
			return true
		}
	}
	return false
}

// when adds the clue if it is there.
func (s *clueSet) when(there bool, c clue) {
	if there {
		s.add(c)
	}
}

// drop takes clues away.
func (s *clueSet) drop(list ...clue) {
	for _, c := range list {
		s[c/64] &^= 1 << (c % 64)
	}
}
