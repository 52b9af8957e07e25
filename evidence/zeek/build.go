package zeek

import (
	"slices"
	"strconv"
	"strings"

	"dwell/event"
)

// errAddress is why a record is damaged whose addresses make no sense.
const errAddress = "an address cannot be read"

// endpoints returns the two ends of the record; ok is false when one that is
// there cannot be read.
func (p *parser) endpoints() (e event.Endpoints, ok bool) {
	e = p.row.endpoints()
	return e, !p.row.damaged.has(fieldOrigH) && !p.row.damaged.has(fieldRespH)
}

// connection reads conn.log and its kin.
func (p *parser) connection() string {
	r := &p.row
	ends, ok := p.endpoints()
	if !ok || !ends.Src.IsValid() || !ends.Dst.IsValid() {
		return errAddress
	}
	c := event.Connection{
		Time: p.at, Ref: p.ref, Sensor: r.text(fieldSystem), UID: r.unique(fieldUID),
		Endpoints: ends,
		Transport: transport(r.raw(fieldProto)),
		Service:   p.services(),
		Duration:  r.interval(fieldDuration),
		SrcBytes:  r.count(fieldOrigBytes), DstBytes: r.count(fieldRespBytes),
		SrcIP: r.count(fieldOrigIPBytes), DstIP: r.count(fieldRespIPBytes),
		State:    r.text(fieldConnState),
		Open:     p.stream.open,
		SrcLocal: r.truth(fieldLocalOrig), DstLocal: r.truth(fieldLocalResp),
	}
	if r.isDocument() {
		r.completeConnection(&c)
	}
	p.all.Connections = append(p.all.Connections, c)
	if len(p.all.Connections) >= batchEvents {
		p.flushConnections()
	}
	return ""
}

func transport(proto []byte) event.Transport {
	switch string(proto) {
	case "tcp":
		return event.TransportTCP
	case "udp":
		return event.TransportUDP
	case "icmp":
		return event.TransportICMP
	}
	return event.TransportOther
}

// services returns the application protocols, sorted. Zeek marks those that it
// had assumed wrongly with a minus.
func (p *parser) services() string {
	r := &p.row
	if !r.has(fieldService) {
		return r.text(fieldProtocol)
	}
	if c := &r.cells[fieldService]; c.form != formList && !strings.ContainsAny(r.text(fieldService), ",-") {
		return r.text(fieldService)
	}
	names := r.list(fieldService)
	names = slices.DeleteFunc(slices.Clone(names), func(s string) bool { return strings.HasPrefix(s, "-") })
	slices.Sort(names)
	return p.names.Get([]byte(strings.Join(slices.Compact(names), ",")))
}

// lookup reads dns.log.
func (p *parser) lookup() string {
	r := &p.row
	ends, ok := p.endpoints()
	if !ok {
		return errAddress
	}
	p.all.DNSLookups = append(p.all.DNSLookups, event.DNSLookup{
		Time: p.at, Ref: p.ref, Sensor: r.text(fieldSystem), UID: r.unique(fieldUID),
		Endpoints: ends,
		Query:     r.hostName(fieldQuery),
		Type:      p.queryType(),
		Code:      r.text(fieldRcodeName),
		Answers:   r.list(fieldAnswers),
	})
	if len(p.all.DNSLookups) >= batchEvents {
		p.flushLookups()
	}
	return ""
}

// queryType returns the name of the type asked for; of one that Zeek had no name
// for the number in the form of RFC 3597.
func (p *parser) queryType() string {
	if p.row.has(fieldQtypeName) {
		return p.row.text(fieldQtypeName)
	}
	if n := p.row.limited(fieldQtype, 65535); n > 0 {
		return p.names.Get(strconv.AppendInt([]byte("TYPE"), n, 10))
	}
	return ""
}

