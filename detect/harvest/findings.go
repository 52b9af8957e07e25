package harvest

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"dwell/detect"
	"dwell/finding"
)

// maxFindings bounds what is reported; the weakest are left out beyond it.
const maxFindings = 1000

// technique is "Data from Information Repositories: Databases" (ATT&CK 18.1).
const technique = "T1213.006"

// leastScore is the weight below which a read of a table without personal data is not
// reported: there is one for every table of every backup.
const leastScore = 0.5

// Findings says what the state shows.
func (d *Detector) Findings(detect.View) ([]finding.Finding, error) {
	y := newSurvey(&d.state)
	var out []finding.Finding
	for _, w := range y.weighAll() {
		c, s := w.claim, w.scales
		if len(c.personal) == 0 && s.Total() < leastScore {
			continue
		}
		f, err := y.report(c, s)
		if err != nil {
			return nil, fmt.Errorf("harvest: %s by %s: %w", c.key.Table.Table, c.key.User, err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, finding.Compare)
	return out[:min(len(out), maxFindings)], nil
}

// report words the finding.
func (y *survey) report(c *claim, s *finding.Scales) (finding.Finding, error) {
	f := finding.Finding{
		Kind:      finding.BulkRead,
		Technique: technique,
		Tactic:    finding.Collection,
		First:     c.marks.First.Time,
		Last:      c.marks.Last.Time,
		Title:     fmt.Sprintf("%s read %s of %s", c.account(), c.amount(), c.name()),
		Sentence:  c.sentence(s),
		Entities:  c.entities(),
		Measures:  y.measures(c),
		Parts:     s.Parts,
		Innocent:  s.Innocent,
		Refs:      c.marks.Refs(),
		Taken: &finding.Taken{
			Table: c.name(), Principal: c.account(), Rows: c.taken.Rows, Low: c.taken.Low, High: c.taken.High,
			Exact: c.taken.Exact, Whole: c.taken.Whole, Rule: c.taken.Rule, Personal: c.classes(),
		},
	}
	return finding.New(f, strings.Join([]string{c.key.Application, c.key.Host, strconv.FormatBool(c.key.Odd)}, "\x00"))
}

// name is the table with its database: "shop/public.member".
func (c *claim) name() string {
	if c.key.Table.Database == "" {
		return c.key.Table.Table
	}
	return c.key.Table.Database + "/" + c.key.Table.Table
}

// account is the database account, or that none is known.
func (c *claim) account() string {
	if c.key.User == "" {
		return "(unknown account)"
	}
	return c.key.User
}

// classes is never nil, so that the case holds an empty list.
func (c *claim) classes() []string {
	if c.personal == nil {
		return []string{}
	}
	return c.personal
}

// amount words the bounds.
func (c *claim) amount() string {
	t := &c.taken
	switch {
	case t.Exact:
		return rows(t.Rows)
	case t.Whole && t.Rows < 0:
		return "all rows"
	case t.Whole:
		return "all rows (about " + strconv.FormatInt(t.Rows, 10) + ")"
	case t.High < 0:
		return "at least " + rows(t.Low)
	case t.Low == t.High:
		return rows(t.Low)
	}
	return fmt.Sprintf("between %d and %s", t.Low, rows(t.High))
}

func rows(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return strconv.FormatInt(n, 10) + " rows"
}

func (c *claim) sentence(s *finding.Scales) string {
	var b strings.Builder
	fmt.Fprintf(&b, "The account %s read %s of the table %s", c.account(), c.amount(), c.name())
	if c.key.Application != "" {
		fmt.Fprintf(&b, " with %s", c.key.Application)
	}
	if c.key.Host != "" && c.key.Host != localHost {
		fmt.Fprintf(&b, " from %s", c.key.Host)
	}
	fmt.Fprintf(&b, " on %s", c.marks.First.Time.Clock())
	if n := c.times + c.failed; n > 1 {
		fmt.Fprintf(&b, " and %d more times until %s", n-1, c.marks.Last.Time.Clock())
	}
	if len(c.personal) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(c.personal, ", "))
	}
	var why []string
	for _, p := range s.Parts {
		if p.Weight > 0 {
			why = append(why, p.Why)
		}
	}
	if len(why) > 0 {
		b.WriteString(": " + strings.Join(why, "; "))
	}
	return b.String() + ". Counted as " + c.taken.Rule + "."
}

// localHost is how the server writes a client on a socket of its own machine.
const localHost = "[local]"

func (c *claim) entities() []finding.Entity {
	out := []finding.Entity{{Type: finding.Table, Value: c.name(), Role: finding.Object}}
	if c.key.User != "" {
		out = append(out, finding.Entity{Type: finding.Account, Value: c.key.User, Role: finding.Principal})
	}
	if c.key.Host != "" && c.key.Host != localHost {
		host := c.key.Host
		if a, err := netip.ParseAddr(host); err == nil {
			host = a.Unmap().String()
		}
		out = append(out, finding.Entity{Type: finding.Host, Value: host, Role: finding.Source})
	}
	return out
}

// measures are the figures; -1 is not known.
func (y *survey) measures(c *claim) map[string]any {
	t := &c.taken
	m := map[string]any{
		"rows": t.Rows, "rows_low": t.Low, "rows_high": t.High, "whole": t.Whole,
		"executions": c.times, "cancelled": c.failed, "days": int64(len(c.days)),
		"application": c.key.Application, "client": c.key.Host, "routine": c.routine,
		"log_lines": c.marks.Count,
	}
	if r, ok := y.use[relationKey{c.key.Table.Database, c.key.Table.Table, c.key.User}]; ok {
		m["other_reads"], m["other_reads_largest"] = r.statements(), r.Rows
		m["reads_without_rows"] = r.Unmeasured
	}
	if len(c.copied) > 0 {
		m["staged_in"] = strings.Join(c.copied, " ")
	}
	if y.state.Reads.Dropped {
		m["reads_share_sampled"] = y.state.Reads.Fraction()
	}
	return m
}
