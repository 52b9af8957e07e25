package phishing

import (
	"io"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/brand"
	"dwell/detect/phishing/web"
	"dwell/detect/phishing/words"
	"dwell/event"
)

const (
	name    = "phishing"
	version = 1 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Which mails claim to be from somebody whom they are not from, and lead their reader somewhere?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds mails. See the package comment.
type Detector struct {
	state  state
	brands *brand.Table
	index  *words.Index // asks and names of brands
	web    *web.Parser
	buffer []byte // of the text as it is searched
}

// state is everything that a snapshot holds.
type state struct {
	Letters *fold.Map[uint64, letter] // by hash of their shape
	Senders *fold.Map[uint64, sender] // by hash of the domain, of providers' the address
}

// The parts of Config.MaxKeys that these may take: letters are large and seldom.
const (
	letterShare = 20
	senderShare = 4
)

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	same := func(h uint64) uint64 { return h }
	d := &Detector{
		state: state{
			Letters: fold.NewMap[uint64, letter](max(1, c.MaxKeys/letterShare), same),
			Senders: fold.NewMap[uint64, sender](max(1, c.MaxKeys/senderShare), same),
		},
		brands: brand.NewTable(),
		index:  words.NewIndex(),
		web:    web.NewParser(),
	}
	ask.Index(d.index)
	d.brands.Index(d.index, ask.Number)
	return d
}

// Observe folds the mails of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Mails {
		m := &b.Mails[i]
		if m.Medium != event.MediumMail {
			continue
		}
		l, ok := d.examine(m)
		if !ok || l.Clues.total() < leastScore {
			d.ordinary(m)
			continue
		}
		if kept := d.state.Letters.At(l.shape()); kept != nil {
			kept.merge(&l)
		}
	}
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Letters.Merge(o.state.Letters, (*letter).merge)
	d.state.Senders.Merge(o.state.Senders, (*sender).merge)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
