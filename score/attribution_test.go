package score

import (
	"strings"
	"testing"

	"dwell/attribution"
	"dwell/finding"
	"dwell/truth"
)

const (
	operator = "an outside operator who chose this company"
	insider  = "somebody with access of their own (insider)"
)

func TestProbabilityAndBrier(t *testing.T) {
	for name, c := range map[string]struct {
		given              map[string]float64
		probability, brier float64
		among              bool
	}{
		"certain and right": {map[string]float64{operator: 1, insider: 0}, 1, 0, true},
		"certain and wrong": {map[string]float64{operator: 0, insider: 1}, 0, 2, true},
		"three quarters":    {map[string]float64{operator: 0.75, insider: 0.25}, 0.75, 0.125, true},
		"not considered":    {map[string]float64{"x": 0.5, insider: 0.5}, 0, 1.5, false},
	} {
		t.Run(name, func(t *testing.T) {
			s, inc := attackScene(t)
			s.truth.Origin = &truth.Origin{Actor: operator}
			inc.Attribution = hypotheses(c.given)
			got := s.compare().Attribution
			equalTo(t, "probability", got.Probability, c.probability)
			equalTo(t, "Brier", got.Brier, c.brier)
			equal(t, "among", got.Among, c.among)
		})
	}
}

func TestATruthWithoutAnActorScoresNoProbability(t *testing.T) {
	for _, origin := range []*truth.Origin{nil, {Actor: UnknownActor}} {
		s, inc := attackScene(t)
		s.truth.Origin = origin
		inc.Attribution = hypotheses(map[string]float64{operator: 1})
		got := s.compare().Attribution
		unmeasured(t, "probability", got.Probability)
		unmeasured(t, "Brier", got.Brier)
		equal(t, "leader", got.Leader, operator)
	}
}

func TestWithoutAnIncidentTheTrueActorWasGivenNothing(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, 0))
	s.truth.Origin = &truth.Origin{Actor: operator}
	got := s.compare().Attribution
	equalTo(t, "probability", got.Probability, 0.0)
	unmeasured(t, "Brier", got.Brier)
}

func TestNamesThatShouldNotHaveBeenGiven(t *testing.T) {
	for name, c := range map[string]struct {
		actor string
		named bool
		given map[string]float64
		want  string
	}{
		"nobody named":         {UnknownActor, false, map[string]float64{operator: 1}, ""},
		"the right one":        {operator, true, map[string]float64{operator: 0.9, insider: 0.1}, ""},
		"another one":          {operator, true, map[string]float64{operator: 0.1, insider: 0.9}, "else than"},
		"the truth names none": {UnknownActor, true, map[string]float64{operator: 0.9}, "the truth names nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			s, inc := attackScene(t)
			s.truth.Origin = &truth.Origin{Actor: c.actor}
			inc.Attribution = hypotheses(c.given)
			inc.Attribution.Named = c.named
			got := strings.Join(s.compare().Attribution.Wrong, " ")
			if c.want == "" {
				equal(t, "wrong claims", got, "")
			} else if !strings.Contains(got, c.want) {
				t.Errorf("wrong claims %q, want one with %q", got, c.want)
			}
		})
	}
}

func TestNobodyMayBeNamedInAnIncidentThatIsNotTheAttack(t *testing.T) {
	s, _ := attackScene(t)
	s.incident(s.found(3, finding.Finding{}, ref(conn, 90))).Attribution.Named = true
	got := s.compare().Attribution.Wrong
	equal(t, "wrong claims", len(got), 1)
}

func TestPlantedClues(t *testing.T) {
	clue := func(f finding.Forgeability) []attribution.Clue {
		return []attribution.Clue{{Class: "mail-date-offset", Value: "+0830", Forgeability: f}}
	}
	for name, c := range map[string]struct {
		clues         []attribution.Clue
		named         bool
		verdict       string
		seen, carried bool
	}{
		"not seen":               {nil, false, "", false, false},
		"seen as free":           {clue(finding.FreeToPlant), false, "Traces of origin (mail-date-offset) cost nothing.", true, false},
		"taken for costly":       {clue(finding.CostlyPlant), false, "", true, true},
		"repeated":               {clue(finding.FreeToPlant), false, "The zone +0830 points to them.", true, true},
		"somebody named with it": {clue(finding.FreeToPlant), true, "", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			s, inc := attackScene(t)
			s.truth.Origin = &truth.Origin{Actor: operator, Clues: []truth.Clue{
				{Class: "mail-date-offset", Value: "+0830", Planted: true},
				{Class: "charset", Value: "euc-kr"}, // true, and no matter here
			}}
			inc.Attribution = hypotheses(map[string]float64{operator: 1})
			inc.Attribution.Clues, inc.Attribution.Named, inc.Attribution.Verdict = c.clues, c.named, c.verdict
			got := s.compare().Attribution
			equal(t, "planted clues", len(got.Planted), 1)
			equal(t, "seen", got.Planted[0].Seen, c.seen)
			equal(t, "carried", got.Planted[0].Carried, c.carried)
			equal(t, "wrong claims", len(got.Wrong), map[bool]int{true: 1, false: 0}[c.carried])
		})
	}
}
