package backdoor

import (
	"fmt"
	"net/netip"
	"testing"

	"dwell/detect"
	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// ask adds one lookup of 10.0.0.host.
func (o *office) ask(seconds float64, host int, name string) {
	o.batch.DNSLookups = append(o.batch.DNSLookups, event.DNSLookup{Time: at(seconds), Ref: o.ref(), Query: name, Type: "A", Code: "NOERROR",
		Endpoints: event.Endpoints{Src: inside(host), SrcPort: 5000, Dst: netip.MustParseAddr("10.0.0.250"), DstPort: 53}})
}

// people as a resolver sees them.
func (o *office) surf(machines int) {
	for m := 1; m <= machines; m++ {
		for site := range 6 {
			for _, t := range browsing(o.random, 2) {
				o.ask(t, m, fmt.Sprintf("www%d.example.org", site))
			}
		}
	}
}

// The log of a resolver alone shows who asks for a name like a clock.
func TestLookupsAloneShowABeacon(t *testing.T) {
	o := newOffice()
	o.surf(8)
	for _, s := range sleeping(o.random, 900, 0.3, day) {
		o.ask(day/2+s, 3, "c2.example.net")
	}
	findings := o.findings(t)
	f := detecttest.Between(t, findings, "10.0.0.3", "c2.example.net")
	if len(findings) != 1 || f.Kind != finding.Beacon || f.Severity < finding.Low || f.Severity > finding.Medium {
		t.Errorf("%d findings, %s %s", len(findings), f.Kind, f.Severity)
	}
	if f.Measures["connections"] != nil || f.Measures["lookups"].(int64) < 90 {
		t.Errorf("measures %v", f.Measures)
	}
}

// Where the connections of a machine are known, its lookups are not judged beside them.
func TestLookupsAreLeftToTheConnections(t *testing.T) {
	o := newOffice()
	o.surf(8)
	for _, s := range sleeping(o.random, 900, 0.3, day) {
		o.ask(day/2+s, 3, "news.example.net")
	}
	o.connect(5, 3, "203.0.113.9:443", nil)
	if findings := o.findings(t); len(findings) != 0 {
		t.Errorf("found %s", findings[0].Title)
	}
}

func TestLookupsObeyTheLaw(t *testing.T) {
	o := newOffice()
	o.surf(2)
	for s := 0.0; s < day; s += 60 {
		o.ask(s, 5, "c2.example.net")
	}
	detecttest.Law(t, Spec(), detect.Config{}, detect.View{Estate: detecttest.Estate("10.0.0.0/24")}, o.stream())
}
