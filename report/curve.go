package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dwell/internal/humanize"
	"dwell/score"
)

// Curve writes at which stealth each stage stops being seen as a Markdown table.
// Each field holds how many attacks were found, of how many that could be, and how
// many days of evidence that took.
func Curve(w io.Writer, c *score.Curve) error {
	var b strings.Builder
	row := func(cells ...string) {
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(humanize.Line(cell), "|", `\|`)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	head := append([]string{"scenario", "stage"}, c.Axis.Values...)
	head = append(head, "stops being seen at "+c.Axis.Parameter)
	row(head...)
	b.WriteString(strings.Repeat("| --- ", len(head)) + "|\n")
	for i := range c.Stages {
		s := &c.Stages[i]
		cells := []string{s.Scenario, s.Stage}
		for j := range s.Points {
			cells = append(cells, point(&s.Points[j]))
		}
		row(append(cells, lostAt(s))...)
	}
	if c.Left > 0 {
		fmt.Fprintf(&b, "\nLeft out: %s whose %s is none of these values.\n", humanize.Plural(int64(c.Left), "run"), c.Axis.Parameter)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// lostAt is where the stage stops being seen; nothing is said of one that nobody
// could see anywhere.
func lostAt(s *score.StageCurve) string {
	switch {
	case s.LostAt != "":
		return s.LostAt
	case slices.ContainsFunc(s.Points, func(p score.Point) bool { return p.Observable > 0 }):
		return "never"
	}
	return "-"
}

// point writes "4 of 5, 12 days": found, of observable attacks, days until found.
func point(p *score.Point) string {
	if p.Observable == 0 {
		return "-"
	}
	out := fmt.Sprintf("%d of %d", p.Found, p.Observable)
	if p.Faint > 0 {
		out += fmt.Sprintf(" (%d faint)", p.Faint)
	}
	if p.Days == nil {
		return out
	}
	most := ""
	if p.Bound {
		most = "at most "
	}
	return fmt.Sprintf("%s, %s%.3g days", out, most, *p.Days)
}
