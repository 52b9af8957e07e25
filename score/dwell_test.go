package score

import (
	"testing"
	"time"

	"dwell/event"
	"dwell/finding"
	"dwell/incident"
)

func momentOf(t testing.TB, s *Score, name string) *Moment {
	t.Helper()
	for i := range s.Dwell.Moments {
		if s.Dwell.Moments[i].Name == name {
			return &s.Dwell.Moments[i]
		}
	}
	t.Fatalf("no moment %q", name)
	return nil
}

func TestMomentsAgainstTheTruth(t *testing.T) {
	second := time.Second
	for name, c := range map[string]struct {
		truth               time.Duration
		estimate, low, high event.Time
		off                 float64
		inside              *bool
	}{
		"exact":                      {0, when(0), when(0), when(0), 0, pointer(true)},
		"late, inside":               {0, when(90 * second), when(-time.Hour), when(90 * second), 1.5, pointer(true)},
		"early, outside":             {time.Hour, when(0), when(-time.Hour), when(time.Minute), -60, pointer(false)},
		"before the low bound":       {-2 * time.Hour, when(0), when(-time.Hour), event.Time{}, 120, pointer(false)},
		"no low bound":               {-2 * time.Hour, when(0), event.Time{}, when(0), 120, pointer(true)},
		"no high bound":              {2 * time.Hour, when(0), when(0), event.Time{}, -120, pointer(true)},
		"no bounds":                  {time.Hour, when(0), event.Time{}, event.Time{}, -60, nil},
		"a minute after the bounds":  {time.Minute, when(0), when(0), when(0), -1, pointer(true)},
		"a minute before the bounds": {-time.Minute, when(0), when(0), when(0), 1, pointer(true)},
		"a second further off":       {61 * second, when(0), when(0), when(0), -1.02, pointer(false)},
	} {
		t.Run(name, func(t *testing.T) {
			s, inc := attackScene(t)
			s.truth.Dwell.Entry = pointer(at(c.truth))
			inc.Dwell.Entry = &incident.Moment{Estimate: c.estimate, Low: c.low, High: c.high}
			got := s.compare()
			m := momentOf(t, &got, Entry)
			equal(t, "answer", m.Answer, Given)
			equalTo(t, "error", m.ErrorMinutes, c.off)
			if c.inside == nil {
				unmeasured(t, "inside", m.Inside)
				return
			}
			equalTo(t, "inside", m.Inside, *c.inside)
		})
	}
}

func TestMomentsThatOneSideDoesNotKnow(t *testing.T) {
	s, inc := attackScene(t)
	s.truth.Dwell.Entry = pointer(at(0))
	inc.Dwell.TheftEnd = &incident.Moment{Estimate: when(day)}
	got := s.compare()
	for name, want := range map[string]Answer{Entry: NotGiven, TheftEnd: Invented, Awareness: Neither} {
		m := momentOf(t, &got, name)
		equal(t, name, m.Answer, want)
		unmeasured(t, name+" error", m.ErrorMinutes)
		unmeasured(t, name+" inside", m.Inside)
	}
}

func TestFootholdIsTheFirstCommandAndControl(t *testing.T) {
	s, inc := attackScene(t) // its back door was found from the first hour on
	s.truth.Dwell.Foothold = pointer(at(58 * time.Minute))
	inc.Findings = append(inc.Findings,
		s.found(1.5, finding.Finding{Tactic: finding.CommandControl, First: when(0)}, ref(conn, 0)), // too light to claim it
		s.found(3, finding.Finding{Tactic: finding.CommandControl, First: when(5 * time.Hour)}, ref(conn, 1)))
	got := s.compare()
	m := momentOf(t, &got, Foothold)
	equal(t, "estimate", m.Estimate, when(time.Hour))
	equalTo(t, "error", m.ErrorMinutes, 2.0)
	unmeasured(t, "inside", m.Inside)
}

func TestTheFirstDemandIsTheFirstMailOfTheThread(t *testing.T) {
	s, inc := attackScene(t)
	s.truth.Dwell.FirstDemand = pointer(at(60 * day))
	inc.Findings = append(inc.Findings, s.found(3, finding.Finding{
		Kind: finding.MailExtortion, Tactic: finding.Impact, First: when(61 * day),
		Demand: &finding.Demand{Sent: []event.Time{when(60*day + time.Minute), when(61 * day)}},
	}, ref(mail, 0)))
	got := s.compare()
	equalTo(t, "error", momentOf(t, &got, FirstDemand).ErrorMinutes, 1.0)
}

func TestIntervals(t *testing.T) {
	s, inc := attackScene(t)
	d := &s.truth.Dwell
	d.Entry, d.FirstBulkRead = pointer(at(0)), pointer(at(34*time.Hour))
	d.TheftStart, d.TheftEnd = pointer(at(35*time.Hour)), pointer(at(59*time.Hour))
	inc.Dwell.Intervals = []incident.Interval{
		{Name: "entry to first bulk read", Estimate: 34*3600 + 90, Low: 33 * 3600, High: 34*3600 - 120},
		{Name: "theft window", Estimate: 20 * 3600, Low: 20 * 3600, High: incident.Unbounded},
		{Name: "entry to last activity", Estimate: 1, Low: 1, High: 1},
	}
	got := s.compare().Dwell.Intervals
	equal(t, "intervals", len(got), 3)

	equalTo(t, "truth", got[0].TruthMinutes, 34.0*60)
	equalTo(t, "error", got[0].ErrorMinutes, 1.5)
	equalTo(t, "inside, within the precision of two moments", got[0].Inside, true)
	equalTo(t, "error of the window", got[1].ErrorMinutes, -240.0)
	unmeasured(t, "high bound of the window", got[1].HighMinutes)
	equalTo(t, "the window has no upper bound", got[1].Inside, true)
	equal(t, "theft to awareness", got[2].Answer, Neither)

	inc.Dwell.Intervals[0].Low, inc.Dwell.Intervals[0].High = 34*3600+120, incident.Unbounded
	equalTo(t, "inside, as much above", s.compare().Dwell.Intervals[0].Inside, true)
	inc.Dwell.Intervals[0].Low = 34*3600 + 121
	equalTo(t, "inside, a second further above", s.compare().Dwell.Intervals[0].Inside, false)
	inc.Dwell.Intervals[0].Low, inc.Dwell.Intervals[0].High = 0, 34*3600-121
	got = s.compare().Dwell.Intervals
	equalTo(t, "inside, a second further off", got[0].Inside, false)
}

func TestAnswersComeFromTheMainIncident(t *testing.T) {
	s, _ := attackScene(t)
	s.truth.Dwell.Entry = pointer(at(0))
	other := s.incident(s.found(3, finding.Finding{}, ref(conn, 90)))
	other.Dwell.Entry = &incident.Moment{Estimate: when(0)}
	got := s.compare()
	equal(t, "an entry that another incident states", momentOf(t, &got, Entry).Answer, NotGiven)
}
