package score

import (
	"testing"
	"time"

	"dwell/finding"
	"dwell/truth"
)

func TestAFindingFindsTheStageWhoseRecordItRefersTo(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 3, time.Hour), rec(conn, 4, 2*time.Hour), rec(conn, 9, 3*time.Hour))
	s.stage("bulk-read", finding.Collection, rec(query, 0, day))
	r := ref(conn, 4)
	r.Offset, r.Length = r.Offset+99, 1 // its last byte
	id := s.found(3, finding.Finding{Tactic: finding.CommandControl, First: when(time.Hour + 30*time.Minute)}, r)
	got := s.compare()

	st := stageOf(t, &got, "back-door")
	equal(t, "outcome", st.Outcome, Found)
	equal(t, "findings", len(st.Findings), 1)
	equal(t, "finding", st.Findings[0], Finder{ID: id, Kind: finding.Beacon, Severity: finding.High, How: ByRecords, Records: 1, SameTactic: true})
	equal(t, "records found", st.RecordsFound, 1)
	equal(t, "observable", st.Observable, when(time.Hour))
	equal(t, "first found", st.FirstFound, when(time.Hour+30*time.Minute))
	equalTo(t, "delay", st.DelayMinutes, 30.0)

	missed := stageOf(t, &got, "bulk-read")
	equal(t, "outcome", missed.Outcome, Missed)
	equal(t, "findings of the missed stage", len(missed.Findings), 0)
	unmeasured(t, "delay of the missed stage", missed.DelayMinutes)
}

func TestTheByteBehindARecordIsNoPartOfIt(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 3, time.Hour))
	s.found(3, finding.Finding{Tactic: finding.CommandControl}, ref(conn, 2), ref(conn, 4), ref(mail, 3))
	got := s.compare()
	equal(t, "outcome", stageOf(t, &got, "back-door").Outcome, Missed)
}

func TestOneFindingMayFindTwoStages(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, time.Hour))
	s.stage("exfiltration", finding.Exfiltration, rec(conn, 0, time.Hour), rec(conn, 5, 30*time.Hour))
	s.found(3, finding.Finding{Tactic: finding.Exfiltration, First: when(0)}, ref(conn, 0))
	got := s.compare()
	door, out := stageOf(t, &got, "back-door"), stageOf(t, &got, "exfiltration")
	equal(t, "back-door", door.Outcome, Found)
	equal(t, "taken for what it was", door.Findings[0].SameTactic, false)
	equal(t, "exfiltration", out.Outcome, Found)
	equalTo(t, "delay of a finding that begins earlier", out.DelayMinutes, 0.0)
}

func TestWithoutARecordTacticEntityAndTimeMustAgree(t *testing.T) {
	right := finding.Finding{
		Tactic: finding.CommandControl, First: when(90 * time.Minute), Last: when(100 * time.Minute),
		Entities: []finding.Entity{host("10.0.0.5", finding.Source)},
	}
	for name, c := range map[string]struct {
		change func(*finding.Finding)
		want   Outcome
	}{
		"all agree":            {func(*finding.Finding) {}, Found},
		"other tactic":         {func(f *finding.Finding) { f.Tactic = finding.LateralMove }, Missed},
		"other machine":        {func(f *finding.Finding) { f.Entities[0].Value = "10.0.0.6" }, Missed},
		"earlier":              {func(f *finding.Finding) { f.First, f.Last = when(0), when(time.Minute) }, Missed},
		"later":                {func(f *finding.Finding) { f.First, f.Last = when(3*time.Hour), when(4*time.Hour) }, Missed},
		"around it":            {func(f *finding.Finding) { f.First, f.Last = when(0), when(9*time.Hour) }, Found},
		"ends where it begins": {func(f *finding.Finding) { f.First, f.Last = when(0), when(time.Hour) }, Found},
		"begins where it ends": {func(f *finding.Finding) { f.First, f.Last = when(2*time.Hour), when(3*time.Hour) }, Found},
		"no time at all":       {func(f *finding.Finding) { f.First.Zone = 0 }, Missed},
		"the attacker": {func(f *finding.Finding) {
			f.Entities = []finding.Entity{{Type: finding.Domain, Value: "A.CDN.Example.Net.", Role: finding.Destination}}
		}, Found},
		"the account, written otherwise": {func(f *finding.Finding) {
			f.Entities = []finding.Entity{{Type: finding.Account, Value: `SHOP\Minji`, Role: finding.Principal}}
		}, Found},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			st := s.stage("back-door", finding.CommandControl, rec(conn, 0, time.Hour), rec(conn, 1, 2*time.Hour))
			st.Hosts, st.Accounts, st.Attackers = []string{"10.0.0.5"}, []string{"minji"}, []string{"cdn.example.net"}
			f := right
			f.Entities = append([]finding.Entity(nil), right.Entities...)
			c.change(&f)
			s.found(3, f, ref(conn, 50))
			got := s.compare()
			out := stageOf(t, &got, "back-door")
			equal(t, "outcome", out.Outcome, c.want)
			if c.want == Found {
				equal(t, "how", out.Findings[0].How, ByEntities)
			}
		})
	}
}

