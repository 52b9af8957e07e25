package scan_test

import (
	"fmt"
	"math"
	"net/netip"
	"slices"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/detect/scan"
	"dwell/event"
	"dwell/finding"
)

const day = 24 * time.Hour

var begin = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// traffic is made-up evidence.
type traffic struct{ event.Batch }

// try is one attempt; with answer, the other end sends something back.
func (c *traffic) try(after time.Duration, src, dst string, port uint16, state string, answer int64) {
	c.Connections = append(c.Connections, event.Connection{
		Time:      event.At(begin.Add(after), event.PrecisionMicro),
		Ref:       event.Ref{File: 1, Offset: int64(len(c.Connections)) * 100, Length: 99},
		Endpoints: event.Endpoints{Src: netip.MustParseAddr(src), Dst: netip.MustParseAddr(dst), DstPort: port},
		Transport: event.TransportTCP, State: state, SrcBytes: answer, DstBytes: answer,
	})
}

// sweep tries one port of n machines, one every minute.
func (c *traffic) sweep(from time.Duration, src, prefix string, n int, port uint16, state string) {
	for i := range n {
		c.try(from+time.Duration(i)*time.Minute, src, fmt.Sprintf("%s%d.%d", prefix, i/250, 1+i%250), port, state, 0)
	}
}

func view() detect.View {
	return detect.View{Estate: detecttest.Estate("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")}
}

func (c *traffic) findings(t *testing.T) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, scan.Spec(), view(), []event.Batch{c.Batch})
}

func TestASweepIsCounted(t *testing.T) {
	var c traffic
	c.sweep(0, "10.1.5.31", "10.1.", 2000, 445, "S0")
	found := c.findings(t)
	if len(found) != 1 || found[0].Severity < finding.Medium || found[0].Technique != "T1046" {
		t.Fatalf("%v", found)
	}
	if n := found[0].Whole("targets"); math.Abs(float64(n-2000)) > 200 {
		t.Errorf("%d targets, want 2,000 within 10 %%", n)
	}
}

// Up to some hundreds, targets are counted exactly.
func TestPortsOfOneMachineAreCounted(t *testing.T) {
	var c traffic
	for port := range 400 {
		c.try(time.Duration(port)*time.Second, "10.1.5.31", "10.1.5.40", uint16(1+port), "REJ", 0)
		c.try(time.Duration(port)*time.Second, "10.1.5.31", "10.1.5.40", uint16(1+port), "REJ", 0) // once more
	}
	found := c.findings(t)
	if len(found) != 1 || found[0].Measures["targets"] != int64(400) || found[0].Measures["machines"] != int64(1) || found[0].Severity < finding.Medium {
		t.Fatalf("%v", found)
	}
}

func TestWhatIsNoScan(t *testing.T) {
	for what, make := range map[string]func(*traffic){
		"a few machines switched off": func(c *traffic) { c.sweep(0, "10.1.5.31", "10.1.", 15, 445, "S0") },
		"answers": func(c *traffic) {
			for i := range 2000 {
				c.try(0, "10.1.5.31", fmt.Sprintf("10.1.%d.%d", i/250, 1+i%250), 445, "SF", 500)
			}
		},
		"a program that shares files with the world": func(c *traffic) {
			for i := range 4000 {
				c.try(time.Duration(i)*time.Second, "10.1.5.31", fmt.Sprintf("198.51.%d.%d", i/250, 1+i%250), uint16(1024+i*13%60000), "S0", 0)
			}
		},
		"answers to a question that was put to all": func(c *traffic) {
			for i := range 900 {
				c.try(0, "10.1.5.31", "10.1.5.40", uint16(33000+i), "S0", 0)
				last := &c.Connections[len(c.Connections)-1]
				last.Transport, last.SrcPort = event.TransportUDP, 1900
			}
		},
		"pages that do not load": func(c *traffic) { c.sweep(0, "10.1.5.31", "198.51.", 900, 443, "S0") },
	} {
		var c traffic
		make(&c)
		if found := c.findings(t); len(found) != 0 {
			t.Errorf("%s: %v", what, found)
		}
	}
}

// A few machines an hour, each once, over three weeks.
func TestASlowScanIsFound(t *testing.T) {
	var c traffic
	for i := range 1000 {
		c.try(time.Duration(i)*30*time.Minute, "10.1.5.31", fmt.Sprintf("10.%d.%d.9", i%40, i/40), 445, "S0", 0)
	}
	found := c.findings(t)
	if len(found) != 1 || found[0].Severity < finding.Medium || found[0].Measures["days"] != int64(21) {
		t.Errorf("%v", found)
	}
}

// An installed scanner comes back to the same machines every day.
func TestAnInstalledScannerWeighsLess(t *testing.T) {
	var c traffic
	for d := range 9 {
		c.sweep(time.Duration(d)*day, "10.1.5.31", "10.1.", 1000, 445, "REJ")
	}
	if found := c.findings(t); len(found) != 1 || found[0].Severity > finding.Low {
		t.Errorf("%v", found)
	}
}

// A server that looks after people's machines fails at those that are switched off.
func TestMachinesThatAnswerAtOtherTimesWereSwitchedOff(t *testing.T) {
	var c traffic
	for d := range 3 {
		for i := range 200 {
			state, bytes := "SF", int64(900)
			if (i+d)%3 == 0 {
				state, bytes = "S0", 0
			}
			c.try(time.Duration(d)*day+time.Duration(i)*time.Second, "10.1.1.12", fmt.Sprintf("10.1.5.%d", 1+i), 135, state, bytes)
		}
	}
	if found := c.findings(t); len(found) != 1 || found[0].Severity > finding.Low {
		t.Errorf("%v", found)
	}
}

