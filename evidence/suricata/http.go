package suricata

import (
	"strconv"
	"strings"

	"dwell/event"
)

// http reads an event of type http: a request with its response. Its length is that of
// the body of the response; how much the request sent only the flow tells.
func (p *parser) http() outcome {
	r := p.record
	if !r.has(fieldMethod) && !r.has(fieldURL) && !r.has(fieldHostname) && !r.has(fieldStatus) {
		if r.has(fieldHTTP2) {
			return skipped("http: frames of HTTP/2 that belong to no request")
		}
		if !r.has(fieldLength) {
			return damaged("an http event that says nothing of HTTP")
		}
	}
	p.all.WebRequests = append(p.all.WebRequests, event.WebRequest{
		Time: p.at, Ref: p.ref, Vantage: event.VantageNetwork, Sensor: p.sensor, UID: p.uid, Endpoints: p.ends,
		Method:        p.method(),
		Host:          p.host(),
		URI:           r.unique(fieldURL),
		UserAgent:     r.text(fieldUserAgent),
		Referrer:      r.unique(fieldReferrer),
		Status:        int(r.limited(fieldStatus, 999)),
		RequestBytes:  event.Unknown,
		ResponseBytes: r.count(fieldLength),
		HostMissing:   !r.has(fieldHostname),
	})
	return read
}

// method is in upper case as it was sent; shippers write it in lower case.
func (p *parser) method() string {
	name := p.record.text(fieldMethod)
	if p.record.weak.has(fieldMethod) {
		return strings.ToUpper(name)
	}
	return name
}

// host is the name that was asked for, with its port if the request named one, which
// Suricata writes apart.
func (p *parser) host() string {
	name := p.record.lower(fieldHostname)
	port := p.record.port(fieldHTTPPort)
	if name == "" || port == 0 {
		return name
	}
	if at := strings.LastIndexByte(name, ':'); at >= 0 && !strings.HasSuffix(name, "]") {
		return name
	}
	b := append(p.id[:0], name...)
	b = strconv.AppendUint(append(b, ':'), uint64(port), 10)
	p.id = b
	return p.record.names.Get(b)
}
