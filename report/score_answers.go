package report

import (
	"fmt"
	"slices"
	"time"

	"dwell/internal/humanize"
	"dwell/score"
)

// The sections of the table of a score that compare the answers of the case.

func (t *scoreTable) dwell(d *score.Dwell) {
	t.section("Since when")
	for i := range d.Moments {
		m := &d.Moments[i]
		if m.Answer == score.Neither {
			continue
		}
		t.row(text(m.Name), text(instant(m.Truth)), text(instant(m.Estimate)), t.timing(m.Answer, m.ErrorMinutes, m.Inside))
	}
	for i := range d.Intervals {
		in := &d.Intervals[i]
		if in.Answer == score.Neither {
			continue
		}
		t.row(text(in.Name), text(length(in.TruthMinutes)), text(length(in.EstimateMinutes)), t.length(in))
	}
}

// timing says how far an instant is off.
func (t *scoreTable) timing(a score.Answer, off *float64, inside *bool) cell {
	if off == nil {
		return t.unanswered(a)
	}
	words := "exact"
	switch {
	case *off > 0:
		words = span(*off) + " late"
	case *off < 0:
		words = span(*off) + " early"
	}
	return t.within(words, inside)
}

func (t *scoreTable) length(in *score.Interval) cell {
	if in.ErrorMinutes == nil {
		return t.unanswered(in.Answer)
	}
	words := "exact"
	switch off := *in.ErrorMinutes; {
	case off > 0:
		words = span(off) + " too long"
	case off < 0:
		words = span(off) + " too short"
	}
	return t.within(words, in.Inside)
}

func (t *scoreTable) unanswered(a score.Answer) cell {
	if a == score.Invented {
		return t.bad("did not happen")
	}
	return t.fair("not answered")
}

// within adds whether the truth lies between the bounds of the case.
func (t *scoreTable) within(words string, inside *bool) cell {
	switch {
	case inside == nil:
		return t.good("%s", words)
	case *inside:
		return t.good("%s, inside the bounds", words)
	}
	return t.bad("%s, outside of the bounds", words)
}

// length writes an interval given in minutes.
func length(minutes *float64) string {
	if minutes == nil {
		return ""
	}
	return humanize.Duration(time.Duration(*minutes * float64(time.Minute)).Round(time.Second))
}

func (t *scoreTable) counts(list []score.Count) {
	titled := false
	for i := range list {
		c := &list[i]
		if c.Answer == score.Neither {
			continue
		}
		if !titled {
			t.section("What was taken")
		}
		titled = true
		t.row(text(c.Name), text(optional(c.Truth)), text(stated(c)), t.count(c))
	}
}

func (t *scoreTable) count(c *score.Count) cell {
	if c.Inside == nil {
		return t.unanswered(c.Answer)
	}
	words := "inside"
	if !*c.Inside {
		words = "outside of the bounds"
	}
	switch {
	case c.High == nil:
		words += ", no upper bound"
	case *c.Low == *c.High && *c.Inside:
		words = "exact"
	case c.Width != nil:
		words += ", width " + percent(c.Width)
	}
	if !c.RuleGiven {
		words += ", no rule given"
	}
	return t.judged(*c.Inside && c.RuleGiven, "%s", words)
}

// stated is what the case says of a count, with its bounds.
func stated(c *score.Count) string {
	switch {
	case c.Low == nil:
		return ""
	case c.High == nil:
		return "at least " + humanize.Count(*c.Low)
	case *c.Low == *c.High:
		return humanize.Count(*c.Low)
	}
	return humanize.Count(*c.Low) + " to " + humanize.Count(*c.High)
}

func optional(n *int64) string {
	if n == nil {
		return ""
	}
	return humanize.Count(*n)
}

func (t *scoreTable) extortion(e *score.Extortion) {
	if e == nil {
		return
	}
	t.section("Extortion")
	for _, group := range []struct {
		name string
		list []score.Asked
	}{{"amount", e.Amounts}, {"wallet", e.Wallets}, {"deadline", e.Deadlines}} {
		for _, a := range group.list {
			result := t.good("found")
			if !a.Found {
				result = t.bad("not found")
			}
			t.row(text(group.name), text(a.Value), text(), result)
		}
	}
	t.row(text("mails"), text(humanize.Count(int64(e.Mails))), text(humanize.Count(int64(e.MailsStated))),
		t.judged(e.Mails == e.MailsStated, "%s", sameOrNot(e.Mails == e.MailsStated)))
	for _, o := range e.Others {
		t.row(text("other"), text(), text(o), t.bad("nobody asked for it"))
	}
}

func sameOrNot(same bool) string {
	if same {
		return "found"
	}
	return "not the same number"
}

func (t *scoreTable) attribution(a *score.Attribution) {
	if a.Actor == "" && len(a.Wrong)+len(a.Planted) == 0 {
		return
	}
	t.section("Who")
	if a.Actor != "" {
		said := ""
		if a.Share != nil {
			said = fmt.Sprintf("%s (%.0f %%)", a.Leader, 100**a.Share)
		}
		t.row(text("actor"), text(a.Actor), text(said), t.actor(a))
	}
	for _, p := range a.Planted {
		result := t.good("not seen")
		switch {
		case p.Carried:
			result = t.bad("the verdict rests on it")
		case p.Seen:
			result = t.good("seen as %s to plant", p.Forgeability)
		}
		t.row(text("planted clue"), text(p.Class+" "+p.Value), text(), result)
	}
	for _, claim := range a.Wrong {
		t.row(text("wrong claim"), text(), text(), t.bad("%s", claim))
	}
}

func (t *scoreTable) actor(a *score.Attribution) cell {
	if a.Brier == nil {
		return t.fair("no assessment")
	}
	if !a.Among {
		return t.bad("not among the hypotheses, Brier %.2f", *a.Brier)
	}
	return t.judged(a.Leader == a.Actor, "given %s, Brier %.2f", percent(a.Probability), *a.Brier)
}

func (t *scoreTable) notices(n *score.Notices) {
	if n.Duties == 0 {
		return
	}
	t.section("Notices")
	t.row(text("items"), text(humanize.Plural(int64(n.Duties), "notice")),
		text(fmt.Sprintf("%d confirmed, %d open", n.Confirmed, n.Open)),
		t.judged(len(n.Missing) == 0, "%d of %d in order", n.Confirmed+n.Open, n.Items))
	t.problems("missing", n.Missing, func(p score.Problem) string { return p.Item })
	t.problems("invented", n.Invented, func(p score.Problem) string { return p.Text })
	t.problems("contradicted", n.Wrong, func(p score.Problem) string { return p.Item })
}

// problems lists what is wrong with the notices, once for all of those in which it
// is wrong for the same reason.
func (t *scoreTable) problems(name string, list []score.Problem, what func(score.Problem) string) {
	if len(list) == 0 {
		t.row(text(name), text(), text("nothing"))
	}
	for i, p := range list {
		same := func(o score.Problem) bool { return o.Why == p.Why && (what(o) == what(p) || name == "contradicted") }
		if slices.ContainsFunc(list[:i], same) {
			continue
		}
		var regimes, items []string
		for _, o := range list[i:] {
			if same(o) {
				regimes, items = append(regimes, o.Regime), append(items, what(o))
			}
		}
		t.row(text(name), text(slices.Compact(regimes)...), text(slices.Compact(items)...), t.bad("%s", p.Why))
	}
}
