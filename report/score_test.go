package report_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dwell/finding"
	"dwell/report"
	"dwell/score"
)

func pointer[T any](v T) *T { return &v }

// aScore is a score with something to say in every section. Names come from a truth
// and a case, and an attacker may have written them.
func aScore() *score.Score {
	return &score.Score{
		Scenario: "interpark-2016", Seed: 7, Verdict: "Found 1 of 3 observable stages.",
		Evidence: score.Evidence{Files: 2, Read: 1, Unread: []string{"web/access.log"}},
		Stages: []score.Stage{
			{
				Name: "lure", Outcome: score.Found, Observable: moment(1), FirstFound: moment(31), DelayMinutes: pointer(30.0), RecordsFound: 1,
				Findings: []score.Finder{
					{ID: "F-1", Kind: finding.MailImpersonation, Severity: finding.Critical, How: score.ByRecords, SameTactic: true},
					{ID: "F-2", Kind: finding.MailAttachment, Severity: finding.High}, {ID: "F-3", Kind: finding.MailAttachment, Severity: finding.High},
				},
			},
			{
				Name: "servers", Outcome: score.Found, Observable: moment(1), FirstFound: moment(1), RecordsFound: 1,
				Findings: []score.Finder{{Kind: finding.NetworkScan, Severity: finding.High}, {Kind: finding.LateralMovement, Severity: finding.Low, SameTactic: true}},
			},
			{Name: "door", Outcome: score.Found, FirstFound: moment(1), Findings: []score.Finder{{Severity: finding.High, SameTactic: true, How: score.ByEntities}}},
			{Name: "back-door", Outcome: score.Missed, Why: "none of its 40 records stands behind a finding", Observable: moment(2)},
			{Name: "lateral", Outcome: score.Faint, Why: "only findings below medium show it", Observable: moment(3)},
			{Name: "execution", Outcome: score.NotObservable, Why: "it left no record in the evidence"},
		},
		Incidents: score.Incidents{Main: "I-1", List: []score.Story{{ID: "I-1", Stages: 1, Attack: make([]score.Alarm, 1), Unrelated: []score.Alarm{{ID: "F-9"}}}}},
		Blame: score.Blame{
			Wrong:  []score.Blamed{{Type: finding.Domain, Value: evil, Findings: []string{"F-9"}}},
			Alarms: []score.Alarm{{ID: "F-8", Kind: finding.Beacon, Severity: finding.High, Title: evil}},
		},
		Records: score.Records{True: 3000, TrueFound: 15, Recall: pointer(0.005), Refs: 20, RefsTrue: 15, Precision: pointer(0.75)},
		Dwell: score.Dwell{
			Moments: []score.Moment{
				{Name: score.Entry, Answer: score.Given, Truth: moment(1), Estimate: moment(3), ErrorMinutes: pointer(2.0), Inside: pointer(true)},
				{Name: score.Foothold, Answer: score.Given, Truth: moment(9), Estimate: moment(4), ErrorMinutes: pointer(-5.0)},
				{Name: score.TheftEnd, Answer: score.Invented, Estimate: moment(5)},
				{Name: score.FirstDemand, Answer: score.NotGiven, Truth: moment(6)},
				{Name: score.Awareness, Answer: score.Neither},
			},
			Intervals: []score.Interval{{Name: "theft window", Answer: score.Given, TruthMinutes: pointer(60.0), EstimateMinutes: pointer(90.0), ErrorMinutes: pointer(30.0), Inside: pointer(false)}},
		},
		Counts: []score.Count{
			{Name: score.Rows, Answer: score.Given, Truth: pointer(int64(26658753)), Estimate: pointer(int64(5)), Low: pointer(int64(5)), Inside: pointer(false)},
			{Name: score.People, Answer: score.Given, Truth: pointer(int64(46100)), Low: pointer(int64(1)), High: pointer(int64(48211)), Inside: pointer(true), Width: pointer(1.046), RuleGiven: true},
			{Name: score.Bytes, Answer: score.Neither},
		},
		Extortion: &score.Extortion{Amounts: []score.Asked{{Value: "3000000000 KRW", Found: true}}, Wallets: []score.Asked{{Value: strings.Repeat("w", 60)}}, Mails: 34, MailsStated: 33},
		Attribution: score.Attribution{
			Actor: "an insider", Leader: "an operator", Share: pointer(0.7), Probability: pointer(0.1), Brier: pointer(1.31), Among: true,
			Wrong: []string{"Incident I-1 names somebody."}, Planted: []score.Planted{{Class: "charset", Value: evil, Seen: true, Forgeability: finding.FreeToPlant}},
		},
		Notices: score.Notices{
			Duties: 2, Items: 10, Confirmed: 4, Open: 6,
			Invented: []score.Problem{{Regime: "kr-1", Item: "course", Text: "2016-07-12", Why: "stands nowhere"}, {Regime: "kr-2", Item: "course", Text: "2016-07-12", Why: "stands nowhere"}},
		},
	}
}

