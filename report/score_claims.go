package report

import (
	"fmt"
	"slices"

	"dwell/internal/humanize"
	"dwell/score"
)

// The sections of the table of a score that say what was demanded, who it may have
// been and what stands in the notices.

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
