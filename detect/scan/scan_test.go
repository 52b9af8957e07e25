package scan_test

import (
	"net/netip"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/detect/scan"
	"dwell/event"
	"dwell/finding"
)

var begin = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// attempts are failed connections to n addresses, spread over some days.
func attempts(src string, n int, state string, days int) []event.Batch {
	var b event.Batch
	for i := range n {
		b.Connections = append(b.Connections, event.Connection{
			Time:      event.At(begin.Add(time.Duration(i%days)*24*time.Hour+time.Duration(i)*time.Second), event.PrecisionMicro),
			Ref:       event.Ref{File: 1, Offset: int64(i) * 100, Length: 99},
			Endpoints: event.Endpoints{Src: netip.MustParseAddr(src), Dst: netip.AddrFrom4([4]byte{10, 1, byte(i >> 8), byte(i)}), DstPort: 445},
			Transport: event.TransportTCP, State: state,
		})
	}
	return []event.Batch{b}
}

func view() detect.View {
	return detect.View{Estate: detecttest.Estate("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")}
}

func findings(t *testing.T, batches []event.Batch) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, scan.Spec(), view(), batches)
}

func TestAScanIsCounted(t *testing.T) {
	found := findings(t, attempts("10.1.5.31", 2000, "S0", 1))
	if len(found) != 1 || found[0].Severity < finding.Medium {
		t.Fatalf("%v", found)
	}
	if n := found[0].Measures["targets"].(int64); n < 1900 || n > 2100 {
		t.Errorf("%d targets, want 2,000 within 5 %%", n)
	}
}

func TestWhatIsNoScan(t *testing.T) {
	for what, batches := range map[string][]event.Batch{
		"a few machines switched off": attempts("10.1.5.31", 15, "S0", 1),
		"answers":                     attempts("10.1.5.31", 2000, "SF", 1),
		"from outside":                attempts("198.51.100.4", 2000, "S0", 1),
	} {
		if found := findings(t, batches); len(found) != 0 {
			t.Errorf("%s: %v", what, found)
		}
	}
}

func TestAnInstalledScannerWeighsLess(t *testing.T) {
	if found := findings(t, attempts("10.1.5.31", 2000, "REJ", 9)); len(found) != 1 || found[0].Severity > finding.Low {
		t.Errorf("%v", found)
	}
}

func TestLaw(t *testing.T) {
	detecttest.Law(t, scan.Spec(), detect.Config{}, view(), attempts("10.1.5.31", 300, "S0", 2))
}

func TestNmap(t *testing.T) {
	found := findings(t, realdata.Zeek(t, "network/stratosphere_testing/002-zeek-scenario-port-scanning"))
	if len(found) == 0 || found[0].Values(finding.Source)[0] != "172.16.1.11" || found[0].Severity < finding.Medium {
		t.Errorf("%v", found)
	}
}

func BenchmarkObserve(b *testing.B) {
	batch := attempts("10.1.5.31", 4096, "S0", 1)
	d := scan.New(detect.Config{})
	for b.Loop() {
		d.Observe(&batch[0])
	}
	b.ReportMetric(4096*float64(b.N)/b.Elapsed().Seconds(), "connections/s")
}
