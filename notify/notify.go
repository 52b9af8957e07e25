// Package notify says whom the company must tell, by when, and what the notice
// must contain. The regimes are dated data files (regimes/*.yaml), never code, so
// that a change of law is a change of data. Every item that the evidence does not
// answer is left as not yet confirmed; nothing is invented.
//
// It must not know detectors.
package notify

import "dwell/event"

// Notice is what one regime asks for in one incident.
type Notice struct {
	Regime    string     `json:"regime"`    // "kr-pipa-34-1"
	Title     string     `json:"title"`     // the rule in words, with article
	Recipient string     `json:"recipient"` // who must be told
	Applies   string     `json:"applies"`   // "yes", "possible", "no"
	Why       string     `json:"why"`       // which fact of the case decides
	Clock     string     `json:"clock"`     // which event starts the clock
	Start     event.Time `json:"start"`     // null while the start is not known
	Deadline  event.Time `json:"deadline"`
	Local     string     `json:"local"` // the deadline in the regime's own time zone
	Content   []Item     `json:"content"`
	Source    string     `json:"source"` // statute and state of the law
	AsOf      string     `json:"as_of"`  // date of the data file
}

// Item is one thing that the notice must say.
type Item struct {
	Name      string      `json:"name"`
	Value     string      `json:"value"` // "" while not confirmed
	Confirmed bool        `json:"confirmed"`
	Refs      []event.Ref `json:"refs"`
}
