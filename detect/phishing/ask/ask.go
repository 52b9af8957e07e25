package ask

import (
	"strings"

	"dwell/detect/phishing/words"
)

// Ask is one thing that a mail says.
type Ask uint8

// What mails say.
const (
	Click    Ask = iota // to follow a link
	Credence            // to log in, verify, confirm, update
	Password            // a password, or that it ends
	Threat              // an account is or will be closed, locked, limited
	Hurry               // a short time
	Alert               // a strange log-on, a strange payment
	Pay                 // to pay, a bill, a fee
	Refund              // money comes back, a tax is returned
	Parcel              // a parcel waits
	Prize               // a prize, a gift, points
	Quota               // a mailbox is full, mails are held
	Document            // a document, a fax, a voice message waits
	Wallet              // coins, a wallet, a recovery phrase
	Renew               // a subscription ends or was renewed
	Call                // to call a number
	Fortune             // a large sum of a stranger's
	Lure                // love, slimming, loans, quick money
	Leave               // how to be written to no more
	Trust               // says of itself that it can be trusted
	Desk                // help desk, administrator of mail
	Owner               // copyright, all rights reserved
	Answer              // to answer by mail
	asks
)

// Set is a set of asks.
type Set uint32

// Has reports whether the set has the ask.
func (s Set) Has(a Ask) bool { return s>>a&1 != 0 }

// Any reports whether it has one of them.
func (s Set) Any(list ...Ask) bool {
	for _, a := range list {
		if s.Has(a) {
			return true
		}
	}
	return false
}

// Add puts an ask in.
func (s *Set) Add(a Ask) { *s |= 1 << a }

// Number is how many asks there are; numbers below it in an index are asks.
const Number = uint16(asks)

// Index puts all phrases into an index, each under its ask's number.
func Index(x *words.Index) {
	for _, table := range [][asks]string{english, german, romance, dutch, asian} {
		for a, list := range table {
			for line := range strings.SplitSeq(list, ";") {
				x.Add(strings.TrimSpace(line), uint16(a))
			}
		}
	}
}

// String names what is asked, for a sentence: "asks to ...".
func (a Ask) String() string {
	return [...]string{
		Click: "follow a link", Credence: "log in or confirm an account", Password: "give or keep a password", Threat: "save an account from being closed",
		Hurry: "hurry", Alert: "look into a strange log-on or payment", Pay: "pay", Refund: "collect a refund", Parcel: "release a parcel", Prize: "collect a prize",
		Quota: "make room in a mailbox or release mails", Document: "open a document", Wallet: "unlock a wallet or collect coins", Renew: "renew or cancel a subscription",
		Call: "call a number", Fortune: "help with a large sum", Lure: "follow an offer", Leave: "unsubscribe", Trust: "trust it", Desk: "obey the help desk", Owner: "", Answer: "answer",
	}[a]
}