func scored(t *testing.T, s *score.Score, p report.Palette) string {
	t.Helper()
	var b strings.Builder
	if err := report.Score(&b, s, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheTableOfAScoreSaysWhatMatters(t *testing.T) {
	table := strings.Join(strings.Fields(scored(t, aScore(), report.Plain)), " ")
	for _, want := range []string{
		"Found 1 of 3 observable stages.", "Scenario interpark-2016, seed 7.", "Not in the case: 1 of 2 files that hold the attack: web/access.log.",
		"lure 2026-03-05 07:01:00 2026-03-05 07:31:00 found, from 30 minutes", "critical after its first record",
		"high mail.attachment (2)", "found, and taken for", "found, by those who take",
		"missed: none of its 40", "faint: only findings below", "not observable: it left no",
		"1 finding, 1 stage F-9 mixed in", "by F-9", "high c2.beacon", "15 of 20 75 % of the references", "15 of 3,000 0.5 % of all records",
		"2 minutes late, inside the bounds", "5 minutes early", "did not happen", "not answered", "30 minutes too long, outside",
		"26,658,753 at least 5 outside of the bounds, no", "upper bound, no rule given", "1 to 48,211 inside, width 104.6 %",
		"3000000000 KRW found", "not found", "34 33 not the same number", "an operator (70 %) given 10 %, Brier 1.31", "seen as free to plant",
		"4 confirmed, 6 open 10 of 10 in order", "invented kr-1 2016-07-12 stands nowhere kr-2",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("the table does not say %q:\n%s", want, scored(t, aScore(), report.Plain))
		}
	}
	if strings.Contains(table, score.Awareness) || strings.Contains(table, score.Bytes) {
		t.Error("the table speaks of what neither the truth nor the case knows")
	}
}

func TestTheTableOfAScoreKeepsItsWidthAndTheTerminal(t *testing.T) {
	table := scored(t, aScore(), report.Plain)
	if strings.ContainsAny(table, "\x1b\u202e\r") {
		t.Errorf("the table holds control characters:\n%q", table)
	}
	for line := range strings.Lines(table) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 96 {
			t.Errorf("a line of %d columns: %q", n, line)
		}
		if strings.HasSuffix(line, " \n") {
			t.Errorf("a line ends with a space: %q", line)
		}
	}
}

func TestTheTableOfAScoreHasColoursOnlyWhenAsked(t *testing.T) {
	table := scored(t, aScore(), report.Coloured)
	if !strings.Contains(table, "\x1b[31mmissed") || !strings.Contains(table, "\x1b[33mfaint") {
		t.Errorf("bad and fair results have no colour:\n%q", table)
	}
	if strings.Contains(table, "\x1b[31mfound") {
		t.Error("a good result is coloured as a bad one")
	}
}

func TestAnEmptyScoreRendersToo(t *testing.T) {
	table := scored(t, &score.Score{Verdict: "Nothing happened, and the case accuses nobody."}, report.Plain)
	for _, want := range []string{"nothing happened", "nobody"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table does not say %q:\n%s", want, table)
		}
	}
	for _, section := range []string{"One incident", "Records", "Since when", "What was taken", "Extortion", "Who\n", "Notices"} {
		if strings.Contains(table, section) {
			t.Errorf("the table has a section %q without a row:\n%s", section, table)
		}
	}
	table = scored(t, &score.Score{Stages: []score.Stage{{Name: "lure", Outcome: score.Missed}}}, report.Plain)
	if !strings.Contains(table, "none holds the attack") {
		t.Errorf("the table does not say that no incident holds the attack:\n%s", table)
	}
}

func TestTheCurveAsMarkdown(t *testing.T) {
	c := &score.Curve{
		Axis: score.Axis{Parameter: "period|s", Values: []string{"1m", "1h", "1d"}},
		Stages: []score.StageCurve{
			{Scenario: "interpark-2016", Stage: "back-door", LostAt: "1d", Points: []score.Point{
				{Attacks: 5, Observable: 5, Found: 5, Days: pointer(0.25)},
				{Attacks: 5, Observable: 4, Found: 3, Faint: 1, Days: pointer(12.0), Bound: true},
				{Attacks: 5, Observable: 5},
			}},
			{Scenario: "interpark-2016", Stage: "lure", Points: []score.Point{{Observable: 1, Found: 1}, {Observable: 1, Found: 1}, {Observable: 1, Found: 1}}},
			{Scenario: "interpark-2016", Stage: "execution", Points: []score.Point{{Attacks: 5}, {Attacks: 5}, {}}},
		},
		Left: 2,
	}
	var b strings.Builder
	if err := report.Curve(&b, c); err != nil {
		t.Fatal(err)
	}
	want := `| scenario | stage | 1m | 1h | 1d | stops being seen at period\|s |
| --- | --- | --- | --- | --- | --- |
| interpark-2016 | back-door | 5 of 5, 0.25 days | 3 of 4 (1 faint), at most 12 days | 0 of 5 | 1d |
| interpark-2016 | lure | 1 of 1 | 1 of 1 | 1 of 1 | never |
| interpark-2016 | execution | - | - | - | - |

Left out: 2 runs whose period|s is none of these values.
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
