package score

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dwell/casefile"
	"dwell/event"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
	"dwell/notify"
	"dwell/truth"
)

// noticeScene is an attack whose notices were made by package notify itself. The
// truth agrees with it: 48,211 rows of 46,100 people.
func noticeScene(t *testing.T) (*scene, *casefile.Incident) {
	t.Helper()
	s, inc := attackScene(t)
	read := &s.c.Findings[1]
	read.Title, read.Sentence = "crm read 48211 rows of shop/public.member", "The account crm read 48211 rows with psql from 10.0.0.40, 12.5 kB a day."
	read.Taken = &finding.Taken{Table: "public.member", Principal: "crm", Rows: 48211, Low: 48000, High: 50000, Personal: []string{"e-mail", "name"}}
	out := s.found(3, finding.Finding{
		Kind: finding.ExfilVolume, Tactic: finding.Exfiltration, First: when(30 * time.Hour), Last: when(60 * time.Hour),
		Title: "10.0.0.5 sent 410 MB", Measures: map[string]any{"bytes_out": int64(410354761)},
	}, ref(conn, 1))
	d := &s.truth.Dwell
	d.Entry, d.FirstBulkRead, d.TheftStart, d.TheftEnd = pointer(at(0)), pointer(at(day)), pointer(at(day)), pointer(at(60*time.Hour))
	s.truth.Data = &truth.Data{Rows: 48211, Records: 48211, Accounts: 48211, People: 46100, Bytes: 410354761, Personal: []string{"name", "email"}}

	refs := []event.Ref{ref(conn, 0)}
	inc.Findings = append(inc.Findings, out)
	inc.Hosts, inc.Accounts = []string{"10.0.0.40", "10.0.0.5"}, []string{"crm"}
	for _, tactic := range []finding.Tactic{finding.CommandControl, finding.Collection, finding.Exfiltration} {
		inc.Stages = append(inc.Stages, incident.Stage{Tactic: tactic})
	}
	inc.Dwell = incident.Dwell{
		Entry:      &incident.Moment{Estimate: when(0), Low: when(0), High: when(time.Hour), Basis: `The first back door: "a finding".`, Refs: refs},
		TheftStart: &incident.Moment{Estimate: when(day), Low: when(day), High: when(day), Refs: refs},
		TheftEnd:   &incident.Moment{Estimate: when(60 * time.Hour), Low: when(60 * time.Hour), High: when(60 * time.Hour), Refs: refs},
	}
	exact := impact.Count{Known: true, Estimate: 48211, Low: 48211, High: 48211, Exact: true, Rule: "counted"}
	inc.Impact = impact.Impact{
		Rows: exact, Records: exact, Accounts: known(48211, 1, 48211), People: known(48211, 1, 48211), Bytes: known(410354761, 410354761, 410354761),
		Tables: []impact.TableRead{{Table: "public.member", Refs: refs}}, Personal: []string{"e-mail", "name"},
	}
	s.assess(inc)
	return s, inc
}

// assess writes the notices anew, as the case would.
func (s *scene) assess(inc *casefile.Incident) {
	s.t.Helper()
	regimes, err := notify.Regimes()
	if err != nil {
		s.t.Fatal(err)
	}
	inc.Notices = notify.Assess(regimes, &inc.Incident, inc.Impact)
}

// item returns the first item that is answered with these words.
func item(t *testing.T, inc *casefile.Incident, words string) *notify.Item {
	t.Helper()
	for i := range inc.Notices {
		for j := range inc.Notices[i].Content {
			if n := &inc.Notices[i].Content[j]; inc.Notices[i].Applies != "no" && strings.Contains(n.Value, words) {
				return n
			}
		}
	}
	t.Fatalf("no item says %q", words)
	return nil
}

func problems(list []Problem) string {
	var out []string
	for _, p := range list {
		out = append(out, p.Text)
	}
	return strings.Join(out, "; ")
}

func TestTrueNoticesHaveNoFault(t *testing.T) {
	s, _ := noticeScene(t)
	got := s.compare().Notices
	if got.Duties < 4 || got.Confirmed < 8 || got.Open < 8 {
		t.Errorf("%d duties with %d confirmed and %d open items: the test would prove little", got.Duties, got.Confirmed, got.Open)
	}
	equal(t, "items in order", got.Confirmed+got.Open, got.Items)
	equal(t, "missing", problems(got.Missing), "")
	equal(t, "invented", problems(got.Invented), "")
	equal(t, "wrong", problems(got.Wrong), "")
}

