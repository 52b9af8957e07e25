package notify

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/event"
	"dwell/finding"
	"dwell/impact"
	"dwell/incident"
)

func embeddedRegimes(t testing.TB) []Regime {
	t.Helper()
	r, err := Regimes()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func at(s string) event.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return event.UTC(t.UnixNano(), event.PrecisionSecond)
}

func moment(s string) *incident.Moment {
	return &incident.Moment{Estimate: at(s), Low: at(s), High: at(s), Basis: "basis.", Refs: []event.Ref{{File: 1, Offset: 7, Length: 9}}}
}

// breach is a back door, a bulk read of customers and an upload; aware may be "".
func breach(aware string) (*incident.Incident, impact.Impact) {
	inc := &incident.Incident{ID: "I-1", Hosts: []string{"10.0.1.4"}, Stages: []incident.Stage{
		{Tactic: finding.CommandControl}, {Tactic: finding.Collection}, {Tactic: finding.Exfiltration},
	}}
	inc.Dwell.Entry = moment("2016-05-03T07:38:00Z")
	inc.Dwell.TheftStart, inc.Dwell.TheftEnd = moment("2016-05-05T00:00:00Z"), moment("2016-05-06T00:00:00Z")
	if aware != "" {
		inc.Dwell.Awareness = moment(aware)
	}
	return inc, impact.Impact{
		Rows:     impact.Count{Known: true, Estimate: 26_658_753, Low: 26_658_753, High: 26_658_753, Exact: true},
		Records:  impact.Count{Known: true, Estimate: 20_000_000, Low: 20_000_000, High: 26_658_753},
		Accounts: impact.Count{Known: true, Estimate: 11_000_000, Low: 1, High: 22_000_000},
		People:   impact.Count{Known: true, Estimate: 11_000_000, Low: 1, High: 22_000_000},
		Tables:   []impact.TableRead{{Table: "member", Personal: []string{"email", "name"}, Refs: []event.Ref{{File: 2, Offset: 5, Length: 6}}}},
		Personal: []string{"email", "name"},
	}
}

func notices(t testing.TB, inc *incident.Incident, im impact.Impact) map[string]Notice {
	t.Helper()
	out := map[string]Notice{}
	for _, n := range Assess(embeddedRegimes(t), inc, im) {
		if _, double := out[n.Regime]; double {
			t.Errorf("%s appears twice", n.Regime)
		}
		out[n.Regime] = n
	}
	return out
}

// Deadlines computed by hand. Awareness stands in local Korean time (+09:00).
func TestDeadlinesByTheLawOfTheDay(t *testing.T) {
	cases := []struct {
		aware, regime, applies, deadline, local, source string
	}{
		// 2016: the 24-hour rule of the Network Act.
		{"2016-07-11T14:00:00+09:00", "kr-network-27-3", "yes", "2016-07-12T05:00:00Z", "2016-07-12 14:00 KST", "Network Act article 27-3"},
		{"2016-07-11T14:00:00+09:00", "kr-pipa-34-1", "no", "", "", ""},
		{"2016-07-11T14:00:00+09:00", "kr-network-48-3", "no", "", "", ""},
		{"2016-07-11T14:00:00+09:00", "eu-gdpr-33", "no", "", "", ""},
		// The last day of one version and the first of the next: the items differ, the 72 hours do not.
		{"2026-09-10T23:59:59+09:00", "kr-pipa-34-1", "yes", "2026-09-13T14:59:59Z", "2026-09-13 23:59 KST", "to 2026-09-10"},
		{"2026-09-11T00:00:00+09:00", "kr-pipa-34-1", "yes", "2026-09-13T15:00:00Z", "2026-09-14 00:00 KST", "in force from 2026-09-11"},
		{"2026-09-10T23:59:59+09:00", "kr-pipa-34-2", "no", "", "", ""},
		{"2026-10-02T09:00:00+09:00", "kr-pipa-34-4", "yes", "2026-10-05T00:00:00Z", "2026-10-05 09:00 KST", "article 34(4)"},
		{"2026-10-02T09:00:00+09:00", "kr-network-48-3", "possible", "2026-10-03T00:00:00Z", "2026-10-03 09:00 KST", "58-2"},
		// Hours are hours: the change to winter time in Brussels does not lengthen them.
		{"2026-10-24T12:00:00+02:00", "eu-gdpr-33", "possible", "2026-10-27T10:00:00Z", "2026-10-27 11:00 CET", "2016/679"},
		{"2026-10-24T12:00:00+02:00", "eu-gdpr-34", "possible", "", "", "article 34"},
	}
	for _, c := range cases {
		t.Run(c.regime+" "+c.aware, func(t *testing.T) {
			inc, im := breach(c.aware)
			n, ok := notices(t, inc, im)[c.regime]
			if !ok {
				t.Fatal("no notice")
			}
			want := event.Time{}
			if c.deadline != "" {
				want = at(c.deadline)
			}
			if n.Applies != c.applies || n.Deadline.Std() != want.Std() || n.Deadline.IsZero() != want.IsZero() || n.Local != c.local || !strings.Contains(n.Source, c.source) {
				t.Errorf("%s, %s, %q: %s (%s)", n.Applies, n.Deadline, n.Local, n.Why, n.Source)
			}
		})
	}
}

