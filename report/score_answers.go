package report

import (
	"time"

	"dwell/internal/humanize"
	"dwell/score"
)

// The sections of the table of a score that compare the answers of the case.

func (t *scoreTable) dwell(d *score.Dwell) {
	titled := false
	for i := range d.Moments {
		m := &d.Moments[i]
		if m.Answer == score.Neither {
			continue
		}
		if !titled {
			t.section("Since when")
		}
		titled = true
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
