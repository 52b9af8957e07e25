package phishing

import (
	"slices"
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/brand"
	"dwell/detect/phishing/words"
)

// heard is what the searched texts of a mail say.
type heard struct {
	says   ask.Set // in the text, the subject and the texts of links
	name   ask.Set // in the display name
	claims claims

	// How many different phrases of these there are.
	fortune, lure, coins int
	heard                []uint16

	imitated brand.ID // by the sender's host
}

// names reads whom the sender's name and address say it is.
func (d *Detector) names(v *view, h *heard) {
	d.search(v.name, func(hit words.Hit) {
		if k, is := asked(hit); is {
			h.name.Add(k)
			h.hear(k, hit)
		} else if b := brandOf(hit); !d.brands.Get(b).Common || hit.At == 0 && d.wholeName(v.name, b) {
			h.claims.add(b, claimName)
		}
	})
	h.claims.add(d.brands.Disguised(v.name), claimDisguised)
	h.imitated = d.brands.Imitates(v.host)
	h.claims.add(h.imitated, claimAddress)
	if local, _, ok := strings.Cut(v.address, "@"); ok {
		h.claims.add(d.brands.Imitates(local), claimAddress)
	}
}

// dull reports whether a mail cannot be phishing, whatever its text says: people on a
// discussion list under names of people, and mails that give nothing to follow, to open,
// to call and to answer elsewhere. Most mail is of that kind.
func (v *view) dull(h *heard) bool {
	if v.fields.list && len(v.page.Links) == 0 { // mass mailers use lists as well, but write pages
		return len(h.claims.list) == 0 && !h.name.Has(ask.Desk)
	}
	return len(v.targets)+len(v.mailto) == 0 && !v.attached && len(h.claims.list) == 0 && !isFree(v.domain) && v.answerDomain() == "" && !telephone(v.mail.Text)
}

// listen searches the texts of a mail.
func (d *Detector) listen(v *view, h *heard) {
	d.search(v.mail.Subject, func(hit words.Hit) { h.heed(d, hit, claimSubject) })
	d.text(v, h)
	d.buttons(v, h)
	for _, alt := range v.page.Alts {
		d.search(alt, func(hit words.Hit) { h.heed(d, hit, claimLogo) })
	}
	d.search(v.page.Title, func(hit words.Hit) { h.heed(d, hit, claimLogo) })
}

// maxButtons bounds the links whose texts are searched.
const maxButtons = 60

// buttons notes what the texts of links say.
func (d *Detector) buttons(v *view, h *heard) {
	for i := range v.links[:min(len(v.links), maxButtons)] {
		l := &v.links[i]
		d.search(l.shown, func(hit words.Hit) {
			if k, is := asked(hit); is {
				l.says.Add(k)
			}
		})
		h.says |= l.says
	}
}

// heed notes what a phrase says.
func (h *heard) heed(d *Detector, hit words.Hit, where clue) {
	if k, is := asked(hit); is {
		h.hear(k, hit)
	} else if b := brandOf(hit); !d.brands.Get(b).Common && !(d.brands.Get(b).Linked && where == claimLogo) {
		h.claims.add(b, where)
	}
}

// hear notes an ask, and of some how many different phrases there are.
func (h *heard) hear(k ask.Ask, hit words.Hit) {
	h.says.Add(k)
	count := &h.fortune
	switch k {
	case ask.Fortune:
	case ask.Lure:
		count = &h.lure
	case ask.Wallet:
		count = &h.coins
	default:
		return
	}
	const most = 32
	if len(h.heard) < most && !slices.Contains(h.heard, hit.Serial) {
		h.heard = append(h.heard, hit.Serial)
		*count++
	}
}

// asked and brandOf tell the numbers of the index apart: asks come first.
func asked(h words.Hit) (ask.Ask, bool) { return ask.Ask(h.ID), h.ID < ask.Number }

func brandOf(h words.Hit) brand.ID { return brand.ID(h.ID - ask.Number) }

// text searches the beginning of the text, and its end for who signs it.
func (d *Detector) text(v *view, h *heard) {
	const head, tail, early, often, near = 6 << 10, 1 << 10, 300, 3, 40
	text := v.mail.Text
	beginning := text[:min(len(text), head)]
	owner := -near
	heed := func(hit words.Hit, at int) {
		k, is := asked(hit)
		switch {
		case is:
			h.hear(k, hit)
			if k == ask.Owner {
				owner = at
			}
		case d.brands.Get(brandOf(hit)).Common:
		default:
			c := h.claims.at(brandOf(hit))
			c.times++
			if at < early || c.times >= often {
				c.where.add(claimText)
			}
			if at-owner < near {
				c.where.add(claimOwner)
			}
		}
	}
	d.search(beginning, func(hit words.Hit) { heed(hit, hit.At) })
	if len(text) > head+tail {
		d.search(text[len(text)-tail:], func(hit words.Hit) { heed(hit, hit.At+early) })
	}
}

// search finds the phrases of a text.
func (d *Detector) search(text string, found func(words.Hit)) {
	const longest = 8 << 10
	if text == "" {
		return
	}
	text = text[:min(len(text), longest)]
	var foreign bool
	d.buffer, foreign = words.Normal(d.buffer[:0], text)
	d.index.Find(d.buffer, foreign, found)
}

// calls reports whether a mail asks to call a number about a payment, a renewal or an
// alarm.
func (h *heard) calls(v *view) bool {
	return h.says.Has(ask.Call) && h.says.Any(ask.Renew, ask.Pay, ask.Alert) && telephone(v.mail.Text)
}
