package account

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/event"
)

const (
	name    = "account"
	version = 2 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Is a mailbox account used by somebody else than its owner?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds logons, mailbox actions and mails into profiles of accounts.
type Detector struct {
	state    state
	families map[string]string // of software, by its own words; only saves finding them again
}

// state is everything that a snapshot holds.
type state struct {
	Profiles *fold.Map[uint64, profile] // by hash of the account
	Places   *fold.Map[placeKey, place]
	Networks *fold.Map[uint64, joint]
	Sent     *fold.Map[sentKey, sent]
	Begins   begins
}

// begins is since when each kind of log tells of anything; 0 where there is none. Mailboxes
// hold mails of years, audit logs are kept for months: to a log that has just begun
// everything is new.
type begins [channels]int64

func (b *begins) note(c channel, t event.Time) {
	if !t.IsZero() && (b[c] == 0 || t.Nanos < b[c]) {
		b[c] = t.Nanos
	}
}

func (b *begins) merge(o *begins) {
	for c, at := range o {
		if at != 0 && (b[c] == 0 || at < b[c]) {
			b[c] = at
		}
	}
}

// The parts of Config.MaxKeys that these may take.
const (
	profileShare = 16
	placeShare   = 8
	networkShare = 16
	sentShare    = 2
)

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	same := func(h uint64) uint64 { return h }
	return &Detector{families: map[string]string{}, state: state{
		Profiles: fold.NewMap[uint64, profile](max(1, c.MaxKeys/profileShare), same),
		Places:   fold.NewMap[placeKey, place](max(1, c.MaxKeys/placeShare), placeKey.hash),
		Networks: fold.NewMap[uint64, joint](max(1, c.MaxKeys/networkShare), same),
		Sent:     fold.NewMap[sentKey, sent](max(1, c.MaxKeys/sentShare), sentKey.hash),
	}}
}

// Observe folds the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Logons {
		d.logon(&b.Logons[i])
	}
	for i := range b.Actions {
		d.action(&b.Actions[i])
	}
	for i := range b.Transfers {
		d.transfer(&b.Transfers[i])
	}
	for i := range b.Mails {
		d.mail(&b.Mails[i])
	}
}

// profile returns that of an account; nil when it is sampled out.
func (d *Detector) profile(account string) *profile {
	p := d.state.Profiles.At(fold.HashString(account))
	if p != nil && p.Name == "" {
		p.Name = fold.Shorten(account, maxName)
	}
	return p
}

// use notes one use of an account, and returns the place; nil when it is sampled out.
func (d *Detector) use(u *use) *place {
	if p := d.profile(u.account); p != nil {
		p.addDay(daily{Day: dayOf(u.at.Nanos), Uses: 1})
	}
	p := d.state.Places.At(u.key())
	if p != nil {
		p.use(u)
	}
	return p
}

func (u *use) key() placeKey {
	k := placeKey{Account: fold.HashString(u.account), Network: network(u.address), Channel: u.channel}
	if u.client != "" {
		k.Client = fold.HashString(u.client)
	}
	if u.program {
		k.Network = programKey(u.client)
	}
	return k
}

// programKey stands for the network of a mail that does not tell where it was written.
func programKey(software string) uint64 { return fold.HashString("program "+software) | 1 }

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Profiles.Merge(o.state.Profiles, (*profile).merge)
	d.state.Places.Merge(o.state.Places, (*place).merge)
	d.state.Networks.Merge(o.state.Networks, (*joint).merge)
	d.state.Sent.Merge(o.state.Sent, (*sent).merge)
	d.state.Begins.merge(&o.state.Begins)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
