package score

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/truth"
)

// The index finds just the records whose bytes a reference shares, however the
// records lie over each other.
func TestTheIndexAgreesWithLookingAtEveryRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		place := rapid.Custom(func(t *rapid.T) truth.Record {
			return truth.Record{File: conn, Offset: rapid.Int64Range(0, 60).Draw(t, "offset"), Length: rapid.Int64Range(1, 20).Draw(t, "length")}
		})
		records := rapid.SliceOfNDistinct(place, 0, 15, func(r truth.Record) string { return fmt.Sprint(r.Offset, r.Length) }).Draw(t, "records")
		c := &casefile.Case{Evidence: []casefile.File{{ID: event.NewFileID(conn), Path: conn}}}
		x := newIndex(c, &truth.Truth{Stages: []truth.Stage{{Records: records}}})
		asked := place.Draw(t, "reference")
		ref := event.Ref{File: event.NewFileID(conn), Offset: asked.Offset, Length: asked.Length}
		want := map[string]bool{}
		for _, r := range records {
			if r.Offset < asked.Offset+asked.Length && asked.Offset < r.Offset+r.Length {
				want[fmt.Sprint(r.Offset, r.Length)] = true
			}
		}
		got := x.touched(ref)
		if len(got) != len(want) {
			t.Fatalf("%d records, want %d", len(got), len(want))
		}
		for _, r := range got {
			if !want[fmt.Sprint(r.start, r.end-r.start)] {
				t.Fatalf("record at %d does not overlap", r.start)
			}
		}
	})
}

func TestReferencesOfHostileCases(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, 0))
	huge := event.Ref{File: event.NewFileID(conn), Offset: math.MaxInt64, Length: math.MaxInt64}
	s.found(3, finding.Finding{}, huge)
	got := s.compare()
	equal(t, "a reference whose end overflows", stageOf(t, &got, "back-door").Outcome, Missed)

	point := ref(conn, 0)
	point.Offset, point.Length = point.Offset+50, 0
	s.found(3, finding.Finding{}, point)
	got = s.compare()
	equal(t, "a reference without length stands for its place", stageOf(t, &got, "back-door").Outcome, Found)
}

func TestByWhichPathsATruthKnowsTheFiles(t *testing.T) {
	c := &casefile.Case{}
	for _, path := range []string{
		"mail/minji.mbox", "zeek/conn.log.gz!conn.log", "logs.tar!a.log", "logs.tar!b.log", "evidence/web/access.log", "db.csv", "db.csv.gz!db.csv",
	} {
		c.Evidence = append(c.Evidence, casefile.File{ID: event.NewFileID(path), Path: path})
	}
	p := newPaths(c, "./evidence/")
	for name, want := range map[string]string{
		"mail/minji.mbox":           "mail/minji.mbox",
		"zeek/conn.log.gz!conn.log": "zeek/conn.log.gz!conn.log",
		"zeek/conn.log.gz":          "zeek/conn.log.gz!conn.log",
		"zeek/conn.log":             "zeek/conn.log.gz!conn.log",
		"a.log":                     "logs.tar!a.log",
		"logs.tar":                  "", // two members
		"web/access.log":            "evidence/web/access.log",
		"db.csv":                    "db.csv", // the file itself counts more than the packed one
		"minji.mbox":                "",
		"zeek":                      "",
	} {
		id, ok := p.find(name)
		equal(t, name+" is known", ok, want != "")
		if want != "" {
			equal(t, name, id, event.NewFileID(want))
		}
	}
}

func TestTheCaseOfOtherEvidence(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec("sensor/conn.log", 0, 0))
	got := s.compare()
	equal(t, "verdict", got.Verdict, "None of the files that hold the attack is in this case: it may be the case of other evidence.")
	equal(t, "unread", got.Evidence.Unread[0], "sensor/conn.log")
}
