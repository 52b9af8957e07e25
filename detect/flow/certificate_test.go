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
		return event.Certificate{ID: rapid.SampledFrom([]string{"", "F1", "F2"}).Draw(t, "id"), Subject: name.Draw(t, "subject"), Issuer: name.Draw(t, "issuer")}
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
