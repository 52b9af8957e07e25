package external_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/external"
	"dwell/event"
	"dwell/finding"
)

// sensor collects alerts for a test.
type sensor struct{ alerts []event.Alert }

// warn adds an alert; an empty address is none.
func (s *sensor) warn(name, src, dst string) *event.Alert {
	n := len(s.alerts)
	a := event.Alert{
		Time: event.At(time.Date(2026, 3, 5, 7, n, 0, 0, time.UTC), event.PrecisionSecond), Ref: event.Ref{File: 1, Offset: int64(n) * 50, Length: 49},
		Product: "zeek", Name: name, Message: "self signed", Endpoints: event.Endpoints{DstPort: 8443},
	}
	if src != "" {
		a.Src = netip.MustParseAddr(src)
	}
	if dst != "" {
		a.Dst = netip.MustParseAddr(dst)
	}
	s.alerts = append(s.alerts, a)
	return &s.alerts[n]
}

func view() detect.View {
	return detect.View{Estate: detecttest.Estate("10.0.0.0/8")}
}

func (s *sensor) findings(t *testing.T) []finding.Finding {
	t.Helper()
	found := detecttest.Investigate(t, external.Spec(), view(), []event.Batch{{Alerts: s.alerts}})
	for _, f := range found {
		if f.Severity > finding.Low {
			t.Errorf("an alert of another product alone makes %s: %s", f.Severity, f.Sentence)
		}
	}
	return found
}

// Broken protocols are ordinary: nobody warned of anything.
func TestAnomaliesAreNoWarnings(t *testing.T) {
	var s sensor
	s.warn("bad_TCP_checksum", "10.0.0.5", "203.0.113.4").Anomaly = true
	if found := s.findings(t); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func TestAlertsAreGroupedByNameAndMachines(t *testing.T) {
	var s sensor
	for range 3 {
		s.warn("SSL::Invalid_Server_Cert", "10.0.0.5", "203.0.113.4")
	}
	s.warn("SSL::Invalid_Server_Cert", "", "")
	s.warn("Weird::x", "10.0.0.5", "")
	s.warn("Weird::x", "", "10.0.0.5")
	var got []string
	for _, f := range s.findings(t) {
		got = append(got, fmt.Sprint(f.Sentence, f.Values(finding.Source), f.Values(finding.Destination), len(f.Refs)))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{
		"zeek wrote 1 alert SSL::Invalid_Server_Cert: self signed.[] [] 1",
		"zeek wrote 1 alert Weird::x on 10.0.0.5: self signed.[10.0.0.5] [] 1",
		"zeek wrote 1 alert Weird::x on 10.0.0.5: self signed.[] [10.0.0.5] 1",
		"zeek wrote 3 alerts SSL::Invalid_Server_Cert on 10.0.0.5 and 203.0.113.4: self signed.[10.0.0.5] [203.0.113.4] 3",
	}, got); diff != "" {
		t.Error(diff)
	}
}

// An exposed machine that the whole Internet tries is one finding, and what it does
// itself stands before it.
func TestAttemptsFromOutsideAreToldAsOne(t *testing.T) {
	var s sensor
	for i := range 300 {
		s.warn("Scan::Port_Scan", fmt.Sprintf("198.51.100.%d", i%250), "10.0.0.5")
	}
	for i := range 30 {
		s.warn("Other::Thing", "10.0.0.5", fmt.Sprintf("203.0.113.%d", i))
	}
	s.warn("SSL::Invalid_Server_Cert", "10.0.0.5", "203.0.113.4")
	found := s.findings(t)
	if len(found) != 32 {
		t.Fatalf("%d findings, want 32", len(found))
	}
	if !strings.Contains(found[0].Title, "SSL::Invalid_Server_Cert") || found[0].Severity != finding.Low {
		t.Errorf("the only alert of its name is %s, and the first is %q", found[0].Severity, found[0].Title)
	}
	last := found[len(found)-1]
	if last.Title != "zeek warned of Scan::Port_Scan on 10.0.0.5 and 250 addresses outside" || last.Measures["alerts"] != int64(300) || last.Measures["sources"] != int64(250) {
		t.Errorf("%s %v", last.Title, last.Measures)
	}
}

func TestWhatHalfOfTheMachinesRaiseWeighsLess(t *testing.T) {
	var s sensor
	for i := range 20 {
		s.warn("Everywhere::Odd", fmt.Sprintf("10.0.0.%d", i), "203.0.113.4")
	}
	s.warn("Here::Odd", "10.0.0.3", "203.0.113.9")
	found := s.findings(t)
	if found[0].Values(finding.Destination)[0] != "203.0.113.9" || found[1].Score >= found[0].Score {
		t.Errorf("first %s (%v), then %s (%v)", found[0].Title, found[0].Score, found[1].Title, found[1].Score)
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	var s sensor
	s.warn("x", "10.0.0.5", "203.0.113.4").Message = strings.Repeat("회", 1000)
	if f := s.findings(t)[0]; len(f.Sentence) > 400 || strings.ToValidUTF8(f.Sentence, "?") != f.Sentence {
		t.Errorf("%q", f.Sentence)
	}
}

func stream() []event.Batch {
	var s sensor
	for i := range 60 {
		s.warn(fmt.Sprintf("N%d", i%3), fmt.Sprintf("198.51.100.%d", i%7), fmt.Sprintf("10.0.0.%d", i%4)).Message = fmt.Sprintf("m%d", i)
		s.warn("out", fmt.Sprintf("10.0.0.%d", i%5), "203.0.113.4").DstPort = uint16(i)
		s.warn("alone", "", fmt.Sprintf("10.0.0.%d", i%2))
	}
	return []event.Batch{{Alerts: s.alerts}}
}

func TestLaw(t *testing.T) {
	detecttest.Law(t, external.Spec(), detect.Config{}, view(), stream())
}

func TestLawBeyondTheBudget(t *testing.T) {
	detecttest.Law(t, external.Spec(), detect.Config{MaxKeys: 64}, view(), stream())
}

func BenchmarkObserve(b *testing.B) {
	batch := stream()
	d := external.New(detect.Config{})
	for b.Loop() {
		d.Observe(&batch[0])
	}
	b.ReportMetric(float64(batch[0].Len())*float64(b.N)/b.Elapsed().Seconds(), "alerts/s")
}
