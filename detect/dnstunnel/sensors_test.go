package dnstunnel_test

import (
	"fmt"
	"testing"
	"time"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/detect/dnstunnel"
	"dwell/event"
	"dwell/finding"
)

// tunnelSeenBy is one tunnel of 300 names as the sensors saw it: the share of the names
// that each of them saw, in hundredths.
func tunnelSeenBy(sensors map[string]int) *log {
	g := &log{}
	for i := range 300 {
		for _, sensor := range []string{"", "east", "west"} {
			if i%100 < sensors[sensor] {
				g.ask(time.Duration(i)*time.Minute, 7, fmt.Sprintf("%016x%016x.t.example.net", i*7919+1, i*104729+3), "TXT", "NOERROR", "TXT 9 123456789").Sensor = sensor
			}
		}
	}
	return g
}

func tunnelOf(t *testing.T, g *log) finding.Finding {
	t.Helper()
	return detecttest.Between(t, g.findings(t), "10.0.0.7", "example.net")
}

func TestTwoSensorsDoNotDoubleTheLookups(t *testing.T) {
	one := tunnelOf(t, tunnelSeenBy(map[string]int{"east": 100}))
	for name, sensors := range map[string]map[string]int{
		"both see all":        {"east": 100, "west": 100},
		"one sees half":       {"east": 100, "west": 50},
		"one has no name":     {"": 100, "west": 100},
		"the first sees less": {"east": 10, "west": 100},
	} {
		f := tunnelOf(t, tunnelSeenBy(sensors))
		for _, m := range []string{"lookups", "lookups_text", "answers", "bytes_in_at_most", "distinct_names", "bytes_out_at_most"} {
			if f.Measures[m] != one.Measures[m] {
				t.Errorf("%s: %s %v, want %v", name, m, f.Measures[m], one.Measures[m])
			}
		}
		if f.Score != one.Score || f.Measures["sensors"] != int64(2) {
			t.Errorf("%s: score %v, want %v; %v sensors", name, f.Score, one.Score, f.Measures["sensors"])
		}
	}
	if _, ok := one.Measures["sensors"]; ok {
		t.Error("one sensor is none to choose from")
	}
}

func TestSensorsThatSeeDifferentLookupsGiveALowerBound(t *testing.T) {
	g := tunnelSeenBy(map[string]int{"east": 100})
	for i := range g.batch.DNSLookups {
		if i%3 == 0 {
			g.batch.DNSLookups[i].Sensor = "west"
		}
	}
	detecttest.Expect(t, tunnelOf(t, g), map[string]any{"lookups": int64(200), "lookups_of_all_sensors": int64(300), "sensors": int64(2)})
}

func TestLawOfManySensors(t *testing.T) {
	g := &log{}
	for _, l := range tunnelSeenBy(map[string]int{"east": 100}).batch.DNSLookups {
		for i := range 12 { // more than are told apart
			if l.Time.Nanos/60e9%12 >= int64(i) {
				l.Sensor, l.Ref = fmt.Sprint("s", i), g.ref()
				g.batch.DNSLookups = append(g.batch.DNSLookups, l)
			}
		}
	}
	detecttest.Law(t, dnstunnel.Spec(), detect.Config{}, view(), []event.Batch{g.batch})
}
