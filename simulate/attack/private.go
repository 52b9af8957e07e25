package attack

import (
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/scenario"
)

// private is somebody who reads in an employee's private mailbox, whose password is known
// from elsewhere. The provider's record of that account's logons is in the evidence, as
// its owner can ask for it.
type private struct {
	*Attack
	*part
	intruder
	account string
	daily   int
	until   time.Time
}

func newPrivate(a *Attack, s *part, t scenario.Task) (action, error) {
	in, victim, err := a.misuse(t.With)
	if err != nil {
		return nil, err
	}
	account := a.world.HandIn(victim)
	s.Accounts, s.people = []string{account}, []string{victim.Person.Address}
	s.against(in.from.String())
	s.tell("reconnaissance", "T1589.002", []string{"mail-server"}, "Somebody at %s reads the private mails of %s and learns how the family writes.", in.from, victim.Name)
	return &private{a, s, in, account, int(max(1, t.With.Int("daily"))), t.Until}, nil
}

func (p *private) day(d *fact.Day) {
	if !p.during(d, p.until) {
		return
	}
	r, at := p.source(p.part, d.Date.Format(time.DateOnly)), p.First
	if !on(d, p.First) {
		if r.Chance(0.4) {
			return // not every day
		}
		at = d.At(time.Duration(p.First.Hour())*time.Hour + r.Between(0, 3*time.Hour))
	}
	in := p.signIn(p.part, at, p.account, fact.NoFailure)
	in.Count = int(r.Around(int64(p.daily), 0.5))
	in.Until = at.Add(time.Duration(in.Count) * 20 * time.Second)
	d.Accesses = append(d.Accesses, in)
}
