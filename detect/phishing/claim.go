package phishing

import (
	"slices"
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/brand"
	"dwell/detect/phishing/web"
	"dwell/detect/phishing/words"
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
func brandOf(h words.Hit) brand.ID      { return brand.ID(h.ID - ask.Number) }

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

// wholeName reports whether a display name is an ordinary word that is a brand's name,
// alone or with words of service.
func (d *Detector) wholeName(display string, id brand.ID) bool {
	normal, _ := words.Normal(nil, display)
	name, _ := words.Normal(nil, d.brands.Get(id).Name)
	rest, ok := strings.CutPrefix(strings.TrimSpace(string(normal)), strings.TrimSpace(string(name)))
	if !ok {
		return false
	}
	for w := range strings.FieldsSeq(rest) {
		if !slices.Contains(serviceWords, w) {
			return false
		}
	}
	return true
}

// serviceWords are those that stand behind the name of an organisation where a person
// has a family name.
var serviceWords = strings.Fields(`account accounts alert alerts app bank banking billing card care center centre club com customer delivery department email
	express help id inc info login mail mailing message messages mobile news notice notification notifications online order parcel pay payment post
	promotion rewards security service services shipping shop store subscription support survey team update verification winner`)

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
	if c := v.checked(); c != vouchedPass && c != unchecked {
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

// calls reports whether a mail asks to call a number about a payment, a renewal or an
// alarm.
func (h *heard) calls(v *view) bool {
	return h.says.Has(ask.Call) && h.says.Any(ask.Renew, ask.Pay, ask.Alert) && telephone(v.mail.Text)
}

// ownClaim finds a mail that speaks for the recipient's own organisation.
func (v *view) ownClaim(h *heard) bool {
	if v.fields.list || !h.says.Any(ask.Password, ask.Quota, ask.Credence, ask.Document, ask.Desk) {
		return false
	}
	name, subject := strings.ToLower(v.name), strings.ToLower(v.mail.Subject)
	for _, r := range v.readers {
		_, domain, _ := strings.Cut(r, "@")
		registered := v.web.Registered(domain)
		label, _, dotted := strings.Cut(registered, ".")
		if !dotted || registered == v.domain || isFree(registered) {
			continue
		}
		const least = 4
		if strings.Contains(name, registered) || strings.Contains(subject, registered) || len(label) >= least && hasWord(name, label) {
			return true
		}
	}
	return false
}

func hasWord(text, word string) bool {
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return r < 0x80 && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }) {
		if w == word {
			return true
		}
	}
	return false
}

// borrow notes a domain that pictures come from.
func (v *view) borrow(domain string) {
	const most = 8
	if len(v.pictures) < most && !slices.Contains(v.pictures, domain) {
		v.pictures = append(v.pictures, domain)
	}
}

// borrowed finds an organisation in no table: its domain gives links or pictures to the
// mail and its name to the display name, but the sender is another, and so is the main
// target.
func (v *view) borrowed(target string) string {
	normal, _ := words.Normal(nil, v.name)
	joined := strings.ReplaceAll(string(normal), " ", "")
	check := func(domain string) bool {
		const least = 5
		label, _, _ := strings.Cut(domain, ".")
		label = strings.ReplaceAll(label, "-", "")
		return domain != v.domain && domain != target && len(label) >= least && !web.Carrier(domain) && strings.Contains(joined, label) && !strings.Contains(v.domain, label)
	}
	if domain := v.titled(); domain != "" && domain != target {
		return domain
	}
	for i := range v.targets {
		if t := &v.targets[i]; t.Traits == 0 && check(t.Domain) {
			return t.Domain
		}
	}
	for _, domain := range v.pictures {
		if check(domain) {
			return domain
		}
	}
	return ""
}

// titled finds a domain that the display name is made of and the sender's is not.
func (v *view) titled() string {
	for word := range strings.FieldsSeq(strings.ToLower(v.name)) {
		word = strings.Trim(word, "\"'()[]<>.,;:!")
		if !strings.Contains(word, ".") || strings.ContainsAny(word, "@/") {
			continue
		}
		domain := v.web.Registered(word)
		label, ending, _ := strings.Cut(domain, ".")
		if usualEnding(ending) && !strings.HasPrefix(v.domain, label+".") {
			return domain
		}
	}
	return ""
}

// usualEnding tells a domain from an abbreviation or a missing blank.
func usualEnding(ending string) bool {
	switch ending {
	case "com", "net", "org", "de", "fr", "nl", "it", "es", "ch", "at", "be", "eu", "io", "co.uk", "co.kr", "co.jp", "com.br", "com.au":
		return true
	}
	return false
}
