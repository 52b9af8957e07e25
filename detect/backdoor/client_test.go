package backdoor

import (
	"strings"
	"testing"

	"dwell/detect/detecttest"
	"dwell/event"
	"dwell/finding"
)

// partOf returns the words of the named part of a finding, "" when it has none.
func partOf(f *finding.Finding, name string) string {
	for _, p := range f.Parts {
		if p.Name == name {
			return p.Why
		}
	}
	return ""
}

// One handshake with a published fingerprint and a certificate for another's name is
// enough to be told, whatever the rhythm.
func TestAPublishedFingerprintIsToldWithoutARhythm(t *testing.T) {
	o := newOffice()
	o.people(8, 1)
	o.batch.Certificates = append(o.batch.Certificates, event.Certificate{ID: "F1", Ref: o.ref(), Subject: "CN=www.example.net", Issuer: "CN=CA", Names: []string{"www.example.net"}})
	o.connect(day/2, 3, "198.51.100.7:443", nil)
	o.session("www.example.com", func(s *event.TLSSession) {
		s.JA3, s.ChainIDs, s.Subject, s.Validation = "e7d705a3286e19ea42f587b344ee6865", []string{"F1"}, "", ""
	})
	f := detecttest.Between(t, o.findings(t), "10.0.0.3", "www.example.com")
	if f.Kind != finding.OddIdentity || f.Severity < finding.Medium {
		t.Errorf("%s %s", f.Kind, f.Severity)
	}
	if why := partOf(&f, "identity: known program"); !strings.Contains(why, "Tor") {
		t.Errorf("the program is not named: %v", f.Parts)
	}
	if why := partOf(&f, "identity: wrong certificate"); !strings.Contains(why, "www.example.com") {
		t.Errorf("the certificate for another name is not told: %v", f.Parts)
	}
}

// A script that calls at even intervals says so in its user agent, and that weighs.
func TestAScriptIsNamed(t *testing.T) {
	o := newOffice()
	o.people(8, 1)
	for s := 0.0; s < day; s += 300 {
		o.connect(s, 2, "198.51.100.8:80", func(c *event.Connection) { c.Service = "http" })
		c := o.batch.Connections[len(o.batch.Connections)-1]
		o.batch.WebRequests = append(o.batch.WebRequests, event.WebRequest{Time: c.Time, Ref: o.ref(), UID: c.UID, Endpoints: c.Endpoints,
			Method: "GET", Host: "news.example.org", URI: "/", UserAgent: "Mozilla/5.0 (Windows NT) WindowsPowerShell/5.1"})
	}
	f := detecttest.Between(t, o.findings(t), "10.0.0.2", "news.example.org")
	if why := partOf(&f, "identity: script"); !strings.Contains(why, "PowerShell") {
		t.Errorf("the script is not named: %v", f.Parts)
	}
}
