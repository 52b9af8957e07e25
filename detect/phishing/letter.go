package phishing

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/brand"
	"dwell/event"
)

// letter is what is kept of mails of one shape: claim, sender's domain, target and clues.
type letter struct {
	Clues  clueSet
	Claim  string // whom it says it is from; "" nobody
	Home   string // a domain that is truly theirs; "" unknown
	Says   ask.Set
	Domain string // of the sender, registered; "" none
	Target string // where it leads, registered; "" nowhere
	Kind   uint16 // traits of the target

	// Of the first one.
	First     event.Time
	Ref       event.Ref
	MessageID string
	Name      string
	Address   string
	Envelope  string
	Answer    string
	Subject   string
	Host      string // of the target
	Shown     string // domain that a link shows instead

	Readers []string // first in order of the alphabet
	Marks   fold.Marks
}

// The bounds of one letter.
const (
	maxField = 120 // bytes
	maxTo    = 8
)

// examine reads one mail; ok is false for one that is dull.
func (d *Detector) examine(m *event.Mail) (l letter, ok bool) {
	v := newView(m, d.web)
	var h heard
	d.names(v, &h)
	if v.dull(&h) {
		return letter{}, false
	}
	d.listen(v, &h)
	d.linked(v, &h.claims)
	l = letter{First: when(m), Ref: m.Ref, MessageID: short(m.MessageID), Name: short(v.name), Address: short(v.address), Envelope: short(v.envelope), Subject: short(m.Subject), Says: h.says}
	id := d.claim(v, &h, &l)
	v.source(&l.Clues, &h)
	a := d.aims(v, &h, id, &l.Clues)
	if l.Claim == "" {
		d.unlisted(v, &h, &l, a.target)
	}
	l.Clues.when(l.Claim != "" && isFree(v.domain) && !l.Clues.has(fromGenuine), fromFreemail)
	l.Domain, l.Target, l.Host, l.Shown, l.Kind = short(v.domain), short(a.target), short(a.host), short(a.shown), uint16(a.kind)
	if answer := v.answerDomain(); answer != "" {
		l.Answer = short(strings.ToLower(m.ReplyTo[0].Addr))
	}
	says(v, &h, &l)
	l.Clues.settle()
	for _, r := range v.readers {
		l.Readers = fold.KeepFirst(l.Readers, short(r), maxTo, strings.Compare)
	}
	l.Marks.Add(fold.Mark{Time: l.First, Ref: m.Ref})
	return l, true
}

// when is the time of arrival, or of writing where nothing tells that.
func when(m *event.Mail) event.Time {
	if !m.Delivered.IsZero() {
		return m.Delivered
	}
	return m.Time
}

// claim notes which listed organisation the mail says it is from, and whether the
// sender's domain fits.
func (d *Detector) claim(v *view, h *heard, l *letter) brand.ID {
	s := &l.Clues
	id, where := d.chosen(v, h)
	if id == 0 {
		return 0
	}
	l.Claim, l.Home = d.brands.Get(id).Name, d.brands.Home(id)
	s[0] |= where[0]
	s[1] |= where[1]
	switch {
	case d.owns(id, v):
		s.add(fromGenuine)
	case d.brands.Owns(id, v.host) && !isFree(v.domain):
		s.add(fromForged)
	case h.imitated == id:
		s.add(fromLookalike)
	default:
		s.add(fromElsewhere)
	}
	return id
}

// unlisted notes claims that need no table.
func (d *Detector) unlisted(v *view, h *heard, l *letter, target string) {
	if owners := d.brands.Owners(v.host); len(owners) > 0 && !isFree(v.domain) {
		if d.owns(owners[0], v) {
			l.Clues.add(fromGenuine) // of a known organisation that need not say who it is
			return
		}
		l.Clues.add(fromForged)
		l.Claim, l.Home = d.brands.Get(owners[0]).Name, d.brands.Home(owners[0])
		return
	}
	if v.ownClaim(h) {
		l.Clues.add(claimOwn)
		l.Clues.add(fromElsewhere)
		l.Claim = "the recipient's own organisation"
		return
	}
	switch borrowed := v.borrowed(target); {
	case borrowed != "":
		l.Clues.add(claimBorrowed)
		l.Clues.add(fromElsewhere)
		l.Claim = short(borrowed)
	case h.name.Has(ask.Desk) && h.says.Any(ask.Password, ask.Quota):
		l.Clues.add(claimDesk)
		l.Claim = "a help desk or administrator of mail"
	}
}

// says notes the clues of what the mail asks for.
func says(v *view, h *heard, l *letter) {
	s := &l.Clues
	said := h.says
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
	sells := account || said.Has(ask.Prize) || h.lure >= lures || h.coins >= coins || s.any(onePicture, leadsNamed)
	fits := v.bears(l.Target)
	if isFree(v.domain) {
		fits = v.bearsName()
	}
	s.when(sells && !s.any(nameFits, fromGenuine, fromList, fromThread, leadsHome) && v.name != "" && !fits, nameUnfit)
	s.when(sells && v.name == "" && !s.any(fromGenuine, fromList, fromThread, leadsHome), nameless)
	if label, _, _ := strings.Cut(v.domain, "."); s.has(leadsHome) && !random(label) {
		s.drop(randomSender) // mass mailers number their senders
	}
	s.when((len(v.page.Forms) > 0 && account || v.page.Password) && !s.has(leadsHome), holdsForm)
	if !sells || s.any(fromGenuine, fromList, fromThread) {
		s.drop(leadsAway)
	}
	s.when(said.Any(ask.Threat, ask.Hurry, ask.Alert), presses)
	s.when(said.Has(ask.Trust), vouches)
	const plain = ^ask.Set(1<<ask.Leave | 1<<ask.Owner | 1<<ask.Desk)
	s.when(said&plain == 0, asksNothing)
	const long = 8 << 10
	s.when(len(v.mail.Text) > long, longText)
}

// lures are so many phrases of love, slimming and quick money that a mail is about them,
// manyLures that it is about nothing else.
const lures, manyLures = 2, 4

// coins are so many phrases of coins and wallets that a mail is about them.
const coins = 2

// shape names letters that are one.
func (l *letter) shape() uint64 {
	h := fold.Mix(fold.HashString(l.Claim), fold.HashString(l.Domain))
	h = fold.Mix(h, fold.HashString(l.Target))
	h = fold.Mix(h, uint64(l.Kind)<<32|uint64(l.Says))
	return fold.Mix(fold.Mix(h, l.Clues[0]), l.Clues[1])
}

// merge folds letters of the same shape in.
func (l *letter) merge(o *letter) {
	if l.Marks.Count == 0 {
		*l = *o
		return
	}
	readers, marks := l.Readers, l.Marks
	if cmp.Or(o.First.Compare(l.First), o.Ref.Compare(l.Ref)) < 0 {
		*l = *o
	}
	l.Readers, l.Marks = readers, marks
	for _, r := range o.Readers {
		l.Readers = fold.KeepFirst(l.Readers, r, maxTo, strings.Compare)
	}
	l.Readers = slices.Clip(l.Readers)
	l.Marks.Merge(&o.Marks)
}

// short cuts text at a rune so that a hostile field costs little.
func short(s string) string { return fold.Shorten(s, maxField) }
