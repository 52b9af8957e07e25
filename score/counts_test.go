package score

import (
	"testing"

	"dwell/impact"
	"dwell/truth"
)

func countOf(t testing.TB, s *Score, name string) *Count {
	t.Helper()
	for i := range s.Counts {
		if s.Counts[i].Name == name {
			return &s.Counts[i]
		}
	}
	t.Fatalf("no count %q", name)
	return nil
}

func TestCountsAgainstTheTruth(t *testing.T) {
	for name, c := range map[string]struct {
		stated impact.Count
		inside bool
		width  *float64
		off    float64
	}{
		"exact":          {known(1000, 1000, 1000), true, pointer(0.0), 0},
		"inside":         {known(1200, 500, 1500), true, pointer(1.0), 0.2},
		"at the bounds":  {known(1000, 1, 1000), true, pointer(0.999), 0},
		"too low":        {known(500, 100, 999), false, pointer(0.899), -0.5},
		"too high":       {known(2000, 1001, 3000), false, pointer(1.999), 1},
		"no upper bound": {known(900, 800, impact.Unbounded), true, nil, -0.1},
	} {
		t.Run(name, func(t *testing.T) {
			s, inc := attackScene(t)
			s.truth.Data = &truth.Data{People: 1000}
			inc.Impact.People = c.stated
			got := s.compare()
			p := countOf(t, &got, People)
			equal(t, "answer", p.Answer, Given)
			equalTo(t, "inside", p.Inside, c.inside)
			equalTo(t, "error", p.ErrorShare, c.off)
			equal(t, "rule given", p.RuleGiven, true)
			if c.width == nil {
				unmeasured(t, "width", p.Width)
				unmeasured(t, "high", p.High)
				return
			}
			equalTo(t, "width", p.Width, *c.width)
			equalTo(t, "estimate", p.Estimate, c.stated.Estimate)
			equalTo(t, "low", p.Low, c.stated.Low)
			equalTo(t, "high", p.High, c.stated.High)
		})
	}
}

func TestCountsThatOneSideDoesNotKnow(t *testing.T) {
	s, inc := attackScene(t)
	s.truth.Data = &truth.Data{Rows: 5}
	inc.Impact.Rows = impact.Count{Rule: "no record tells", High: impact.Unbounded}
	got := s.compare()
	rows := countOf(t, &got, Rows)
	equal(t, "unknown count", rows.Answer, NotGiven)
	equal(t, "it says why", rows.RuleGiven, true)
	unmeasured(t, "inside", rows.Inside)
	unmeasured(t, "estimate", rows.Estimate)

	s.truth.Data = nil // a ransom without theft
	inc.Impact.People = known(10, 10, 10)
	got = s.compare()
	equal(t, "people", countOf(t, &got, People).Answer, Invented)
	equal(t, "rows", countOf(t, &got, Rows).Answer, Neither)
}

// Somebody read and carried nothing away.
func TestATrueZeroIsNothing(t *testing.T) {
	s, inc := attackScene(t)
	s.truth.Data = &truth.Data{Rows: 10}
	got := s.compare()
	equal(t, "bytes of which nobody speaks", countOf(t, &got, Bytes).Answer, Neither)
	inc.Impact.Bytes = known(5, 0, 5)
	got = s.compare()
	b := countOf(t, &got, Bytes)
	equal(t, "bytes that the case has seen leave", b.Answer, Invented)
	unmeasured(t, "inside", b.Inside)
	unmeasured(t, "width relative to zero", b.Width)
}
