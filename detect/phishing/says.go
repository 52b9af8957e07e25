package phishing

import (
	"strings"

	"dwell/detect/phishing/ask"
)

// says notes the clues of what the mail asks for, and those that mean something only
// where it asks for something.
func says(v *view, h *heard, l *letter) {
	s, said := &l.Clues, h.says
	account := said.Any(ask.Credence, ask.Password)
	s.when(account, asksAccount)
	s.when(said.Any(ask.Pay, ask.Refund), asksMoney)
	s.when(said.Has(ask.Prize), asksPrize)
	s.when(said.Has(ask.Quota) && account, asksQuota)
	s.when(said.Any(ask.Parcel, ask.Document, ask.Wallet, ask.Renew), asksOther)
	s.when(h.fortune >= fortunes && (isFree(v.domain) || s.any(repliesOff, repliesAway, mailsOff, checksFailed, checksNone)), asksFortune)
	s.when(h.coins >= coins, asksCoins)
	s.when(h.lure >= lures, asksLure)
	s.when(h.lure >= manyLures || s.has(asksFortune) && h.fortune >= manyFortunes, asksLoudly)
	s.when(said.Any(ask.Threat, ask.Hurry, ask.Alert), presses)
	s.when(said.Has(ask.Trust), vouches)
	const plain = ^ask.Set(1<<ask.Leave | 1<<ask.Owner | 1<<ask.Desk)
	s.when(said&plain == 0, asksNothing)
	s.when(len(v.mail.Text) > long, longText)
	s.when((len(v.page.Forms) > 0 && account || v.page.Password) && !s.has(leadsHome), holdsForm)
	sells := account || s.any(asksPrize, asksLure, asksCoins, onePicture, leadsNamed)
	v.sells(sells, l)
}

// long is the size of a text in bytes that newsletters and letters reach and phishing
// does not.
const long = 8 << 10

// sells notes what is odd about a sender who wants something of the reader, and forgets
// what is odd only then.
func (v *view) sells(sells bool, l *letter) {
	s := &l.Clues
	if label, _, _ := strings.Cut(v.domain, "."); s.has(leadsHome) && !random(label) {
		s.drop(randomSender) // mass mailers number their senders
	}
	if !sells || s.any(fromGenuine, fromList, fromThread) {
		s.drop(leadsAway)
		return
	}
	fits := s.has(nameFits) || v.bears(l.Target)
	if isFree(v.domain) {
		fits = v.bearsName()
	}
	s.when(v.name != "" && !fits && !s.has(leadsHome), nameUnfit)
	s.when(v.name == "" && !s.has(leadsHome), nameless)
}

// lures are so many phrases of love, slimming and quick money that a mail is about them,
// manyLures that it is about nothing else.
const lures, manyLures = 2, 4

// coins are so many phrases of coins and wallets that a mail is about them.
const coins = 2
