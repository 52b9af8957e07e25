package score

import (
	"slices"
	"strings"

	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
	"dwell/truth"
)

// Outcome is what became of a stage.
type Outcome string

// The outcomes.
const (
	Found         Outcome = "found"
	Faint         Outcome = "faint"          // only by findings below medium
	Missed        Outcome = "missed"         // though it left records
	NotObservable Outcome = "not-observable" // nothing of it is in the evidence
)

// Stage is one stage of the attack and how it was found.
type Stage struct {
	Name         string     `json:"name"`
	Tactic       string     `json:"tactic"`
	Technique    string     `json:"technique"`
	Outcome      Outcome    `json:"outcome"`
	Why          string     `json:"why"`           // for a stage that was not found; "" otherwise
	Findings     []Finder   `json:"findings"`      // the gravest first
	Observable   event.Time `json:"observable"`    // time of its first record
	FirstFound   event.Time `json:"first_found"`   // where the earliest of the findings begins
	DelayMinutes *float64   `json:"delay_minutes"` // from the one to the other; 0 when the finding begins earlier
	Records      int        `json:"records"`       // that it left
	Unread       int        `json:"records_unread"`
	RecordsFound int        `json:"records_found"` // that any of the findings refers to
}

// How says why a finding counts as having found a stage.
type How string

// The ways.
const (
	ByRecords  How = "records"  // it refers to a record of the stage
	ByEntities How = "entities" // it refers to none, but tactic, somebody who took part and time agree
)

// Finder is one finding that finds a stage.
type Finder struct {
	ID         string           `json:"id"`
	Kind       finding.Kind     `json:"kind"`
	Severity   finding.Severity `json:"severity"`
	How        How              `json:"how"`
	Records    int              `json:"records"`     // of the stage
	SameTactic bool             `json:"same_tactic"` // whether it takes the stage for what it was
}

func (k *comparison) stages() []Stage {
	out := make([]Stage, len(k.t.Stages))
	for i := range k.t.Stages {
		out[i] = k.stage(i)
	}
	return out
}

func (k *comparison) stage(i int) Stage {
	s := &k.t.Stages[i]
	out := Stage{
		Name: s.Name, Tactic: s.Tactic, Technique: s.Technique, Findings: []Finder{},
		Records: k.index.ofStage[i], Unread: k.index.ofStage[i] - k.index.readable[i],
		Observable: observable(s),
	}
	touched := map[*record]bool{}
	for _, m := range k.matches {
		h := m.hit(i)
		if h == nil {
			continue
		}
		out.Findings = append(out.Findings, finder(m, h, s.Tactic))
		for r := range k.touched(m.Finding) {
			if slices.Contains(r.stages, i) {
				touched[r] = true
			}
		}
	}
	out.RecordsFound = len(touched)
	out.Outcome, out.Why = k.outcome(i, out.Findings)
	out.FirstFound = k.firstFound(i, out.Outcome)
	if !out.FirstFound.IsZero() && !out.Observable.IsZero() {
		delay := max(0, minutes(out.Observable, out.FirstFound))
		out.DelayMinutes = &delay
	}
	return out
}

func finder(m *match, h *hit, tactic string) Finder {
	out := Finder{ID: m.ID, Kind: m.Kind, Severity: m.Severity, How: ByRecords, Records: h.records, SameTactic: string(m.Tactic) == tactic}
	if h.records == 0 {
		out.How = ByEntities
	}
	return out
}

func (k *comparison) outcome(i int, by []Finder) (o Outcome, why string) {
	switch {
	case !k.observable(i):
		if k.index.ofStage[i] == 0 {
			return NotObservable, "it left no record in the evidence"
		}
		return NotObservable, "the evidence that would show it is missing: " + strings.Join(k.t.Stages[i].Sources, ", ")
	case len(by) == 0 && k.index.readable[i] == 0:
		return Missed, "the case did not read the files that hold its records"
	case len(by) == 0:
		return Missed, "none of its " + humanize.Plural(int64(k.index.ofStage[i]), "record") + " stands behind a finding"
	case by[0].Severity < claimed:
		return Faint, "only findings below " + claimed.String() + " show it"
	}
	return Found, ""
}

// firstFound is where the earliest finding of the stage begins; of those that
// accuse, when there are any, because only these would have been looked at.
func (k *comparison) firstFound(i int, o Outcome) event.Time {
	var first event.Time
	for _, m := range k.matches {
		h := m.hit(i)
		if h == nil || o == Found && !m.claim() {
			continue
		}
		at := m.First
		if at.IsZero() {
			at = h.first
		}
		if at.Before(first) {
			first = at
		}
	}
	return first
}

// observable reports whether anybody could have found the stage: there are records
// of it in the case's files, or there would be if the case had read what it was given.
func (k *comparison) observable(i int) bool {
	return k.index.readable[i] > 0 || k.index.ofStage[i] > 0 && !k.missing(&k.t.Stages[i])
}

// missing reports whether every kind of evidence of the stage is missing for the
// whole of its time.
func (k *comparison) missing(s *truth.Stage) bool {
	for _, source := range s.Sources {
		if !slices.ContainsFunc(k.t.Missing, func(m truth.Missing) bool { return covers(m, source, s) }) {
			return false
		}
	}
	return len(s.Sources) > 0
}

func covers(m truth.Missing, source string, s *truth.Stage) bool {
	return m.Source == source &&
		(m.From == nil || !m.From.After(s.First)) && (m.To == nil || !m.To.Before(s.Last))
}

// observable is the time of the stage's first record.
func observable(s *truth.Stage) event.Time {
	first := instant(s.Observable)
	if !first.IsZero() {
		return first
	}
	for _, r := range s.Records {
		if at := instant(r.Time); at.Before(first) {
			first = at
		}
	}
	return first
}
