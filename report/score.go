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
		names := strings.Join(s.Evidence.Unread[:min(n, summaryUnread)], ", ")
		if n > summaryUnread {
			names += ", ..."
		}
		head.line("", "Not in the case: %d of %d files that hold the attack: %s.", n, s.Evidence.Files, names)
	}
	head.blank()
	t := scoreTable{table: table{indent: "  ", columns: scoreColumns, reset: p.reset}, palette: p}
	t.heading("", "truth", "case", "result")
	t.stages(s)
	if len(s.Stages) > 0 {
		t.incidents(&s.Incidents)
		t.records(&s.Records)
	}
	t.blame(&s.Blame)
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
