package external_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
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
	"dwell/internal/testkit"
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

// rule adds an alert of a rule, with the product's class and level.
func (s *sensor) rule(name, class string, level int, src, dst string) *event.Alert {
	a := s.warn(name, src, dst)
	a.Product, a.Class, a.Level, a.Message = "suricata", class, level, "rule 1:2000001"
	return a
}

func view() detect.View {
	return detect.View{Estate: detecttest.Estate("10.0.0.0/8")}
}

// findings never exceed medium, whatever the alerts.
func (s *sensor) findings(t *testing.T) []finding.Finding {
	t.Helper()
	found := detecttest.Investigate(t, external.Spec(), view(), []event.Batch{{Alerts: s.alerts}})
	for _, f := range found {
		if f.Severity > finding.Medium {
			t.Errorf("an alert of another product alone makes %s: %s", f.Severity, f.Sentence)
		}
	}
	return found
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
	if len(found) != 3 {
		t.Fatalf("%d findings, want 3", len(found))
	}
	if !strings.Contains(found[0].Title, "SSL::Invalid_Server_Cert") || found[0].Severity != finding.Low {
		t.Errorf("the only alert of its name is %s, and the first is %q", found[0].Severity, found[0].Title)
	}
	if f := found[1]; f.Measures["destinations"] != int64(30) || len(f.Values(finding.Destination)) != 10 || f.Values(finding.Source)[0] != "10.0.0.5" {
		t.Errorf("%s %v", f.Title, f.Measures)
	}
	last := found[2]
	if last.Title != "zeek warned of Scan::Port_Scan on 10.0.0.5 and 250 addresses outside" || last.Measures["alerts"] != int64(300) || last.Measures["sources"] != int64(250) || last.Severity != finding.Info {
		t.Errorf("%s %v", last.Title, last.Measures)
	}
}

// Lists of bad addresses are hundreds of rules of one class: what comes from outside is
// told by class.
func TestRulesAgainstTheOutsideAreToldByClass(t *testing.T) {
	var s sensor
	for i := range 200 {
		s.rule(fmt.Sprint("Poor Reputation IP group ", i), "Misc Attack", 2, fmt.Sprintf("198.51.100.%d", i), fmt.Sprintf("10.0.0.%d", i%7))
	}
	s.rule("Remote Command Execution", "Attempted Administrator Privilege Gain", 1, "198.51.100.9", "10.0.0.3")
	found := s.findings(t)
	if len(found) != 2 || found[0].Severity > finding.Info || found[0].Measures["names"] == nil && found[1].Measures["names"] != int64(200) {
		t.Errorf("%v", found)
	}
}

// The gravest level of a class that means an intruder is worth a look; the same class
// at another level, from outside, blocked or on every machine is less.
func TestTheGravestClassesReachMedium(t *testing.T) {
	const trojan = "A Network Trojan was detected"
	for what, c := range map[string]struct {
		make func(*sensor)
		most finding.Severity
	}{
		"a machine inside calls its master": {func(s *sensor) { s.rule("CnC Checkin", trojan, 1, "10.0.0.5", "203.0.113.4") }, finding.Medium},
		"many calls to many addresses": {func(s *sensor) {
			for i := range 40 {
				s.rule("CnC Checkin", trojan, 1, "10.0.0.5", fmt.Sprintf("203.0.113.%d", i))
			}
		}, finding.Medium},
		"from outside":   {func(s *sensor) { s.rule("CnC Checkin", trojan, 1, "203.0.113.4", "10.0.0.5") }, finding.Info},
		"a lesser level": {func(s *sensor) { s.rule("CnC Checkin", trojan, 2, "10.0.0.5", "203.0.113.4") }, finding.Info},
		"another class": {func(s *sensor) {
			s.rule("Torrent", "Potential Corporate Privacy Violation", 1, "10.0.0.5", "203.0.113.4")
		}, finding.Info},
		"all were blocked": {func(s *sensor) { s.rule("CnC Checkin", trojan, 1, "10.0.0.5", "203.0.113.4").Blocked = true }, finding.Low},
		"on every machine": {func(s *sensor) {
			for i := range 30 {
				s.rule("CnC Checkin", trojan, 1, fmt.Sprintf("10.0.0.%d", i), "203.0.113.4")
			}
		}, finding.Low},
	} {
		var s sensor
		c.make(&s)
		if found := s.findings(t); len(found) != 1 || found[0].Severity != c.most {
			t.Errorf("%s: %v", what, found)
		}
	}
}

