package score

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dwell/attribution"
	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/truth"
)

// files are those that records of the laws' truths may lie in.
var files = []string{conn, mail, query}

// anyTruth is an attack of some stages with some records each; stages may share
// records and may have left none.
var anyTruth = rapid.Custom(func(t *rapid.T) *truth.Truth {
	out := &truth.Truth{Schema: truth.Schema, Scenario: "law", Zone: "UTC"}
	for i := range rapid.IntRange(1, 5).Draw(t, "stages") {
		s := truth.Stage{
			Name: fmt.Sprint("stage-", i), Tactic: string(rapid.SampledFrom(finding.Tactics).Draw(t, "tactic")),
			Hosts: []string{fmt.Sprintf("10.0.0.%d", i)}, Accounts: []string{fmt.Sprint("account-", i)}, Attackers: []string{fmt.Sprintf("c2-%d.example.net", i)},
		}
		for range rapid.IntRange(0, 6).Draw(t, "records") {
			number := rapid.Int64Range(0, 30).Draw(t, "number")
			s.Records = append(s.Records, rec(rapid.SampledFrom(files).Draw(t, "file"), number, time.Duration(number)*time.Hour))
		}
		slices.SortFunc(s.Records, func(a, b truth.Record) int { return a.Time.Compare(b.Time) })
		if n := len(s.Records); n > 0 {
			s.First, s.Last, s.Observable = s.Records[0].Time, s.Records[n-1].Time, s.Records[0].Time
		}
		out.Stages = append(out.Stages, s)
		out.Compromised.Hosts = append(out.Compromised.Hosts, s.Hosts...)
		out.Compromised.Accounts = append(out.Compromised.Accounts, s.Accounts...)
		out.Compromised.Attackers = append(out.Compromised.Attackers, s.Attackers...)
	}
	instants := make([]*time.Time, 7)
	for i := range instants {
		instants[i] = pointer(at(time.Duration(rapid.IntRange(0, 1000).Draw(t, "minute")) * time.Minute))
	}
	out.Dwell = truth.Dwell{Entry: instants[0], FirstBulkRead: instants[2], TheftStart: instants[3], TheftEnd: instants[4], Awareness: instants[6]}
	n := rapid.Int64Range(1, 1e9).Draw(t, "people")
	out.Data = &truth.Data{Rows: 3 * n, Records: 2 * n, Accounts: n, People: n, Bytes: 100 * n}
	out.Origin = &truth.Origin{Actor: operator}
	return out
})

// perfect is the case that says what the truth says: one finding per stage that left
// records, all in one incident.
func perfect(t failer, tr *truth.Truth) *casefile.Case {
	t.Helper()
	c := &casefile.Case{Schema: casefile.Schema, Span: event.Span{First: when(0), Last: when(60 * day)}}
	for _, path := range files {
		c.Evidence = append(c.Evidence, casefile.File{ID: event.NewFileID(path), Path: path})
	}
	inc := casefile.Incident{Incident: incident.Incident{ID: "I-law", Severity: finding.Critical}}
	for i := range tr.Stages {
		s := &tr.Stages[i]
		if len(s.Records) == 0 {
			continue
		}
		f := perfectFinding(t, s)
		c.Findings = append(c.Findings, f)
		inc.Findings = append(inc.Findings, f.ID)
	}
	perfectAnswers(&inc, tr)
	if len(inc.Findings) > 0 {
		c.Incidents = append(c.Incidents, inc)
	}
	return c
}

func perfectFinding(t failer, s *truth.Stage) finding.Finding {
	t.Helper()
	f := finding.Finding{
		Kind: finding.Beacon, Tactic: finding.Tactic(s.Tactic), First: instant(s.First), Last: instant(s.Last), Title: s.Name, Sentence: s.Name + ".",
		Parts: []finding.Part{{Name: "law", Weight: 5}},
		Entities: []finding.Entity{
			host(s.Hosts[0], finding.Source), {Type: finding.Account, Value: s.Accounts[0], Role: finding.Principal},
			{Type: finding.Domain, Value: s.Attackers[0], Role: finding.Attacker},
		},
	}
	for _, r := range s.Records {
		f.Refs = append(f.Refs, event.Ref{File: event.NewFileID(r.File), Offset: r.Offset, Length: r.Length})
	}
	made, err := finding.New(f, s.Name)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return made
}

func perfectAnswers(inc *casefile.Incident, tr *truth.Truth) {
	moment := func(t *time.Time) *incident.Moment {
		return &incident.Moment{Estimate: instantOf(t), Low: instantOf(t), High: instantOf(t)}
	}
	d := &tr.Dwell
	inc.Dwell = incident.Dwell{Entry: moment(d.Entry), FirstBulkRead: moment(d.FirstBulkRead), TheftStart: moment(d.TheftStart), TheftEnd: moment(d.TheftEnd), Awareness: moment(d.Awareness)}
	span := func(name string, from, to *time.Time) { // whole minutes, so never the -1 second that means unbounded
		n := int64(to.Sub(*from).Seconds())
		inc.Dwell.Intervals = append(inc.Dwell.Intervals, incident.Interval{Name: name, Estimate: n, Low: n, High: n})
	}
	span("entry to first bulk read", d.Entry, d.FirstBulkRead)
	span("theft window", d.TheftStart, d.TheftEnd)
	span("theft to awareness", d.TheftEnd, d.Awareness)
	exact := func(n int64) impact.Count { return known(n, n, n) }
	inc.Impact = impact.Impact{Rows: exact(tr.Data.Rows), Records: exact(tr.Data.Records), Accounts: exact(tr.Data.Accounts), People: exact(tr.Data.People), Bytes: exact(tr.Data.Bytes)}
	inc.Attribution = attribution.Attribution{Hypotheses: []attribution.Hypothesis{{Name: operator, Probability: 1}}}
}

