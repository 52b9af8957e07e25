package flow_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dwell/detect/flow"
	"dwell/event"
)

// What one id stands for must not depend on who logged it first, not even when a hostile
// sensor gives one id to several certificates.
func TestCertificatesDoNotDependOnOrder(t *testing.T) {
	name := rapid.SampledFrom([]string{"", "a", "ab", "b", "bb"})
	certificates := rapid.Custom(func(t *rapid.T) event.Certificate {
		return event.Certificate{ID: rapid.SampledFrom([]string{"", "F1", "F2"}).Draw(t, "id"), Subject: name.Draw(t, "subject"), Issuer: name.Draw(t, "issuer"),
			Names: rapid.SliceOfN(name, 0, 2).Draw(t, "names")}
	})
	type table = map[uint64]flow.Certificate
	content := func(c *flow.Certificates) table {
		out := table{}
		for id, one := range c.ByID.All() {
			out[id] = *one
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(certificates).Draw(t, "certificates")
		whole, parts := flow.NewCertificates(2), []*flow.Certificates{flow.NewCertificates(2), flow.NewCertificates(2)}
		for i := range all {
			whole.Observe(&all[i])
		}
		for _, c := range rapid.Permutation(all).Draw(t, "order") {
			parts[rapid.IntRange(0, 1).Draw(t, "part")].Observe(&c)
		}
		parts[0].Merge(parts[1])
		if diff := cmp.Diff(content(whole), content(parts[0])); diff != "" {
			t.Fatalf("(-at once +merged)\n%s", diff)
		}
	})
}

// A certificate fits the names that it was issued for, and of one whose names are not
// known nothing is said.
func TestCertificateFitsItsNames(t *testing.T) {
	table := flow.NewCertificates(flow.MaxText)
	table.Observe(&event.Certificate{ID: "F1", Subject: "CN=www.example.com", Names: []string{"www.Example.com", "*.example.net"}})
	table.Observe(&event.Certificate{ID: "F2", Subject: "CN=www.example.com"})
	for _, c := range []struct {
		id, name string
		want     event.Truth
	}{
		{"F1", "www.example.com", event.TruthYes},
		{"F1", "img.example.net", event.TruthYes},
		{"F1", "a.b.example.net", event.TruthNo},
		{"F1", "example.org", event.TruthNo},
		{"F1", "", event.TruthUnknown},
		{"F2", "example.org", event.TruthUnknown},
		{"F3", "example.org", event.TruthUnknown},
	} {
		var v flow.Vouching
		v.Note(&event.TLSSession{ChainIDs: []string{c.id}})
		if got := table.Fits(&v, c.name); got != c.want {
			t.Errorf("%s for %q: %v, want %v", c.id, c.name, got, c.want)
		}
	}
}
