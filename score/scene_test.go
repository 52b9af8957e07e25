package score

import (
	"slices"
	"testing"
	"time"

	"dwell/attribution"
	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/truth"
)

// The scenes of these tests play in one made-up company: a truth and a case of it,
// both written by hand.
var day0 = time.Date(2016, 5, 3, 7, 38, 0, 0, time.UTC)

const day = 24 * time.Hour

func at(d time.Duration) time.Time    { return day0.Add(d) }
func when(d time.Duration) event.Time { return instant(at(d)) }
func pointer[T any](v T) *T           { return &v }

const (
	conn  = "zeek/conn.log"
	mail  = "mail/minji.mbox"
	query = "db/postgresql.csv"
)

// rec is a record of 100 bytes; number 0 is the first of the file.
func rec(file string, number int64, d time.Duration) truth.Record {
	return truth.Record{File: file, Offset: 100 * number, Length: 100, Time: at(d)}
}

// ref leads to the same record.
func ref(file string, number int64) event.Ref {
	return event.Ref{File: event.NewFileID(file), Offset: 100 * number, Length: 100}
}

type scene struct {
	t     testing.TB
	c     casefile.Case
	truth truth.Truth
}

func newScene(t testing.TB) *scene {
	t.Helper()
	s := &scene{t: t, truth: truth.Truth{Schema: truth.Schema, Scenario: "test", Seed: 1, Zone: "Asia/Seoul", Evidence: "evidence"}}
	s.c.Schema = casefile.Schema
	s.c.Span = event.Span{First: when(-30 * day), Last: when(60 * day)}
	for _, path := range []string{conn, mail, query} {
		s.file(path)
	}
	return s
}

func (s *scene) file(path string) {
	s.c.Evidence = append(s.c.Evidence, casefile.File{ID: event.NewFileID(path), Path: path})
}

// stage adds a stage of the attack; its records give its time.
func (s *scene) stage(name string, tactic finding.Tactic, records ...truth.Record) *truth.Stage {
	st := truth.Stage{Name: name, Tactic: string(tactic), Records: records}
	if len(records) > 0 {
		st.First, st.Last = records[0].Time, records[len(records)-1].Time
		st.Observable = st.First
	}
	s.truth.Stages = append(s.truth.Stages, st)
	return &s.truth.Stages[len(s.truth.Stages)-1]
}

// found adds a finding to the case and returns its id. Weight is the log10 weight of
// evidence: 5 is critical, 3 high, 2 medium, 1 low.
func (s *scene) found(weight float64, f finding.Finding, refs ...event.Ref) string {
	s.t.Helper()
	f.Parts = []finding.Part{{Name: "test", Weight: weight, Why: "the test says so"}}
	f.Refs = append(f.Refs, refs...)
	if f.Kind == "" {
		f.Kind = finding.Beacon
	}
	if f.Title == "" {
		f.Title = "a finding"
	}
	if f.Sentence == "" {
		f.Sentence = f.Title + "."
	}
	made, err := finding.New(f, f.First.String()+f.Refs[0].String())
	if err != nil {
		s.t.Fatal(err)
	}
	s.c.Findings = append(s.c.Findings, made)
	return made.ID
}

// incident joins findings.
func (s *scene) incident(ids ...string) *casefile.Incident {
	inc := casefile.Incident{Incident: incident.Incident{
		ID: "I-" + string(rune('a'+len(s.c.Incidents))), Severity: finding.High, Findings: ids,
	}}
	s.c.Incidents = append(s.c.Incidents, inc)
	return &s.c.Incidents[len(s.c.Incidents)-1]
}

func (s *scene) compare() Score {
	s.t.Helper()
	out := Compare(&s.c, &s.truth)
	valid(s.t, &out)
	return out
}

// attack makes a scene with one stage of each of two tactics, found in one incident
// that the test may add answers to.
func attackScene(t testing.TB) (*scene, *casefile.Incident) {
	t.Helper()
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, time.Hour), rec(conn, 1, 2*time.Hour))
	s.stage("bulk-read", finding.Collection, rec(query, 0, day))
	door := s.found(3, finding.Finding{Tactic: finding.CommandControl, First: when(time.Hour), Last: when(2 * time.Hour)}, ref(conn, 0), ref(conn, 1))
	read := s.found(3, finding.Finding{Kind: finding.BulkRead, Tactic: finding.Collection, First: when(day), Last: when(day)}, ref(query, 0))
	return s, s.incident(door, read)
}

func host(v string, r finding.Role) finding.Entity {
	return finding.Entity{Type: finding.Host, Value: v, Role: r}
}

func known(estimate, low, high int64) impact.Count {
	return impact.Count{Known: true, Estimate: estimate, Low: low, High: high, Rule: "the rows that pgaudit counted"}
}

func hypotheses(p map[string]float64) attribution.Attribution {
	var out attribution.Attribution
	for name, probability := range p {
		out.Hypotheses = append(out.Hypotheses, attribution.Hypothesis{Name: name, Probability: probability})
	}
	return out
}

func stageOf(t testing.TB, s *Score, name string) *Stage {
	t.Helper()
	i := slices.IndexFunc(s.Stages, func(s Stage) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no stage %q", name)
	}
	return &s.Stages[i]
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// equalTo compares a measure that may have no meaning.
func equalTo[T comparable](t testing.TB, what string, got *T, want T) {
	t.Helper()
	if got == nil {
		t.Errorf("%s: not measured, want %v", what, want)
		return
	}
	equal(t, what, *got, want)
}

func unmeasured[T any](t testing.TB, what string, got *T) {
	t.Helper()
	if got != nil {
		t.Errorf("%s: got %v, want it not to be measured", what, *got)
	}
}
