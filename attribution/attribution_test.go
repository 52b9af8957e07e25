package attribution

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dwell/event"
	"dwell/finding"
	"dwell/incident"
)

func made(t testing.TB, key string, f finding.Finding) finding.Finding {
	t.Helper()
	f.Title, f.Sentence = "x", "x."
	f.Refs = []event.Ref{{File: 1, Length: 1}}
	f.Parts = []finding.Part{{Name: "x", Weight: 4}}
	f, err := finding.New(f, key)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func clue(class, value string, f finding.Forgeability) finding.Clue {
	return finding.Clue{Class: class, Value: value, Meaning: "m", Forgeability: f, Refs: []event.Ref{{File: 2, Length: 1}}}
}

func probability(a Attribution, name string) float64 {
	for _, h := range a.Hypotheses {
		if h.Name == name {
			return h.Probability
		}
	}
	return math.NaN()
}

// The clues of 2016: server addresses, a time zone, a dialect word. They are free
// to plant: nobody may be named, whatever they point to.
func TestFreeCluesNameNobody(t *testing.T) {
	f := made(t, "", finding.Finding{Kind: finding.MailExtortion, Tactic: finding.Impact,
		Demand: &finding.Demand{Class: "targeted-data-extortion"},
		Clues: []finding.Clue{
			clue("mail-date-offset", "+0830", finding.FreeToPlant),
			clue("language", "a spelling used in the North", finding.FreeToPlant),
			clue("charset", "euc-kr", finding.FreeToPlant),
		}})
	a := Assess(&incident.Incident{Severity: finding.Critical}, []finding.Finding{f})
	if a.Named {
		t.Error("named on free clues")
	}
	if !strings.Contains(a.Verdict, "Not enough to name anybody: the traces of origin (charset, language, mail-date-offset) cost little or nothing to plant") {
		t.Error(a.Verdict)
	}
	for _, word := range []string{"North", "Korea", "Lazarus"} {
		if strings.Contains(a.Verdict, word) {
			t.Errorf("the verdict says %q", word)
		}
	}
	without := f
	without.Clues = nil
	b := Assess(&incident.Incident{Severity: finding.Critical}, []finding.Finding{without})
	if probability(a, names[falseTrail]) <= probability(b, names[falseTrail]) {
		t.Error("many free traces do not raise the false trail")
	}
	if probability(a, names[operator]) > probability(b, names[operator]) {
		t.Error("planted traces made an answer likelier")
	}
	f.Clues[2] = clue("charset", "utf-8", finding.FreeToPlant)
	c := Assess(&incident.Incident{Severity: finding.Critical}, []finding.Finding{f})
	if probability(c, names[falseTrail]) != probability(b, names[falseTrail]) {
		t.Error("a charset that every fourth mail has counts as laid to mislead")
	}
}

func TestTheAnswerFollowsTheBehaviour(t *testing.T) {
	outside := &incident.Incident{Severity: finding.Critical, Addresses: []string{"203.0.113.5"}}
	beacon := made(t, "", finding.Finding{Kind: finding.Beacon, Tactic: finding.CommandControl})
	phish := made(t, "", finding.Finding{Kind: finding.MailImpersonation, Tactic: finding.InitialAccess})
	read := made(t, "", finding.Finding{Kind: finding.BulkRead, Tactic: finding.Collection})
	mass := made(t, "", finding.Finding{Kind: finding.MailExtortion, Tactic: finding.Impact, Demand: &finding.Demand{Class: "mass-sextortion"}})
	cases := map[string]struct {
		inc      *incident.Incident
		findings []finding.Finding
		leader   answer
	}{
		"a studied mail, a back door and a bulk read": {outside, []finding.Finding{phish, beacon, read}, operator},
		"a bulk read and no way in":                   {&incident.Incident{Severity: finding.Critical}, []finding.Finding{read}, insider},
		"blackmail that goes to everybody":            {&incident.Incident{Severity: finding.Critical}, []finding.Finding{mass}, opportunist},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a := Assess(c.inc, c.findings)
			if a.Hypotheses[0].Name != names[c.leader] {
				t.Errorf("leader %q (%v)", a.Hypotheses[0].Name, a.Hypotheses)
			}
			if a.Hypotheses[0].Probability > mostWithoutCost {
				t.Errorf("%v on behaviour that anybody can copy", a.Hypotheses[0].Probability)
			}
			if len(a.Hypotheses[0].For) < 2 {
				t.Error("no grounds are given")
			}
		})
	}
	if a := Assess(&incident.Incident{Severity: finding.Critical}, nil); !strings.HasPrefix(a.Verdict, "Nothing in this evidence tells") {
		t.Error(a.Verdict)
	}
}

