package incident

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dwell/finding"
)

// drawScene makes a random heap of findings on few machines, accounts and far ends.
func drawScene(t *rapid.T, tb testing.TB) *scene {
	s := &scene{t: tb}
	hour := func(name string) time.Duration {
		return time.Duration(rapid.IntRange(0, 2000).Draw(t, name)) * time.Hour
	}
	inside := rapid.SampledFrom([]string{pc1, pc2, pc3, server})
	outside := rapid.SampledFrom([]string{"203.0.113.5", "198.51.100.7", "192.0.2.9"})
	people := rapid.SampledFrom([]string{"lee@example.com", "kim@example.com"})
	for range rapid.IntRange(1, 20).Draw(t, "findings") {
		weight := float64(rapid.IntRange(0, 6).Draw(t, "weight"))
		first := hour("first")
		last := first + hour("lasts")/10
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			s.beacon(weight, inside.Draw(t, "from"), outside.Draw(t, "to"), first, last)
		case 1:
			s.exfil(weight, inside.Draw(t, "from"), outside.Draw(t, "to"), 1000, first, last)
		case 2:
			s.lateral(weight, inside.Draw(t, "from"), inside.Draw(t, "to"), first, last)
		case 3:
			s.read(weight, "dba", inside.Draw(t, "from"), "member", 100, first, last)
		case 4:
			s.phish(weight, "x@example.net", people.Draw(t, "to"), first)
		case 5:
			s.demand(weight, rapid.SampledFrom([]string{targeted, massClass}).Draw(t, "class"), "y@example.net", people.Draw(t, "to"), "1Wallet", first, last)
		}
	}
	return s
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := drawScene(r, t)
		c := covers(-day, time.Duration(rapid.IntRange(0, 100).Draw(r, "days"))*day)
		out := Build(s.list, home, c)
		text, err := json.Marshal(out)
		if err != nil {
			r.Fatal(err)
		}
		shuffled, err := json.Marshal(Build(rapid.Permutation(s.list).Draw(r, "order"), home, c))
		if err != nil {
			r.Fatal(err)
		}
		if string(text) != string(shuffled) {
			r.Fatalf("the order of the findings shows:\n%s\n%s", text, shuffled)
		}
		checkMembership(r, s.list, out)
		for i := range out {
			checkBounds(r, &out[i])
			checkLinks(r, &out[i])
		}
	})
}

// Every grave finding is in exactly one incident, every other in at most one.
func checkMembership(t *rapid.T, list []finding.Finding, out []Incident) {
	in := map[string]int{}
	for _, inc := range out {
		for _, id := range inc.Findings {
			in[id]++
		}
	}
	for _, f := range list {
		if n := in[f.ID]; n > 1 || n == 0 && f.Severity >= finding.Medium {
			t.Fatalf("%s (%s) is in %d incidents", f.Title, f.Severity, n)
		}
	}
}

func checkBounds(t *rapid.T, inc *Incident) {
	d := inc.Dwell
	for _, m := range []*Moment{d.Entry, d.FirstBulkRead, d.TheftStart, d.TheftEnd, d.Awareness} {
		if m != nil && (m.Low.After(m.Estimate) || m.High.Before(m.Estimate)) {
			t.Fatalf("%s: %s not within %s and %s", m.Basis, m.Estimate, m.Low, m.High)
		}
	}
	for _, i := range d.Intervals {
		if i.Low < 0 || i.Low > i.Estimate || i.High != Unbounded && i.High < i.Estimate {
			t.Fatalf("%+v", i)
		}
	}
	if inc.Last.Before(inc.First) {
		t.Fatalf("ends %s before it begins %s", inc.Last, inc.First)
	}
}

// The links of an incident join all its findings, and only those.
func checkLinks(t *rapid.T, inc *Incident) {
	if len(inc.Links) != len(inc.Findings)-1 {
		t.Fatalf("%d links for %d findings", len(inc.Links), len(inc.Findings))
	}
	reached := map[string]bool{inc.Findings[0]: true}
	for range inc.Links {
		for _, l := range inc.Links {
			if reached[l.From] || reached[l.To] {
				reached[l.From], reached[l.To] = true, true
			}
			if l.Reason == "" || !slices.Contains(inc.Findings, l.From) || !slices.Contains(inc.Findings, l.To) {
				t.Fatalf("link %+v", l)
			}
		}
	}
	if len(reached) != len(inc.Findings) {
		t.Fatalf("links reach %d of %d findings", len(reached), len(inc.Findings))
	}
}

// A site with thousands of findings on one machine must not take longer per finding.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := &scene{t: b}
			for i := range n {
				s.beacon(float64(i%6), pc1, fmt.Sprintf("198.18.%d.%d", i/250%250, i%250), time.Duration(i)*time.Minute, time.Duration(i+30)*time.Minute)
			}
			for b.Loop() {
				Build(s.list, home, covers(0, 30*day))
			}
		})
	}
}
