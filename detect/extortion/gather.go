package extortion

import (
	"math"
	"slices"

	"dwell/detect/extortion/cue"
	"dwell/detect/extortion/wallet"
	"dwell/detect/origin"
	"dwell/event"
	"dwell/finding"
)

// maxListed bounds every list of a demand.
const maxListed = 32

// gather unites one list of all letters of the extortioner, in order of time, each
// value once.
func gather[T comparable](d *demand, list func(*letter) []T) []T {
	var out []T
	for _, l := range d.letters {
		if l.ours() {
			continue
		}
		for _, v := range list(l) {
			if len(out) < maxListed && !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	return out
}

// wallets are those whose checksum holds, and in a text that asks for money those
// without one. In a chat the victim may repeat a wallet, so all turns count.
func (d *demand) wallets() []wallet.Address {
	var out []wallet.Address
	for _, l := range d.letters {
		for _, w := range l.Wallets {
			if (w.Checked || d.cues.Any(cue.Pay, cue.Coin)) && len(out) < maxListed && !slices.ContainsFunc(out, w.Same) {
				out = append(out, w)
			}
		}
	}
	return out
}

// amounts are the sums that the extortioner names, in order.
func (d *demand) amounts() []finding.Amount {
	var out []finding.Amount
	for _, t := range d.turns() {
		for _, a := range t.amounts {
			same := func(o finding.Amount) bool { return o.Value == a.Value && o.Currency == a.Currency }
			if len(out) < maxListed && !slices.ContainsFunc(out, same) {
				out = append(out, a)
			}
		}
	}
	return out
}

// remembered is how many sums a talk goes back to for a currency.
const remembered = 64

// sums are the sums of each letter. A figure without a currency has that of the sum
// before it that is nearest in size, by whom ever: "we agree on 650k" answers an
// offer in dollars. Without any it is left out.
func (d *demand) sums() [][]finding.Amount {
	var spoken []finding.Amount
	out := make([][]finding.Amount, len(d.letters))
	for i, l := range d.letters {
		for _, a := range l.Amounts {
			if a.Currency == "" {
				a.Currency = likeliest(spoken, a.Value)
			} else if spoken = append(spoken, a); len(spoken) > remembered {
				spoken = spoken[1:]
			}
			if a.Currency != "" {
				out[i] = append(out[i], a)
			}
		}
	}
	return out
}

// likeliest is the currency of the sum that is nearest in size.
func likeliest(sums []finding.Amount, value float64) string {
	currency, nearest := "", math.Inf(1)
	for _, s := range sums {
		if distance := math.Abs(math.Log(s.Value / value)); distance < nearest {
			currency, nearest = s.Currency, distance
		}
	}
	return currency
}

func (d *demand) contacts() []contact {
	return gather(d, func(l *letter) []contact { return l.Contacts })
}

// parties is the number of those who speak in a chat.
func (d *demand) parties() int {
	most := 0
	for _, l := range d.letters {
		most = max(most, l.Parties)
	}
	return most
}

// negotiated reports whether the letters are a talk about what was done to one party:
// then nothing has to be claimed or threatened any more.
func (d *demand) negotiated() bool {
	return d.medium() == event.MediumChat && d.parties() > 1 &&
		(d.cues.Any(cue.Encrypted, cue.Theft, cue.Publish) || d.cues.Any(cue.Pay, cue.Coin) && len(d.amounts()) > 0)
}

// threats are the kinds of harm that are threatened, in plain words.
func (d *demand) threats() []string {
	var out []string
	for _, c := range []cue.Cue{cue.Publish, cue.Report, cue.Disrupt, cue.Destroy, cue.Contacts} {
		if d.cues.Has(c) && (c != cue.Contacts || d.cues.Any(cue.Webcam, cue.Sexual, cue.Device)) {
			out = append(out, c.String())
		}
	}
	return out
}

// clues are the traces of the extortioner's letters with the letters they stand in.
func (d *demand) clues() []finding.Clue {
	type place struct {
		at   event.Time
		refs []event.Ref
	}
	const maxRefs = 3
	places := make(map[origin.Trace]*place)
	all := gather(d, func(l *letter) []origin.Trace { return l.Traces })
	for _, l := range d.letters {
		for _, t := range l.Traces {
			p, ok := places[t]
			if !ok {
				p = &place{at: l.Time}
				places[t] = p
			}
			if len(p.refs) < maxRefs {
				p.refs = append(p.refs, l.Ref)
			}
		}
	}
	var out []finding.Clue
	for _, t := range all {
		out = append(out, t.Clue(places[t].at, places[t].refs))
	}
	return out
}