func TestCluesOfInfrastructure(t *testing.T) {
	inc := &incident.Incident{Severity: finding.Critical, Addresses: []string{"203.0.113.5", "c2.example.net"}}
	f := made(t, "", finding.Finding{Kind: finding.OddIdentity, Tactic: finding.CommandControl,
		Measures: map[string]any{"certificate_subject": "CN=example.net", "user_agent": "x/1"},
		Entities: []finding.Entity{
			{Type: finding.Host, Value: "10.0.1.4", Role: finding.Source}, {Type: finding.Host, Value: "203.0.113.5", Role: finding.Destination},
		}})
	var got []string
	a := Assess(inc, []finding.Finding{f, f})
	for _, c := range a.Clues {
		got = append(got, c.Class+" "+c.Value)
		if c.Forgeability != finding.FreeToPlant || c.Cap != capFree || len(c.Findings) != 1 || len(c.Refs) != 1 {
			t.Errorf("%+v", c)
		}
	}
	want := []string{"certificate-name CN=example.net", "server-address 203.0.113.5", "user-agent x/1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACostlyClueStillNeedsAnEarlierCase(t *testing.T) {
	f := made(t, "", finding.Finding{Kind: finding.Beacon, Tactic: finding.CommandControl, Clues: []finding.Clue{clue("shared-tool", "x", finding.CostlyPlant)}})
	a := Assess(&incident.Incident{Severity: finding.Critical}, []finding.Finding{f})
	if a.Named || !strings.Contains(a.Verdict, "a name needs a match with an earlier confirmed case") {
		t.Error(a.Verdict)
	}
}

// The sum of one class moves the odds by its cap at most.
func TestCapOfAClass(t *testing.T) {
	var many []sign
	for range 10 {
		many = append(many, sign{finding.CheapPlant, "s", [answers]float64{insider: 3}})
	}
	before, after := weigh(priors(finding.Critical), nil), weigh(priors(finding.Critical), many)
	moved := after[insider] / after[unknown] / (before[insider] / before[unknown])
	if moved > capCheap*1.01 {
		t.Errorf("odds moved by %.2f, cap %d", moved, capCheap)
	}
}

func TestWordsOfProbability(t *testing.T) {
	for p, want := range map[float64]string{0.01: "almost no chance", 0.1: "very unlikely", 0.3: "unlikely", 0.5: "roughly even chance", 0.7: "likely", 0.8: "likely", 0.9: "very likely", 0.97: "almost certain"} {
		if got := words(p); got != want {
			t.Errorf("%v: %q, want %q", p, got, want)
		}
	}
}

func TestLaws(t *testing.T) {
	kinds := []finding.Finding{
		{Kind: finding.Beacon, Tactic: finding.CommandControl}, {Kind: finding.BulkRead, Tactic: finding.Collection},
		{Kind: finding.MailImpersonation, Tactic: finding.InitialAccess}, {Kind: finding.LateralMovement, Tactic: finding.LateralMove},
		{Kind: finding.MailExtortion, Tactic: finding.Impact, Demand: &finding.Demand{Class: "ransomware-note"}},
	}
	rapid.Check(t, func(r *rapid.T) {
		var findings []finding.Finding
		for i := range rapid.IntRange(0, 6).Draw(r, "n") {
			f := rapid.SampledFrom(kinds).Draw(r, "kind")
			for _, class := range []finding.Forgeability{finding.FreeToPlant, finding.CheapPlant, "odd"} {
				if rapid.Bool().Draw(r, "clue") {
					f.Clues = append(f.Clues, clue(rapid.SampledFrom([]string{"a", "b"}).Draw(r, "class"), rapid.SampledFrom([]string{"", "v", "w"}).Draw(r, "value"), class))
				}
			}
			findings = append(findings, made(t, string(rune('a'+i)), f))
		}
		a := Assess(&incident.Incident{Severity: finding.Critical, Addresses: []string{"203.0.113.5"}}, findings)
		sum := 0.0
		for _, h := range a.Hypotheses {
			sum += h.Probability
			if h.Probability < 0 || h.Probability > mostWithoutCost || h.Words == "" {
				r.Fatalf("%+v", h)
			}
		}
		if math.Abs(sum-1) > 0.001 || a.Named {
			r.Fatalf("sum %v, named %v", sum, a.Named)
		}
		want, _ := json.Marshal(a)
		got, _ := json.Marshal(Assess(&incident.Incident{Severity: finding.Critical, Addresses: []string{"203.0.113.5"}}, rapid.Permutation(findings).Draw(r, "order")))
		if string(want) != string(got) {
			r.Fatalf("the order shows:\n%s\n%s", want, got)
		}
		if strings.Contains(string(want), ":null") {
			r.Fatalf("a list is null: %s", want)
		}
	})
}

// One doubtful finding is no ground to speak of an attacker.
func TestDoubtFollowsSeverity(t *testing.T) {
	phish := made(t, "", finding.Finding{Kind: finding.MailImpersonation, Tactic: finding.InitialAccess})
	for severity, leader := range map[finding.Severity]answer{finding.Medium: unknown, finding.Critical: operator} {
		a := Assess(&incident.Incident{Severity: severity}, []finding.Finding{phish})
		if a.Hypotheses[0].Name != names[leader] {
			t.Errorf("%s: %s", severity, a.Verdict)
		}
	}
}

// Beside each clue stands how common it is and what else explains it, and its ratio
// never counts beyond the cap.
func TestCluesSayHowCommonTheyAre(t *testing.T) {
	f := made(t, "", finding.Finding{Kind: finding.MailExtortion, Tactic: finding.Impact, Clues: []finding.Clue{
		clue("mail-date-offset", "+0830", finding.FreeToPlant), clue("mail-date-offset", "+0900", finding.FreeToPlant), clue("client-language", "ko", finding.FreeToPlant),
		clue("machine-name", "bogus-pc", finding.FreeToPlant), clue("wording", "총적으로", finding.FreeToPlant), clue("docx", "author: x", finding.FreeToPlant),
	}})
	want := map[string]Clue{
		"+0830":     {BaseRate: "none of 92,005 mails: 84,096 of a list's archive and 7,909 phishing mails has this value", Ratio: 31000},
		"+0900":     {BaseRate: "262 of 4,338 mails of a public list of programmers, 2012 to 2019 have this value (6 %)", Ratio: 17},
		"ko":        {BaseRate: "none of 4,338 mails of a public list of programmers, 2012 to 2019 has a mark of this class"},
		"bogus-pc":  {BaseRate: "311 of 4,338 mails of a public list of programmers, 2012 to 2019 have a mark of this class (7.2 %)"},
		"총적으로":      {BaseRate: "not counted"},
		"author: x": {BaseRate: "not counted"},
	}
	a := Assess(&incident.Incident{Severity: finding.Critical}, []finding.Finding{f})
	for _, c := range a.Clues {
		if w := want[c.Value]; c.BaseRate != w.BaseRate || c.Ratio != w.Ratio {
			t.Errorf("%s: %q, ratio %v", c.Value, c.BaseRate, c.Ratio)
		}
		if len(c.Alternatives) == 0 || c.Cap != capFree {
			t.Errorf("%+v", c)
		}
	}
	if len(a.Clues) != len(want) || a.Named {
		t.Errorf("%d clues, named %v", len(a.Clues), a.Named)
	}
}

// One machine's name in the first mail and in the demand speaks for one hand; a common
// charset in both does not.
func TestAMarkInTwoKindsOfFindings(t *testing.T) {
	both := func(class string) Attribution {
		c := []finding.Clue{clue(class, "bogus-pc", finding.FreeToPlant)}
		return Assess(&incident.Incident{Severity: finding.Critical}, []finding.Finding{
			made(t, "a", finding.Finding{Kind: finding.MailAttachment, Tactic: finding.InitialAccess, Clues: c}),
			made(t, "b", finding.Finding{Kind: finding.MailExtortion, Tactic: finding.Impact, Clues: c}),
		})
	}
	if a, b := both("machine-name"), both("charset"); probability(a, names[operator]) <= probability(b, names[operator]) {
		t.Errorf("%v and %v", a.Hypotheses, b.Hypotheses)
	}
}
