package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/internal/humanize"
)

// answer is one of the questions of the first hours with what the case says to it.
type answer struct {
	Question string
	Short    string
	Long     string
}

// answers puts the incident's facts under the questions that a person asks.
func answers(c *casefile.Case, inc *casefile.Incident) []answer {
	return []answer{
		since(inc),
		entry(c, inc),
		reach(inc),
		taken(&inc.Impact),
		people(&inc.Impact),
		who(inc),
	}
}

// who gives the verdict: its first sentence, then the reservations.
func who(inc *casefile.Incident) answer {
	first, rest, found := strings.Cut(inc.Attribution.Verdict, ". ")
	if found {
		first += "."
	}
	return answer{"Who may it be?", first, rest}
}

func since(inc *casefile.Incident) answer {
	a := answer{Question: "Since when?", Short: clock(inc.First)}
	if m := inc.Dwell.Entry; m != nil {
		a.Short = clock(m.Estimate)
		a.Long = bounds(m) + m.Basis
	}
	if !inc.Last.IsZero() {
		a.Long = sentence(a.Long, "Last trace: "+clock(inc.Last)+".")
	}
	return a
}

// bounds says between which instants a moment lies, when that is more than a point.
func bounds(m *incident.Moment) string {
	switch {
	case m.Low.IsZero() && m.High.IsZero(), m.Low == m.High:
		return ""
	case m.Low.IsZero():
		return "Not after " + clock(m.High) + ". "
	case m.High.IsZero():
		return "Not before " + clock(m.Low) + ". "
	}
	return "Between " + clock(m.Low) + " and " + clock(m.High) + ". "
}

func entry(c *casefile.Case, inc *casefile.Incident) answer {
	a := answer{Question: "How did they get in?"}
	for _, s := range inc.Stages {
		if s.Tactic != finding.InitialAccess || len(s.Findings) == 0 {
			continue
		}
		if f, others := wayIn(c, s.Findings); f != nil {
			a.Short, a.Long = f.Title, inShort(f)
			for _, o := range others {
				a.Long = sentence(a.Long, "The same mail: "+strings.TrimSuffix(o.Title, ".")+".")
			}
			return a
		}
	}
	a.Short = "Not known from this evidence"
	for _, g := range inc.Gaps {
		if g.Stage == finding.InitialAccess {
			a.Long = sentence(a.Long, sentence(g.Missing+".", g.Weakens+"."))
		}
	}
	return a
}

// wayIn is the first finding of the stage, or of those about the same mail the weightiest,
// and the others about it.
func wayIn(c *casefile.Case, ids []string) (telling *finding.Finding, others []*finding.Finding) {
	first := c.Finding(ids[0])
	if first == nil {
		return nil, nil
	}
	about := []*finding.Finding{first}
	for _, id := range ids[1:] {
		if f := c.Finding(id); f != nil && f.SameMail(first) {
			about = append(about, f)
		}
	}
	slices.SortStableFunc(about, func(a, b *finding.Finding) int { return cmp.Compare(b.Score, a.Score) })
	return about[0], about[1:]
}

// inShort is the sentence of a finding, of a long one when, to whom and the strongest
// reasons: the whole stands with the finding.
func inShort(f *finding.Finding) string {
	const long, strongest = 400, 3 // bytes, reasons
	if len(f.Sentence) <= long || len(f.Parts) <= strongest {
		return f.Sentence
	}
	parts := slices.Clone(f.Parts)
	slices.SortStableFunc(parts, func(a, b finding.Part) int { return cmp.Compare(b.Weight, a.Weight) })
	var reasons []string
	for _, p := range parts[:strongest] {
		reasons = append(reasons, p.Why)
	}
	out := clock(f.First)
	if to := slices.Concat(f.Values(finding.Recipient), f.Values(finding.Victim)); len(to) == 1 {
		out += ", to " + to[0]
	}
	return fmt.Sprintf("%s. The strongest of %d reasons: %s.", out, len(f.Parts), strings.Join(reasons, "; "))
}

