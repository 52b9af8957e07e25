package score

import (
	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/truth"
)

// Schema names the layout of a score in JSON. Within it properties are added,
// never renamed.
const Schema = "dwell.score/1"

// Score is how well one case matches one truth. A pointer that is nil (null in
// JSON) is a measure that has no meaning here; a zero Time is null, too.
type Score struct {
	Schema      string            `json:"schema"`
	Scenario    string            `json:"scenario"`
	Seed        uint64            `json:"seed"`
	Parameters  map[string]string `json:"parameters"`
	Verdict     string            `json:"verdict"` // the score in two or three sentences
	Span        event.Span        `json:"span"`    // what the evidence of the case covers
	Evidence    Evidence          `json:"evidence"`
	Stages      []Stage           `json:"stages"` // in the order of the truth
	Incidents   Incidents         `json:"incidents"`
	Blame       Blame             `json:"blame"`
	Records     Records           `json:"records"`
	Dwell       Dwell             `json:"dwell"`
	Counts      []Count           `json:"counts"`
	Extortion   *Extortion        `json:"extortion"` // nil: nobody asked for anything
	Attribution Attribution       `json:"attribution"`
	Notices     Notices           `json:"notices"`
}

// Evidence says whether the case rests on the evidence of the truth.
type Evidence struct {
	Files  int      `json:"files"`  // that hold records of the attack
	Read   int      `json:"read"`   // of them, in the case
	Unread []string `json:"unread"` // the others, as the truth names them
}

// Answer says whether the truth and the case speak about a thing at all.
type Answer string

// The answers.
const (
	Given    Answer = "given"     // it happened and the case says when, or how much
	NotGiven Answer = "not-given" // it happened and the case does not say
	Invented Answer = "invented"  // it did not happen and the case says it did
	Neither  Answer = "neither"   // it did not happen and the case says nothing
)

func answer(happened, stated bool) Answer {
	switch {
	case happened && stated:
		return Given
	case happened:
		return NotGiven
	case stated:
		return Invented
	}
	return Neither
}

// claimed is the severity from which a finding accuses somebody, see the package
// comment.
const claimed = finding.Medium

// Compare says how well the case matches the truth. It reads nothing but its
// arguments and changes neither; the order of the findings does not matter.
func Compare(c *casefile.Case, t *truth.Truth) Score {
	k := newComparison(c, t)
	s := Score{
		Schema:      Schema,
		Scenario:    t.Scenario,
		Seed:        t.Seed,
		Parameters:  map[string]string{},
		Span:        c.Span,
		Evidence:    k.index.evidence,
		Stages:      k.stages(),
		Incidents:   k.incidents(),
		Blame:       k.blame(),
		Records:     k.records(),
		Dwell:       k.dwell(),
		Counts:      k.counts(),
		Extortion:   k.extortion(),
		Attribution: k.attribution(),
	}
	for name, value := range t.Parameters {
		s.Parameters[name] = value
	}
	s.Notices = k.notices(&s)
	s.Verdict = verdict(&s)
	return s
}
