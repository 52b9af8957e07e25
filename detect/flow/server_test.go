package flow_test

import (
	"testing"

	"pgregory.net/rapid"

	"dwell/detect/flow"
	"dwell/event"
)

func TestServerDoesNotDependOnOrder(t *testing.T) {
	type handshake struct {
		session event.TLSSession
		host    string
	}
	handshakes := rapid.Custom(func(t *rapid.T) handshake {
		return handshake{event.TLSSession{
			Subject:    rapid.SampledFrom([]string{"", "CN=a", "CN=b"}).Draw(t, "subject"),
			Issuer:     rapid.SampledFrom([]string{"", "CN=a", "CN=c"}).Draw(t, "issuer"),
			Validation: rapid.SampledFrom([]string{"", "ok", "self signed certificate", "unable to get local issuer certificate"}).Draw(t, "validation"),
			ChainIDs:   rapid.SliceOfN(rapid.SampledFrom([]string{"F1", "F2", "F3"}), 0, 2).Draw(t, "chain"),
		}, rapid.SampledFrom([]string{"", "b.example.net", "a.example.net", "198.51.100.1"}).Draw(t, "host")}
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(handshakes).Draw(t, "handshakes")
		s := deal(t, all, func() *flow.Server { return new(flow.Server) },
			func(s *flow.Server, h handshake) { s.Session(&h.session, h.host) }, (*flow.Server).Merge)
		name, literal := "", false
		for _, h := range all {
			switch h.host {
			case "":
			case "198.51.100.1":
				literal = true
			default:
				if name == "" || h.host < name {
					name = h.host
				}
			}
		}
		if s.TLS != (len(all) > 0) || s.Name != name || s.Literal != literal {
			t.Fatalf("%d handshakes, smallest name %q, an address %v: %+v", len(all), name, literal, s)
		}
	})
}

func TestWhoVouchesForAServer(t *testing.T) {
	table := flow.NewCertificates(flow.MaxText)
	table.Observe(&event.Certificate{ID: "own", Subject: "CN=own", Issuer: "CN=own"})
	table.Observe(&event.Certificate{ID: "bought", Subject: "CN=bought", Issuer: "CN=authority"})
	for what, c := range map[string]struct {
		session    event.TLSSession
		subject    string
		selfSigned bool
	}{
		"the sensor says so":            {event.TLSSession{Subject: "CN=x", Validation: "self signed certificate"}, "CN=x", true},
		"the certificate says so":       {event.TLSSession{ChainIDs: []string{"own", "bought"}}, "CN=own", true},
		"the sensor found it in order":  {event.TLSSession{ChainIDs: []string{"own"}, Validation: "ok"}, "CN=own", false},
		"an authority vouches":          {event.TLSSession{ChainIDs: []string{"bought"}}, "CN=bought", false},
		"the handshake's subject first": {event.TLSSession{Subject: "CN=y", ChainIDs: []string{"bought"}}, "CN=y", false},
		"nothing is known":              {event.TLSSession{ChainIDs: []string{"other"}}, "", false},
	} {
		var s flow.Server
		s.Session(&c.session, "")
		if subject, selfSigned := s.Certificate(table); subject != c.subject || selfSigned != c.selfSigned {
			t.Errorf("%s: %q, self-signed %v", what, subject, selfSigned)
		}
	}
}
