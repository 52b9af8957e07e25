package lateral

import (
	"fmt"
	"slices"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
	"dwell/finding"
)

// The weights of what logons show of a step, log10 likelihood ratios by judgement.
// Each fact is common among administrators too, so none of them says much alone.
const (
	weightTicket  = 0.3 // a ticket for a service of the machine, which nobody else asks for
	weightAccount = 0.6 // an account that was at home on another machine
	weightNTLM    = 0.5 // by NTLM, which takes a stolen hash, where Kerberos is usual
	weightName    = 0.6 // a name of the client that the machine does not have

	homeDays       = 3 // an account is at home where it is used on that many days
	manyHomes      = 5 // an account that is used from more machines is an administrator's
	ordinaryNames  = 5 // logons under one name until it is known as the machine's own
	maxAccountsOne = 3 // accounts that a finding names
)

// weighLogons weighs as whom the machine went on.
func (y *survey) weighLogons(s *finding.Scales, p *pair) {
	if tickets := y.logons.tickets[p.ends]; len(tickets) > 0 {
		if why := y.rareTickets(p, tickets); why != "" {
			s.Add("tickets", weightTicket, "%s", why)
		}
	}
	for _, l := range y.logons.of(p) {
		if home, ok := y.logons.home(l.useKey); ok {
			s.Add("account", weightAccount, "%s was used from %s alone until then", l.use.Account, home.IP())
			break
		}
	}
	for _, l := range y.logons.direct[p.ends] {
		if l.Method == byNTLM && y.logons.hashWouldDo(l.useKey) {
			s.Add("NTLM", weightNTLM, "%s came by NTLM, which needs no more than a stolen hash; it uses Kerberos elsewhere", l.use.Account)
			s.Excuse("NTLM because the machine was called by its address: possible")
			break
		}
	}
	for _, l := range y.logons.direct[p.ends] {
		if own, ok := y.logons.otherName(l); ok {
			s.Add("another name", weightName, "%s called itself %s, and %s at other times", p.Src.IP(), l.From, own)
			break
		}
	}
}

// rareTickets words the tickets that no other machine asks for.
func (y *survey) rareTickets(p *pair, tickets []loggedOn) string {
	var services []string
	for _, l := range tickets {
		if len(y.logons.askers[l.Service])-1 <= fewOthers && !slices.Contains(services, l.Service) {
			services = append(services, l.Service)
		}
	}
	if len(services) == 0 {
		return ""
	}
	slices.Sort(services)
	return fmt.Sprintf("%s asked for tickets for %s", tickets[0].use.Account, strings.Join(services[:min(len(services), maxNames)], ", "))
}

// of returns the logons of the pair: its own, or else the tickets for them.
func (y *logonSurvey) of(p *pair) []loggedOn {
	return append(slices.Clone(y.direct[p.ends]), y.tickets[p.ends]...)
}

// home returns the one machine on which an account was at home before it was used here.
func (y *logonSurvey) home(k useKey) (fold.Addr, bool) {
	a := y.accounts[k.Account]
	here := a.sources[k.Src]
	if len(a.sources) > manyHomes || here.Days.Count() >= homeDays {
		return fold.Addr{}, false
	}
	var homes []fold.Addr
	for src, u := range a.sources {
		if src != k.Src && u.Days.Count() >= homeDays && here.Marks.First.Time.Sub(u.Marks.First.Time) >= watched {
			homes = append(homes, src)
		}
	}
	if len(homes) != 1 {
		return fold.Addr{}, false
	}
	return homes[0], true
}

// hashWouldDo reports whether the account uses Kerberos elsewhere, in a network where
// NTLM is not what all do.
func (y *logonSurvey) hashWouldDo(k useKey) bool {
	return y.accounts[k.Account].kerberos && 2*y.ntlm <= y.kerberos
}

// otherName returns the name that the client usually gives itself when it gave another.
func (y *logonSurvey) otherName(l loggedOn) (string, bool) {
	names := y.names[l.Src]
	if l.From == "" || names[l.From] >= ordinaryNames {
		return "", false
	}
	var usual []string
	for name, n := range names {
		if n >= ordinaryNames {
			usual = append(usual, name)
		}
	}
	if len(usual) != 1 {
		return "", false
	}
	return usual[0], true
}

// accounts names the accounts of the pair.
func (y *survey) accountsOf(p *pair) []string {
	var names []string
	for _, l := range y.logons.of(p) {
		if !slices.Contains(names, l.use.Account) {
			names = append(names, l.use.Account)
		}
	}
	slices.Sort(names)
	return names[:min(len(names), maxAccountsOne)]
}

// logonRefs returns the first record of each logon of the pair.
func (y *survey) logonRefs(p *pair) []event.Ref {
	var refs []event.Ref
	for _, l := range y.logons.of(p) {
		refs = append(refs, l.Marks.First.Ref)
	}
	return refs[:min(len(refs), maxMarkedRecords)]
}
