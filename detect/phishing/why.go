package phishing

import (
	"fmt"
	"strings"
)

// reason is a clue in words. What the letter holds stands in braces, quoted where it is
// free text.
type reason struct{ name, text string }

// reasons words all clues.
var reasons = [clues]reason{
	claimName:      {"claimed name", `the sender's name ({"name"}) is that of {claim}`},
	claimAddress:   {"claimed address", "the sender's address bears the name of {claim}"},
	claimSubject:   {"claimed in the subject", "the subject names {claim}"},
	claimOwner:     {"claimed by copyright", "a line of copyright names {claim}"},
	claimLogo:      {"claimed by pictures", "the text of a picture or the title of the page names {claim}"},
	claimLinks:     {"claimed by links", "it holds links or pictures of the domains of {claim}"},
	claimText:      {"claimed in the text", "the text names {claim} at its head or often"},
	claimDisguised: {"disguised name", `the sender's name ({"name"}) only looks like that of {claim}`},
	claimOwn:       {"claims to be from here", `name or subject ({"name"}, {"subject"}) speak for the recipient's own organisation`},
	claimDesk:      {"claims to be the help desk", `the sender's name ({"name"}) is that of a help desk or administrator`},
	claimBorrowed:  {"borrowed name", `the sender's name ({"name"}) is that of {claim}, whose links or pictures it holds`},
	fromElsewhere:  {"another's domain", `and it comes from {"domain"}`},
	fromLookalike:  {"look-alike domain", `{"domain"} bears the name of {claim} and is not known to be its own`},
	fromFreemail:   {"free mailbox", "an organisation does not write from {domain}"},
	fromForged:     {"forged domain", "it shows {domain}, and the receiver's checks failed"},
	fromGenuine:    {"true domain", "{domain} is the organisation's own"},
	checksFailed:   {"checks failed", "the receiver's checks of the sender's domain failed"},
	checksNone:     {"nothing vouches", "the receiver checked, and nothing vouches for the sender's domain"},
	checksPassed:   {"checks passed", "signature or envelope vouch for the sender's domain, whoever it is"},
	envelopeOther:  {"other envelope", "the envelope's domain is {envelope}"},
	brokenSender:   {"broken sender", "the From field has no address, or a name where an address belongs"},
	namedAsReader:  {"named as its reader", "the sender's name is the recipient's address"},
	mixedLetters:   {"mixed letters", "name or subject mix letters that look alike, or hide characters"},
	randomSender:   {"random sender", `nobody chose the address {"address"}`},
	cheapSender:    {"cheap domain", "{domain} stands under an ending that mostly abuse is registered under"},
	falseAnswer:    {"false answer", `the subject ({"subject"}) is that of an answer, and it answers nothing`},
	readerNamed:    {"recipient in the subject", "the subject calls its reader by the address"},
	unaddressed:    {"addressed to nobody", "its header names no recipient by address"},
	verdictPhish:   {"provider: phishing", "the receiver's provider took it for phishing or a forgery"},
	verdictSpam:    {"provider: spam", "the receiver's provider took it for spam"},
	fromList:       {"list mail", "it came through a discussion list"},
	fromThread:     {"answer", "it answers a mail"},
	fromBulk:       {"open mass mail", "its header says how to unsubscribe, and its own domain is vouched for"},
	filler:         {"filler", "its page is full of what is not shown"},
	onlyPage:       {"page alone", "it is a page without the same in plain text"},
	nameFits:       {"name fits", `the sender's name ({"name"}) is that of its domain`},
	fromHouse:      {"from the house", "it comes from the recipient's own domain"},
	leadsNowhere:   {"leads nowhere", "there is nothing to follow, open, call or answer elsewhere"},
	leadsHome:      {"leads home", "its links lead to the sender's own domain"},
	leadsToBrand:   {"leads to whom it names", "its links lead to the organisation that it names"},
	leadsLiteral:   {"address for a name", "its links lead to an address without a name: {target}"},
	leadsCoded:     {"disguised address", "its links write where they lead ({target}) so that nobody reads it"},
	leadsShort:     {"short link", "its links hide where they lead ({host})"},
	leadsStored:    {"nameless page", "its links lead to {host}, where anybody puts a page without a name"},
	leadsShared:    {"anybody's pages", "its links lead to {host}, where anybody puts forms and texts"},
	leadsOn:        {"open redirector", "its links lead over {host} to {target}"},
	leadsForeign:   {"look-alike letters", `the name {"host"} has letters of other scripts`},
	leadsCheap:     {"cheap target", "{target} stands under an ending that mostly abuse is registered under"},
	leadsLookalike: {"look-alike target", `{"host"} bears the name of an organisation that it is not known to belong to`},
	leadsDisguised: {"disguised link", "a link shows {shown} and leads elsewhere"},
	leadsNamed:     {"marked link", "a link that it wants to be followed holds the recipient's address"},
	leadsAway:      {"leads away", "it leads to {target}, which is not the sender's ({domain})"},
	leadsStrange:   {"three strangers", "sender ({domain}), envelope ({envelope}) and target ({target}) are three different domains"},
	repliesOff:     {"answers elsewhere", "answers go to a free mailbox that is not the sender's: {answer}"},
	repliesAway:    {"answers to a third", "answers go to a third domain: {answer}"},
	leadsRandom:    {"random target", `nobody chose the name {"target"}`},
	leadsOpenly:    {"plain HTTP", "its links lead there by HTTP without encryption"},
	leadsMarked:    {"marked page", "its links carry a long mark of letters and figures behind a #"},
	leadsOnce:      {"one way out", "all of its links lead to {target}, which is not the sender's"},
	leavesAway:     {"leaves elsewhere", "one leaves its list at yet another domain"},
	mailsOff:       {"writes elsewhere", "its links write to a free mailbox that is not the sender's"},
	bringsPage:     {"page as a file", "it brings a page that a browser opens"},
	holdsForm:      {"form", "it holds a form to fill in"},
	onePicture:     {"one picture", "hardly a word, and a picture to follow"},
	asksAccount:    {"asks to log in", "it asks to log in, or to verify, confirm or keep an account or password"},
	asksMoney:      {"speaks of money", "it speaks of a payment, a bill or a refund"},
	asksPrize:      {"promises a prize", "it promises a prize, a gift or points"},
	asksQuota:      {"speaks of the mailbox", "it speaks of a full mailbox or held mails, and of a password or log-on"},
	asksOther:      {"gives an occasion", "it gives an occasion: a parcel, a document, coins, a subscription"},
	asksCoins:      {"speaks of coins", "it speaks of coins, tokens or a wallet"},
	asksCall:       {"asks to call", "it speaks of a payment or renewal and gives a number to call"},
	asksFortune:    {"large sum", "it offers a part in a large sum of money"},
	asksLure:       {"lure", "it lures with love, health or quick money"},
	asksLoudly:     {"lure, loudly", "and hardly speaks of anything else"},
	nameless:       {"nameless sender", "its sender gives no name to its offer or demand"},
	nameUnfit:      {"name does not fit", "its domain does not bear the name under which it makes its offer or demand"},
	presses:        {"presses", "it threatens, alarms or sets a short time"},
	vouches:        {"praises itself", "it says of itself that its sender can be trusted"},
	leavesUnsaid:   {"hidden mass mail", "its text says how to unsubscribe, its header does not"},
	asksNothing:    {"asks nothing", "it asks for nothing that such mails ask for"},
	longText:       {"long text", "it is longer than such mails are"},
}

// theirs words fromElsewhere where a domain of the organisation is known.
const theirs = `and it comes from {"domain"}, not from {home} or another domain of theirs that is known`

// why words a clue for a letter.
func (l *letter) why(c clue) reason {
	r := reasons[c]
	if c == fromElsewhere && l.Home != "" {
		r.text = theirs
	}
	r.text = l.words().Replace(r.text)
	return r
}

// words fills in what the letter holds.
func (l *letter) words() *strings.Replacer {
	var pairs []string
	for _, field := range []struct{ name, value string }{
		{"name", l.Name}, {"address", l.Address}, {"subject", l.Subject}, {"claim", l.Claim}, {"home", l.Home}, {"domain", l.Domain},
		{"envelope", l.Envelope}, {"answer", l.Answer}, {"target", l.Target}, {"host", l.Host}, {"shown", l.Shown},
	} {
		pairs = append(pairs, "{"+field.name+"}", field.value, fmt.Sprintf("{%q}", field.name), fmt.Sprintf("%q", field.value))
	}
	return strings.NewReplacer(pairs...)
}
