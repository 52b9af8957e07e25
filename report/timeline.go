package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
)

// entryLine is one event of the timeline. Message, datetime and timestamp_desc are
// the fields that Timesketch requires of JSONL; the others are its free attributes.
type entryLine struct {
	Message   string           `json:"message"`
	Datetime  event.Time       `json:"datetime"`
	Timestamp int64            `json:"timestamp"` // microseconds since the Unix epoch
	What      string           `json:"timestamp_desc"`
	Finding   string           `json:"finding,omitempty"`
	Incident  string           `json:"incident,omitempty"`
	Kind      finding.Kind     `json:"kind,omitempty"`
	Severity  finding.Severity `json:"severity"`
	Tactic    finding.Tactic   `json:"tactic,omitempty"`
	Technique string           `json:"technique,omitempty"`
	Refs      []string         `json:"refs"`
	Tags      []string         `json:"tag"`
}

// Timeline writes one JSON line per beginning and end of a finding and per dwell
// moment of an incident, in order of time.
func Timeline(w io.Writer, c *casefile.Case) error {
	incidentOf := map[string]string{}
	var lines []entryLine
	for i := range c.Incidents {
		inc := &c.Incidents[i]
		for _, id := range inc.Findings {
			incidentOf[id] = inc.ID
		}
		lines = append(lines, moments(inc)...)
	}
	for i := range c.Findings {
		lines = append(lines, boundaries(&c.Findings[i], incidentOf[c.Findings[i].ID])...)
	}
	slices.SortStableFunc(lines, func(a, b entryLine) int {
		return cmp.Or(a.Datetime.Compare(b.Datetime), cmp.Compare(a.Finding, b.Finding), cmp.Compare(a.What, b.What), cmp.Compare(a.Incident, b.Incident))
	})
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			return fmt.Errorf("write the timeline: %w", err)
		}
	}
	return nil
}

func boundaries(f *finding.Finding, incident string) []entryLine {
	at := func(t event.Time, what string) entryLine {
		return entryLine{
			Message: f.Sentence, Datetime: t, Timestamp: t.Nanos / 1000, What: what, Finding: f.ID, Incident: incident,
			Kind: f.Kind, Severity: f.Severity, Tactic: f.Tactic, Technique: f.Technique, Refs: refStrings(f.Refs), Tags: []string{string(f.Kind)},
		}
	}
	var out []entryLine
	if !f.First.IsZero() {
		out = append(out, at(f.First, "first record of the finding"))
	}
	if !f.Last.IsZero() && f.Last.Nanos != f.First.Nanos {
		out = append(out, at(f.Last, "last record of the finding"))
	}
	return out
}

func moments(inc *casefile.Incident) []entryLine {
	var out []entryLine
	for _, m := range dwellMoments(inc) {
		if m.Moment.Estimate.IsZero() {
			continue
		}
		out = append(out, entryLine{
			Message: m.Name + ": " + m.Moment.Basis, Datetime: m.Moment.Estimate, Timestamp: m.Moment.Estimate.Nanos / 1000,
			What: m.Name, Incident: inc.ID, Severity: inc.Severity, Refs: refStrings(m.Moment.Refs), Tags: []string{"dwell"},
		})
	}
	return out
}

func refStrings(refs []event.Ref) []string {
	out := []string{}
	for _, r := range refs {
		out = append(out, r.String())
	}
	return out
}
