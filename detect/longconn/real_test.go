package longconn

import (
	"slices"
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

// between returns the finding with that source, destination and port.
func between(t testing.TB, findings []finding.Finding, source, destination string, port int64) finding.Finding {
	t.Helper()
	onPort := slices.DeleteFunc(slices.Clone(findings), func(f finding.Finding) bool { return f.Measures["destination_port"] != port })
	return detecttest.Between(t, onPort, source, destination)
}

func TestBackDoorsThatStayConnected(t *testing.T) {
	findings := investigate(t, detecttest.Estate("10.0.0.0/16"), realdata.Zeek(t, "network/apt29_day1"))
	for i, f := range findings {
		if want := "192.168.0.5"; !slices.Contains(f.Values(finding.Destination), want) {
			t.Errorf("finding %d is of %v, want only %s", i, f.Values(finding.Destination), want)
		}
		if f.Severity < finding.High {
			t.Errorf("severity %s, want at least high: %s", f.Severity, f.Sentence)
		}
	}
	detecttest.Expect(t, between(t, findings, "10.0.1.4", "192.168.0.5", 1234), map[string]any{
		"longest_us": int64(705_174_615), "longest_bytes_out": int64(70_042), "longest_bytes_in": int64(910_700),
	})
	detecttest.Expect(t, between(t, findings, "10.0.1.4", "192.168.0.5", 443), map[string]any{
		"longest_us": int64(1_901_216_208), "longest_bytes_out": int64(524_399), "longest_bytes_in": int64(31_850_555),
		"certificate_subject": "emailAddress=parse@conn.sons.info,CN=conn.sons.info,OU=parse,O=Conn and Sons,ST=SC,C=US",
	})
}

// The later of two hourly snapshots of an open connection supersedes the earlier.
func TestSnapshotsOfOpenConnectionsCountOnce(t *testing.T) {
	findings := investigate(t, detecttest.Estate("10.0.0.0/24"), realdata.Zeek(t, "network/rita/open_sni"))
	for _, c := range []struct {
		destination string
		port, open  int64
		micros      int64
		ipBytes     int64
		name        string
	}{
		{"104.131.28.214", 8443, 2, 14_737_061_150, 24_106, "ce7.stearns.org"},
		{"104.131.28.214", 8000, 1, 7_376_718_848, 8_144, "ce7.stearns.org"},
		{"34.222.122.143", 64590, 1, 7_200_403_186, 2_715_618, ""},
		{"52.33.59.39", 64004, 1, 7_200_169_165, 4_593_763, ""},
	} {
		f := between(t, findings, "10.0.0.238", c.destination, c.port)
		detecttest.Expect(t, f, map[string]any{"open_connections": c.open, "connections": c.open, "total_us": c.micros})
		if got := f.Measures["ip_bytes_out"].(int64) + f.Measures["ip_bytes_in"].(int64); got != c.ipBytes {
			t.Errorf("%s: %d bytes, want %d", c.destination, got, c.ipBytes)
		}
		if c.name != "" {
			detecttest.Expect(t, f, map[string]any{"name": c.name})
		}
	}
}

func TestBenignTrafficGivesNothingAboveMedium(t *testing.T) {
	for folder, inside := range map[string]string{
		"network/rita/proxy_rolling":                  "10.0.0.0/24",
		"network/stratosphere_testing/008-zeek-mixed": "147.32.81.167/32",
		"network/rita/open_sni":                       "10.0.0.0/24",
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
