package rehearsal

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dwell/finding"
	"dwell/score"
	"dwell/simulate"
)

// mailOnly leaves out what says nothing about mail, so that many companies can be judged.
var mailOnly = map[string]string{"employees": "24", "mailboxes": "4", "missing": "network,database,web"}

// verdicts is what a number of rehearsals said.
type verdicts struct {
	runs     int
	outcomes map[string]map[score.Outcome]int // by stage
	byKind   map[string]map[finding.Kind]int  // that found it at medium and above, by stage
	alarms   map[finding.Kind][3]int          // that find no stage: low, medium, high and above
	said     []string                         // by them
}

// many rehearses a scenario with so many seeds.
func many(t *testing.T, scenario string, first uint64, n int, set map[string]string) *verdicts {
	t.Helper()
	v := &verdicts{outcomes: map[string]map[score.Outcome]int{}, byKind: map[string]map[finding.Kind]int{}, alarms: map[finding.Kind][3]int{}}
	parameters := maps.Clone(mailOnly)
	maps.Copy(parameters, set)
	for seed := first; seed < first+uint64(n); seed++ {
		folder := filepath.Join(t.TempDir(), fmt.Sprint(seed))
		r, err := Run(context.Background(), Config{Simulation: simulate.Config{Scenario: scenario, Seed: seed, Parameters: parameters, Out: folder}})
		if err != nil {
			t.Fatal(err)
		}
		v.add(seed, r)
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func (v *verdicts) add(seed uint64, r *Result) {
	v.runs++
	finds := map[string]bool{}
	for _, s := range r.Score.Stages {
		if v.outcomes[s.Name] == nil {
			v.outcomes[s.Name], v.byKind[s.Name] = map[score.Outcome]int{}, map[finding.Kind]int{}
		}
		v.outcomes[s.Name][s.Outcome]++
		kinds := map[finding.Kind]bool{}
		for _, f := range s.Findings {
			finds[f.ID] = true
			if f.Severity >= finding.Medium && !kinds[f.Kind] {
				kinds[f.Kind] = true
				v.byKind[s.Name][f.Kind]++
			}
		}
	}
	for _, f := range r.Found.Case.Findings {
		if finds[f.ID] || f.Severity == finding.Info {
			continue
		}
		n := v.alarms[f.Kind]
		n[min(int(f.Severity-finding.Low), 2)]++
		v.alarms[f.Kind] = n
		if f.Kind == finding.MailAccountMisuse {
			v.said = append(v.said, fmt.Sprintf("seed %d %s %.1f %s %v", seed, f.Severity, f.Score, f.Title, f.Parts))
		}
	}
}

func (v *verdicts) String() string {
	var b strings.Builder
	for _, stage := range slices.Sorted(maps.Keys(v.outcomes)) {
		fmt.Fprintf(&b, "%-14s %v, at medium and above by %v\n", stage, v.outcomes[stage], v.byKind[stage])
	}
	for _, k := range slices.Sorted(maps.Keys(v.alarms)) {
		n := v.alarms[k]
		fmt.Fprintf(&b, "no stage: %-22s low %d, medium %d, above %d\n", k, n[0], n[1], n[2])
	}
	return b.String()
}

// The way from one password to a colleague's mail is told, in logs that are read whole; and
// so is who read the private mailbox before the sibling seemed to write.
func TestTakenMailboxes(t *testing.T) {
	if testing.Short() {
		t.Skip("rehearses three times")
	}
	small := func(more ...string) map[string]string {
		set := map[string]string{"employees": "14", "mailboxes": "2", "days": "16", "missing": "network,database,web"}
		for i := 0; i+1 < len(more); i += 2 {
			set[more[i]] = more[i+1]
		}
		return set
	}
	for _, c := range []struct {
		scenario string
		set      map[string]string
		found    []string // stages
	}{
		{"mailbox-takeover", small("entry", "spray", "client", "ews"), []string{"password", "read-mailbox", "hide", "internal-mail"}},
		{"mailbox-takeover", small("mail_server", "postfix", "entry", "guess", "client", "imap"), []string{"password", "read-mailbox", "internal-mail"}},
		{"private-mailbox", small(), []string{"read-private", "lure"}},
	} {
		r, err := Run(context.Background(), Config{Simulation: simulate.Config{Scenario: c.scenario, Seed: 1, Parameters: c.set, Out: filepath.Join(t.TempDir(), "out")}})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Score.Stages {
			if slices.Contains(c.found, s.Name) && s.Outcome != score.Found {
				t.Errorf("%s %v, %s: %s %s", c.scenario, c.set, s.Name, s.Outcome, s.Why)
			}
		}
		logs := 0
		for _, e := range r.Found.Case.Evidence {
			if strings.Contains(e.Path, "mailserver") || strings.Contains(e.Path, "private") {
				logs++
				if e.Damaged > 0 || e.Records == 0 {
					t.Errorf("%s: %d records, %d damaged", e.Path, e.Records, e.Damaged)
				}
			}
		}
		if logs == 0 || len(r.Found.Case.Unread) > 0 {
			t.Errorf("%d logs of the mail service, %v unread", logs, r.Found.Case.Unread)
		}
	}
}

// TestMailServers prints how many stages of the scenarios with logs of mail servers are
// found, and what is said of companies in which nobody attacks:
// DWELL_GRID=100 go test ./rehearsal -run TestMailServers -v -timeout 0. A second number is
// the first seed; seeds from 1051 on were not looked at while anything was changed.
func TestMailServers(t *testing.T) {
	seeds, first := 0, uint64(1001)
	if _, err := fmt.Sscan(os.Getenv("DWELL_GRID"), &seeds, &first); err != nil && seeds == 0 {
		t.Skip("a large table; DWELL_GRID is the number of companies")
	}
	for _, c := range []struct {
		scenario string
		set      map[string]string
		share    int // of the seeds
	}{
		{"quiet-month", map[string]string{"mail_server": "m365"}, 2},
		{"quiet-month", map[string]string{"mail_server": "postfix"}, 2},
		{"mailbox-takeover", map[string]string{"entry": "phish", "client": "web"}, 12},
		{"mailbox-takeover", map[string]string{"entry": "spray", "client": "ews"}, 12},
		{"mailbox-takeover", map[string]string{"entry": "guess", "client": "imap", "place": "home"}, 12},
		{"mailbox-takeover", map[string]string{"entry": "phish", "client": "web", "rules": "none", "place": "home", "daily": "15"}, 12},
		{"mailbox-takeover", map[string]string{"mail_server": "postfix", "entry": "phish", "client": "imap"}, 12},
		{"mailbox-takeover", map[string]string{"mail_server": "postfix", "entry": "guess", "client": "imap"}, 12},
		{"private-mailbox", nil, 2},
	} {
		if c.scenario != "quiet-month" { // until some days after the last step
			c.set = maps.Clone(c.set)
			if c.set == nil {
				c.set = map[string]string{}
			}
			c.set["employees"], c.set["mailboxes"], c.set["days"] = "20", "4", "16"
		}
		t.Run(fmt.Sprint(c.scenario, " ", c.set), func(t *testing.T) {
			v := many(t, c.scenario, first, max(1, (seeds+c.share-1)/c.share), c.set)
			slices.Sort(v.said)
			t.Logf("%d companies\n%s%s", v.runs, v, strings.Join(v.said, "\n"))
		})
	}
}
