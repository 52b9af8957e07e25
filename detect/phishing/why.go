package phishing

import (
	"fmt"
)

// reason is a clue in words.
type reason struct{ name, text string }

// why words a clue for a letter.
func (l *letter) why(c clue) reason {
	switch c {
	case claimName:
		return reason{"claimed name", fmt.Sprintf("the sender's name (%q) is that of %s", l.Name, l.Claim)}
	case claimAddress:
		return reason{"claimed address", fmt.Sprintf("the sender's address bears the name of %s", l.Claim)}
	case claimSubject:
		return reason{"claimed in the subject", "the subject names " + l.Claim}
	case claimOwner:
		return reason{"claimed by copyright", "a line of copyright names " + l.Claim}
	case claimLogo:
		return reason{"claimed by pictures", "the text of a picture or the title of the page names " + l.Claim}
	case claimLinks:
		return reason{"claimed by links", "it holds links or pictures of the domains of " + l.Claim}
	case claimText:
		return reason{"claimed in the text", "the text names " + l.Claim + " at its head or often"}
	case claimDisguised:
		return reason{"disguised name", fmt.Sprintf("the sender's name (%q) only looks like that of %s", l.Name, l.Claim)}
	case claimOwn:
		return reason{"claims to be from here", fmt.Sprintf("name or subject (%q, %q) speak for the recipient's own organisation", l.Name, l.Subject)}
	case claimDesk:
		return reason{"claims to be the help desk", fmt.Sprintf("the sender's name (%q) is that of a help desk or administrator", l.Name)}
	case claimBorrowed:
		return reason{"borrowed name", fmt.Sprintf("the sender's name (%q) is that of %s, whose links or pictures it holds", l.Name, l.Claim)}
	case fromElsewhere:
		if l.Home != "" {
			return reason{"another's domain", fmt.Sprintf("and it comes from %q, not from %s or another domain of theirs that is known", l.Domain, l.Home)}
		}
		return reason{"another's domain", fmt.Sprintf("and it comes from %q", l.Domain)}
	case fromLookalike:
		return reason{"look-alike domain", fmt.Sprintf("%q bears the name of %s and is not known to be its own", l.Domain, l.Claim)}
	case fromFreemail:
		return reason{"free mailbox", "an organisation does not write from " + l.Domain}
	case fromForged:
		return reason{"forged domain", fmt.Sprintf("it shows %s, and the receiver's checks failed", l.Domain)}
	case fromGenuine:
		return reason{"true domain", l.Domain + " is the organisation's own"}
	}
	if c < leadsNowhere {
		return l.whySource(c)
	}
	if c < asksAccount {
		return l.whyAim(c)
	}
	return whyAsk(c)
}

func (l *letter) whySource(c clue) reason {
	switch c {
	case checksFailed:
		return reason{"checks failed", "the receiver's checks of the sender's domain failed"}
	case checksNone:
		return reason{"nothing vouches", "the receiver checked, and nothing vouches for the sender's domain"}
	case checksPassed:
		return reason{"checks passed", "signature or envelope vouch for the sender's domain, whoever it is"}
	case envelopeOther:
		return reason{"other envelope", fmt.Sprintf("the envelope's domain is %s", l.Envelope)}
	case brokenSender:
		return reason{"broken sender", "the From field has no address, or a name where an address belongs"}
	case namedAsReader:
		return reason{"named as its reader", "the sender's name is the recipient's address"}
	case mixedLetters:
		return reason{"mixed letters", "name or subject mix letters that look alike, or hide characters"}
	case randomSender:
		return reason{"random sender", fmt.Sprintf("nobody chose the address %q", l.Address)}
	case cheapSender:
		return reason{"cheap domain", fmt.Sprintf("%s stands under an ending that mostly abuse is registered under", l.Domain)}
	case falseAnswer:
		return reason{"false answer", fmt.Sprintf("the subject (%q) is that of an answer, and it answers nothing", l.Subject)}
	case readerNamed:
		return reason{"recipient in the subject", "the subject calls its reader by the address"}
	case unaddressed:
		return reason{"addressed to nobody", "its header names no recipient by address"}
	case verdictPhish:
		return reason{"provider: phishing", "the receiver's provider took it for phishing or a forgery"}
	case verdictSpam:
		return reason{"provider: spam", "the receiver's provider took it for spam"}
	case fromList:
		return reason{"list mail", "it came through a discussion list"}
	case fromThread:
		return reason{"answer", "it answers a mail"}
	case fromBulk:
		return reason{"open mass mail", "its header says how to unsubscribe, and its own domain is vouched for"}
	case filler:
		return reason{"filler", "its page is full of what is not shown"}
	case onlyPage:
		return reason{"page alone", "it is a page without the same in plain text"}
	case nameFits:
		return reason{"name fits", fmt.Sprintf("the sender's name (%q) is that of its domain", l.Name)}
	}
	return reason{"from the house", "it comes from the recipient's own domain"}
}