// What happened in 2016 is also measured against the law of today.
func TestTheLawThenAndNow(t *testing.T) {
	inc, im := breach("2016-07-11T14:00:00+09:00")
	n := notices(t, inc, im)
	want := "this version is in force from 2026-09-11 only, and the company became aware on 2016-07-11; the law before that is not in this entry; under it the deadline would have been 2016-07-14 14:00 KST"
	if diff := cmp.Diff(want, n["kr-pipa-34-1"].Why); diff != "" {
		t.Error(diff)
	}
	inc, im = breach("2026-10-02T09:00:00+09:00")
	if _, ok := notices(t, inc, im)["kr-network-27-3"]; ok {
		t.Error("a rule that ended in 2020 is listed in 2026")
	}
}

func TestWithoutAwarenessThereIsNoDeadline(t *testing.T) {
	inc, im := breach("")
	for id, n := range notices(t, inc, im) {
		if !n.Start.IsZero() || !n.Deadline.IsZero() || n.Local != "" {
			t.Errorf("%s: deadline %s", id, n.Deadline)
		}
		if n.Applies != "no" && !strings.Contains(n.Why, clockUnknown) {
			t.Errorf("%s: %s", id, n.Why)
		}
	}
}

func TestWhichDutyApplies(t *testing.T) {
	const aware = "2026-10-02T09:00:00+09:00"
	base, im := breach(aware)
	onlyAccess := *base
	onlyAccess.Stages = base.Stages[:1]
	onlyAccess.Dwell.TheftStart, onlyAccess.Dwell.TheftEnd = nil, nil
	insider := *base
	insider.Stages = base.Stages[1:2]
	insider.Dwell.Awareness = nil
	mailOnly := incident.Incident{Stages: []incident.Stage{{Tactic: finding.InitialAccess}}}
	none := impact.Impact{}
	ids := im
	ids.Personal = []string{"rrn"}
	many := im
	many.People = impact.Count{Known: true, Estimate: 5000, Low: 1000, High: 5000}
	few := im
	few.People = impact.Count{Known: true, Estimate: 9, Low: 1, High: 999}
	cases := map[string]struct {
		inc  *incident.Incident
		im   impact.Impact
		want map[string]string
	}{
		"customers read, back door":             {base, im, map[string]string{"kr-pipa-34-1": "yes", "kr-pipa-34-2": "no", "kr-pipa-34-4": "yes", "kr-network-48-3": "possible", "eu-gdpr-33": "possible"}},
		"something sent out, nobody knows what": {base, none, map[string]string{"kr-pipa-34-1": "possible", "kr-pipa-34-2": "yes", "kr-pipa-34-4": "possible", "eu-gdpr-34": "possible"}},
		"a back door only":                      {&onlyAccess, none, map[string]string{"kr-pipa-34-1": "no", "kr-pipa-34-2": "possible", "kr-pipa-34-4": "no", "kr-network-48-3": "possible", "eu-gdpr-34": "no"}},
		"a mail that came to nothing":           {&mailOnly, none, map[string]string{"kr-pipa-34-1": "no", "kr-pipa-34-2": "no", "kr-pipa-34-4": "no", "kr-network-48-3": "no", "eu-gdpr-33": "no"}},
		"an account of the company":             {&insider, im, map[string]string{"kr-pipa-34-1": "possible", "kr-pipa-34-4": "possible"}},
		"... and unique identifiers":            {&insider, ids, map[string]string{"kr-pipa-34-4": "yes"}},
		"... and 1,000 people proven":           {&insider, many, map[string]string{"kr-pipa-34-4": "yes"}},
		"... and 999 people at most":            {&insider, few, map[string]string{"kr-pipa-34-4": "possible"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := notices(t, c.inc, c.im)
			for id, applies := range c.want {
				if got[id].Applies != applies {
					t.Errorf("%s: %s (%s), want %s", id, got[id].Applies, got[id].Why, applies)
				}
			}
		})
	}
}

