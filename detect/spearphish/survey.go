package spearphish

import (
	"cmp"
	"math"
	"slices"

	"dwell/detect"
	"dwell/detect/fold"
	"dwell/detect/spearphish/alike"
	"dwell/detect/spearphish/profile"
	"dwell/detect/spearphish/trait"
	"dwell/entity"
	"dwell/finding"
)

// survey is the whole evidence, ready to judge letters against.
type survey struct {
	state  *state
	estate *entity.Estate
	known  *alike.Index // addresses that become familiar at some time
	moved  map[domains]int
}

func newSurvey(s *state, v detect.View) *survey {
	y := &survey{state: s, estate: v.Estate, known: alike.NewIndex()}
	for _, a := range s.ordered() {
		if a.imitable(math.MaxInt64) && !a.shared() {
			y.known.Add(a.Address)
		}
	}
	y.moved = y.moves()
	return y
}

// ordered returns the accounts by address.
func (s *state) ordered() []*account {
	out := make([]*account, 0, s.Accounts.Len())
	for _, a := range s.Accounts.All() {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *account) int { return cmp.Compare(a.Address, b.Address) })
	return out
}

func (y *survey) account(address string) (*account, bool) {
	a, ok := y.state.Accounts.Lookup(fold.HashString(address))
	return a, ok
}

// suspicion is one letter held against one true correspondent.
type suspicion struct {
	letter  *letter
	author  *account // of the letter
	target  *account // who is imitated; the author himself when the address is the true one
	named   bool     // under the target's name
	claimed bool     // the display name shows the target's address
	like    alike.Likeness
	scales  *finding.Scales

	company string // domain that the person's company moved from; "" for no move

	hand *profile.Judgement // of a stranger's letter: as if the target had written it; nil when not known

	// Of a mail from the true address that does not fit its sender's habits.
	judgement *profile.Judgement
	before    []*trace        // true mails of the sender
	habits    map[string]bool // parts of the scales that are habits
	later     int             // mails of the sender afterwards with the same program and relay
}

// candidate is an early letter of an address that was not familiar yet, with those whom
// it may imitate.
type candidate struct {
	author  *account
	letter  *letter
	targets []suspicion
}

// candidates are the letters that may imitate somebody.
func (y *survey) candidates() []candidate {
	var out []candidate
	for _, a := range y.state.ordered() {
		if a.shared() {
			continue
		}
		for i := range a.Early {
			l := &a.Early[i]
			if a.familiar(l.At) {
				continue
			}
			if targets := y.targets(a, l); len(targets) > 0 {
				out = append(out, candidate{a, l, targets})
			}
		}
	}
	return out
}

// suspicions judges every letter that is kept.
func (y *survey) suspicions() []suspicion {
	candidates := y.candidates()
	out, began := y.unusual(candidates)
	for i := range candidates {
		out = append(out, y.stranger(&candidates[i]))
	}
	for _, a := range y.state.ordered() {
		since, judged := began[fold.HashString(a.Address)]
		for i := range a.Odd {
			if a.shared() || judged && a.Odd[i].At >= since {
				continue // the profile has judged it
			}
			if s, ok := y.displaced(a, &a.Odd[i]); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// stranger judges a letter of an address that was not familiar yet. Of several
// people whom it resembles in writing the likeliest victim counts; of several who
// only have the name, the one who could have written it himself.
func (y *survey) stranger(c *candidate) (best suspicion) {
	for i, s := range c.targets {
		s.scales = y.weigh(&s)
		switch {
		case i == 0:
		case (s.hand != nil) != (best.hand != nil) && s.like <= alike.SameLocal && best.like <= alike.SameLocal:
			if s.hand == nil {
				continue // an address of the person whose habits are known says more
			}
		case (s.like > alike.SameLocal) != (best.like > alike.SameLocal):
			if s.like <= alike.SameLocal {
				continue
			}
		case s.like > alike.SameLocal && s.scales.Total() <= best.scales.Total():
			continue
		case s.like <= alike.SameLocal && s.scales.Total() >= best.scales.Total():
			continue
		}
		best = s
	}
	return best
}

// targets are the familiar correspondents whom a letter may imitate, in order of
// their addresses.
func (y *survey) targets(a *account, l *letter) []suspicion {
	byAddress := make(map[string]*suspicion)
	at := func(t *account) *suspicion {
		s, ok := byAddress[t.Address]
		if !ok {
			s = &suspicion{letter: l, author: a, target: t, like: alike.Compare(a.Address, t.Address)}
			byAddress[t.Address] = s
		}
		return s
	}
	fits := func(t *account, ok bool) bool {
		return ok && t.Address != a.Address && !t.shared() && t.imitable(l.At)
	}
	if p, ok := y.state.Persons.Lookup(l.Person); ok && l.Person != 0 {
		for _, f := range p.Accounts {
			if t, ok := y.state.Accounts.Lookup(f.Key); f.Time < l.At && fits(t, ok) {
				at(t).named = true
			}
		}
	}
	if l.Claimed != "" {
		if t, ok := y.account(l.Claimed); fits(t, ok) {
			at(t).claimed = true
		}
	}
	for _, address := range y.known.Find(a.Address) {
		if t, ok := y.account(address); fits(t, ok) {
			at(t)
		}
	}
	var out []suspicion
	for _, s := range byAddress {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b suspicion) int { return cmp.Compare(a.target.Address, b.target.Address) })
	return out
}

// displaced judges a letter of a familiar address that was written with a new
// program at a new offset, or failed authentication.
func (y *survey) displaced(a *account, l *letter) (suspicion, bool) {
	if !a.familiar(l.At) || a.Mails.before(l.At) < familiarMails {
		return suspicion{}, false
	}
	s := suspicion{letter: l, author: a, target: a}
	c := y.compare(&s)
	strange := c.client == differs && (c.offset == differs || c.network != agrees && c.relay == differs)
	failed := l.Auth&trait.Failed != 0 && a.Passed.before(l.At) > 0
	if !strange && !failed {
		return suspicion{}, false
	}
	s.scales = y.weighDisplaced(&s, c)
	return s, true
}
