package account_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"dwell/detect"
	"dwell/detect/account"
	"dwell/detect/detecttest"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

func view() detect.View {
	return detect.View{Estate: entity.NewEstate(entity.Overrides{CompanyDomains: []string{"example.com"}})}
}

func investigate(t testing.TB, b event.Batch) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, account.Spec(), view(), []event.Batch{{Logons: b.Logons}, {Actions: b.Actions}, {Transfers: b.Transfers}, {Mails: b.Mails}})
}

// tally counts what was found in companies of which it is known whose accounts were taken.
type tally struct {
	taken, found, medium, high map[string]int
	falseLow, falseMedium      int
	accountWeeks               int
	false                      []string
}

func newTally() *tally {
	return &tally{taken: map[string]int{}, found: map[string]int{}, medium: map[string]int{}, high: map[string]int{}}
}

// add lives in one company and investigates it.
func (a *tally) add(t testing.TB, seed uint64, people, weeks, taken int, logs func(event.Batch) event.Batch) {
	w := newWorld(seed, people, weeks)
	w.live()
	w.take(taken)
	a.accountWeeks += people * weeks
	for _, crime := range w.taken {
		a.taken[crime]++
	}
	for _, f := range investigate(t, logs(w.Batch)) {
		name := f.Values(finding.Principal)[0]
		crime := w.taken[name]
		switch {
		case crime != "":
			a.found[crime]++
			if f.Severity >= finding.Medium {
				a.medium[crime]++
			}
			if f.Severity >= finding.High {
				a.high[crime]++
			}
		default:
			a.falseLow++
			if f.Severity >= finding.Medium {
				a.falseMedium++
			}
			a.false = append(a.false, fmt.Sprintf("%d %s %.1f %v", seed, name, f.Score, f.Parts))
		}
	}
}

func (a *tally) String() string {
	var b strings.Builder
	for _, crime := range crimes {
		n := a.taken[crime]
		fmt.Fprintf(&b, "%-11s %3d taken, found %3d, medium %3d, high %3d\n", crime, n, a.found[crime], a.medium[crime], a.high[crime])
	}
	per := 1000 / float64(a.accountWeeks)
	fmt.Fprintf(&b, "false: %d (%.2f per 1000 account-weeks), medium and above %d (%.2f)\n", a.falseLow, per*float64(a.falseLow), a.falseMedium, per*float64(a.falseMedium))
	return b.String()
}

// TestPopulation prints how many of the taken accounts are found, and how often an
// ordinary life is not recognised: DWELL_GRID=10 go test ./detect/account -run TestPopulation -v.
// The seeds from 3001 on were not looked at while the weights were chosen.
func TestPopulation(t *testing.T) {
	seeds, first := 0, uint64(3001)
	if _, err := fmt.Sscan(os.Getenv("DWELL_GRID"), &seeds, &first); err != nil && seeds == 0 {
		t.Skip("a large table; DWELL_GRID is the number of companies")
	}
	for _, evidence := range []struct {
		name string
		logs func(event.Batch) event.Batch
	}{
		{"all logs", everything},
		{"logons and audit log", func(b event.Batch) event.Batch { b.Transfers = nil; return b }},
		{"logons and message trace", func(b event.Batch) event.Batch { b.Actions = nil; return b }},
		{"message trace alone", func(b event.Batch) event.Batch { b.Actions, b.Logons = nil, nil; return b }},
	} {
		a := newTally()
		for i := range seeds {
			a.add(t, first+uint64(i), 100, 6, 12, evidence.logs)
		}
		slices.Sort(a.false)
		t.Logf("%s\n%s%s", evidence.name, a, strings.Join(a.false[:min(len(a.false), 10)], "\n"))
	}
}

func everything(b event.Batch) event.Batch { return b }