func TestACaseMadeFromTheTruthIsPerfect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := anyTruth.Draw(t, "truth")
		c := perfect(t, tr)
		s := Compare(c, tr)
		valid(t, &s)
		require := func(what string, ok bool) {
			if !ok {
				t.Fatalf("%s is not perfect: %s\n%+v", what, s.Verdict, s)
			}
		}
		for _, st := range s.Stages {
			require(st.Name, st.Outcome == Found && st.RecordsFound == st.Records && *st.DelayMinutes == 0 || st.Outcome == NotObservable && st.Records == 0)
		}
		require("blame", len(s.Blame.Wrong)+len(s.Blame.Alarms)+len(s.Blame.Doubtful) == 0)
		if len(c.Findings) == 0 {
			return // nothing of the attack left a record
		}
		require("incidents", *s.Incidents.One && s.Incidents.Mixed == 0)
		require("records", *s.Records.Recall == 1 && *s.Records.TellingRate == 1 && *s.Records.Precision == 1)
		for _, m := range s.Dwell.Moments {
			require(m.Name, m.Answer != Given || *m.ErrorMinutes == 0 && (m.Inside == nil || *m.Inside))
		}
		for _, in := range s.Dwell.Intervals {
			require(in.Name, in.Answer == Given && *in.ErrorMinutes == 0 && *in.Inside)
		}
		for _, n := range s.Counts {
			require(n.Name, *n.Inside && *n.Width == 0 && *n.ErrorShare == 0 && n.RuleGiven)
		}
		require("attribution", *s.Attribution.Probability == 1 && *s.Attribution.Brier == 0)
	})
}

// grade orders outcomes for the law below.
var grade = map[Outcome]int{NotObservable: 0, Missed: 1, Faint: 2, Found: 3}

// anyCase is a case with findings of any quality about that truth.
func anyCase(t *rapid.T, tr *truth.Truth) *casefile.Case {
	c := perfect(t, tr)
	for i := range rapid.IntRange(0, 6).Draw(t, "further findings") {
		s := rapid.SampledFrom(tr.Stages).Draw(t, "stage")
		f := finding.Finding{
			Kind: finding.ExfilVolume, Tactic: finding.Tactic(s.Tactic), First: instant(s.First), Title: fmt.Sprint("further ", i), Sentence: "Further.",
			Parts:    []finding.Part{{Name: "law", Weight: rapid.Float64Range(0, 6).Draw(t, "weight")}},
			Entities: []finding.Entity{host(rapid.SampledFrom([]string{s.Hosts[0], "10.9.9.9"}).Draw(t, "host"), finding.Source)},
			Refs:     []event.Ref{ref(rapid.SampledFrom(files).Draw(t, "file"), rapid.Int64Range(0, 40).Draw(t, "record"))},
		}
		made, err := finding.New(f, fmt.Sprint(i))
		if err != nil {
			t.Fatalf("%v", err)
		}
		c.Findings = append(c.Findings, made)
		if len(c.Incidents) > 0 && rapid.Bool().Draw(t, "in the incident") {
			c.Incidents[0].Findings = append(c.Incidents[0].Findings, made.ID)
		}
	}
	return c
}

func TestRemovingAFindingRaisesNoStage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := anyTruth.Draw(t, "truth")
		c := anyCase(t, tr)
		if len(c.Findings) == 0 {
			return
		}
		before := Compare(c, tr)
		valid(t, &before)
		i := rapid.IntRange(0, len(c.Findings)-1).Draw(t, "removed")
		c.Findings = slices.Delete(slices.Clone(c.Findings), i, i+1)
		after := Compare(c, tr)
		valid(t, &after)
		for j := range before.Stages {
			b, a := &before.Stages[j], &after.Stages[j]
			if grade[a.Outcome] > grade[b.Outcome] || a.RecordsFound > b.RecordsFound || len(a.Findings) > len(b.Findings) {
				t.Fatalf("%s: %s with %d records before, %s with %d after", b.Name, b.Outcome, b.RecordsFound, a.Outcome, a.RecordsFound)
			}
		}
		if after.Records.TrueFound > before.Records.TrueFound || after.Records.TellingFound > before.Records.TellingFound {
			t.Fatalf("recall rose: %+v, %+v", before.Records, after.Records)
		}
	})
}

func TestTheOrderOfFindingsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tr := anyTruth.Draw(t, "truth")
		c := anyCase(t, tr)
		before := Compare(c, tr)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		random.Shuffle(len(c.Findings), func(i, j int) { c.Findings[i], c.Findings[j] = c.Findings[j], c.Findings[i] })
		if after := Compare(c, tr); !reflect.DeepEqual(before, after) {
			t.Fatalf("another order gives another score:\n%+v\n%+v", before, after)
		}
	})
}