// Broken protocols are ordinary: nobody warned of anything.
func TestAnomaliesAreOneQuietFindingPerName(t *testing.T) {
	var s sensor
	for i := range 500 {
		a := s.warn([]string{"bad_TCP_checksum", fmt.Sprintf("out_of_bound: SSLRecord: %d > %d", i, 2*i)}[i%2], fmt.Sprintf("10.0.0.%d", i%50), fmt.Sprintf("203.0.113.%d", i%100))
		a.Anomaly, a.Level = true, 1
	}
	found := s.findings(t)
	if len(found) != 2 {
		t.Fatalf("%v", found)
	}
	for _, f := range found {
		if f.Severity != finding.Info || f.Measures["alerts"] != int64(250) || f.Measures["sources"] != int64(25) || len(f.Entities) != 0 {
			t.Errorf("%s %v", f.Sentence, f.Measures)
		}
	}
}

func TestWhatHalfOfTheMachinesRaiseWeighsLess(t *testing.T) {
	var s sensor
	for i := range 20 {
		s.warn("Everywhere::Odd", fmt.Sprintf("10.0.0.%d", i), "203.0.113.4")
	}
	s.warn("Here::Odd", "10.0.0.3", "203.0.113.9")
	found := s.findings(t)
	if len(found) != 2 || found[0].Values(finding.Destination)[0] != "203.0.113.9" || found[1].Score >= found[0].Score {
		t.Errorf("%v", found)
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	var s sensor
	s.warn("x", "10.0.0.5", "203.0.113.4").Message = strings.Repeat("회", 1000)
	s.rule(strings.Repeat("회", 1000), strings.Repeat("회", 1000), -7, "10.0.0.6", "203.0.113.4")
	s.warn(strings.Repeat("회", 1000), "", "").Anomaly = true
	for _, f := range s.findings(t) {
		if len(f.Sentence) > 500 || strings.ToValidUTF8(f.Sentence, "?") != f.Sentence {
			t.Errorf("%q", f.Sentence)
		}
	}
}

// A day of a camera on the Internet, as Suricata saw it: 745 alerts.
func TestARealDayOfAlertsIsAHandfulOfFindings(t *testing.T) {
	var b event.Batch
	for _, e := range eve(t, "network/slips/test6-malicious.suricata.json") {
		if e.Alert != nil {
			b.Alerts = append(b.Alerts, event.Alert{Product: "suricata", Ref: event.Ref{File: 1, Offset: int64(len(b.Alerts)), Length: 1}, Name: e.Alert.Signature, Class: e.Alert.Category, Level: e.Alert.Severity,
				Endpoints: event.Endpoints{Src: netip.MustParseAddr(e.Src), Dst: netip.MustParseAddr(e.Dst)}})
		}
	}
	v := detect.View{Estate: detecttest.Estate("192.168.0.0/16")}
	found := detecttest.Investigate(t, external.Spec(), v, []event.Batch{b})
	var told int64
	for _, f := range found {
		t.Logf("%s %v %s", f.Severity, f.Score, f.Sentence)
		told += f.Whole("alerts")
		if f.Severity > finding.Info {
			t.Errorf("%s %s", f.Severity, f.Sentence)
		}
	}
	if len(b.Alerts) != 745 || told != 745 || len(found) > 10 {
		t.Errorf("%d alerts, %d told in %d findings", len(b.Alerts), told, len(found))
	}
}

type eveRecord struct {
	Src   string `json:"src_ip"`
	Dst   string `json:"dest_ip"`
	Alert *struct {
		Signature, Category string
		Severity            int
	} `json:"alert"`
}

func eve(t *testing.T, name string) []eveRecord {
	t.Helper()
	f, err := os.Open(testkit.Shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []eveRecord
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e eveRecord
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			out = append(out, e)
		}
	}
	return out
}

func stream() []event.Batch {
	var s sensor
	for i := range 60 {
		s.warn(fmt.Sprintf("N%d", i%3), fmt.Sprintf("198.51.100.%d", i%7), fmt.Sprintf("10.0.0.%d", i%4)).Message = fmt.Sprintf("m%d", i)
		s.warn("out", fmt.Sprintf("10.0.0.%d", i%5), "203.0.113.4").DstPort = uint16(i)
		s.warn("alone", "", fmt.Sprintf("10.0.0.%d", i%2))
		s.warn(fmt.Sprint("odd", i%2), fmt.Sprintf("10.0.0.%d", i), "").Anomaly = true
		s.rule(fmt.Sprint("rule", i%5), fmt.Sprint("class", i%2), i%4, fmt.Sprintf("10.0.0.%d", i%3), "203.0.113.9").Blocked = i%2 == 0
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
