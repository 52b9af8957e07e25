package notify

import (
	"time"
)

// Regime is one version of one duty: the rule as it stood between two dates.
// Several versions share an ID.
type Regime struct {
	ID        string
	Title     string
	Recipient string
	Clock     string         // which event starts the clock
	Hours     int            // from the start to the deadline; 0: no fixed number
	Zone      *time.Location // in which dates and deadlines are read
	From, To  time.Time      // in force from the one instant to before the other; a zero To is open
	Rules     []Rule         // the first that holds decides
	Otherwise string         // why the duty does not apply when no rule holds
	Content   []Entry
	Source    string
	AsOf      string

	classes map[condition][]string // classes of personal data with a legal meaning
}

// Rule decides whether a duty applies.
type Rule struct {
	When    []string // conditions, all of which must hold
	Applies string   // "yes", "possible", "no"
	Why     string
}

// Entry is one thing that a notice must say, and the fact that fills it; without
// a fact only people can.
type Entry struct {
	Name string
	Fact string
}

// inForce reports whether the version holds at that instant.
func (r *Regime) inForce(at time.Time) bool {
	return !at.Before(r.From) && (r.To.IsZero() || at.Before(r.To))
}

// current reports whether the version has no end.
func (r *Regime) current() bool { return r.To.IsZero() }
