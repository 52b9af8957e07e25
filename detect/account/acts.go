package account

import "dwell/event"

const (
	fromForeign = 0.5 // a deed was done from the foreign place
	strongDeed  = 400 // thousandths; people delete and share more than intruders do
)

// actions weighs what was done to the account: each kind once, the gravest of it.
func (y *survey) actions(v *verdict) {
	seen := map[event.MailboxAct]bool{}
	for _, e := range v.person.profile.Deeds {
		foreign := y.isFrom(v, &e)
		if seen[e.Act] || !v.covers(&e, foreign) {
			continue
		}
		seen[e.Act] = true
		if e.Act == event.ActConsent && y.rolledOut(e.Program) {
			v.scales.Excuse("a program of the company's: likely, %d accounts allowed it to act for them", y.programs[e.Program])
			continue
		}
		w := float64(e.Weight) / thousandths
		why := e.What
		if foreign && v.stay != nil {
			w += fromForeign
			why += ", from a foreign network"
		}
		v.scales.Add(e.Act.String(), w, "%s", why)
		v.deeds = append(v.deeds, e)
		if e.Weight >= strongDeed {
			v.strong = true
		}
		y.excuse(v, &e)
	}
}

// rolledOut reports whether so many accounts allowed a program to act for them that it is
// the company's.
func (y *survey) rolledOut(program uint64) bool {
	n := y.programs[program]
	return program != 0 && n >= rolloutLeast && n*rolloutShare >= len(y.persons)
}

func (y *survey) excuse(v *verdict, e *deed) {
	switch {
	case e.Act == event.ActPermit:
		v.scales.Excuse("a new assistant or deputy: ask who asked for the rights")
	case e.Act == event.ActForward && !e.Self:
		v.scales.Excuse("an administrator arranged it for somebody who is away or has left: ask")
	case e.Act == event.ActForward:
		v.scales.Excuse("the owner passes mail on to an address of their own: ask whose it is")
	case e.Act == event.ActRule:
		v.scales.Excuse("the owner tidies up: a rule of that kind hides mail from its owner")
	case e.Act == event.ActConsent:
		v.scales.Excuse("a program that the owner wanted: look whether colleagues use it")
	}
}

// isFrom reports whether a deed was done from the foreign place that is judged, or by
// another account from a place foreign to that.
func (y *survey) isFrom(v *verdict, e *deed) bool {
	if by := y.person(e.By); by != nil && by != v.person {
		return by.from(e.Network)
	}
	return v.stay != nil && v.stay.holds(e.Network)
}

// covers reports whether a deed belongs to what is judged: done from a foreign network
// at about that time, or by nobody knows whom while it lasted.
func (v *verdict) covers(e *deed, foreign bool) bool {
	switch {
	case v.stay == nil:
		return v.near(dayOf(e.Time))
	case foreign:
		return e.Time >= v.stay.first-sameTime && e.Time <= v.stay.last+sameTime
	}
	return e.Network == 0 && e.Time >= v.stay.first-dayNanos && e.Time <= v.stay.last+together*dayNanos
}

// together is how many days apart things without a foreign place still are one matter: in
// a year everybody cleans a mailbox, and sends an invitation.
const together = 3

// near reports whether a day is close to the one that is judged.
func (v *verdict) near(day int32) bool { return day >= v.anchor-together && day <= v.anchor+together }
