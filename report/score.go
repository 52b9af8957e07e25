package report

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"dwell/event"
	"dwell/finding"
	"dwell/internal/humanize"
	"dwell/score"
)

// The columns of the table of a score: what is measured, what is true, what the case
// says. How well the two agree takes the rest of the width.
var scoreColumns = []int{18, 19, 25}

// Score writes the comparison of a case with the truth as one table for a terminal.
func Score(w io.Writer, s *score.Score, p Palette) error {
	head := summary{palette: p}
	head.text.WriteString(p.bold)
	head.line("", "%s", s.Verdict)
	head.text.WriteString(p.reset)
	head.line("", "Scenario %s, seed %d. Times are in UTC.", s.Scenario, s.Seed)
	if n := len(s.Evidence.Unread); n > 0 {
		head.line("", "Not in the case: %d of %d files that hold the attack: %s.", n, s.Evidence.Files, strings.Join(s.Evidence.Unread, ", "))
	}
	head.blank()
	t := scoreTable{table: table{indent: "  ", columns: scoreColumns, reset: p.reset}, palette: p}
	t.heading("", "truth", "case", "result")
	t.stages(s)
	t.incidents(&s.Incidents)
	t.blame(&s.Blame)
	t.records(&s.Records)
	t.dwell(&s.Dwell)
	t.counts(s.Counts)
	t.extortion(s.Extortion)
	t.attribution(&s.Attribution)
	t.notices(&s.Notices)
	_, err := io.WriteString(w, head.text.String()+t.text.String())
	return err
}

// scoreTable writes the sections of the table.
type scoreTable struct {
	table
	palette Palette
}

// The colours say how good a result is.
func (t *scoreTable) good(format string, args ...any) cell {
	return text(fmt.Sprintf(format, args...))
}

func (t *scoreTable) fair(format string, args ...any) cell {
	return cell{[]string{fmt.Sprintf(format, args...)}, t.palette.severity[finding.Medium]}
}

func (t *scoreTable) bad(format string, args ...any) cell {
	return cell{[]string{fmt.Sprintf(format, args...)}, t.palette.severity[finding.High]}
}

// judged is good or bad.
func (t *scoreTable) judged(ok bool, format string, args ...any) cell {
	if ok {
		return t.good(format, args...)
	}
	return t.bad(format, args...)
}

func (t *scoreTable) heading(titles ...string) {
	cells := make([]cell, len(titles))
	for i, title := range titles {
		cells[i] = cell{[]string{title}, t.palette.dim}
	}
	t.row(cells...)
}

// section writes the name of a group of rows.
func (t *scoreTable) section(name string) {
	fmt.Fprintf(&t.text, "%s%s%s\n", t.palette.bold, name, t.palette.reset)
}

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
		for _, f := range st.Findings {
			by = append(by, fmt.Sprintf("%s %s", f.Severity, f.Kind))
		}
		t.row(text(st.Name), text(instant(st.Observable)), text(by...), t.outcome(st))
	}
}

func (t *scoreTable) outcome(s *score.Stage) cell {
	delay := ""
	if s.DelayMinutes != nil && *s.DelayMinutes > 0 {
		delay = ", from " + span(*s.DelayMinutes) + " after its first record"
	}
	switch s.Outcome {
	case score.Found:
		if s.RecordsFound == 0 {
			return t.fair("found%s, by those who take part; no finding refers to its records", delay)
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

// instant is a time without its zone, which the head of the table states.
func instant(t event.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Std().Format(time.DateTime)
}

func span(minutes float64) string {
	return humanize.Duration(time.Duration(math.Abs(minutes) * float64(time.Minute)).Round(time.Second))
}

func percent(share *float64) string {
	if share == nil {
		return "-"
	}
	return fmt.Sprintf("%.4g %%", 100**share)
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
