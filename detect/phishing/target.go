package phishing

import (
	"slices"
	"strings"

	"dwell/detect/phishing/ask"
	"dwell/detect/phishing/brand"
	"dwell/detect/phishing/web"
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
	known, carrier := len(d.brands.Owners(t.Host)) > 0, web.Carrier(t.Domain)
	label, _, _ := strings.Cut(t.Domain, ".")
	s.when(random(label) && !known && !carrier && t.Traits&(web.Literal|web.Stored) == 0, leadsRandom)
	home := t.Traits&^web.Port == 0 && v.kindred(t.Domain)
	s.when(home, leadsHome)
	s.when(v.fields.unsubscribe && !v.fields.list && (home || carrier && v.check == vouchedPass), fromBulk)
	switch {
	case id != 0 && d.brands.Owns(id, t.Host):
		s.add(leadsToBrand)
	case t.Traits&(web.Literal|web.Stored|web.Shared|web.Shortener) == 0 && !home && d.brands.Imitates(t.Host) != 0:
		s.add(leadsLookalike)
	}
	s.when(v.leads && !home, leadsNamed)
	if !home && !known && !carrier {
		v.away(t, s)
	}
}

// away notes what is odd about a main target that is a stranger's.
func (v *view) away(t *web.Target, s *clueSet) {
	s.add(leadsAway)
	foreign := v.envelope != "" && v.envelope != v.domain && v.envelope != t.Domain && !web.Carrier(v.envelope)
	s.when(foreign && !v.fields.list && !isFree(v.domain), leadsStrange)
	v.paths(t, s)
}

// paths notes how the links lead to a main target that is a stranger's.
func (v *view) paths(t *web.Target, s *clueSet) {
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

// kindred reports whether a domain is the sender's, signs for it, or bears the same name.
func (v *view) kindred(domain string) bool {
	if domain == "" || v.domain == "" {
		return false
	}
	vouched := v.check == vouchedPass && !web.Carrier(domain) && (domain == v.envelope || slices.Contains(v.fields.signed, domain))
	if domain == v.domain || vouched {
		return true
	}
	a, _, _ := strings.Cut(domain, ".")
	b, _, _ := strings.Cut(v.domain, ".")
	const least, long = 4, 5
	return len(a) >= least && a == b || min(len(a), len(b)) >= long && (strings.Contains(a, b) || strings.Contains(b, a))
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
