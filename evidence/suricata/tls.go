package suricata

import (
	"strings"

	"dwell/event"
)

// tls reads an event of type tls: a handshake, which is written when it is done. The
// certificate that it showed is an event of its own, as it is in Zeek's logs.
func (p *parser) tls() outcome {
	r := p.record
	s := p.session()
	s.Version = tlsVersion(r.text(fieldTLSVersion))
	s.Subject, s.Issuer = r.text(fieldSubject), r.text(fieldIssuer)
	s.Resumed = r.yes(fieldResumed)
	s.Established = s.Version != "" || s.Subject != "" || s.Resumed
	s.ChainIDs = p.chainIDs()
	if len(s.ChainIDs) > 0 && s.Subject != "" {
		p.all.Certificates = append(p.all.Certificates, event.Certificate{
			Time: p.at, Ref: p.ref, ID: s.ChainIDs[0], Subject: s.Subject, Issuer: s.Issuer,
			NotBefore: p.day(fieldNotBefore), NotAfter: p.day(fieldNotAfter), Names: r.list(fieldNames),
		})
	}
	p.all.TLSSessions = append(p.all.TLSSessions, s)
	return read
}

// session makes a session of what tls and quic have in common.
func (p *parser) session() event.TLSSession {
	r := p.record
	return event.TLSSession{
		Time: p.at, Ref: p.ref, Sensor: p.sensor, UID: p.uid, Endpoints: p.ends,
		ServerName: r.lower(fieldSNI), JA3: r.text(fieldJA3), JA3S: r.text(fieldJA3S), JA4: r.text(fieldJA4),
	}
}

// single returns a list of one text.
func (p *parser) single(s string) []string {
	r := p.record
	r.beginList()
	r.lists = append(r.lists, s)
	return r.endList()
}

// day reads a date of a certificate, which Suricata writes in UTC without saying so.
func (p *parser) day(f field) event.Time {
	t := p.record.time(f)
	if t.Zone == event.ZoneAssumed {
		t.Zone = event.ZoneUTC
	}
	return t
}

// tlsVersions are Zeek's names of the versions that Suricata and shippers write.
var tlsVersions = map[string]string{
	"SSLv2": "SSLv2", "SSLv3": "SSLv3", "TLSv1": "TLSv10", "TLS 1.0": "TLSv10", "TLS 1.1": "TLSv11", "TLS 1.2": "TLSv12", "TLS 1.3": "TLSv13",
	"1.0": "TLSv10", "1.1": "TLSv11", "1.2": "TLSv12", "1.3": "TLSv13",
	"UNDETERMINED": "",
}

func tlsVersion(name string) string {
	if known, ok := tlsVersions[name]; ok {
		return known
	}
	if strings.HasPrefix(name, "TLS 1.3") { // the drafts
		return "TLSv13"
	}
	return name
}

// quic reads an event of type quic, which holds a handshake of TLS 1.3 (RFC 9001) in
// plain sight of the sensor; only those that name a server or a client are of use.
func (p *parser) quic() outcome {
	r := p.record
	if !r.has(fieldSNI) && !r.has(fieldJA3) && !r.has(fieldJA4) {
		return skipped("quic: packets without a server's name")
	}
	s := p.session()
	if v := string(r.bytes(fieldQUICVersion)); v != "" && v[0] != 'Q' { // Q039 and the like are Google's own, without TLS
		s.Version = "TLSv13"
	}
	s.Established = true
	p.all.TLSSessions = append(p.all.TLSSessions, s)
	return read
}
