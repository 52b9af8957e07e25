package incident

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect"
	"dwell/detect/backdoor"
	"dwell/detect/detecttest/realdata"
	"dwell/detect/exfil"
	"dwell/detect/longconn"
	"dwell/entity"
	"dwell/finding"
)

// investigate builds the incidents of a folder of real network logs.
func investigate(t *testing.T, folder string) []Incident {
	t.Helper()
	stream := realdata.Zeek(t, folder)
	network := Source{Kind: SourceConnection}
	who := entity.NewObserver()
	for i := range stream {
		who.Observe(&stream[i])
		network.Span.Merge(stream[i].Span())
		network.Events += int64(stream[i].Len())
	}
	estate := who.Estate(entity.Overrides{})
	var findings []finding.Finding
	for _, d := range []detect.Detector{backdoor.New(detect.Config{}), longconn.New(detect.Config{}), exfil.New(detect.Config{})} {
		for i := range stream {
			d.Observe(&stream[i])
		}
		found, err := d.Findings(detect.View{Estate: estate, Span: network.Span})
		if err != nil {
			t.Fatal(err)
		}
		findings = append(findings, found...)
	}
	out := Build(findings, estate, Coverage{Span: network.Span, Sources: []Source{network}})
	for _, inc := range out {
		t.Log(inc.Severity, inc.Summary)
		for _, l := range inc.Links {
			t.Log("  ", l.Reason)
		}
	}
	return out
}

// The re-enacted intrusion of one day: what detectors find in the real logs must
// become one incident on two machines, although the attacker's servers have
// private addresses.
func TestTheReenactedIntrusionIsOneIncident(t *testing.T) {
	out := investigate(t, "network/apt29_day1")
	if len(out) != 1 {
		t.Fatalf("%d incidents, want 1", len(out))
	}
	if diff := cmp.Diff([]string{"10.0.1.4", "10.0.1.6"}, out[0].Hosts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"192.168.0.4", "192.168.0.5"}, out[0].Addresses); diff != "" {
		t.Error(diff)
	}
	if d := out[0].Dwell; d.Entry == nil || d.TheftStart == nil {
		t.Error("no entry or no theft")
	}
}

// Ordinary traffic is at most worth a look.
func TestOrdinaryTrafficGivesNoGraveIncident(t *testing.T) {
	for _, inc := range investigate(t, "network/rita/proxy_rolling") {
		if inc.Severity > finding.Medium {
			t.Errorf("%s: %s", inc.Severity, inc.Summary)
		}
	}
}
