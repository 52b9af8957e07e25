package backdoor

import (
	"fmt"
	"testing"

	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// datagrams sends one each ten minutes for a day from machine 5.
func (o *office) datagrams(to string, change func(*event.Connection)) {
	for s := 0.0; s < day; s += 600 {
		o.connect(s, 5, to, func(c *event.Connection) {
			c.Transport, c.Service, c.State, c.SrcBytes, c.DstBytes = event.TransportUDP, "", "S0", 120, 0
			change(c)
		})
	}
}

// silent is the finding of calls by UDP to a port that nobody answers.
func silent(t *testing.T, port int, answers bool, change func(*event.Connection)) finding.Finding {
	t.Helper()
	o := newOffice()
	o.people(3, 1)
	if answers { // somebody else is answered
		o.connect(60, 6, "203.0.113.99:40001", func(c *event.Connection) { c.Transport, c.Service = event.TransportUDP, "" })
	}
	o.datagrams(fmt.Sprintf("198.51.100.9:%d", port), change)
	return detecttest.Between(t, o.findings(t), "10.0.0.5", "198.51.100.9")
}

// A server of an implant that is gone, called by UDP again and again.
func TestDatagramsThatNobodyAnswers(t *testing.T) {
	for what, change := range map[string]func(*event.Connection){
		"as Zeek and Suricata say it":    func(*event.Connection) {},
		"refused":                        func(c *event.Connection) { c.State = "REJ" },
		"by the counts alone":            func(c *event.Connection) { c.State, c.DstIP = "", 0 },
		"by the counts of payload alone": func(c *event.Connection) { c.State, c.DstIP = "", event.Unknown },
		"all but a few of them unheard": func(c *event.Connection) {
			c.State = map[bool]string{true: "SF", false: "S0"}[c.Time.Nanos/1e9%20000 < 600]
		},
	} {
		f := silent(t, 40000, true, change)
		if !weighed(&f, "no answer") {
			t.Errorf("%s: not weighed", what)
		}
	}
}

func TestSilenceThatSaysNothing(t *testing.T) {
	as := func(*event.Connection) {}
	for what, f := range map[string]finding.Finding{
		"syslog goes one way":                    silent(t, 514, true, as),
		"metrics go one way":                     silent(t, 8125, true, as),
		"a firewall stops QUIC":                  silent(t, 443, true, as),
		"the sensor sees one direction":          silent(t, 40000, false, as),
		"the answers carry no payload":           silent(t, 40000, true, func(c *event.Connection) { c.State, c.DstIP = "", 28 }),
		"the source does not say what came back": silent(t, 40000, true, func(c *event.Connection) { c.State, c.DstBytes, c.DstIP = "", event.Unknown, event.Unknown }),
		"slices between the answers":             silent(t, 40000, true, func(c *event.Connection) { c.State, c.Slice = "", 60e9 }),
	} {
		if weighed(&f, "no answer") {
			t.Errorf("%s: weighed", what)
		}
	}
}
