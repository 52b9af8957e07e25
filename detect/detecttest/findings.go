package detecttest

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// Estate is one of which the prefixes are the inside ("10.0.0.0/8").
func Estate(inside ...string) *entity.Estate {
	var o entity.Overrides
	for _, p := range inside {
		o.Inside = append(o.Inside, netip.MustParsePrefix(p))
	}
	return entity.NewEstate(o)
}

// Investigate runs the detector made by spec over the stream and returns its findings.
func Investigate(t testing.TB, spec detect.Spec, view detect.View, stream []event.Batch) []finding.Finding {
	t.Helper()
	d := spec.New(detect.Config{})
	for i := range stream {
		d.Observe(&stream[i])
	}
	findings, err := d.Findings(view)
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

// Find returns the first finding with that source and destination, and whether there
// is one.
func Find(findings []finding.Finding, source, destination string) (finding.Finding, bool) {
	for _, f := range findings {
		if slices.Contains(f.Values(finding.Source), source) && slices.Contains(f.Values(finding.Destination), destination) {
			return f, true
		}
	}
	return finding.Finding{}, false
}

// Between is Find where there must be one.
func Between(t testing.TB, findings []finding.Finding, source, destination string) finding.Finding {
	t.Helper()
	f, ok := Find(findings, source, destination)
	if !ok {
		t.Fatalf("no finding of %s to %s", source, destination)
	}
	return f
}

// Expect compares measures of a finding with known answers.
func Expect(t testing.TB, f finding.Finding, want map[string]any) {
	t.Helper()
	for name, value := range want {
		if diff := cmp.Diff(value, f.Measures[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
