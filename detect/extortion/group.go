package extortion

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"dwell/detect/extortion/cue"
	"dwell/detect/fold"
	"dwell/event"
)

// demand is a group of letters that are one extortion.
type demand struct {
	letters  []*letter  // in order of time
	passed   []*letter  // in which somebody who was asked shows or answers it
	sent     []sighting // of the extortioner's mails, copies counted once
	familiar int64      // mails of the sender before the first letter
	class    string
	cues     cue.Set
}

// ordered returns the letters in an order that depends on nothing but themselves.
func (s *state) ordered() []*letter {
	out := make([]*letter, 0, s.Letters.Len())
	for _, l := range s.Letters.All() {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b *letter) int {
		return cmp.Or(a.Time.Compare(b.Time), a.Ref.Compare(b.Ref))
	})
	return out
}

// demands puts letters together. A mail has to be a demand on its own to found a
// group; chats and notes are judged whole.
func (s *state) demands() []*demand {
	letters := s.ordered()
	var cores []*letter
	for _, l := range letters {
		if d := single(l); l.Medium != event.MediumMail || d.tells(weigh(d).Total()) {
			cores = append(cores, l)
		}
	}
	groups := newForest(len(cores))
	owner := make(map[string]int)
	for i, l := range cores {
		for _, key := range l.keys() {
			if j, ok := owner[key]; ok {
				groups.join(i, j)
			} else {
				owner[key] = i
			}
		}
	}
	byRoot := make(map[int]*demand)
	var out []*demand
	for i, l := range cores {
		root := groups.root(i)
		d, ok := byRoot[root]
		if !ok {
			d = &demand{}
			byRoot[root] = d
			out = append(out, d)
		}
		if d.asked(l) {
			d.passed = append(d.passed, l)
		} else {
			d.letters = append(d.letters, l)
		}
	}
	for _, d := range out {
		d.complete(s)
	}
	return out
}

// asked reports whether a mail comes from somebody who was asked in an earlier one: it
// quotes the demand to show it to others, or to answer. Letters come in order of time.
func (d *demand) asked(l *letter) bool {
	if l.Medium != event.MediumMail || l.From == "" || l.Own {
		return false
	}
	for _, earlier := range d.letters {
		if earlier.From != l.From && slices.Contains(earlier.To, l.From) {
			return true
		}
	}
	return false
}

// keys are what makes two letters one extortion.
func (l *letter) keys() []string {
	var out []string
	for _, w := range l.Wallets {
		if w.Checked {
			out = append(out, "w"+w.Currency+w.Text)
		}
	}
	for _, c := range l.Contacts {
		if c.anonymous() || l.Medium == event.MediumNote {
			out = append(out, c.Kind+c.Value)
		}
	}
	switch l.Medium {
	case event.MediumChat:
		out = append(out, "chat"+l.Mailbox)
	case event.MediumMail:
		if l.From != "" && !l.Own {
			out = append(out, "from"+l.From)
		}
		for _, id := range l.Thread {
			out = append(out, "thread"+strconv.FormatUint(id, 16))
		}
	}
	return out
}

func single(l *letter) *demand {
	d := &demand{letters: []*letter{l}}
	d.conclude()
	return d
}

// complete adds what the other mails of the sender say.
func (d *demand) complete(s *state) {
	d.conclude()
	seen := make(map[uint64]bool)
	for _, l := range d.letters {
		if l.Medium == event.MediumNote || l.ours() || seen[l.ID] {
			continue
		}
		seen[l.ID] = true
		d.sent = append(d.sent, sighting{Time: l.Time, Ref: l.Ref, ID: l.ID})
	}
	for _, l := range d.passed {
		seen[l.ID] = true
	}
	for _, from := range d.senders() {
		writer, ok := s.Senders.Lookup(fold.HashString(from))
		if !ok || d.class == massSextortion {
			continue
		}
		d.follow(writer, seen)
	}
	slices.SortFunc(d.sent, sighting.compare)
}

// Extortioners open politely, but they do not wait: whoever wrote correspondence
// mails longer than prelude before the first demand is a correspondent.
const (
	prelude        = 30 * 24 * time.Hour
	correspondence = 5
)

// follow adds the mails of one sender to the timeline, unless he is a
// correspondent, whose other mails are ordinary.
func (d *demand) follow(writer *sender, seen map[uint64]bool) {
	before := int64(0)
	for _, n := range writer.Earliest {
		if n.Time.Before(d.letters[0].Time) && d.letters[0].Time.Sub(n.Time) >= prelude {
			before++
		}
	}
	if before >= correspondence || writer.Count > maxSightings {
		d.familiar = max(d.familiar, before)
		return
	}
	for _, n := range writer.Earliest {
		if !seen[n.ID] {
			seen[n.ID] = true
			d.sent = append(d.sent, n)
		}
	}
}

// senders are the addresses that wrote the letters, sorted; a mail that says it is
// from its own recipient has none.
func (d *demand) senders() []string {
	var out []string
	for _, l := range d.letters {
		if l.Medium == event.MediumMail && l.From != "" && !l.Own {
			out = append(out, l.From)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// forest is a set of groups that grow together (union-find).
type forest struct{ parent []int }

func newForest(n int) *forest {
	f := &forest{make([]int, n)}
	for i := range f.parent {
		f.parent[i] = i
	}
	return f
}

// root is the smallest member of the group.
func (f *forest) root(i int) int {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

func (f *forest) join(i, j int) {
	a, b := f.root(i), f.root(j)
	f.parent[max(a, b)] = min(a, b)
}