// A machine with a worm looks for the same port all over the Internet.
func TestAWormLooksOutside(t *testing.T) {
	var c traffic
	c.sweep(0, "10.1.5.31", "198.18.", 900, 23, "S0")
	c.sweep(0, "10.1.5.31", "198.19.", 300, 2323, "REJ")
	found := c.findings(t)
	if len(found) != 1 || found[0].Severity < finding.Medium || found[0].Values(finding.Source)[0] != "10.1.5.31" {
		t.Fatalf("%v", found)
	}
	if n := found[0].Whole("targets"); n < 1080 || n > 1320 {
		t.Errorf("%d targets, want 1,200 within 10 %%", n)
	}
}

// Thousands of addresses outside try everything: that is one sentence.
func TestTheInternetAtTheDoorIsOneQuietFinding(t *testing.T) {
	var c traffic
	for i := range 5000 {
		c.try(time.Duration(i)*time.Second, fmt.Sprintf("198.51.%d.%d", i%20, 1+i%250), fmt.Sprintf("10.1.1.%d", 1+i%40), uint16(i%3000), "S0", 0)
	}
	found := c.findings(t)
	if len(found) != 1 || found[0].Severity != finding.Info || found[0].Measures["machines"] != int64(40) || len(found[0].Entities) != 10 || found[0].Measures["failed_connections"] != int64(5000) {
		t.Errorf("%v", found)
	}
}

// Two sensors see the same attempts: they count once.
func TestTwoSensorsCountOnce(t *testing.T) {
	var c traffic
	c.sweep(0, "10.1.5.31", "10.1.", 100, 445, "S0")
	for _, again := range slices.Clone(c.Connections) {
		again.Sensor, again.Ref.File = "b", 2
		c.Connections = append(c.Connections, again)
	}
	if found := c.findings(t); len(found) != 1 || found[0].Measures["failed_connections"] != int64(100) {
		t.Errorf("%v", found)
	}
}

// Addresses that cannot be scanned, or none at all.
func TestHostileRecords(t *testing.T) {
	var c traffic
	c.Connections = append(c.Connections, event.Connection{State: "S0"})
	for i := range 300 {
		c.try(0, "10.1.5.31", "255.255.255.255", uint16(i), "S0", 0)
		c.try(0, "10.1.5.31", "224.0.0.251", uint16(i), "S0", 0)
		c.try(0, "10.1.5.31", "::", uint16(i), "S0", 0)
		c.try(-time.Duration(i)*1000*day, "10.1.5.31", "fe80::1", uint16(i), "S0", 0)
	}
	if found := c.findings(t); len(found) != 0 {
		t.Errorf("%v", found)
	}
}

func mixed() []event.Batch {
	var c traffic
	c.sweep(0, "10.1.5.31", "10.1.", 700, 445, "S0")
	c.sweep(day, "10.1.5.32", "198.18.", 300, 23, "S0")
	for i := range 300 {
		c.try(time.Duration(i)*time.Second, fmt.Sprintf("198.51.100.%d", 1+i%99), fmt.Sprintf("10.1.1.%d", 1+i%4), uint16(i), "REJ", 0)
		c.try(time.Duration(i)*time.Second, "10.1.5.31", fmt.Sprintf("10.1.0.%d", 1+i%250), 445, "SF", 70)
	}
	for i := range c.Connections {
		if i%5 == 0 {
			c.Connections[i].Sensor = "b"
		}
	}
	return []event.Batch{c.Batch}
}

func TestLaw(t *testing.T) {
	detecttest.Law(t, scan.Spec(), detect.Config{}, view(), mixed())
}

func TestLawBeyondTheBudget(t *testing.T) {
	detecttest.Law(t, scan.Spec(), detect.Config{MaxKeys: 320}, view(), mixed())
}

func TestNmap(t *testing.T) {
	found := detecttest.Investigate(t, scan.Spec(), view(), realdata.Zeek(t, "network/stratosphere_testing/002-zeek-scenario-port-scanning"))
	if len(found) == 0 || found[0].Values(finding.Source)[0] != "172.16.1.11" || found[0].Severity < finding.Medium {
		t.Fatalf("%v", found)
	}
	t.Logf("%s %v", found[0].Sentence, found[0].Measures)
}

// A machine on the Internet that is attacked all day scans nobody itself.
func TestAttacksFromOutsideDoNotDrownTheRest(t *testing.T) {
	v := detect.View{Estate: detecttest.Estate("147.32.81.167/32")}
	found := detecttest.Investigate(t, scan.Spec(), v, realdata.Zeek(t, "network/stratosphere_testing/008-zeek-mixed"))
	if len(found) > 1 || len(found) == 1 && found[0].Severity > finding.Info {
		t.Errorf("%v", found)
	}
}

func BenchmarkObserve(b *testing.B) {
	var c traffic
	c.sweep(0, "10.1.5.31", "10.1.", 4096, 445, "S0")
	d := scan.New(detect.Config{})
	for b.Loop() {
		d.Observe(&c.Batch)
	}
	b.ReportMetric(4096*float64(b.N)/b.Elapsed().Seconds(), "connections/s")
}

func BenchmarkConnections(b *testing.B) { detecttest.BenchmarkConnections(b, scan.Spec()) }