func (l *letter) whyAim(c clue) reason {
	at := l.Target
	switch c {
	case leadsNowhere:
		return reason{"leads nowhere", "there is nothing to follow, open, call or answer elsewhere"}
	case leadsHome:
		return reason{"leads home", "its links lead to the sender's own domain"}
	case leadsToBrand:
		return reason{"leads to whom it names", "its links lead to the organisation that it names"}
	case leadsLiteral:
		return reason{"address for a name", "its links lead to an address without a name: " + at}
	case leadsCoded:
		return reason{"disguised address", fmt.Sprintf("its links write where they lead (%s) so that nobody reads it", at)}
	case leadsShort:
		return reason{"short link", fmt.Sprintf("its links hide where they lead (%s)", l.Host)}
	case leadsStored:
		return reason{"nameless page", fmt.Sprintf("its links lead to %s, where anybody puts a page without a name", l.Host)}
	case leadsShared:
		return reason{"anybody's pages", fmt.Sprintf("its links lead to %s, where anybody puts forms and texts", l.Host)}
	case leadsOn:
		return reason{"open redirector", fmt.Sprintf("its links lead over %s to %s", l.Host, at)}
	case leadsForeign:
		return reason{"look-alike letters", fmt.Sprintf("the name %q has letters of other scripts", l.Host)}
	case leadsCheap:
		return reason{"cheap target", at + " stands under an ending that mostly abuse is registered under"}
	case leadsLookalike:
		return reason{"look-alike target", fmt.Sprintf("%q bears the name of an organisation that it is not known to belong to", l.Host)}
	case leadsDisguised:
		return reason{"disguised link", fmt.Sprintf("a link shows %s and leads elsewhere", l.Shown)}
	case leadsNamed:
		return reason{"marked link", "a link that it wants to be followed holds the recipient's address"}
	case leadsAway:
		return reason{"leads away", fmt.Sprintf("it leads to %s, which is not the sender's (%s)", at, l.Domain)}
	case leadsStrange:
		return reason{"three strangers", fmt.Sprintf("sender (%s), envelope (%s) and target (%s) are three different domains", l.Domain, l.Envelope, at)}
	case repliesOff:
		return reason{"answers elsewhere", "answers go to a free mailbox that is not the sender's: " + l.Answer}
	case repliesAway:
		return reason{"answers to a third", "answers go to a third domain: " + l.Answer}
	case leadsRandom:
		return reason{"random target", fmt.Sprintf("nobody chose the name %q", at)}
	case leadsOpenly:
		return reason{"plain HTTP", "its links lead there by HTTP without encryption"}
	case leadsMarked:
		return reason{"marked page", "its links carry a long mark of letters and figures behind a #"}
	case leadsOnce:
		return reason{"one way out", fmt.Sprintf("all of its links lead to %s, which is not the sender's", at)}
	case leavesAway:
		return reason{"leaves elsewhere", "one leaves its list at yet another domain"}
	case mailsOff:
		return reason{"writes elsewhere", "its links write to a free mailbox that is not the sender's"}
	case bringsPage:
		return reason{"page as a file", "it brings a page that a browser opens"}
	case holdsForm:
		return reason{"form", "it holds a form to fill in"}
	}
	return reason{"one picture", "hardly a word, and a picture to follow"}
}

func whyAsk(c clue) reason {
	switch c {
	case asksAccount:
		return reason{"asks to log in", "it asks to log in, or to verify, confirm or keep an account or password"}
	case asksMoney:
		return reason{"speaks of money", "it speaks of a payment, a bill or a refund"}
	case asksPrize:
		return reason{"promises a prize", "it promises a prize, a gift or points"}
	case asksQuota:
		return reason{"speaks of the mailbox", "it speaks of a full mailbox or held mails, and of a password or log-on"}
	case asksOther:
		return reason{"gives an occasion", "it gives an occasion: a parcel, a document, coins, a subscription"}
	case asksCoins:
		return reason{"speaks of coins", "it speaks of coins, tokens or a wallet"}
	case asksCall:
		return reason{"asks to call", "it speaks of a payment or renewal and gives a number to call"}
	case asksFortune:
		return reason{"large sum", "it offers a part in a large sum of money"}
	case asksLure:
		return reason{"lure", "it lures with love, health or quick money"}
	case asksLoudly:
		return reason{"lure, loudly", "and hardly speaks of anything else"}
	case nameless:
		return reason{"nameless sender", "its sender gives no name to its offer or demand"}
	case nameUnfit:
		return reason{"name does not fit", "its domain does not bear the name under which it makes its offer or demand"}
	case presses:
		return reason{"presses", "it threatens, alarms or sets a short time"}
	case vouches:
		return reason{"praises itself", "it says of itself that its sender can be trusted"}
	case leavesUnsaid:
		return reason{"hidden mass mail", "its text says how to unsubscribe, its header does not"}
	case asksNothing:
		return reason{"asks nothing", "it asks for nothing that such mails ask for"}
	}
	return reason{"long text", "it is longer than such mails are"}
}
