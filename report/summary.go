package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dwell/casefile"
	"dwell/finding"
	"dwell/internal/humanize"
	"dwell/notify"
)

// How much the summary shows; the page has everything.
const (
	summaryIncidents = 5
	summaryFindings  = 6
	summaryUnread    = 8
	summaryGaps      = 3
	summaryWidth     = 96 // columns; fits half of a wide screen
)

// Summary writes what a tired person needs to know, for a terminal.
func Summary(w io.Writer, c *casefile.Case, p Palette) error {
	s := summary{palette: p}
	s.headline(c)
	for i := range c.Incidents[:min(len(c.Incidents), summaryIncidents)] {
		s.incident(c, &c.Incidents[i])
	}
	if more := len(c.Incidents) - summaryIncidents; more > 0 {
		s.line("", "... and %s in the report.", humanize.Plural(int64(more), "further incident"))
	}
	s.rest(c)
	s.unread(c)
	_, err := io.WriteString(w, s.text.String())
	return err
}

type summary struct {
	palette Palette
	text    strings.Builder
}

// line writes a paragraph, wrapped, each line after the indent.
func (s *summary) line(indent, format string, args ...any) {
	for _, l := range wrap(humanize.Line(fmt.Sprintf(format, args...)), summaryWidth-len(indent)) {
		s.text.WriteString(indent + l + "\n")
	}
}

func (s *summary) blank() { s.text.WriteByte('\n') }

func (s *summary) headline(c *casefile.Case) {
	read, skipped, damaged := records(c)
	s.text.WriteString(s.palette.bold)
	s.line("", "%s", headline(c))
	s.text.WriteString(s.palette.reset)
	of := ""
	if !c.Span.First.IsZero() {
		of = fmt.Sprintf(", %s to %s (%s)", clock(c.Span.First), clock(c.Span.Last), humanize.Duration(c.Span.Last.Sub(c.Span.First)))
	}
	s.line("", "Read: %s, %s, %s skipped, %s damaged%s.", humanize.Plural(int64(len(c.Evidence)), "file"),
		humanize.Plural(read, "record"), humanize.Count(skipped), humanize.Count(damaged), of)
}

func (s *summary) incident(c *casefile.Case, inc *casefile.Incident) {
	s.blank()
	fmt.Fprintf(&s.text, "%s%s%s  incident %s\n", s.palette.severity[inc.Severity], strings.ToUpper(inc.Severity.String()), s.palette.reset, inc.ID)
	s.line("  ", "%s", inc.Summary)
	s.blank()
	for _, a := range answers(c, inc) {
		s.line("  ", "%s %s", a.Question, a.Short)
	}
	s.notices(inc)
	for _, g := range inc.Gaps[:min(len(inc.Gaps), summaryGaps)] {
		s.line("  ", "Missing: %s: %s.", g.Missing, g.Weakens)
	}
	if more := len(inc.Gaps) - summaryGaps; more > 0 {
		s.line("  ", "... and %s in the report.", humanize.Plural(int64(more), "further gap"))
	}
	s.blank()
	s.findings(c, inc)
}

func (s *summary) findings(c *casefile.Case, inc *casefile.Incident) {
	shown := 0
	for _, id := range inc.Findings {
		f := c.Finding(id)
		if f == nil || f.Severity < finding.Medium || shown == summaryFindings {
			continue
		}
		shown++
		fmt.Fprintf(&s.text, "  %s%-8s%s %s  %s\n", s.palette.severity[f.Severity], f.Severity, s.palette.reset, f.ID, f.Kind)
		s.line("           ", "%s", f.Sentence)
	}
	if more := len(inc.Findings) - shown; more > 0 {
		s.line("  ", "... and %s in the report.", humanize.Plural(int64(more), "further finding"))
	}
}

// notices lists the deadlines that run, the earliest first, and counts the other
// duties.
func (s *summary) notices(inc *casefile.Incident) {
	var running []notify.Notice
	waiting := int64(0)
	for _, n := range inc.Notices {
		switch {
		case n.Applies == "no":
		case n.Deadline.IsZero():
			waiting++
		default:
			running = append(running, n)
		}
	}
	slices.SortStableFunc(running, func(a, b notify.Notice) int { return a.Deadline.Compare(b.Deadline) })
	for _, n := range running {
		s.line("  ", "Tell by %s: %s (%s; applies: %s)", n.Local, n.Recipient, n.Title, n.Applies)
	}
	if waiting > 0 {
		s.line("  ", "%s to tell somebody: the clock has not started; see the report.", duties(waiting))
	}
}

// rest counts the findings that belong to no incident.
func (s *summary) rest(c *casefile.Case) {
	var n [finding.Critical + 1]int64
	for _, f := range loose(c) {
		n[f.Severity]++
	}
	var parts []string
	for severity := finding.Critical; ; severity-- {
		if n[severity] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[severity], severity))
		}
		if severity == finding.Info {
			break
		}
	}
	if len(parts) > 0 {
		s.blank()
		s.line("", "Outside of any incident: %s.", strings.Join(parts, ", "))
	}
}

func (s *summary) unread(c *casefile.Case) {
	if len(c.Unread) == 0 {
		return
	}
	s.blank()
	s.line("", "Not read: %s.", humanize.Plural(int64(len(c.Unread)), "file"))
	for _, u := range c.Unread[:min(len(c.Unread), summaryUnread)] {
		s.line("  ", "%s: %s", u.Path, u.Reason)
	}
	if more := len(c.Unread) - summaryUnread; more > 0 {
		s.line("  ", "... and %d more in the report.", more)
	}
}

// wrap breaks text into lines of at most width runes where it can, at spaces.
func wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		n := len([]rune(word))
		if used > 0 && used+1+n > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line += " "
			used++
		}
		line += word
		used += n
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

func duties(n int64) string {
	if n == 1 {
		return "1 duty"
	}
	return humanize.Count(n) + " duties"
}
