package phishing

import (
	"slices"
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/brand"
	"dwell/detect/phishing/web"
	"dwell/entity"
)

// aim is where a mail wants its reader to go.
type aim struct {
	target string // registered domain or address; "" none
	host   string
	shown  string // domain that the link shows instead
	kind   web.Trait
}

// aims notes the clues of where the mail leads.
func (d *Detector) aims(v *view, h *heard, id brand.ID, s *clueSet) aim {
	main := v.mainTarget(d, id)
	answer := v.answerDomain()
	acts := main >= 0
	var a aim
	if acts {
		t := &v.targets[main]
		a = aim{target: t.Domain, host: t.Host, kind: t.Traits}
		if t.Inner != "" {
			a.target = t.Inner
		}
		d.traits(v, t, id, s)
	}
	v.shownElsewhere(&a, s)
	freeAnswer := answer != "" && answer != v.domain && entity.Freemail(answer)
	s.when(freeAnswer, repliesOff)
	s.when(answer != "" && answer != v.domain && !freeAnswer && !web.Carrier(answer) && answer != v.envelope, repliesAway)
	if !acts && h.fortune >= fortunes {
		v.addresses()
	}
	s.when(!acts && slices.ContainsFunc(v.mailto, func(m string) bool { return m != v.domain && entity.Freemail(m) }), mailsOff)
	s.when(v.attached, bringsPage)
	s.when(acts && len(v.mail.Text) < fewBytes && len(v.page.Images) > 0, onePicture)
	calls := h.calls(v)
	s.when(calls, asksCall)
	s.when(!acts && !freeAnswer && !v.attached && len(v.mailto) == 0 && !calls && !(h.fortune >= fortunes && (entity.Freemail(v.domain) || answer != "" && answer != v.domain)), leadsNowhere)
	return a
}

const (
	// fewBytes of text beside a picture that is a link are hardly a mail.
	fewBytes = 400
	// fortunes are so many phrases of large sums that a mail speaks of one, manyFortunes
	// that it speaks of little else.
	fortunes, manyFortunes = 3, 5
)

// traits notes what the main target is.
func (d *Detector) traits(v *view, t *web.Target, id brand.ID, s *clueSet) {
	s.when(t.Has(web.Literal), leadsLiteral)
	s.when(t.Has(web.Coded) || t.Has(web.UserInfo), leadsCoded)
	s.when(t.Has(web.Shortener), leadsShort)
	s.when(t.Has(web.Stored), leadsStored)
	s.when(t.Has(web.Shared), leadsShared)
	s.when(t.Has(web.Redirect), leadsOn)
	s.when(t.Has(web.Foreign), leadsForeign)
	s.when(web.Cheap(t.Domain), leadsCheap)
	label, _, _ := strings.Cut(t.Domain, ".")
	s.when(random(label) && t.Traits&(web.Literal|web.Stored) == 0 && !web.Carrier(t.Domain) && len(d.brands.Owners(t.Host)) == 0, leadsRandom)
	home := t.Traits&^web.Port == 0 && (v.kindred(t.Domain) || slices.Contains(v.fields.signed, t.Domain) && v.checked() == vouchedPass)
	s.when(home, leadsHome)
	s.when(v.leads && !home, leadsNamed)
	switch {
	case id != 0 && d.brands.Owns(id, t.Host):
		s.add(leadsToBrand)
	case t.Traits&(web.Literal|web.Stored|web.Shared|web.Shortener) == 0 && !home && d.brands.Imitates(t.Host) != 0:
		s.add(leadsLookalike)
	}
	known := len(d.brands.Owners(t.Host)) > 0
	s.when(!home && !known && t.Domain != v.domain && !web.Carrier(t.Domain), leadsAway)
	d.paths(v, t, home || known, s)
	s.when(home && (v.fields.unsubscribe && !v.fields.list) || web.Carrier(t.Domain) && v.fields.unsubscribe && v.checked() == vouchedPass, fromBulk)
	strange := !home && !web.Carrier(t.Domain) && t.Domain != v.domain && v.envelope != "" && v.envelope != v.domain && v.envelope != t.Domain && !web.Carrier(v.envelope)
	s.when(strange && !v.fields.list && !known && !isFree(v.domain), leadsStrange)
}

// paths notes how the links lead to a main target that is a stranger's.
func (d *Detector) paths(v *view, t *web.Target, friendly bool, s *clueSet) {
	if friendly || web.Carrier(t.Domain) {
		return
	}
	once, shown := true, 0
	for i := range v.links {
		l := &v.links[i]
		o := &v.targets[l.target]
		if o.Host == t.Host {
			s.when(l.plain && when(v.mail).Nanos >= encryptedUsual, leadsOpenly)
			s.when(l.marked, leadsMarked)
			shown++
			continue
		}
		once = false
		s.when(l.says.Has(ask.Leave) && o.Domain != t.Domain && !v.kindred(o.Domain) && !web.Carrier(o.Domain), leavesAway)
	}
	s.when(once && shown > 1, leadsOnce)
}

