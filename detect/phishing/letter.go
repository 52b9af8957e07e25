package phishing

import (
	"cmp"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/detect/phishing/ask"
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
	v.complete()
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
