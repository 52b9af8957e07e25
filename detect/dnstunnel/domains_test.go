package dnstunnel

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"dwell/detect/fold"
	"dwell/event"
)

// What is kept depends only on the set of names and records ever seen, whatever the
// order, the split and the budgets.
func TestWhatIsKeptDependsOnlyOnTheSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names, totals := rapid.IntRange(1, 60).Draw(t, "names"), rapid.IntRange(1, 20).Draw(t, "totals")
		n := rapid.IntRange(0, 400).Draw(t, "lookups")
		var all []event.DNSLookup
		for i := range n {
			all = append(all, event.DNSLookup{
				Query: fmt.Sprintf("n%d.example%d.com", rapid.IntRange(0, 90).Draw(t, "name"), rapid.IntRange(0, 30).Draw(t, "domain")),
				Ref:   event.Ref{File: 1, Offset: int64(i), Length: 1}, Time: event.UTC(int64(i), event.PrecisionNano),
			})
		}
		fresh := func() *domains { return newDomains(names, totals) }
		whole, parts := fresh(), []*domains{fresh(), fresh(), fresh()}
		for i := range all {
			fold1(whole, &all[i])
		}
		for _, i := range rapid.Permutation(indexes(n)).Draw(t, "order") {
			fold1(parts[rapid.IntRange(0, 2).Draw(t, "part")], &all[i])
		}
		parts[2].merge(parts[0])
		parts[2].merge(parts[1])
		if a, b := encode(t, whole), encode(t, parts[2]); !bytes.Equal(a, b) {
			t.Fatalf("%d names and %d totals in one pass, %d and %d when split", whole.names, whole.totals, parts[2].names, parts[2].totals)
		}
		if whole.names > names || whole.totals > totals {
			t.Fatalf("%d names of %d, %d totals of %d", whole.names, names, whole.totals, totals)
		}
	})
}

func fold1(s *domains, l *event.DNSLookup) {
	units, n := unitsOf(l)
	a := askOf(l)
	for i := range n {
		target := s.target(&units[i], fold.HashString(l.Query), l.Query)
		if target.domain != nil {
			target.domain.observe(l, &a)
		}
		if target.name != nil {
			target.name.observe(l, &a)
		}
	}
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func encode(t *rapid.T, s *domains) []byte {
	b, err := s.GobEncode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestUnits(t *testing.T) {
	for query, want := range map[string]string{
		"a.b.example.com":               "example.com<a.b",
		"example.com":                   "example.com<",
		"x.example.co.uk":               "example.co.uk<x",
		"co.uk":                         "",
		"data.kim.duckdns.org":          "duckdns.org<data.kim kim.duckdns.org<data",
		"kim.duckdns.org":               "",
		"d111111abcdef8.cloudfront.net": "",
		"t.tunnel.uk.com":               "uk.com<t.tunnel tunnel.uk.com<t",
		"exfil.attacker.example":        "attacker.example<exfil",
		"localhost":                     "",
		"8.8.8.8.in-addr.arpa":          "",
		"x1.8.8.8.in-addr.arpa":         "8.in-addr.arpa<x1.8.8",
		"192.0.2.1":                     "",
		"abcdef12.0011223344":           "<abcdef12.0011223344",
		"A.B.Example.COM.":              "example.com<a.b",
	} {
		units, n := unitsOf(&event.DNSLookup{Query: query})
		got := ""
		for i, u := range units[:n] {
			if i > 0 {
				got += " "
			}
			got += u.name + "<" + u.sub
		}
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}
