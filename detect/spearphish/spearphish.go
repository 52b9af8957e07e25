package spearphish

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/trait"
	"dwell/event"
)

const (
	name    = "spearphish"
	version = 3 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Does somebody use a familiar name from an unfamiliar address, or a familiar address in another hand or from another place?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds mails into profiles of addresses. See the package comment.
type Detector struct{ state state }

// state is everything that a snapshot holds.
type state struct {
	Accounts *fold.Map[uint64, account] // by hash of the canonical address
	Persons  *fold.Map[uint64, person]  // by hash of the name
	Messages *fold.Map[uint64, message] // by hash of the Message-ID
	Traces   *fold.Bag[trace]           // every mail
}

// message is who wrote a mail, so that a thread can be told from an invented one.
type message struct {
	Author uint64 // hash of the address; the smallest of several
}

// accountShare and personShare are the parts of Config.MaxKeys that these may take:
// addresses are large, mails are many.
const (
	accountShare = 8
	personShare  = 8
	traceShare   = 2
)

// maxRecipients bounds the recipients of one mail that are noted.
const maxRecipients = 32

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	same := func(h uint64) uint64 { return h }
	return &Detector{state{
		Accounts: fold.NewMap[uint64, account](max(1, c.MaxKeys/accountShare), same),
		Persons:  fold.NewMap[uint64, person](max(1, c.MaxKeys/personShare), same),
		Messages: fold.NewMap[uint64, message](c.MaxKeys, same),
		Traces:   fold.NewBag[trace](max(1, c.MaxKeys/traceShare)),
	}}
}

// Observe folds the mails of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Mails {
		m := &b.Mails[i]
		if m.Medium != event.MediumMail {
			continue
		}
		if t, ok := traitsOf(m); ok {
			d.author(m, &t)
			d.recipients(m, &t)
			d.trace(m, &t)
		}
	}
}

// author notes what a mail says about its sender.
func (d *Detector) author(m *event.Mail, t *traits) {
	hash := fold.HashString(t.address)
	if v := d.state.Messages.At(t.id); v != nil && (v.Author == 0 || hash < v.Author) {
		v.Author = hash
	}
	if t.person != 0 {
		d.named(t.person, t.name, hash, t.at)
	}
	a := d.state.Accounts.At(hash)
	if a == nil {
		return
	}
	if a.Address == "" {
		a.Address = t.address
	}
	a.Total++
	a.Mails.add(t.id, t.at, maxMails)
	a.Days.add(uint64(t.at/day), t.at, maxMails)
	a.Names.add(t.person, t.at, maxNames)
	a.Clients.add(t.clientKey, t.at, maxClients)
	if t.hasOffset {
		a.Offsets.add(uint64(uint32(m.Time.Offset)), t.at, maxOffsets)
	}
	if t.relay != "" {
		a.Relays.add(fold.HashString(t.relay), t.at, maxRelays)
	}
	if t.network != 0 {
		a.Nets.add(t.network, t.at, maxNetworks)
	}
	if len(m.ReplyTo) > 0 {
		a.Replies.add(fold.HashString(alike.Canonical(m.ReplyTo[0].Addr)), t.at, maxReplies)
	}
	if trait.Verified(m)&trait.Passed != 0 {
		a.Passed.add(1, t.at, 1)
	}
	d.candidate(a, m, t)
}

const day = 24 * 3600 * 1_000_000_000 // nanoseconds

// candidate keeps the mail when it is one of the first of its address, or the first
// of a new program and offset.
func (d *Detector) candidate(a *account, m *event.Mail, t *traits) {
	early := wants(a.Early, t.at, t.id, byID, maxEarly)
	odd := wants(a.Odd, t.at, t.signature, bySignature, maxOdd)
	if !early && !odd {
		return
	}
	l := newLetter(m, t)
	if early {
		a.Early = keep(a.Early, l, byID, maxEarly)
	}
	if odd {
		a.Odd = keep(a.Odd, l, bySignature, maxOdd)
	}
}

// trace keeps what the mail shows of its sender's habits.
func (d *Detector) trace(m *event.Mail, t *traits) {
	if hash := fold.Mix(t.id, t.id); fold.Kept(hash, d.state.Traces.Shift) {
		d.state.Traces.Add(hash, newTrace(m, t))
	} else {
		d.state.Traces.Dropped = true
	}
}

// recipients notes who was written to, and by which name.
func (d *Detector) recipients(m *event.Mail, t *traits) {
	sender := d.state.Accounts.Get(fold.HashString(t.address))
	left := maxRecipients
	for _, list := range [][]event.Address{m.To, m.Cc} {
		for _, to := range list {
			address := alike.Canonical(to.Addr)
			if address == "" || address == t.address {
				continue
			}
			if left--; left < 0 {
				return
			}
			hash := fold.HashString(address)
			if sender != nil {
				sender.Peers.add(hash, t.at, maxPeers)
			}
			if a := d.state.Accounts.At(hash); a != nil {
				if a.Address == "" {
					a.Address = address
				}
				a.Written.add(t.id, t.at, maxWritten)
			}
			if p := alike.Person(to.Name); p != "" {
				d.named(fold.HashString(p), to.Name, hash, t.at)
			}
		}
	}
}

// named notes that a person uses an address.
func (d *Detector) named(key uint64, display string, address uint64, at int64) {
	p := d.state.Persons.At(key)
	if p == nil {
		return
	}
	one := person{Name: short(display), Since: at}
	one.Accounts.add(address, at, maxAddress)
	p.merge(&one)
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Accounts.Merge(o.state.Accounts, (*account).merge)
	d.state.Persons.Merge(o.state.Persons, (*person).merge)
	d.state.Traces.Merge(o.state.Traces)
	d.state.Messages.Merge(o.state.Messages, func(into, from *message) {
		if into.Author == 0 || from.Author != 0 && from.Author < into.Author {
			into.Author = from.Author
		}
	})
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
