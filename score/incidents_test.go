package score

import (
	"strings"
	"testing"
	"time"

	"dwell/finding"
)

func TestTheAttackInOneIncident(t *testing.T) {
	s, inc := attackScene(t)
	got := s.compare()
	equalTo(t, "one incident", got.Incidents.One, true)
	equal(t, "main", got.Incidents.Main, inc.ID)
	equal(t, "stages", got.Incidents.List[0].Stages, 2)
	equal(t, "mixed in", got.Incidents.Mixed, 0)

	odd := s.found(2, finding.Finding{}, ref(conn, 80))
	light := s.found(1, finding.Finding{}, ref(conn, 81))
	inc = &s.c.Incidents[0]
	inc.Findings = append(inc.Findings, odd, light)
	got = s.compare()
	equalTo(t, "still one incident", got.Incidents.One, true)
	equal(t, "mixed in, light ones not counted", got.Incidents.Mixed, 1)
	equal(t, "unrelated", got.Incidents.List[0].Unrelated[0].ID, odd)
}

func TestTheAttackInTwoIncidents(t *testing.T) {
	s, first := attackScene(t)
	s.stage("extortion", finding.Impact, rec(mail, 0, 60*day))
	demand := s.found(5, finding.Finding{Kind: finding.MailExtortion, Tactic: finding.Impact, First: when(60 * day)}, ref(mail, 0))
	main := first.ID
	second := s.incident(demand)
	second.Severity = finding.Critical
	second.Dwell.Intervals = nil
	other := s.incident(s.found(2, finding.Finding{}, ref(conn, 80)))
	got := s.compare()
	equalTo(t, "one incident", got.Incidents.One, false)
	equal(t, "incidents of the attack", len(got.Incidents.List), 2)
	equal(t, "the main one finds more stages, though it is less grave", got.Incidents.Main, main)
	for _, in := range got.Incidents.List {
		if in.ID == other.ID {
			t.Error("an incident that has nothing to do with the attack is listed")
		}
	}
	if !strings.Contains(got.Verdict, "falls into 2 incidents") {
		t.Errorf("verdict %q", got.Verdict)
	}
}

func TestOfEqualIncidentsTheGraverIsMain(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, 0), rec(conn, 1, 0))
	s.incident(s.found(2, finding.Finding{}, ref(conn, 0))).Severity = finding.Medium
	s.incident(s.found(2, finding.Finding{First: when(time.Hour)}, ref(conn, 1)))
	got := s.compare()
	equal(t, "main", got.Incidents.Main, "I-b")
}

func TestAFindingThatTheCaseListsTwiceIsOne(t *testing.T) {
	s, _ := attackScene(t)
	s.c.Findings = append(s.c.Findings, s.c.Findings[0])
	got := s.compare()
	equal(t, "findings of the attack", len(got.Incidents.List[0].Attack), 2)
	equal(t, "findings of the stage", len(stageOf(t, &got, "back-door").Findings), 1)
}

func TestNoIncident(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, 0))
	got := s.compare()
	unmeasured(t, "one incident", got.Incidents.One)
	equal(t, "main", got.Incidents.Main, "")
	if want := "Found 0 of 1 observable stage (back-door was missed). No incident holds the attack. Nobody is blamed wrongly."; got.Verdict != want {
		t.Errorf("verdict %q, want %q", got.Verdict, want)
	}

	loose := s.found(3, finding.Finding{}, ref(conn, 0))
	got = s.compare()
	equalTo(t, "one incident, with a finding in none", got.Incidents.One, false)
	equal(t, "loose", got.Incidents.Loose[0].ID, loose)
	equal(t, "verdict", got.Verdict, "Found 1 of 1 observable stage. The findings of the attack are in no incident. Nobody is blamed wrongly.")

	s.incident(s.found(3, finding.Finding{First: when(time.Hour)}, ref(conn, 0)))
	got = s.compare()
	equal(t, "verdict", got.Verdict, "Found 1 of 1 observable stage. The attack falls into 1 incident, and 1 finding of it into none. Nobody is blamed wrongly.")
}