// A step to one machine does not count for the step to the next one.
func TestAFindingWithARecordOfOneStageDoesNotFindItsSibling(t *testing.T) {
	s := newScene(t)
	s.stage("to-the-file-server", finding.LateralMove, rec(conn, 0, time.Hour), rec(conn, 1, 3*time.Hour)).Hosts = []string{"10.0.0.5", "10.0.0.6"}
	s.stage("to-the-handler", finding.LateralMove, rec(conn, 7, 2*time.Hour)).Hosts = []string{"10.0.0.5", "10.0.0.7"}
	s.found(3, finding.Finding{
		Tactic: finding.LateralMove, First: when(time.Hour), Last: when(3 * time.Hour),
		Entities: []finding.Entity{host("10.0.0.5", finding.Source), host("10.0.0.6", finding.Destination)},
	}, ref(conn, 0))
	got := s.compare()
	equal(t, "to the file server", stageOf(t, &got, "to-the-file-server").Outcome, Found)
	equal(t, "to the handler", stageOf(t, &got, "to-the-handler").Outcome, Missed)
}

func TestAStageSeenBelowMediumIsFaint(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, time.Hour), rec(conn, 1, 2*time.Hour))
	s.found(1.5, finding.Finding{First: when(time.Hour)}, ref(conn, 0))
	got := s.compare()
	equal(t, "outcome", stageOf(t, &got, "back-door").Outcome, Faint)

	s.found(2, finding.Finding{First: when(2 * time.Hour)}, ref(conn, 1))
	got = s.compare()
	st := stageOf(t, &got, "back-door")
	equal(t, "outcome with a finding of medium", st.Outcome, Found)
	equal(t, "findings", len(st.Findings), 2)
	equal(t, "the gravest first", st.Findings[0].Severity, finding.Medium)
	equalTo(t, "delay, by the finding that accuses", st.DelayMinutes, 60.0)
}

func TestAFindingWithoutATimeIsDatedByItsRecord(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 0, time.Hour), rec(conn, 1, 2*time.Hour))
	s.found(3, finding.Finding{}, ref(conn, 1))
	got := s.compare()
	equal(t, "first found", stageOf(t, &got, "back-door").FirstFound, when(2*time.Hour))
}

func TestAStageWithoutItsFirstTimeTakesItFromTheRecords(t *testing.T) {
	s := newScene(t)
	s.stage("back-door", finding.CommandControl, rec(conn, 1, 2*time.Hour), rec(conn, 0, time.Hour)).Observable = time.Time{}
	got := s.compare()
	equal(t, "observable", stageOf(t, &got, "back-door").Observable, when(time.Hour))
}

func TestWhatLeftNoRecordIsNotObservable(t *testing.T) {
	s := newScene(t)
	st := s.stage("execution", finding.Execution)
	st.First, st.Last, st.Hosts = at(0), at(time.Hour), []string{"10.0.0.5"}
	// Even a finding that fits by chance could not know of it.
	s.found(3, finding.Finding{Tactic: finding.Execution, First: when(0), Entities: []finding.Entity{host("10.0.0.5", finding.Source)}}, ref(conn, 1))
	got := s.compare()
	out := stageOf(t, &got, "execution")
	equal(t, "outcome", out.Outcome, NotObservable)
	equal(t, "why", out.Why, "it left no record in the evidence")
	equal(t, "findings", len(out.Findings), 0)
	equal(t, "telling records", got.Records.Telling, 0)
}

func TestMissingSources(t *testing.T) {
	const web = "web/access.log" // the case has no such file
	all := truth.Missing{Source: "web"}
	for name, c := range map[string]struct {
		sources []string
		missing []truth.Missing
		record  string
		want    Outcome
	}{
		"the only source is missing":          {[]string{"web"}, []truth.Missing{all}, web, NotObservable},
		"one of two sources is missing":       {[]string{"web", "query"}, []truth.Missing{all}, web, Missed},
		"missing after the stage":             {[]string{"web"}, []truth.Missing{{Source: "web", From: pointer(at(2 * time.Hour))}}, web, Missed},
		"missing around the stage":            {[]string{"web"}, []truth.Missing{{Source: "web", From: pointer(at(0)), To: pointer(at(day))}}, web, NotObservable},
		"missing until the middle of it":      {[]string{"web"}, []truth.Missing{{Source: "web", To: pointer(at(30 * time.Minute))}}, web, Missed},
		"nothing is missing, the file unread": {[]string{"web"}, nil, web, Missed},
		"called missing, yet it is there":     {[]string{"web"}, []truth.Missing{all}, conn, Missed},
		"nobody says which source":            {nil, []truth.Missing{all}, web, Missed},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.truth.Missing = c.missing
			st := s.stage("web-shell", finding.Persistence, rec(c.record, 0, 0), rec(c.record, 1, time.Hour))
			st.Sources = c.sources
			got := s.compare()
			equal(t, "outcome", stageOf(t, &got, "web-shell").Outcome, c.want)
			why := "the case did not read the files that hold its records"
			switch {
			case c.want == NotObservable:
				why = "the evidence that would show it is missing: web"
			case c.record == conn:
				why = "none of its 2 records stands behind a finding"
			}
			equal(t, "why", stageOf(t, &got, "web-shell").Why, why)
			if c.record == web {
				equal(t, "unread records", stageOf(t, &got, "web-shell").Unread, 2)
				equal(t, "unread files", len(got.Evidence.Unread), 1)
			}
		})
	}
}
