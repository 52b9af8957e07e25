package extortion

import (
	"html"
	"io"
	"strings"

	"dwell/detect"
	"dwell/detect/extortion/cue"
	"dwell/detect/fold"
	"dwell/entity/members"
	"dwell/event"
)

const (
	name    = "extortion"
	version = 3 // of the snapshot
)

// Spec describes the detector to the list of detectors.
func Spec() detect.Spec {
	return detect.Spec{
		Name:     name,
		Question: "Who demands money under a threat, how much, until when and where to?",
		New:      func(c detect.Config) detect.Detector { return New(c) },
	}
}

// Detector folds mails, notes and chats. See the package comment.
type Detector struct {
	state   state
	scanner *cue.Scanner
	buffer  []byte         // of the scanner
	members *members.Table // nil: none is given
}

// state is everything that a snapshot holds.
type state struct {
	Letters *fold.Map[uint64, letter] // by hash of the reference
	Senders *fold.Map[uint64, sender] // by hash of the address
}

// letterShare is the part of Config.MaxKeys that letters may take: they are ten
// times as large as senders, and an extortion has few.
const letterShare = 10

// New returns a detector that has seen nothing.
func New(c detect.Config) *Detector { return newDetector(c, cue.NewScanner()) }

func newDetector(c detect.Config, scanner *cue.Scanner) *Detector {
	if c.MaxKeys <= 0 {
		c.MaxKeys = detect.DefaultMaxKeys
	}
	same := func(h uint64) uint64 { return h }
	return &Detector{
		state: state{
			Letters: fold.NewMap[uint64, letter](max(1, c.MaxKeys/letterShare), same),
			Senders: fold.NewMap[uint64, sender](max(1, c.MaxKeys/letterShare), same),
		},
		scanner: scanner,
		members: c.Members,
	}
}

// Observe folds the mails of the batch in.
func (d *Detector) Observe(b *event.Batch) {
	for i := range b.Mails {
		m := &b.Mails[i]
		var set cue.Set
		text := readable(m.Text)
		if text != "" {
			set = d.scanner.Find(text, &d.buffer)
			if m.Subject != "" {
				set |= d.scanner.Find(m.Subject, &d.buffer)
			}
		}
		d.sighted(m, text, set)
		if text == "" || !keeps(m.Medium, set) {
			continue
		}
		if l := d.state.Letters.At(keyOf(m.Ref)); l != nil && l.Ref == (event.Ref{}) {
			*l = newLetter(m, text, set, d.members)
		}
	}
}

// maxText bounds the text that is searched: a demand is made at once.
const maxText = 64 << 10

// readable cuts a text to what is searched and resolves the character references
// that some senders write into plain text to hide words.
func readable(text string) string {
	text = text[:min(len(text), maxText)]
	if strings.Contains(text, "&#") {
		text = html.UnescapeString(text)
	}
	return text
}

// keeps reports whether a message with these statements is worth a record.
func keeps(medium event.Medium, set cue.Set) bool {
	if medium != event.MediumMail {
		return set != 0
	}
	if set.Has(cue.Held) || set.Has(cue.Finder) && set.Has(cue.Reward) {
		return true
	}
	return set.Any(cue.Pay, cue.Coin, cue.Channel) &&
		set.Any(cue.Publish, cue.Destroy, cue.Disrupt, cue.Report, cue.Theft, cue.Encrypted, cue.Webcam, cue.Device, cue.Contacts)
}

func keyOf(r event.Ref) uint64 {
	return fold.Mix(fold.Mix(uint64(r.File), uint64(r.Offset)), uint64(r.Length))
}

// sighted notes when the sender of a mail wrote, and what may be part of a demand.
func (d *Detector) sighted(m *event.Mail, text string, set cue.Set) {
	if m.Medium != event.MediumMail {
		return
	}
	author := address(m.Author().Addr)
	if author == "" {
		return
	}
	s := d.state.Senders.At(fold.HashString(author))
	if s == nil {
		return
	}
	n := sighting{Time: m.Time, Ref: m.Ref, ID: identity(m)}
	if s.wants(n) && text != "" {
		n.Says = newSays(m, text, set, d.members)
	}
	s.add(n)
}

// Merge folds the state of other in.
func (d *Detector) Merge(other detect.Detector) {
	o, ok := other.(*Detector)
	if !ok {
		return
	}
	d.state.Letters.Merge(o.state.Letters, func(into, from *letter) {}) // one reference, one letter
	d.state.Senders.Merge(o.state.Senders, (*sender).merge)
}

// Snapshot writes the state.
func (d *Detector) Snapshot(w io.Writer) error { return fold.Save(w, name, version, &d.state) }

// Restore reads a state into a fresh detector.
func (d *Detector) Restore(r io.Reader) error { return fold.Load(r, name, version, &d.state) }