func TestNothingIsInventedInTheContent(t *testing.T) {
	inc, im := breach("2026-10-02T09:00:00+09:00")
	var confirmed, open []string
	for _, i := range notices(t, inc, im)["kr-pipa-34-1"].Content {
		if i.Confirmed != (i.Value != "") || i.Confirmed != (len(i.Refs) > 0) {
			t.Errorf("%+v", i)
		}
		if i.Confirmed {
			confirmed = append(confirmed, i.Name+": "+i.Value)
		} else {
			open = append(open, i.Name)
		}
	}
	want := []string{
		"items of personal data that leaked: email, name",
		"when and how it leaked: somebody was inside at the latest on 2016-05-03 16:38:00 KST; data was taken from 2016-05-05 09:00:00 KST to 2016-05-06 09:00:00 KST",
	}
	if diff := cmp.Diff(want, confirmed); diff != "" {
		t.Error(diff)
	}
	if len(open) != 4 {
		t.Errorf("left to people: %q", open)
	}
	gdpr := notices(t, inc, im)["eu-gdpr-33"].Content
	if want := "between 1 and 22,000,000, estimate 11,000,000"; gdpr[2].Value != want {
		t.Errorf("people %q, want %q", gdpr[2].Value, want)
	}
	for _, i := range notices(t, &incident.Incident{}, impact.Impact{})["eu-gdpr-33"].Content {
		if i.Confirmed || i.Value != "" {
			t.Errorf("without facts: %+v", i)
		}
	}
}

func TestSameBytesEveryTimeAndNoNullLists(t *testing.T) {
	inc, im := breach("2026-10-02T09:00:00+09:00")
	want, err := json.Marshal(Assess(embeddedRegimes(t), inc, im))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := json.Marshal(Assess(embeddedRegimes(t), inc, im)); string(got) != string(want) {
		t.Error("differs")
	}
	for _, list := range []string{`"refs":null`, `"content":null`} {
		if strings.Contains(string(want), list) {
			t.Errorf("%s in the notice", list)
		}
	}
	if text, _ := json.Marshal(Assess(nil, inc, im)); string(text) != "[]" {
		t.Errorf("%s", text)
	}
}

const valid = `as_of: "2026-11-01"
zone: Asia/Seoul
regimes:
  - id: x
    title: t
    recipient: r
    clock: c
    hours: 72
    valid_from: "2026-01-01"
    rules:
      - {when: [theft], applies: "yes", why: w}
    otherwise: o
    content: [{name: n, fact: course}]
    source: s
`

func TestAMalformedFileIsRefusedWithItsLine(t *testing.T) {
	load := func(content string) error {
		_, err := LoadRegimes(fstest.MapFS{"test.yaml": {Data: []byte(content)}})
		return err
	}
	if err := load(valid); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ old, new, want string }{
		"unknown key":           {"    hours: 72", "    houres: 72", "8:"},
		"no date":               {`"2026-01-01"`, `"yesterday"`, "line 9"},
		"an impossible day":     {`"2026-01-01"`, `"2026-02-30"`, "line 9"},
		"unknown zone":          {"Asia/Seoul", "Asia/Atlantis", "line 2"},
		"unknown condition":     {"[theft]", "[weather]", "line 11"},
		"people without n":      {"[theft]", `["people>=many"]`, "line 11"},
		"unknown verdict":       {`"yes"`, `"maybe"`, "line 11"},
		"unknown fact":          {"fact: course", "fact: rumour", "line 13"},
		"negative hours":        {"hours: 72", "hours: -72", "line 8"},
		"hours as text":         {"hours: 72", "hours: soon", "line 8"},
		"missing source":        {"    source: s\n", "", "line 4"},
		"broken syntax":         {"    title: t", "    title: [t", ""},
		"ends before it begins": {"    rules:", "    valid_to: \"2025-01-01\"\n    rules:", "line 4"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			err := load(strings.Replace(valid, c.old, c.new, 1))
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), "test.yaml") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want the file and %q", err, c.want)
			}
		})
	}
	t.Run("two versions at the same time", func(t *testing.T) {
		_, list, _ := strings.Cut(valid, "regimes:\n")
		if err := load(valid + list); err == nil || !strings.Contains(err.Error(), "in force at the same time") {
			t.Error(err)
		}
	})
}

func TestEmbeddedRegimesAreComplete(t *testing.T) {
	for _, r := range embeddedRegimes(t) {
		if r.Zone == nil || r.AsOf == "" || len(r.Rules) == 0 || len(r.Content) < 3 {
			t.Errorf("%s: %+v", r.ID, r)
		}
	}
}

func FuzzLoadRegimes(f *testing.F) {
	f.Add([]byte(valid))
	f.Add([]byte("regimes: [{id: x}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("A: 0\nregimes:\n  !\n    0: 0\n    00: 0")) // the library panics on this tag
	f.Fuzz(func(t *testing.T, data []byte) {
		regimes, err := LoadRegimes(fstest.MapFS{"x.yaml": {Data: data}})
		if err != nil {
			return
		}
		inc, im := breach("2026-10-02T09:00:00+09:00")
		for _, n := range Assess(regimes, inc, im) {
			if n.Applies != "yes" && n.Applies != "possible" && n.Applies != "no" {
				t.Errorf("%+v", n)
			}
		}
	})
}