func TestInventedFacts(t *testing.T) {
	for said, want := range map[string]string{
		"the company told the police on 2016-07-12 at 09:00": "2016-07-12; 09:00",
		"data was taken from 2016-05-04 16:38:00 KST":        "", // the bulk read, in the zone of the duty
		"data was taken from 2016-05-04T07:38:00.000000Z":    "",
		"data was taken from 2016-05-04 16:39:00 KST":        "2016-05-04 16:39:00 KST",
		"on 2016-05-04": "",
		"48,211 rows read, by crm, from 10.0.0.40":               "",
		"48,212 rows read, from 10.0.0.4":                        "48,212; 10.0.0.4",
		"410 MB sent to 198.51.100.9":                            "198.51.100.9",
		"411 MB sent":                                            "411 MB",
		"at least 48,000 and at most 50,000 rows; 12.5 kB a day": "",
		"2 machines, 1 account":                                  "",
		"3 machines":                                             "3",
		"46,100 people":                                          "", // only the truth knows it
		`"A finding", and "another one", which nobody made`:      `"another one"`,
		`""`:                            "",
		"by lee@shop.example with psql": "lee@shop.example",
		"somebody was inside; measures were taken without delay": "",
	} {
		s, inc := noticeScene(t)
		n := item(t, inc, "somebody was inside")
		n.Value = said
		equal(t, said, problems(s.compare().Notices.Invented), want)
	}
}

func TestClassesOfPersonalDataAreFacts(t *testing.T) {
	s, inc := noticeScene(t)
	item(t, inc, "e-mail, name").Value = "E-Mail, name, health"
	got := s.compare().Notices
	equal(t, "invented", problems(got.Invented), "health")
}

func TestWhatIsNotConfirmedIsNotJudged(t *testing.T) {
	s, inc := noticeScene(t)
	n := item(t, inc, "somebody was inside")
	n.Confirmed, n.Value, n.Refs = false, "", nil
	got := s.compare().Notices
	equal(t, "missing", len(got.Missing), 0)
	equal(t, "invented", len(got.Invented), 0)
}

func TestItemsNeitherAnsweredNorOpen(t *testing.T) {
	for name, change := range map[string]func(*notify.Item){
		"confirmed without records":      func(n *notify.Item) { n.Refs = nil },
		"confirmed without an answer":    func(n *notify.Item) { n.Value = "" },
		"answered and not yet confirmed": func(n *notify.Item) { n.Confirmed, n.Value = false, "on 2016-07-12" },
		"left out":                       func(n *notify.Item) { n.Name = "something else" },
	} {
		t.Run(name, func(t *testing.T) {
			s, inc := noticeScene(t)
			change(item(t, inc, "somebody was inside"))
			got := s.compare().Notices
			equal(t, "missing", len(got.Missing), 1)
			equal(t, "invented", problems(got.Invented), "")
		})
	}
}

func TestADutyThatTheProgramDoesNotKnow(t *testing.T) {
	s, inc := noticeScene(t)
	i := slices.IndexFunc(inc.Notices, func(n notify.Notice) bool { return n.Applies != "no" })
	inc.Notices[i].Source = "a statute of tomorrow"
	got := s.compare().Notices
	equal(t, "missing", len(got.Missing), 1)
}

func TestItemsThatTheTruthContradicts(t *testing.T) {
	s, _ := noticeScene(t)
	s.truth.Data.People = 50000 // the case says 48,211 at most
	got := s.compare().Notices
	if len(got.Wrong) == 0 {
		t.Fatal("a number of people that is out of bounds stands in a notice without a word")
	}
	for _, p := range got.Wrong {
		equal(t, "why", p.Why, `it rests on "people", whose bounds leave the truth out`)
	}
	equal(t, "invented: it stands in the evidence", problems(got.Invented), "")

	s.truth.Data.People = 46100
	s.truth.Dwell.TheftEnd = nil // nothing left the company
	got = s.compare().Notices
	if len(got.Wrong) == 0 {
		t.Fatal("a theft that did not happen stands in a notice without a word")
	}
	equal(t, "why", got.Wrong[0].Why, `it rests on "theft end", which the truth does not hold`)
}

func TestWhatIsNotConfirmedIsNotContradicted(t *testing.T) {
	s, inc := noticeScene(t)
	s.truth.Data.People = 50000
	for i := range inc.Notices {
		for j := range inc.Notices[i].Content {
			inc.Notices[i].Content[j].Confirmed = false
		}
	}
	equal(t, "wrong", problems(s.compare().Notices.Wrong), "")
}

func TestDutiesThatDoNotApplyAreNotJudged(t *testing.T) {
	s, inc := noticeScene(t)
	for i := range inc.Notices {
		inc.Notices[i].Applies = "no"
	}
	got := s.compare().Notices
	equal(t, "duties", got.Duties, 0)
	equal(t, "items", got.Items, 0)
}