// encryptedUsual is from when on links lead to HTTPS unless somebody spared the trouble:
// browsers call plain HTTP not secure since July 2018.
const encryptedUsual = 1_532_390_400_000_000_000 // 2018-07-24

// kindred reports whether a domain is the sender's, or bears the same name.
func (v *view) kindred(domain string) bool {
	if domain == "" || v.domain == "" {
		return false
	}
	if domain == v.domain || domain == v.envelope && !web.Carrier(domain) && v.checked() == vouchedPass {
		return true
	}
	a, _, _ := strings.Cut(domain, ".")
	b, _, _ := strings.Cut(v.domain, ".")
	const least, long = 4, 5
	return len(a) >= least && a == b || min(len(a), len(b)) >= long && (strings.Contains(a, b) || strings.Contains(b, a))
}

// mainTarget is the target that the mail wants to be followed: of those that are no
// organisation's everybody links to and do not unsubscribe, the one that most links
// lead to, those that ask for something twice over. -1 for none.
func (v *view) mainTarget(d *Detector, id brand.ID) int {
	votes := make([]int, len(v.targets))
	for i := range v.links {
		l := &v.links[i]
		leave, asks := l.says.Has(ask.Leave), l.says&^(1<<ask.Owner) != 0
		v.leads = v.leads || l.named && !leave
		switch {
		case leave:
			continue
		case asks:
			votes[l.target] += 3
		default:
			votes[l.target]++
		}
	}
	best := -1
	for i := range v.targets {
		t := &v.targets[i]
		if votes[i] == 0 {
			continue
		}
		const plenty = 1000
		switch owners := d.brands.Owners(t.Host); {
		case t.Traits != 0 && t.Traits != web.Port: // it hides something
			votes[i] += plenty
		case id != 0 && d.brands.Owns(id, t.Host), len(owners) > 0 && d.brands.Get(owners[0]).Linked:
			votes[i] -= plenty
		}
		if best < 0 || votes[i] > votes[best] {
			best = i
		}
	}
	return best
}

// answerDomain is the registered domain that answers go to; "" the sender's own.
func (v *view) answerDomain() string {
	if len(v.mail.ReplyTo) == 0 {
		return ""
	}
	_, host, _ := strings.Cut(strings.ToLower(v.mail.ReplyTo[0].Addr), "@")
	if strings.EqualFold(v.mail.ReplyTo[0].Addr, v.address) {
		return ""
	}
	return v.web.Registered(host)
}

// shownElsewhere finds a link whose text is a domain other than where it leads.
func (v *view) shownElsewhere(a *aim, s *clueSet) {
	if v.fields.list {
		return
	}
	for i := range v.links {
		l := &v.links[i]
		shown, ok := v.shownDomain(l.shown)
		if !ok {
			continue
		}
		t := &v.targets[l.target]
		if shown == t.Domain || shown == t.Inner || web.Carrier(t.Domain) || v.kindred(t.Domain) && v.kindred(shown) {
			continue
		}
		if b, _, _ := strings.Cut(shown, "."); strings.HasPrefix(t.Domain, b+".") {
			continue
		}
		a.shown = shown
		s.add(leadsDisguised)
		return
	}
}

// shownDomain reads a text that is a link and nothing else.
func (v *view) shownDomain(shown string) (string, bool) {
	const longest = 200
	if len(shown) < 4 || len(shown) > longest || strings.ContainsAny(shown, " @") || !strings.Contains(shown, ".") {
		return "", false
	}
	lower := strings.ToLower(shown)
	if !strings.HasPrefix(lower, "http") && !strings.HasPrefix(lower, "www.") {
		return "", false
	}
	t, ok := v.web.Parse(shown)
	return t.Domain, ok && t.Traits&web.Literal == 0
}

// addresses notes the mailboxes that the text asks to write to.
func (v *view) addresses() {
	const searched, most = 6 << 10, 20
	text := v.mail.Text[:min(len(v.mail.Text), searched)]
	for range most {
		at := strings.IndexByte(text, '@')
		if at < 0 {
			return
		}
		end := at + 1
		for end < len(text) && (text[end] == '.' || text[end] == '-' || text[end] >= '0' && text[end] <= '9' || text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
			end++
		}
		start := at
		for start > 0 && text[start-1] > ' ' && text[start-1] < 0x7f && !strings.ContainsRune("<>(),:;\"'[]", rune(text[start-1])) {
			start--
		}
		if address := strings.Trim(text[start:end], "."); !strings.EqualFold(address, v.address) && !slices.Contains(v.readers, strings.ToLower(address)) {
			v.writes(address)
		}
		text = text[end:]
	}
}

// telephone reports whether a text holds a telephone number of ten figures or more,
// written as such.
func telephone(text string) bool {
	const searched, least, most = 4 << 10, 10, 15
	text = text[:min(len(text), searched)]
	figures, marks := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			figures++
		case (c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '+') && (figures > 0 || c == '+' || c == '('):
			marks++
		default:
			if figures >= least && figures <= most && marks > 1 {
				return true
			}
			figures, marks = 0, 0
		}
	}
	return figures >= least && figures <= most && marks > 1
}
