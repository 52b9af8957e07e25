package exfil

import (
	"net/netip"
	"testing"
	"time"

	"dwell/detect/detecttest"
	"dwell/finding"
)

// A server that calls nobody has a past all the same: it answered for weeks, others
// inside or visitors from outside.
func TestAServerThatOnlyAnswersHasAPast(t *testing.T) {
	for name, visitor := range map[string]string{"colleagues": "10.0.0.5", "visitors": "192.0.2.99"} {
		t.Run(name, func(t *testing.T) {
			c := newCapture()
			c.normal(30, 5_000_000)
			for d := range 30 {
				c.send(time.Duration(d)*day+10*time.Hour, 0, "10.0.0.99:443", 2000, 90_000).Src = netip.MustParseAddr(visitor)
			}
			c.send(25*day+2*time.Hour, 99, "198.51.100.9:443", 60_000_000, 90_000)
			f := detecttest.Between(t, c.findings(t), "10.0.0.99", "198.51.100.9")
			if before := f.Measures["watched_before_first_contact_s"].(float64); before < (24*day).Seconds() || f.Severity < finding.High {
				t.Errorf("%s, watched for %.0f s before: %v", f.Severity, before, f.Parts)
			}
		})
	}
}

// A nightly job is routine though one night of the month is three times the others.
func TestANightlyJobThatVariesIsRoutine(t *testing.T) {
	c := newCapture()
	c.normal(40, 5_000_000)
	for d := range 40 {
		n := int64(60_000_000) + c.random.Int64N(120_000_000)
		if d == 28 {
			n = 300_000_000
		}
		c.send(time.Duration(d)*day+2*time.Hour, 3, "198.51.100.4:22", n, n/300)
	}
	if f, ok := detecttest.Find(c.findings(t), "10.0.0.3", "198.51.100.4"); ok {
		t.Errorf("%s: %s %v", f.Severity, f.Sentence, f.Parts)
	}
}
