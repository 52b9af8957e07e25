package backdoor

import (
	"slices"
	"testing"

	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// A tunnel through a proxy whose request the sensor saw only while it was open, every
// hour again, and connections that it saw end: the name is known, and counted once each.
func TestAnOpenRequestNamesItsConnectionAndCountsOnce(t *testing.T) {
	o := newOffice()
	o.people(3, 1)
	for s := 0.0; s < day; s += 600 {
		o.connect(s, 5, "10.0.0.250:3128", func(c *event.Connection) { c.Service, c.SrcBytes = "http", 100 })
		c := o.batch.Connections[len(o.batch.Connections)-1]
		r := event.WebRequest{Time: c.Time, Ref: o.ref(), UID: c.UID, Endpoints: c.Endpoints, Method: "CONNECT", URI: "c2.example.net:8443",
			RequestBytes: 7, HostMissing: true, Open: true}
		o.batch.WebRequests = append(o.batch.WebRequests, r, r, r)
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.5", "c2.example.net")
	detecttest.Expect(t, f, map[string]any{"connections": int64(144), "bytes_out": int64(14_400), "proxied": true})
	if weighed(&f, "identity: no Host header") {
		t.Error("repetitions of one request count as requests")
	}
}

// A handshake that was only seen while its connection was open tells whose the server is.
func TestAnOpenHandshakeShowsTheCertificate(t *testing.T) {
	o := newOffice()
	o.people(3, 1)
	o.connect(100, 5, "198.51.100.9:9001", func(c *event.Connection) { c.Open = true })
	for range 30 {
		o.session("", func(s *event.TLSSession) {
			s.Subject, s.Issuer, s.Validation, s.SNIMatches = "CN=x", "CN=x", "self signed certificate", event.TruthNo
			s.Open, s.Established = true, false
		})
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.5", "198.51.100.9")
	if !weighed(&f, "identity: self-signed certificate") {
		t.Error("the certificate is not weighed")
	}
	if weighed(&f, "identity: handshakes fail") {
		t.Error("one handshake counts as many that failed")
	}
}

func weighed(f *finding.Finding, name string) bool {
	return slices.ContainsFunc(f.Parts, func(p finding.Part) bool { return p.Name == name })
}
