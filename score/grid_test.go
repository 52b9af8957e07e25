package score

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dwell/event"
)

// run is an attack of one stage that leaves its first record at day0, investigated
// with so many days of evidence.
func run(seed uint64, value string, o Outcome, evidence time.Duration) Run {
	return Run{
		Scenario: "slow-theft", Seed: seed, Parameters: map[string]string{"daily-rate": value},
		Score: Score{
			Span:   event.Span{First: when(-10 * day), Last: when(evidence)},
			Stages: []Stage{{Name: "bulk-read", Tactic: "collection", Outcome: o, Observable: when(0), DelayMinutes: pointer(float64(seed))}},
		},
	}
}

var rates = Axis{Parameter: "daily-rate", Values: []string{"1000", "100", "10"}}

func TestTheCurveSaysWhereAStageIsLost(t *testing.T) {
	var runs []Run
	for value, found := range map[string]int{"1000": 3, "100": 2, "10": 1} { // of three
		for seed := range 3 {
			o := Missed
			if seed < found {
				o = Found
			}
			runs = append(runs, run(uint64(seed), value, o, 30*day))
		}
	}
	c := NewCurve(runs, rates)
	equal(t, "stages", len(c.Stages), 1)
	s := c.Stages[0]
	equal(t, "scenario", s.Scenario, "slow-theft")
	equal(t, "points", len(s.Points), 3)
	for i, found := range []int{3, 2, 1} {
		equal(t, "value", s.Points[i].Value, rates.Values[i])
		equal(t, "attacks", s.Points[i].Attacks, 3)
		equal(t, "found", s.Points[i].Found, found)
	}
	equal(t, "lost at", s.LostAt, "10")
	equalTo(t, "delay", s.Points[0].Delay, 1.0)
	equalTo(t, "days", s.Points[0].Days, 30.0)
	equal(t, "no shorter evidence was tried", s.Points[0].Bound, true)
}

func TestDaysUntilFoundComeFromTheCuts(t *testing.T) {
	runs := []Run{
		run(1, "100", Found, 40*day), run(1, "100", Missed, 5*day), run(1, "100", Faint, 10*day), run(1, "100", Found, 20*day),
		run(2, "100", Missed, 5*day), run(2, "100", Found, 10*day),
		run(3, "100", Missed, 5*day), run(3, "100", Missed, 40*day),
	}
	p := NewCurve(runs, rates).Stages[0].Points[1]
	equal(t, "attacks", p.Attacks, 3)
	equal(t, "found, by the longest evidence", p.Found, 2)
	equalTo(t, "days, the lower of 10 and 20", p.Days, 10.0)
	equal(t, "an upper bound only", p.Bound, false)
}

func TestAStageIsLostForGood(t *testing.T) {
	for name, c := range map[string]struct {
		found []int // of two, at each value; -1: not observable
		want  string
	}{
		"never":                  {[]int{2, 2, 1}, ""},
		"from the first on":      {[]int{0, 0, 0}, "1000"},
		"seen again":             {[]int{2, 0, 2}, ""},
		"lost, seen, lost":       {[]int{0, 2, 0}, "10"},
		"not observable between": {[]int{0, -1, 0}, "1000"},
		"never observable":       {[]int{-1, -1, -1}, ""},
	} {
		var runs []Run
		for i, found := range c.found {
			for seed := range 2 {
				o := Missed
				switch {
				case found < 0:
					o = NotObservable
				case seed < found:
					o = Found
				}
				runs = append(runs, run(uint64(seed), rates.Values[i], o, day))
			}
		}
		equal(t, name, NewCurve(runs, rates).Stages[0].LostAt, c.want)
	}
}

func TestRunsOfOtherValuesAreLeftOut(t *testing.T) {
	other := run(1, "1", Found, day)
	other.Scenario = "another"
	c := NewCurve([]Run{other, run(1, "10", Found, day)}, rates)
	equal(t, "left out", c.Left, 1)
	equal(t, "stages", len(c.Stages), 1)
	equal(t, "attacks", c.Stages[0].Points[2].Attacks, 1)
	equal(t, "no runs", len(NewCurve(nil, rates).Stages), 0)
}

func TestTheCurveDoesNotDependOnTheOrderOfRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var runs []Run
		for i := range rapid.IntRange(0, 12).Draw(t, "runs") {
			o := rapid.SampledFrom([]Outcome{Found, Faint, Missed, NotObservable}).Draw(t, "outcome")
			r := run(uint64(i%3), rapid.SampledFrom(rates.Values).Draw(t, "value"), o, time.Duration(i+1)*day) // evidence of different lengths
			runs = append(runs, r)
		}
		want := fmt.Sprintf("%+v", described(NewCurve(runs, rates)))
		shuffled := rapid.Permutation(runs).Draw(t, "order")
		if got := fmt.Sprintf("%+v", described(NewCurve(shuffled, rates))); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}

// described follows the pointers.
func described(c Curve) []string {
	var out []string
	for _, s := range c.Stages {
		for _, p := range s.Points {
			days := -1.0
			if p.Days != nil {
				days = *p.Days
			}
			out = append(out, fmt.Sprint(s.Stage, p.Value, p.Attacks, p.Observable, p.Found, p.Faint, days, p.Bound, s.LostAt))
		}
	}
	return out
}
