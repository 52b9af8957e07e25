package guessing

import (
	"time"

	"dwell/detect/fold"
)

// Services of mail are tried by everybody's telephones with old passwords, and by the
// Internet. So only this tells there: one source that fails with many accounts and gets
// in; or fails fast with one, from where nobody had logged on, and then gets in.
const (
	// patience is the mean time between two failures from which a program with an old
	// password asks at its usual pace; who types or guesses is faster.
	patience = 2 * time.Minute
	// fewEnter is how many times more accounts fail than get in where passwords are sprayed;
	// from an office or a carrier's network it is the other way round.
	fewEnter = 4
)

// tellsAtService reports whether what one source did at a service is worth a claim.
func (p *pair) tellsAtService(inside bool) bool {
	switch tried := p.Tried.Count(maxAccounts); {
	case tried >= leastAccounts:
		return p.stuffed() || p.broken() && fewEnter*p.Entered.Count(maxAccounts) <= tried
	case inside || p.Failed < leastFailures || !p.broken():
		return false
	}
	familiar := p.Logons.First.Time.Before(p.Tries.First.Time)
	pace := p.Tries.Last.Time.Sub(p.Tries.First.Time) / time.Duration(max(1, p.Tries.Count-1))
	return !familiar && pace < patience
}

// stuffed reports whether somebody got in with few accounts after very many had failed: of
// these the password was the right one at the first try.
func (p *pair) stuffed() bool {
	if p.Fitted == 0 || p.Logons.Last.Time.Before(p.Tries.First.Time) {
		return false
	}
	tried := p.Tried.Count(maxAccounts)
	return tried >= leastAccounts && fewEnter*p.Entered.Count(maxAccounts) <= tried
}

// machines leaves out services, which are none.
func machines(all []fold.Addr) []fold.Addr {
	if len(all) == 1 && all[0] == (fold.Addr{}) {
		return nil
	}
	return all
}