func reach(inc *casefile.Incident) answer {
	a := answer{Question: "Where are they?", Short: humanize.Plural(int64(len(inc.Hosts)), "machine")}
	if len(inc.Hosts)+len(inc.Accounts) == 0 {
		a.Short = "Not known from this evidence"
	}
	if len(inc.Accounts) > 0 {
		a.Short += ", " + humanize.Plural(int64(len(inc.Accounts)), "account")
	}
	var parts []string
	if len(inc.Hosts) > 0 {
		parts = append(parts, "Machines: "+strings.Join(machines(inc), ", ")+".")
	}
	if len(inc.Accounts) > 0 {
		parts = append(parts, "Accounts: "+strings.Join(inc.Accounts, ", ")+".")
	}
	if len(inc.Addresses) > 0 {
		parts = append(parts, "The other side: "+strings.Join(inc.Addresses, ", ")+".")
	}
	a.Long = strings.Join(parts, " ")
	return a
}

// machines lists the hosts with their names: "10.0.0.5 (pc-kim)".
func machines(inc *casefile.Incident) []string {
	out := slices.Clone(inc.Hosts)
	for _, n := range inc.HostNames {
		if i := slices.Index(out, n.Address); i >= 0 {
			out[i] += " (" + humanize.Line(n.Name) + ")"
		}
	}
	return out
}

func taken(im *impact.Impact) answer {
	a := answer{Question: "What was taken?"}
	var short []string
	if im.Rows.Known {
		short = append(short, count(im.Rows)+" rows read")
	}
	if im.Bytes.Known {
		short = append(short, "out of the company: "+bytes(im.Bytes))
	}
	if len(short) == 0 {
		return answer{a.Question, "Not known from this evidence", strings.Join(im.Caveats, " ")}
	}
	a.Short = strings.Join(short, "; ")
	var tables []string
	for _, t := range im.Tables {
		tables = append(tables, t.Table+" ("+count(t.Rows)+" rows)")
	}
	if len(tables) > 0 {
		a.Long = "Tables: " + strings.Join(tables, ", ") + "."
	}
	return a
}

func people(im *impact.Impact) answer {
	a := answer{Question: "Whose data, how many people?"}
	if !im.People.Known {
		a.Short = "Not known from this evidence"
		a.Long = im.People.Rule
		return a
	}
	a.Short = count(im.People) + " people"
	a.Long = im.People.Rule
	if len(im.Personal) > 0 {
		a.Long = sentence(a.Long, "Kinds of data: "+strings.Join(im.Personal, ", ")+".")
	}
	return a
}

// count writes a count with its bounds.
func count(c impact.Count) string { return bounded(c, humanize.Count) }

// bytes writes a count of bytes with its bounds; an exact one to the byte.
func bytes(c impact.Count) string {
	if c.Exact {
		return humanize.Bytes(c.Estimate) + " (" + humanize.Count(c.Estimate) + " bytes)"
	}
	return bounded(c, humanize.Bytes)
}

func bounded(c impact.Count, write func(int64) string) string {
	switch {
	case !c.Known:
		return "unknown"
	case c.Exact:
		return write(c.Estimate)
	case c.High < 0:
		return "at least " + write(c.Low)
	case c.Low == c.High:
		return write(c.Low)
	}
	return fmt.Sprintf("%s to %s", write(c.Low), write(c.High))
}

func clock(t event.Time) string { return humanize.Time(t, time.UTC) }

// seconds writes an interval given in seconds.
func seconds(n int64) string { return humanize.Duration(time.Duration(n) * time.Second) }

// sentence puts a sentence behind a text, either of which may be empty. A text that does
// not end like a sentence is ended.
func sentence(a, b string) string {
	a = strings.TrimSpace(a)
	if a != "" && b != "" && !strings.HasSuffix(a, ".") && !strings.HasSuffix(a, ":") {
		a += "."
	}
	return strings.TrimSpace(a + " " + b)
}
