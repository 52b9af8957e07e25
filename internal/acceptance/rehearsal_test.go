package acceptance_test

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/casefile"
	"dwell/finding"
	"dwell/rehearsal"
	"dwell/score"
	"dwell/simulate"
)

// rehearse simulates a scenario, investigates its evidence and scores the case.
func rehearse(t *testing.T, c simulate.Config) (*casefile.Case, score.Score) {
	t.Helper()
	c.Out = filepath.Join(t.TempDir(), "rehearsal")
	r, err := rehearsal.Run(context.Background(), rehearsal.Config{Simulation: c})
	if err != nil {
		t.Fatal(err)
	}
	return r.Found.Case, r.Score
}

// The one-command demo finds every stage, in one incident, with the times, the counts
// and the demand as they were.
func TestDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates and investigates four million records")
	}
	_, s := rehearse(t, simulate.Config{Scenario: "interpark-2016", Seed: 1})
	for _, stage := range s.Stages {
		if stage.Outcome != score.Found {
			t.Errorf("%s: %s %s", stage.Name, stage.Outcome, stage.Why)
		}
	}
	if s.Incidents.One == nil || !*s.Incidents.One || s.Incidents.Mixed > 0 {
		t.Errorf("one incident: %+v", s.Incidents)
	}
	if len(s.Blame.Wrong) > 0 || len(s.Blame.Alarms) > 0 {
		t.Errorf("blamed wrongly: %+v", s.Blame)
	}
	for _, m := range s.Dwell.Moments {
		if m.Name == score.Foothold && (m.ErrorMinutes == nil || math.Abs(*m.ErrorMinutes) > 5) {
			t.Errorf("foothold %s, in truth %s", m.Estimate, m.Truth)
		}
	}
	for _, i := range s.Dwell.Intervals {
		if i.ErrorMinutes == nil || math.Abs(*i.ErrorMinutes) > 60 {
			t.Errorf("%s: %+v", i.Name, i)
		}
	}
	for _, c := range s.Counts {
		if c.Inside == nil || !*c.Inside || !c.RuleGiven {
			t.Errorf("%s: %+v", c.Name, c)
		}
	}
	e := s.Extortion
	if e == nil || e.Mails != e.MailsStated || len(e.Others) > 0 {
		t.Fatalf("extortion: %+v", e)
	}
	for _, asked := range slices.Concat(e.Amounts, e.Wallets, e.Deadlines) {
		if !asked.Found {
			t.Errorf("%s is not found", asked.Value)
		}
	}
	if len(s.Attribution.Wrong) > 0 || len(s.Notices.Invented)+len(s.Notices.Missing)+len(s.Notices.Wrong) > 0 {
		t.Errorf("claims %v, notices %+v", s.Attribution.Wrong, s.Notices)
	}
}

// A month in which nobody attacks has no incident above medium.
func TestQuietMonths(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates and investigates five months")
	}
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("seed ", seed+1), func(t *testing.T) {
			c, _ := rehearse(t, simulate.Config{Scenario: "quiet-month", Seed: seed + 1})
			for _, i := range c.Incidents {
				if i.Severity > finding.Medium {
					t.Errorf("%s: %s", i.Severity, i.Summary)
				}
			}
		})
	}
}

// outline is what a case says without the names in it.
func outline(c *casefile.Case) []string {
	var out []string
	for i := range c.Findings {
		f := &c.Findings[i]
		out = append(out, fmt.Sprintf("%s %s %s to %s", f.Severity, f.Kind, f.First.Std().Format(time.DateTime), f.Last.Std().Format(time.DateTime)))
	}
	for i := range c.Incidents {
		inc := &c.Incidents[i]
		line := fmt.Sprintf("incident %s, %d findings, %d hosts, rows %d, people %d to %d", inc.Severity, len(inc.Findings), len(inc.Hosts), inc.Impact.Rows.Estimate, inc.Impact.People.Low, inc.Impact.People.High)
		for _, s := range inc.Stages {
			line += fmt.Sprintf("; %s %d", s.Tactic, len(s.Findings))
		}
		for _, d := range inc.Dwell.Intervals {
			line += fmt.Sprintf("; %s %d", d.Name, d.Estimate)
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// All that the simulator names by chance, people, hosts, domains and ids, may have
// other names: no detector lives on them.
func TestOtherNamesChangeNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates and investigates twice")
	}
	config := simulate.Config{Scenario: "interpark-2016", Seed: 3, Parameters: map[string]string{"employees": "14"}}
	first, _ := rehearse(t, config)
	for names := range uint64(2) {
		config.Names = 1000 + names
		other, _ := rehearse(t, config)
		if diff := cmp.Diff(outline(first), outline(other)); diff != "" {
			t.Errorf("other names, another case (-first +other):\n%s", diff)
		}
	}
}
