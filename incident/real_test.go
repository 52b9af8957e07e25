package incident

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dwell/detect"
	"dwell/detect/backdoor"
	"dwell/detect/detecttest/realdata"
	"dwell/detect/longconn"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// The re-enacted intrusion of one day: what detectors find in the real logs must
// become one incident on two machines.
func TestTheReenactedIntrusionIsOneIncident(t *testing.T) {
	stream := realdata.Zeek(t, "network/apt29_day1")
	estate := entity.NewEstate(entity.Overrides{Inside: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16")}})
	network := Source{Kind: SourceConnection}
	var findings []finding.Finding
	for _, d := range []detect.Detector{backdoor.New(detect.Config{}), longconn.New(detect.Config{})} {
		var span event.Span
		for i := range stream {
			d.Observe(&stream[i])
			span.Merge(stream[i].Span())
			network.Events += int64(stream[i].Len())
		}
		network.Span = span
		found, err := d.Findings(detect.View{Estate: estate, Span: span})
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
	if len(out) == 0 {
		t.Fatal("no incident")
	}
	// Without a detector of movement nothing but the shared server can tie the
	// second machine to the first, and only if it was found on both.
	for _, inc := range out {
		if slices.ContainsFunc(inc.Addresses, func(a string) bool { return a != "192.168.0.4" && a != "192.168.0.5" }) {
			t.Errorf("addresses %v", inc.Addresses)
		}
	}
	if diff := cmp.Diff([]string{"10.0.1.4"}, out[0].Hosts); diff != "" && !slices.Contains(out[0].Hosts, "10.0.1.6") {
		t.Error(diff)
	}
}
