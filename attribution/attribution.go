// Package attribution says who it may have been, how sure one can be, and what
// would be wrong to claim. It weighs origin clues by what it costs to plant them
// and refuses to name anybody on clues that are free or cheap.
//
// Sources: R. Heuer, "Psychology of Intelligence Analysis" (1999), chapter 8
// (competing hypotheses); ICD 203 for the words of probability.
// It must not know rendering.
package attribution

import (
	"dwell/event"
	"dwell/finding"
)

// Attribution is the assessment of one incident.
type Attribution struct {
	Hypotheses []Hypothesis `json:"hypotheses"`
	Clues      []Clue       `json:"clues"`
	Verdict    string       `json:"verdict"`
	Named      bool         `json:"named"` // whether the verdict names anybody; weak clues never do
}

// Hypothesis is one possible answer with its probability.
type Hypothesis struct {
	Name        string   `json:"name"`
	Probability float64  `json:"probability"`
	Words       string   `json:"words"` // ICD 203: "likely", "roughly even chance", ...
	For         []string `json:"for"`
	Against     []string `json:"against"`
}

// Clue is a trace of origin with the weight it was given.
type Clue struct {
	Class        string               `json:"class"`
	Value        string               `json:"value"`
	Meaning      string               `json:"meaning"`
	Forgeability finding.Forgeability `json:"forgeability"`
	BaseRate     string               `json:"base_rate"`            // how common the mark is where nothing is wrong
	Ratio        float64              `json:"likelihood_ratio"`     // at most, from the base rate; 0 when that is not known
	Cap          float64              `json:"likelihood_ratio_cap"` // the most that clues of this forgeability may count together
	Alternatives []string             `json:"alternatives"`         // what else explains it
	Findings     []string             `json:"findings"`
	Refs         []event.Ref          `json:"refs"`
}
