package phishing

import (
	"slices"
	"strings"

	"dwell/detect/phishing/brand"
)

// claims collects which organisations a mail names, and where.
type claims struct {
	list []claimed
}

type claimed struct {
	id    brand.ID
	where clueSet
	times int // in the text
}

func (c *claims) at(id brand.ID) *claimed {
	for i := range c.list {
		if c.list[i].id == id {
			return &c.list[i]
		}
	}
	c.list = append(c.list, claimed{id: id})
	return &c.list[len(c.list)-1]
}

func (c *claims) add(id brand.ID, k clue) {
	if id != 0 {
		c.at(id).where.add(k)
	}
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

// chosen says whom the mail claims to be from: the organisation that it names in the
// most telling places.
func (d *Detector) chosen(v *view, h *heard) (id brand.ID, where clueSet) {
	best := 0.0
	for _, c := range h.claims.list {
		sum := 0.0
		for k := claimName; k <= claimDisguised; k++ {
			if c.where.has(k) {
				sum += weights[k]
			}
		}
		if d.owns(c.id, v) && sum > 0 {
			sum += 1 // a mail that names its true sender is his, whoever else it names
		}
		if sum > best {
			best, id, where = sum, c.id, c.where
		}
	}
	least := leastClaim
	if isFree(v.domain) && h.calls(v) {
		least = leastCall
	}
	if best < least && !where.any(claimAddress, claimDisguised) {
		return 0, clueSet{}
	}
	return id, where
}

// leastClaim is the weight of the places from which on a mail says that it is from an
// organisation: to be named once in a text or a subject is no claim.
const leastClaim = 0.8

// leastCall is the same where a free mailbox asks to call a number about a payment: such
// mails have no links, and name whom they are from in the text alone.
const leastCall = 0.3

// owns reports whether the sender's host is the organisation's, and the receiver's checks,
// if there were any, vouch for it: large organisations sign what they send. Where anybody can have a
// mailbox only those for the provider's own use are his.
func (d *Detector) owns(id brand.ID, v *view) bool {
	if !d.brands.Owns(id, v.host) {
		return false
	}
	if c := v.check; c != vouchedPass && c != unchecked {
		return false
	}
	return v.host != v.domain || !isFree(v.domain) || reserved(v.address)
}

// reserved reports whether an address is one that providers keep for themselves.
func reserved(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	for _, word := range []string{"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster", "notification", "account-security", "mailings"} {
		if strings.HasPrefix(local, word) {
			return true
		}
	}
	return false
}

// linked notes the organisations whose domains the links and pictures have.
func (d *Detector) linked(v *view, c *claims) {
	note := func(host string) {
		for _, id := range d.brands.Owners(host) {
			if !d.brands.Get(id).Linked {
				c.add(id, claimLinks)
			}
		}
	}
	for i := range v.targets {
		note(v.targets[i].Host)
	}
	for i, src := range v.page.Images {
		const enough = 24
		if t, ok := v.web.Parse(src); ok && i < enough {
			note(t.Host)
			v.borrow(t.Domain)
		}
	}
}

// borrow notes a domain that pictures come from.
func (v *view) borrow(domain string) {
	const most = 8
	if len(v.pictures) < most && !slices.Contains(v.pictures, domain) {
		v.pictures = append(v.pictures, domain)
	}
}
