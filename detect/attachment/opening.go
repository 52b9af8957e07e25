package attachment

import (
	"bytes"
	"cmp"
	"slices"
)

// maxTried bounds the passwords that are tried on one attachment.
const maxTried = 32

// passwords gives what the mails with an attachment offer, then what its senders and
// threads gave at another time.
func (d *Detector) passwords(t *item) []string {
	var out []string
	add := func(h *hint) {
		for _, token := range h.Tokens {
			if !slices.Contains(out, token.Text) && len(out) < maxTried {
				out = append(out, token.Text)
			}
		}
	}
	add(&t.Offered)
	for i := range t.Deliveries {
		for _, key := range []uint64{t.Deliveries[i].Sender, t.Deliveries[i].Thread} {
			if h, ok := d.state.Hints.Lookup(key); ok {
				add(h)
			}
		}
	}
	return out
}

// opened opens what is locked, by the passwords that all mails give, with so many rounds
// of work at most. It returns the items that change, as they are then; those of the state
// stay as they are.
func (d *Detector) opened(left int) map[digest]*item {
	type candidate struct {
		sum  digest
		item *item
	}
	var all []candidate
	for sum, t := range d.state.Items.All() {
		if len(t.Deliveries) > 0 && (len(t.Closed) > 0 || len(t.Sealed) > 0 && !t.Traits.Has(opened)) {
			all = append(all, candidate{sum, t})
		}
	}
	// The work for all is bounded, so those come first whose own mails offer a password.
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(min(1, len(b.item.Offered.Tokens)), min(1, len(a.item.Offered.Tokens))), bytes.Compare(a.sum[:], b.sum[:]))
	})
	out := make(map[digest]*item)
	for _, c := range all {
		e := &examination{left: newAllowance(), passwords: d.passwords(c.item)}
		e.left.Hung, e.left.Rounds = d.hung, min(fileRounds, left)
		before := e.left.Rounds
		if t := d.open(c.item, e); t != nil {
			out[c.sum] = t
		}
		left -= before - max(0, e.left.Rounds)
		d.hung = e.left.Hung
	}
	return out
}

// open opens one item; nil when nothing more is known of it than before.
func (d *Detector) open(t *item, e *examination) *item {
	files := d.withData(t)
	e.shut = len(t.Closed) - len(files)
	if !e.opensAll(files, e.passwords) {
		e.opensSealed(t)
	}
	if len(e.notes) == 0 && e.traits == 0 {
		return nil
	}
	most := e.traits.carrier()
	e.traits |= t.Traits
	e.settle()
	out := *t
	out.Names = slices.Clone(t.Names)
	out.Notes, e.notes = nil, append(slices.Clone(t.Notes), e.notes...)
	e.notes = e.notes[:min(len(e.notes), maxNotes)]
	out.merge(&item{Traits: e.traits, Kind: t.Kind, Most: most, Where: e.where, Telling: e.telling, Notes: e.notes, Traces: e.traces, Built: e.built})
	return &out
}

// opensSealed opens the members of a zip archive of which only the beginning was kept,
// because the whole is too large or there were too many.
func (e *examination) opensSealed(t *item) {
	if p, ok := e.try(t.Sealed); ok && e.open(t.Sealed, p, place{}.within("", false)) {
		e.traits.add(opened)
		e.traits.add(password)
	}
}

// withData gives the closed files of an item that were kept.
func (d *Detector) withData(t *item) []closed {
	var out []closed
	for _, c := range t.Closed {
		if c.data = d.state.Vault.get(rank(c.Kind), c.Digest); c.data != nil {
			out = append(out, c)
		}
	}
	return out
}

// keeps puts the closed files of an attachment into the vault.
func (d *Detector) keeps(files []closed) []closed {
	out := slices.Clone(files)
	for i := range out {
		d.state.Vault.add(rank(out[i].Kind), out[i].Digest, out[i].data)
		out[i].data = nil
	}
	return out
}