// request reads http.log.
func (p *parser) request() string {
	r := &p.row
	ends, ok := p.endpoints()
	if !ok {
		return errAddress
	}
	p.all.WebRequests = append(p.all.WebRequests, event.WebRequest{
		Time: p.at, Ref: p.ref, Vantage: event.VantageNetwork, Sensor: r.text(fieldSystem), UID: r.unique(fieldUID),
		Endpoints:     ends,
		Method:        r.text(fieldMethod),
		Host:          r.hostName(fieldHost),
		URI:           r.unique(fieldURI),
		UserAgent:     r.text(fieldUserAgent),
		Referrer:      r.unique(fieldReferrer),
		User:          r.text(fieldUsername),
		Status:        int(r.limited(fieldStatusCode, 999)),
		RequestBytes:  r.count(fieldRequestLen),
		ResponseBytes: r.count(fieldResponseLen),
		HostMissing:   p.host && !r.has(fieldHost),
		Open:          p.stream.open,
		FileIDs:       join(r.list(fieldOrigFUIDs), r.list(fieldRespFUIDs)),
	})
	if len(p.all.WebRequests) >= batchEvents {
		p.flushRequests()
	}
	return ""
}

// join appends two lists, without copying when one of them is empty.
func join(a, b []string) []string {
	if len(a) == 0 {
		return b
	}
	return append(a, b...)
}

// session reads ssl.log.
func (p *parser) session() string {
	r := &p.row
	ends, ok := p.endpoints()
	if !ok {
		return errAddress
	}
	chain := r.list(fieldChainFPs)
	if len(chain) == 0 {
		chain = r.list(fieldChainFUIDs)
	}
	p.all.TLSSessions = append(p.all.TLSSessions, event.TLSSession{
		Time: p.at, Ref: p.ref, Sensor: r.text(fieldSystem), UID: r.unique(fieldUID),
		Endpoints:   ends,
		ServerName:  r.hostName(fieldServerName),
		Version:     r.text(fieldVersion),
		Subject:     r.text(fieldSubject),
		Issuer:      r.text(fieldIssuer),
		Validation:  r.text(fieldValidation),
		JA3:         r.text(fieldJA3),
		JA3S:        r.text(fieldJA3S),
		JA4:         r.text(fieldJA4),
		Established: r.truth(fieldEstablished) == event.TruthYes,
		Resumed:     r.truth(fieldResumed) == event.TruthYes,
		Open:        p.stream.open,
		ChainIDs:    chain,
		SNIMatches:  r.truth(fieldSNIMatches),
	})
	if len(p.all.TLSSessions) >= batchEvents {
		p.flushSessions()
	}
	return ""
}

// certificate reads x509.log.
func (p *parser) certificate() string {
	r := &p.row
	id := fieldFingerprint
	if !r.has(id) {
		id = fieldID
	}
	p.all.Certificates = append(p.all.Certificates, event.Certificate{
		Time: p.at, Ref: p.ref, ID: r.unique(id),
		Subject: r.text(fieldCertSubject), Issuer: r.text(fieldCertIssuer),
		NotBefore: r.time(fieldNotBefore), NotAfter: r.time(fieldNotAfter),
		Names: r.list(fieldSANDNS),
	})
	if len(p.all.Certificates) >= batchEvents {
		p.flushCertificates()
	}
	return ""
}

// file reads files.log. Older Zeek names the sending and the receiving hosts,
// newer the connection and which of its ends sent.
func (p *parser) file() string {
	r := &p.row
	f := event.FileTransfer{
		Time: p.at, Ref: p.ref, ID: r.unique(fieldFUID),
		UIDs: r.list(fieldConnUIDs), Tx: r.address(fieldTxHosts), Rx: r.address(fieldRxHosts),
		Protocol: r.text(fieldSource), Name: r.unique(fieldFilename), MIMEType: r.text(fieldMIMEType),
		Bytes: r.count(fieldSeenBytes), Total: r.count(fieldTotalBytes), FromSrc: r.truth(fieldIsOrig),
		MD5: r.unique(fieldMD5), SHA1: r.unique(fieldSHA1), SHA256: r.unique(fieldSHA256),
	}
	if f.UIDs == nil {
		f.UIDs = r.list(fieldUID)
	}
	if r.has(fieldOrigH) && !r.has(fieldTxHosts) {
		switch f.FromSrc {
		case event.TruthYes:
			f.Tx, f.Rx = r.address(fieldOrigH), r.address(fieldRespH)
		case event.TruthNo:
			f.Tx, f.Rx = r.address(fieldRespH), r.address(fieldOrigH)
		}
	}
	p.all.Files = append(p.all.Files, f)
	if len(p.all.Files) >= batchEvents {
		p.flushFiles()
	}
	return ""
}
