package suricata

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"
	"time"

	"dwell/simulate/fact"
	"dwell/simulate/format/suricata"
)

// handshakeTakes is the time until both sides of TLS have said what can be seen.
const handshakeTakes = 30 * time.Millisecond

// event is what the events of a conversation have in common.
func (s *Sensor) event(c *conversation, at time.Time) suricata.Event {
	return suricata.Event{Timestamp: s.shown(at), FlowID: c.id, SrcIP: c.Src, SrcPort: c.port, DestIP: c.Dst, DestPort: c.DstPort,
		Proto: []string{"TCP", "UDP", "ICMP"}[c.Transport]}
}

// shown is what the sensor's clock shows on the wall of its zone.
func (s *Sensor) shown(at time.Time) time.Time { return s.Clock(at).In(s.zone) }

func (s *Sensor) query(c *conversation, at time.Time) {
	q := suricata.DNSQuery{Event: s.event(c, at), ID: uint16(c.id), RRName: c.Lookup.Name, RRType: c.Lookup.Type}
	s.line = s.writer.AppendDNSQuery(s.line, &q)
}

// timeToLive is what resolvers of the world outside say most often.
const timeToLive = 300

func (s *Sensor) answer(c *conversation, at time.Time) {
	a := suricata.DNSAnswer{Event: s.event(c, at), ID: uint16(c.id), Flags: suricata.FlagQR | suricata.FlagRD | suricata.FlagRA, RRName: c.Lookup.Name, RRType: c.Lookup.Type}
	if c.Lookup.Code == "NXDOMAIN" {
		a.Flags |= 3
	}
	for _, text := range c.Lookup.Answers {
		record := suricata.DNSRecord{RRName: c.Lookup.Name, RRType: c.Lookup.Type, TTL: timeToLive}
		if address, err := netip.ParseAddr(text); err == nil {
			record.Address = address
		} else {
			record.RData = text
		}
		a.Answers = append(a.Answers, record)
	}
	s.line = s.writer.AppendDNSAnswer(s.line, &a)
}

func (s *Sensor) handshake(c *conversation, at time.Time) {
	s.line = s.writer.AppendTLS(s.line, &suricata.TLS{Event: s.event(c, at), TLSHandshake: s.paper(c)})
}

// certificate is what a handshake shows of the server's certificate.
type certificate struct {
	subject, issuer, serial, fingerprint string
	begins, ends                         time.Time
}

// paper is the handshake of a conversation. A resumed one shows no certificate.
func (s *Sensor) paper(c *conversation) suricata.TLSHandshake {
	h := suricata.TLSHandshake{SNI: c.Name, Version: strings.Replace(c.TLS.Version, "TLSv1", "TLS 1.", 1)}
	if c.TLS.Resumed {
		h.SessionResumed = true
		return h
	}
	key := fact.TLS{Subject: c.TLS.Subject, Issuer: c.TLS.Issuer}
	p, known := s.papers[key]
	if !known {
		p = newCertificate(key.Subject, key.Issuer)
		s.papers[key] = p
	}
	h.Subject, h.IssuerDN, h.Serial, h.Fingerprint, h.NotBefore, h.NotAfter = p.subject, p.issuer, p.serial, p.fingerprint, p.begins, p.ends
	return h
}

// newCertificate makes up what follows from the two names: always the same.
func newCertificate(subject, issuer string) certificate {
	sum := sha256.Sum256([]byte(subject + "\x00" + issuer))
	begins := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(binary.BigEndian.Uint16(sum[30:])) * 8 * time.Minute)
	return certificate{subject: openssl(subject), issuer: openssl(issuer), serial: strings.ToUpper(pairs(sum[:10])), fingerprint: pairs(sum[10:30]),
		begins: begins, ends: begins.AddDate(2, 0, 0)}
}

// openssl is a name in the order and with the blanks of OpenSSL: the reverse of
// RFC 4514, in which facts name it.
func openssl(name string) string {
	parts := strings.Split(name, ",")
	slices.Reverse(parts)
	return strings.Join(parts, ", ")
}

// pairs are hexadecimal digits with a colon between the bytes.
func pairs(b []byte) string {
	digits := hex.EncodeToString(b)
	out := make([]byte, 0, 3*len(b))
	for i := range b {
		if i > 0 {
			out = append(out, ':')
		}
		out = append(out, digits[2*i:2*i+2]...)
	}
	return string(out)
}

// exchange is a request with its answer, as several events show it.
func exchange(r *fact.Request) suricata.HTTPTransaction {
	return suricata.HTTPTransaction{Hostname: r.Host, URL: r.Path, UserAgent: r.Agent, ContentType: r.Type, Refer: r.Referrer, Method: r.Method, Protocol: "HTTP/1.1",
		Status: uint16(r.Status), Length: uint64(r.Received)}
}

func (s *Sensor) request(c *conversation, at time.Time, i int) {
	h := suricata.HTTP{Event: s.event(c, at), TxID: uint64(i), HTTPTransaction: exchange(&c.Requests[i])}
	s.line = s.writer.AppendHTTP(s.line, &h)
}

// transfer is a file. The event's source is who sent it.
func (s *Sensor) transfer(c *conversation, at time.Time, i int) {
	f := suricata.FileInfo{Event: s.event(c, at), AppProto: protocol(c.Flow), File: attached(c, i)}
	if !c.Files[i].Upload {
		f.Event = turned(f.Event)
	}
	if c.Service == "http" && i < len(c.Requests) {
		h := exchange(&c.Requests[i])
		f.HTTP = &h
	}
	s.line = s.writer.AppendFileInfo(s.line, &f)
}

func attached(c *conversation, i int) suricata.File {
	f := &c.Files[i]
	return suricata.File{Filename: f.Name, State: "CLOSED", Size: uint64(f.Bytes), TxID: uint64(i)}
}

// turned is an event of the other direction.
func turned(e suricata.Event) suricata.Event {
	e.SrcIP, e.SrcPort, e.DestIP, e.DestPort = e.DestIP, e.DestPort, e.SrcIP, e.SrcPort
	return e
}
