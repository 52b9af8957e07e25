package report

import (
	"fmt"
	"slices"
	"strings"

	"dwell/finding"
	"dwell/internal/humanize"
	"dwell/score"
)

// The sections of the table of a score that say what was found and who was blamed.

func (t *scoreTable) stages(s *score.Score) {
	t.section("Stages")
	if len(s.Stages) == 0 {
		t.row(text("none"), text("nothing happened"))
	}
	for i := range s.Stages {
		st := &s.Stages[i]
		by := []string{}
		if !st.FirstFound.IsZero() {
			by = append(by, instant(st.FirstFound))
		}
		t.row(text(st.Name), text(instant(st.Observable)), text(append(by, finders(st.Findings)...)...), t.outcome(st))
	}
}

// finders names the findings of a stage, those of one kind and severity once.
func finders(list []score.Finder) []string {
	var out []string
	times := map[string]int{}
	for _, f := range list {
		name := fmt.Sprintf("%s %s", f.Severity, f.Kind)
		if times[name]++; times[name] == 1 {
			out = append(out, name)
		}
	}
	for i, name := range out {
		if n := times[name]; n > 1 {
			out[i] = fmt.Sprintf("%s (%d)", name, n)
		}
	}
	return out
}

func (t *scoreTable) outcome(s *score.Stage) cell {
	delay := ""
	if s.DelayMinutes != nil && *s.DelayMinutes >= 1 { // less is the precision of logs
		delay = ", from " + span(*s.DelayMinutes) + " after its first record"
	}
	switch s.Outcome {
	case score.Found:
		switch {
		case s.RecordsFound == 0:
			return t.fair("found%s, by those who take part; no finding refers to its records", delay)
		case !slices.ContainsFunc(s.Findings, func(f score.Finder) bool { return f.SameTactic && f.Severity >= finding.Medium }):
			return t.fair("found%s, and taken for another tactic", delay)
		}
		return t.good("found%s", delay)
	case score.Faint:
		return t.fair("faint: %s", s.Why)
	case score.NotObservable:
		return t.good("not observable: %s", s.Why)
	}
	return t.bad("missed: %s", s.Why)
}

func (t *scoreTable) incidents(in *score.Incidents) {
	t.section("One incident")
	if len(in.List) == 0 {
		t.row(text("incidents"), text(), text("none holds the attack"))
	}
	for _, s := range in.List {
		own := humanize.Plural(int64(len(s.Attack)), "finding") + ", " + humanize.Plural(int64(s.Stages), "stage")
		if s.ID == in.Main && len(in.List) > 1 {
			own += "; gives the answers"
		}
		t.row(text(s.ID), text(), text(own), t.judged(len(s.Unrelated) == 0, "%s mixed in", nothing(ids(s.Unrelated))))
	}
	if len(in.Loose) > 0 {
		t.row(text("in none"), text(), text(ids(in.Loose)), t.bad("findings of the attack outside of incidents"))
	}
}

func (t *scoreTable) blame(b *score.Blame) {
	t.section("Wrongly blamed")
	for _, w := range b.Wrong {
		t.row(text(string(w.Type)), text(), text(w.Value), t.bad("by %s", strings.Join(w.Findings, ", ")))
	}
	if len(b.Wrong) == 0 {
		t.row(text("nobody"))
	}
	for _, a := range b.Alarms {
		t.row(text("false alarm"), text(), text(fmt.Sprintf("%s %s", a.Severity, a.Kind), a.ID), t.bad("%s", a.Title))
	}
	for _, a := range b.Doubtful {
		t.row(text("without cause"), text(), text(fmt.Sprintf("%s %s", a.Severity, a.Kind), a.ID), t.fair("%s", a.Title))
	}
}

func (t *scoreTable) records(r *score.Records) {
	t.section("Records")
	for _, m := range []struct {
		name, of    string
		part, whole int
		share       *float64
	}{
		{"precision", "of the references; others show what is usual", r.RefsTrue, r.Refs, r.Precision},
		{"recall, telling", "of at most three records per stage", r.TellingFound, r.Telling, r.TellingRate},
		{"recall, all", "of all records; a finding keeps a few by design", r.TrueFound, r.True, r.Recall},
	} {
		counted := fmt.Sprintf("%s of %s", humanize.Count(int64(m.part)), humanize.Count(int64(m.whole)))
		t.row(text(m.name), text(), text(counted), t.good("%s %s", percent(m.share), m.of))
	}
}

func ids(list []score.Alarm) string {
	var out []string
	for _, a := range list {
		out = append(out, a.ID)
	}
	return strings.Join(out, ", ")
}

func nothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
