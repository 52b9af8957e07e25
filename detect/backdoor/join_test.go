package backdoor

import (
	"fmt"
	"testing"
	"time"

	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

func TestRotatingAddressesOfANameAreOneDestination(t *testing.T) {
	o := newOffice()
	o.people(8, 2)
	for i := range 20 {
		o.batch.DNSLookups = append(o.batch.DNSLookups, event.DNSLookup{Time: at(0), Ref: o.ref(), Query: "pool.c2.example.net", Answers: []string{fmt.Sprintf("198.51.100.%d", 1+i)}})
	}
	for _, s := range sleeping(o.random, 3600, 0.2, 2*day) {
		o.connect(s, 3, fmt.Sprintf("198.51.100.%d:443", 1+o.random.IntN(20)), func(c *event.Connection) { c.SrcBytes = 600 })
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.3", "example.net")
	n, _ := f.Measures["connections"].(int64)
	if f.Kind != finding.Beacon || n < 48 || f.Measures["bytes_out"] != 600*n {
		t.Errorf("%s of %d connections, %v bytes out; want a beacon of at least 48 with 600 each", f.Kind, n, f.Measures["bytes_out"])
	}
	if joined, _ := f.Measures["addresses_joined"].(int64); joined < 15 || f.Measures["names_joined"] != int64(0) {
		t.Errorf("joined %v addresses and %v names, want nearly 20 and 0", joined, f.Measures["names_joined"])
	}
	if period, _ := f.Measures["period_s"].(float64); period < 3100 || period > 3400 {
		t.Errorf("period %v s, want about 3240", period)
	}
}

func TestRandomSubDomainsAreOneDestination(t *testing.T) {
	o := newOffice()
	o.people(8, 2)
	for i, s := range sleeping(o.random, 1800, 0.3, 2*day) {
		o.connect(s, 3, fmt.Sprintf("198.51.100.%d:443", 1+o.random.IntN(20)), func(c *event.Connection) { c.SrcBytes = 600 })
		o.session(fmt.Sprintf("a%xz.c2.example.net", i*7919), nil)
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.3", "example.net")
	n, _ := f.Measures["connections"].(int64)
	if f.Kind != finding.Beacon || n < 96 || f.Measures["bytes_out"] != 600*n {
		t.Errorf("%s of %d connections, %v bytes out; want a beacon of at least 96 with 600 each", f.Kind, n, f.Measures["bytes_out"])
	}
}

// What people do below one registered domain is no more even when it is put together.
func TestBrowsingADomainOfManyNamesIsNoRhythm(t *testing.T) {
	o := newOffice()
	for m := 1; m <= 12; m++ {
		for domain := range 6 {
			for _, s := range browsing(o.random, 3) {
				site := o.random.IntN(12)
				o.connect(s, m, fmt.Sprintf("203.0.113.%d:443", 1+site), nil)
				o.session(fmt.Sprintf("cdn%d.site%d.example", site, domain), nil)
			}
		}
	}
	for _, f := range o.findings(t) {
		t.Errorf("found: %s", f.Title)
	}
}

// What polls a dozen places every five minutes is monitoring; the same rhythm with one
// place is not.
func TestMonitoringIsWeighedAsSuch(t *testing.T) {
	o := newOffice()
	o.people(8, 1)
	for s := 0.0; s < day; s += 300 {
		for i := range 12 {
			o.connect(s+float64(i), 2, fmt.Sprintf("192.0.2.%d:443", 1+i), nil)
		}
		o.connect(s, 3, "192.0.2.99:443", nil)
	}
	findings := o.findings(t)
	for destination, want := range map[string]bool{"192.0.2.1": true, "192.0.2.99": false} {
		source := map[bool]string{true: "10.0.0.2", false: "10.0.0.3"}[want]
		f := detecttest.Between(t, findings, source, destination)
		got := false
		for _, p := range f.Parts {
			got = got || p.Name == "monitoring" && p.Weight < 0
		}
		if got != want {
			t.Errorf("%s: weighed as monitoring %v, want %v", destination, got, want)
		}
	}
}

// Flow logs write a record for each slice of a conversation: their rhythm is the log's.
func TestSlicesOfFlowsAreNoRhythm(t *testing.T) {
	o := newOffice()
	slice := func(c *event.Connection) { c.Slice, c.UID = 10*time.Minute, "" }
	for s := 0.0; s < 2*day; s += 600 { // one conversation that never ends
		o.connect(s, 2, "198.51.100.7:9001", func(c *event.Connection) { slice(c); c.UID = "one" })
	}
	for s := 0.0; s < 2*day; s += 900 { // too fast to be seen
		o.connect(s, 3, "198.51.100.8:9001", slice)
	}
	for _, s := range sleeping(o.random, 7200, 0.2, 4*day) { // each call is two slices long
		o.connect(s, 4, "198.51.100.9:9001", slice)
		o.connect(s+600, 4, "198.51.100.9:9001", slice)
	}
	findings := o.findings(t)
	for source, destination := range map[string]string{"10.0.0.2": "198.51.100.7", "10.0.0.3": "198.51.100.8"} {
		if f, found := detecttest.Find(findings, source, destination); found {
			t.Errorf("found: %s", f.Title)
		}
	}
	f := detecttest.Between(t, findings, "10.0.0.4", "198.51.100.9")
	if period, _ := f.Measures["period_s"].(float64); period < 6100 || period > 6900 {
		t.Errorf("period %v s, want about 6480", period)
	}
}

func TestAScheduleIsNamed(t *testing.T) {
	o := newOffice()
	for s := 0.0; s < 20*day; s += 3600 {
		if o.random.IntN(5) < 2 { // two calls of five are seen
			o.connect(s+60*o.random.Float64(), 3, "198.51.100.7:4443", nil)
		}
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.3", "198.51.100.7")
	if f.Kind != finding.Beacon || f.PValue == nil {
		t.Errorf("want a beacon with a p-value, got %s", f.Kind)
	}
}

func TestBothClientFingerprintsAreStated(t *testing.T) {
	o := newOffice()
	for s := 0.0; s < day; s += 300 {
		o.connect(s, 3, "198.51.100.7:443", nil)
		o.session("", func(s *event.TLSSession) {
			s.JA3, s.JA4 = "e7d705a3286e19ea42f587b344ee6865", "t13d1516h2_8daaf6152771_b186095e22b6"
		})
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.3", "198.51.100.7")
	detecttest.Expect(t, f, map[string]any{"ja3": "e7d705a3286e19ea42f587b344ee6865", "ja4": "t13d1516h2_8daaf6152771_b186095e22b6"})
}
