package impact

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

func read(t testing.TB, id string, taken finding.Taken) finding.Finding {
	t.Helper()
	f, err := finding.New(finding.Finding{
		Kind: finding.BulkRead, Tactic: finding.Collection, Title: "read", Sentence: "read.", Parts: heavy(),
		Refs: []event.Ref{{File: 1, Offset: int64(len(id)), Length: 1}}, Taken: &taken,
	}, id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// heavy is the weight of a finding that speaks for an intrusion.
func heavy() []finding.Part { return []finding.Part{{Name: "test", Weight: 3}} }

func exact(table string, rows int64, personal ...string) finding.Taken {
	return finding.Taken{Table: table, Principal: "dba", Rows: rows, Low: rows, High: rows, Exact: true, Rule: "rows in the audit log", Personal: personal}
}

func upload(t testing.TB, id, from, to string, bytes any) finding.Finding {
	t.Helper()
	f, err := finding.New(finding.Finding{
		Kind: finding.ExfilVolume, Tactic: finding.Exfiltration, Title: "upload", Sentence: "upload.", Parts: heavy(),
		Refs: []event.Ref{{File: 2, Length: 1}}, Measures: map[string]any{"bytes_out": bytes},
		Entities: []finding.Entity{{Type: finding.Host, Value: from, Role: finding.Source}, {Type: finding.Host, Value: to, Role: finding.Destination}},
	}, id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The nightly backup of the same table stands beside the theft to explain it; its
// rows are not counted as taken.
func TestLightFindingsAreNotCounted(t *testing.T) {
	backup := read(t, "b", exact("member", 900, "name"))
	backup.Severity = finding.Low
	im := Assess(&incident.Incident{}, []finding.Finding{read(t, "a", exact("member", 900, "name")), backup})
	if im.Rows.Estimate != 900 || !im.Rows.Exact {
		t.Errorf("rows %+v, want exactly 900", im.Rows)
	}
}

// The numbers of 2016: 26,658,753 rows in all, of which some were read twice, and
// dormant accounts in a table of their own. No single number may stand for all.
func TestFourCountsNeverCollapse(t *testing.T) {
	findings := []finding.Finding{
		read(t, "active", exact("member", 10_947_544, "name", "email")),
		read(t, "again", exact("member", 2_454_348, "name")),
		read(t, "dormant", exact("member_dormant", 11_522_045, "login", "password")),
		read(t, "log", exact("batch_log", 1_734_816)),
		upload(t, "out", "10.0.1.6", "203.0.113.5", int64(4_000_000_000)),
	}
	im := Assess(&incident.Incident{}, findings)
	want := map[string]Count{
		"rows":     {Known: true, Estimate: 26_658_753, Low: 26_658_753, High: 26_658_753, Exact: true, Rule: ruleRows},
		"records":  {Known: true, Estimate: 24_204_405, Low: 24_204_405, High: 26_658_753, Rule: ruleRecords},
		"accounts": {Known: true, Estimate: 11_522_045, Low: 1, High: 24_923_937, Rule: ruleAccounts},
		"people":   {Known: true, Estimate: 11_522_045, Low: 1, High: 24_923_937, Rule: rulePeople},
		"bytes":    {Known: true, Estimate: 4e9, Low: 4e9, High: 4e9, Exact: true, Rule: ruleBytes},
	}
	got := map[string]Count{"rows": im.Rows, "records": im.Records, "accounts": im.Accounts, "people": im.People, "bytes": im.Bytes}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"email", "login", "name", "password"}, im.Personal); diff != "" {
		t.Error(diff)
	}
	var order []string
	for _, table := range im.Tables {
		order = append(order, table.Table)
	}
	if diff := cmp.Diff([]string{"member", "member_dormant", "batch_log"}, order); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(strings.Join(im.Caveats, "\n"), "member was read 2 times: its 13,401,892 rows may hold the same records again.") {
		t.Errorf("caveats %q", im.Caveats)
	}
}

func TestWhatIsNotKnownStaysUnknown(t *testing.T) {
	t.Run("nothing was read", func(t *testing.T) {
		im := Assess(&incident.Incident{}, nil)
		for name, c := range map[string]Count{"rows": im.Rows, "records": im.Records, "accounts": im.Accounts, "people": im.People, "bytes": im.Bytes} {
			if c.Known || c.Exact || c.High != Unbounded || c.Estimate != 0 {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if text, _ := json.Marshal(im); strings.Contains(string(text), "null") {
			t.Errorf("a list is null: %s", text)
		}
	})
	t.Run("a read without rows", func(t *testing.T) {
		im := Assess(&incident.Incident{}, []finding.Finding{
			read(t, "a", finding.Taken{Table: "member", Rows: -1, Low: 0, High: -1, Personal: []string{"name"}}),
		})
		if im.Rows.Known || im.Rows.High != Unbounded || im.People.Known {
			t.Errorf("%+v", im)
		}
	})
	t.Run("no personal column", func(t *testing.T) {
		im := Assess(&incident.Incident{}, []finding.Finding{read(t, "a", exact("stock", 500))})
		if !im.Rows.Exact || im.People.Known || im.People.High != Unbounded {
			t.Errorf("%+v", im.People)
		}
	})
	t.Run("an aborted read has no lower bound", func(t *testing.T) {
		im := Assess(&incident.Incident{}, []finding.Finding{
			read(t, "a", finding.Taken{Table: "member", Rows: 500, Low: 0, High: 1000, Personal: []string{"name"}}),
		})
		if im.People.Low != 0 || im.People.High != 1000 || im.Rows.Exact {
			t.Errorf("%+v", im.People)
		}
	})
}

func TestMissingLogsTakeTheUpperBoundAway(t *testing.T) {
	inc := &incident.Incident{Gaps: []incident.Gap{{Stage: finding.Collection, Missing: "the database log begins late", Weakens: "what is counted is the least"}}}
	im := Assess(inc, []finding.Finding{read(t, "a", exact("member", 500, "name")), upload(t, "x", "a", "b", int64(9))})
	if im.Rows.High != Unbounded || im.Rows.Exact || im.Rows.Low != 500 || im.People.High != Unbounded {
		t.Errorf("%+v", im.Rows)
	}
	if !im.Bytes.Exact {
		t.Error("the gap in the database log touched the bytes")
	}
	if want := "The database log begins late: what is counted is the least."; im.Caveats[len(im.Caveats)-1] != want {
		t.Errorf("caveats %q", im.Caveats)
	}
}

func TestBytesOfOnePairAreNotCountedTwice(t *testing.T) {
	im := Assess(&incident.Incident{}, []finding.Finding{
		upload(t, "a", "10.0.1.4", "203.0.113.5", int64(1000)),
		upload(t, "b", "10.0.1.4", "203.0.113.5", float64(700)), // as read back from JSON
		upload(t, "c", "10.0.1.6", "203.0.113.5", int64(50)),
	})
	want := Count{Known: true, Estimate: 1050, Low: 1050, High: 1750, Rule: ruleBytes}
	if diff := cmp.Diff(want, im.Bytes); diff != "" {
		t.Error(diff)
	}
}

func TestClaimsAreOnlyACaveat(t *testing.T) {
	f := read(t, "d", finding.Taken{})
	f.Taken = nil
	f.Demand = &finding.Demand{Threats: []string{"we hold 10,300,000 customers", "in 3 days"}}
	im := Assess(&incident.Incident{}, []finding.Finding{f})
	if im.People.Known {
		t.Error("a claim was counted")
	}
	if want := "The demand names numbers (10,300,000): a claim, not evidence, and not counted here."; len(im.Caveats) != 1 || im.Caveats[0] != want {
		t.Errorf("%q", im.Caveats)
	}
}

func TestRecordsThatAreShownSayWhoseDataItIs(t *testing.T) {
	for want, proof := range map[string]finding.Proof{
		"Of the 10 records that the blackmailers show (mail address), 9 are of members (90.0 %), 7 in active.csv, 2 in dormant.csv: the data of these people is out, wherever it was taken; how many more there are the sample does not tell.": {
			Records: 10, Exact: true, Matched: 9, Compared: true, Columns: []string{"mail address"}, Tables: []finding.ProofTable{{Name: "active.csv", Matched: 7}, {Name: "dormant.csv", Matched: 2}}},
		"None of the at least 600 records that the blackmailers show (telephone) is in the member table: they prove nothing about its data.": {
			Records: 600, Compared: true, Columns: []string{"telephone"}},
		"": {Records: 10, Exact: true, Columns: []string{"telephone"}},
	} {
		f := read(t, "d", finding.Taken{})
		f.Taken, f.Demand = nil, &finding.Demand{Proof: &proof}
		im := Assess(&incident.Incident{}, []finding.Finding{f})
		if im.People.Known || strings.Join(im.Caveats, "\n") != want {
			t.Errorf("%+v %q", im.People, im.Caveats)
		}
	}
}

// Whatever the records say, the bounds are in order, and the order of the findings
// leaves no trace.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		number := rapid.OneOf(rapid.Int64Range(-1, 1000), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64}))
		var findings []finding.Finding
		for i := range rapid.IntRange(0, 8).Draw(r, "reads") {
			taken := finding.Taken{
				Table: rapid.SampledFrom([]string{"", "member", "Member", "orders"}).Draw(r, "table"), Principal: "dba",
				Rows: number.Draw(r, "rows"), Low: number.Draw(r, "low"), High: number.Draw(r, "high"), Exact: rapid.Bool().Draw(r, "exact"),
			}
			if rapid.Bool().Draw(r, "personal") {
				taken.Personal = []string{"name"}
			}
			findings = append(findings, read(t, string(rune('a'+i)), taken), upload(t, string(rune('a'+i)), "x", "y", number.Draw(r, "bytes")))
		}
		im := Assess(&incident.Incident{}, findings)
		for name, c := range map[string]Count{"rows": im.Rows, "records": im.Records, "accounts": im.Accounts, "people": im.People, "bytes": im.Bytes} {
			if c.Low < 0 || c.Low > c.Estimate || c.High != Unbounded && c.High < c.Estimate || c.Exact && c.Low != c.High || c.Rule == "" {
				r.Fatalf("%s: %+v", name, c)
			}
		}
		if im.People.Known && im.Accounts.High != Unbounded && im.People.High > im.Accounts.High {
			r.Fatalf("more people than accounts: %+v", im.People)
		}
		want, _ := json.Marshal(im)
		got, _ := json.Marshal(Assess(&incident.Incident{}, rapid.Permutation(findings).Draw(r, "order")))
		if string(want) != string(got) {
			r.Fatalf("the order shows:\n%s\n%s", want, got)
		}
	})
}

// Names of DNS have room for so much, and nobody knows how much of it was used.
func TestAnUploadOfWhichOnlyTheMostIsKnown(t *testing.T) {
	f := upload(t, "a", "10.0.0.3", "t.example.net", int64(3_000_000))
	f.Measures["bytes_out_low"] = int64(0)
	im := Assess(&incident.Incident{}, []finding.Finding{f})
	want := Count{Known: true, Low: 0, High: 3_000_000, Rule: ruleBytes}
	if diff := cmp.Diff(want, im.Bytes); diff != "" {
		t.Error(diff)
	}
}
