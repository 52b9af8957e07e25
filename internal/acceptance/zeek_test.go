package acceptance_test

import (
	"testing"

	"dwell/casefile"
	"dwell/finding"
)

// Two hourly snapshots of the same connections, which stay open: each connection
// counts once, with the totals of the later snapshot. The figures are those that the
// data's own project expects.
func TestOpenConnectionsCountOnceWithTheirLatestTotals(t *testing.T) {
	c := shared(t, "network/rita/open_sni")
	for _, want := range []struct {
		destination, name string
		port              int64
		connections       int64
		micros            int64
		wholeBytes        int64 // with IP headers, both ways
	}{
		{"104.131.28.214", "ce7.stearns.org", 8443, 2, 14_737_061_150, 24_106},
		{"104.131.28.214", "ce7.stearns.org", 8000, 1, 7_376_718_848, 8_144},
		{"34.222.122.143", "", 64590, 1, 7_200_403_186, 2_715_618},
		{"52.33.59.39", "", 64004, 1, 7_200_169_165, 4_593_763},
	} {
		f := longConnection(t, c, "10.0.0.238", want.destination, want.port)
		m := f.Measures
		if m["open_connections"] != want.connections || m["connections"] != want.connections || m["total_us"] != want.micros {
			t.Errorf("%s:%d: %v open of %v connections, %v µs, want %d and %d",
				want.destination, want.port, m["open_connections"], m["connections"], m["total_us"], want.connections, want.micros)
		}
		out, _ := m["ip_bytes_out"].(int64)
		in, _ := m["ip_bytes_in"].(int64)
		if out+in != want.wholeBytes {
			t.Errorf("%s:%d: %d bytes, want %d", want.destination, want.port, out+in, want.wholeBytes)
		}
		if name, _ := m["name"].(string); name != want.name {
			t.Errorf("%s:%d is called %q, want %q", want.destination, want.port, name, want.name)
		}
	}
}

// What the detector of transfers sums up is not counted twice either.
func TestTransfersOverOpenConnectionsCountOnce(t *testing.T) {
	for destination, out := range map[string]int64{"52.33.59.39": 3_099_059, "34.222.122.143": 1_340_941} {
		found := false
		for _, f := range shared(t, "network/rita/open_sni").Findings {
			if f.Kind == finding.ExfilVolume && holdsAll(&f, []string{"10.0.0.238", destination}) {
				found = true
				if f.Measures["bytes_out"] != out || f.Measures["connections"] != int64(1) {
					t.Errorf("%s: %v bytes in %v connections, want %d in 1", destination, f.Measures["bytes_out"], f.Measures["connections"], out)
				}
			}
		}
		if !found {
			t.Errorf("%s: no transfer", destination)
		}
	}
}

// longConnection returns the finding of long connections between the two.
func longConnection(t *testing.T, c *casefile.Case, source, destination string, port int64) *finding.Finding {
	t.Helper()
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Kind == finding.LongConnection && f.Measures["destination_port"] == port && holdsAll(f, []string{source, destination}) {
			return f
		}
	}
	t.Fatalf("no long connection of %s with %s:%d:\n%s", source, destination, port, describe(c))
	return nil
}
