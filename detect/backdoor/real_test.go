package backdoor

import (
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/detecttest/realdata"
	"dwell/entity"
	"dwell/event"
	"dwell/finding"
)

// investigate runs the detector over batches and returns its findings.
func investigate(t testing.TB, inside *entity.Estate, stream []event.Batch) []finding.Finding {
	t.Helper()
	return detecttest.Investigate(t, Spec(), detect.View{Estate: inside}, stream)
}

func TestBackDoorBehindAProxyIsTheTopFinding(t *testing.T) {
	findings := investigate(t, detecttest.Estate("10.136.0.0/16"), realdata.Zeek(t, "network/rita/proxy"))
	f := detecttest.Between(t, findings, "10.136.0.18", "www.honestimnotevil.com")
	if f.ID != findings[0].ID || f.Severity < finding.Medium {
		t.Errorf("severity %s, want the first finding and at least medium", f.Severity)
	}
	if got := f.Measures["connections"]; got != int64(397) {
		t.Errorf("%v connections, want 397", got)
	}
	if got := f.Measures["destination_port"]; got != int64(443) {
		t.Errorf("port %v, want that of the CONNECT target", got)
	}
	if len(f.Refs) < 3 {
		t.Errorf("%d references, want at least 3", len(f.Refs))
	}
}

func TestBenignTrafficGivesNothingAboveMedium(t *testing.T) {
	for folder, inside := range map[string]string{
		"network/rita/proxy_rolling":                  "10.0.0.0/24",
		"network/stratosphere_testing/008-zeek-mixed": "147.32.81.167/32",
		"network/rita/lab_http":                       "10.55.0.0/16",
	} {
		t.Run(folder, func(t *testing.T) {
			for _, f := range investigate(t, detecttest.Estate(inside, "2601:19e:8200:91e0::/64"), realdata.Zeek(t, folder)) {
				if f.Severity > finding.Medium {
					t.Errorf("%s: %s", f.Severity, f.Sentence)
				}
			}
		})
	}
}

func TestRealBackDoors(t *testing.T) {
	for _, c := range []struct {
		folder, inside, source, destination string
		severity                            finding.Severity
		connections                         int64
	}{
		{"network/slips/test18-malicious-ctu-sme-11-win", "192.168.1.0/24", "192.168.1.107", "66.63.168.35", finding.High, 719},
		{"network/stratosphere_testing/001-zeek-scenario-malicious", "192.168.1.0/24", "192.168.1.115", "41.108.179.197", finding.Medium, 2 * 237}, // the folder holds the log twice
		{"network/apt29_day1", "10.0.0.0/16", "10.0.1.6", "192.168.0.4", finding.High, 376},
	} {
		t.Run(c.destination, func(t *testing.T) {
			findings := investigate(t, detecttest.Estate(c.inside), realdata.Zeek(t, c.folder))
			f := detecttest.Between(t, findings, c.source, c.destination)
			if f.ID != findings[0].ID || f.Severity < c.severity {
				t.Errorf("severity %s, want the first finding and at least %s", f.Severity, c.severity)
			}
			if got := f.Measures["connections"]; got != c.connections {
				t.Errorf("%v connections, want %d", got, c.connections)
			}
		})
	}
}

func TestBytesOfAFastPollerAreExact(t *testing.T) {
	f := detecttest.Between(t, investigate(t, detecttest.Estate("10.0.0.0/16"), realdata.Zeek(t, "network/apt29_day1")), "10.0.1.6", "192.168.0.4")
	if f.Measures["bytes_out"] != int64(390152) || f.Measures["bytes_in"] != int64(1695935) {
		t.Errorf("bytes %v out, %v in; want 390152 and 1695935", f.Measures["bytes_out"], f.Measures["bytes_in"])
	}
}
