package account

import (
	"cmp"
	"strings"

	"dwell/detect/fold"
	"dwell/event"
)

// deed is something done to an account that an intruder does. Its weight stands when it
// is read, so that the most telling ones can be kept.
type deed struct {
	Weight  int32 // thousandths of a log10 likelihood ratio
	Time    int64
	Zone    event.Time // the time with what is known of it
	Ref     event.Ref
	Act     event.MailboxAct
	By      uint64 // hash of the account that did it
	Self    bool   // it was the owner's own account
	Network uint64
	Program uint64   // hash of the program that was allowed to act; 0 none
	What    string   // "a rule that ..."
	Targets []string // addresses outside the account's domain that get mail or rights
}

func compareDeeds(a, b deed) int {
	return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Time, b.Time), a.Ref.Compare(b.Ref), cmp.Compare(a.What, b.What))
}

// thousandths is the unit of weights in the state, which holds no fractions.
const thousandths = 1000

// What a deed weighs by itself: how much commoner it is where somebody else uses the
// account than in ordinary life. A forwarding address outside is set by few people, for
// themselves or for who is away; rights are given to every assistant.
const (
	weightForward    = 1000 // everything goes outside
	weightOwnAddress = -400 // to an address of the same name: most likely the owner's
	weightByAdmin    = -400 // set by another account than the owner's
	weightPermit     = 200  // to a colleague
	weightStranger   = 800  // rights for an outsider, or for everybody
	weightConsent    = 300  // a program may act for the account
	weightMailScope  = 500  // and read or send its mail
)

// observeDeed keeps an action that is a deed.
func (d *Detector) observeDeed(a *event.MailboxAction, owner, actor string, u *use) {
	if a.Removed || a.Success == event.TruthNo {
		return
	}
	e := deed{Act: a.Act, Time: a.Time.Nanos, Zone: a.Time, Ref: a.Ref, By: fold.HashString(actor), Self: owner == actor, Network: network(a.IP)}
	switch a.Act {
	case event.ActRule:
		e.rule(a.Rule, owner)
	case event.ActForward:
		e.forward(a, owner)
	case event.ActPermit:
		e.permit(a, owner)
	case event.ActConsent:
		e.consent(a)
	default:
		return
	}
	if e.Weight <= 0 {
		return
	}
	if p := d.profile(owner); p != nil {
		p.Deeds = fold.KeepFirst(p.Deeds, e, maxDeeds, compareDeeds)
	}
}

// outside returns the addresses that do not lie in the owner's domain, a few of them.
func outside(owner string, targets []string) []string {
	const most = 3
	var out []string
	for _, t := range targets {
		if domain := domainOf(t); domain != "" && domain != domainOf(owner) && len(out) < most {
			out = append(out, fold.Shorten(strings.ToLower(t), maxName))
		}
	}
	return out
}

func (e *deed) forward(a *event.MailboxAction, owner string) {
	e.Targets = outside(owner, a.Targets)
	if len(e.Targets) == 0 {
		return
	}
	e.Weight = weightForward
	if alikeNames(localOf(owner), localOf(e.Targets[0])) {
		e.Weight += weightOwnAddress
	}
	if !e.Self {
		e.Weight += weightByAdmin
	}
	e.What = "all mail is passed on to " + strings.Join(e.Targets, ", ")
}

// alikeNames reports whether two local parts look like one person's: one holds the
// letters of the other ("j.lee" and "jlee77").
func alikeNames(a, b string) bool {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r > 0x80 {
				return r
			}
			return -1
		}, s)
	}
	const shortest = 3
	a, b = letters(a), letters(b)
	return len(a) >= shortest && len(b) >= shortest && (strings.Contains(a, b) || strings.Contains(b, a))
}

func (e *deed) permit(a *event.MailboxAction, owner string) {
	if len(a.Targets) == 0 {
		return
	}
	e.Weight = weightPermit
	who := fold.Shorten(a.Targets[0], maxName)
	e.Targets = outside(owner, a.Targets)
	if everybody := who == "default" || who == "anonymous" || who == "everyone"; everybody || len(e.Targets) > 0 {
		e.Weight = weightStranger
	}
	if a.Act == event.ActPermit && readsNothing(a.Rights) {
		e.Weight = 0 // calendars are shared with everybody
	}
	e.What = "rights (" + fold.Shorten(a.Rights, 60) + ") were given to " + who
}

// readsNothing reports whether rights show no more than when somebody is busy.
func readsNothing(rights string) bool {
	r := strings.ToLower(rights)
	return strings.Contains(r, "availability") || strings.Contains(r, "limiteddetails") || r == "none" || r == "reviewer"
}

func (e *deed) consent(a *event.MailboxAction) {
	e.Weight = weightConsent
	if scope := strings.ToLower(a.Rights); strings.Contains(scope, "mail.") || strings.Contains(scope, "ews.") || strings.Contains(scope, "imap.") || strings.Contains(scope, "full_access") {
		e.Weight += weightMailScope
	}
	name := "a program"
	if p := programOf(a.Targets); p != "" {
		name = "the program " + fold.Shorten(p, 80)
		e.Program = fold.HashString(p)
	}
	e.What = name + " was allowed to act for the account"
	if a.Rights != "" {
		e.What += " (" + fold.Shorten(a.Rights, 120) + ")"
	}
}

// programOf is what people call the program, of all that the log names it by: its name
// stands among identifiers ("ServicePrincipal_...", UUIDs).
func programOf(targets []string) string {
	const uuid = 36
	for _, t := range targets {
		if t != "" && !strings.HasPrefix(t, "ServicePrincipal") && (len(t) != uuid || strings.Count(t, "-") != 4) {
			return t
		}
	}
	if len(targets) > 0 {
		return targets[0]
	}
	return ""
}
