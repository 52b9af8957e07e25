package phishing

import (
	"slices"
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/brand"
	"dwell/detect/phishing/web"
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
	var a aim
	main := v.mainTarget(d, id)
	if main >= 0 {
		t := &v.targets[main]
		a = aim{target: t.Domain, host: t.Host, kind: t.Traits}
		if t.Inner != "" {
			a.target = t.Inner
		}
		d.traits(v, t, id, s)
		s.when(len(v.mail.Text) < fewBytes && len(v.page.Images) > 0, onePicture)
	}
	v.shownElsewhere(&a, s)
	answers := v.answersTo(s)
	if main < 0 && h.fortune >= fortunes {
		v.addresses()
	}
	s.when(main < 0 && slices.ContainsFunc(v.mailto, func(m string) bool { return m != v.domain && isFree(m) }), mailsOff)
	s.when(v.attached, bringsPage)
	s.when(id != 0 && h.calls(v), asksCall)                        // whoever demands under no name is no concern of this package
	begs := h.fortune >= fortunes && (isFree(v.domain) || answers) // to be answered is all that it wants
	s.when(main < 0 && len(v.mailto) == 0 && !begs && !s.any(repliesOff, bringsPage, asksCall), leadsNowhere)
	return a
}

// answersTo notes where answers go, and reports whether to another domain.
func (v *view) answersTo(s *clueSet) bool {
	answer := v.answerDomain()
	if answer == "" || answer == v.domain {
		return false
	}
	free := isFree(answer)
	s.when(free, repliesOff)
	s.when(!free && !web.Carrier(answer) && answer != v.envelope, repliesAway)
	return true
}

const (
	// fewBytes of text beside a picture that is a link are hardly a mail.
	fewBytes = 400
	// fortunes are so many phrases of large sums that a mail speaks of one, manyFortunes
	// that it speaks of little else.
	fortunes, manyFortunes = 3, 5
)

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

// telephone reports whether the beginning of a text holds a telephone number of ten
// figures or more, written as such.
func telephone(text string) bool {
	const searched, least, most = 2 << 10, 10, 15
	text = text[:min(len(text), searched)]
	figures, marks := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c > '9': // most bytes are letters
			if figures >= least && figures <= most && marks > 1 {
				return true
			}
			figures, marks = 0, 0
		case c >= '0':
			figures++
		case (c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '+') && (figures > 0 || c == '+' || c == '('):
			marks++
		case figures >= least && figures <= most && marks > 1:
			return true
		default:
			figures, marks = 0, 0
		}
	}
	return figures >= least && figures <= most && marks > 1
}
