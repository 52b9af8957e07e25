package suricata

import (
	"net/netip"
	"strings"

	"github.com/go-faster/jx"

	"dwell/event"
)

const dnsPort = 53

// dns reads an event of type dns: a question or an answer, in the three styles that
// Suricata has written.
//
//	1  one record per question and per record of the answer (rdata)
//	2  one record per question and per answer (answers, grouped)
//	3  type request and response, the names in a list (queries); the ends of an answer
//	   are those of its packet
func (p *parser) dns() outcome {
	r := p.record
	if !r.has(fieldDNSType) && !r.has(fieldRRName) && !r.has(fieldQueries) {
		return damaged("a dns event that says nothing of DNS")
	}
	l := event.DNSLookup{Time: p.at, Ref: p.ref, Sensor: p.sensor, UID: p.uid, Part: p.part()}
	third := r.count(fieldDNSVersion) >= 3 && (p.ends.DstPort != dnsPort || p.ends.SrcPort == dnsPort)
	if p.fromServer(dnsPort) || l.Part == event.LookupAnswer && third {
		p.ends = turned(p.ends)
	}
	l.Endpoints = p.ends
	if l.Part != event.LookupQuestion {
		l.Code = r.text(fieldRCode)
		l.Answers = p.answers()
	}
	if !r.has(fieldQueries) {
		l.Query, l.Type = r.lower(fieldRRName), p.recordType(r.bytes(fieldRRType))
		p.all.DNSLookups = append(p.all.DNSLookups, l)
		return read
	}
	p.queries(&l)
	return read
}

func (p *parser) part() event.LookupPart {
	switch string(p.record.bytes(fieldDNSType)) {
	case "query", "request":
		return event.LookupQuestion
	case "answer", "response":
		return event.LookupAnswer
	}
	return event.LookupWhole
}

// recordType returns the name of a type; of one that Suricata had no name for the
// number in the form of RFC 3597.
func (p *parser) recordType(b []byte) string {
	if len(b) > 0 && b[0]-'0' <= 9 {
		return p.record.names.Get(append([]byte("TYPE"), b...))
	}
	return p.record.names.Get(b)
}

// maxQueries bounds the questions of one message: more than one is never seen in life.
const maxQueries = 16

// queries makes one lookup of each name that was asked for.
func (p *parser) queries(l *event.DNSLookup) {
	r := p.record
	n := 0
	var d jx.Decoder
	d.ResetBytes(r.cells[fieldQueries])
	_ = d.Arr(func(d *jx.Decoder) error { // what was read before an odd element counts
		if n++; n > maxQueries || d.Next() != jx.Object {
			return d.Skip()
		}
		l.Query, l.Type = "", ""
		err := d.ObjBytes(func(d *jx.Decoder, key []byte) error {
			name, kind := string(key) == "rrname", string(key) == "rrtype"
			if !name && !kind || d.Next() == jx.Object || d.Next() == jx.Array {
				return d.Skip()
			}
			raw, err := d.Raw()
			if err != nil {
				return err
			}
			if name {
				l.Query = r.names.HostName(r.decode(raw))
			} else {
				l.Type = p.recordType(r.decode(raw))
			}
			return nil
		})
		p.all.DNSLookups = append(p.all.DNSLookups, *l)
		return err
	})
	if n == 0 {
		p.all.DNSLookups = append(p.all.DNSLookups, *l)
	}
}

// answers returns the data of the records of an answer.
func (p *parser) answers() []string {
	r := p.record
	r.beginList()
	switch {
	case r.has(fieldAnswers) && r.cells[fieldAnswers][0] == '[':
		r.value.ResetBytes(r.cells[fieldAnswers])
		_ = r.value.Arr(r.answer)
	case r.has(fieldGrouped) && r.cells[fieldGrouped][0] == '{':
		r.value.ResetBytes(r.cells[fieldGrouped])
		_ = r.value.ObjBytes(r.group)
	case r.has(fieldRData):
		r.append(r.cells[fieldRData])
	}
	list := r.endList()
	for i := range list {
		list[i] = shortAddress(list[i])
	}
	return list
}

// appendAnswer reads one record of the list answers.
func (r *record) appendAnswer(d *jx.Decoder) error {
	if d.Next() != jx.Object {
		return d.Skip()
	}
	return d.ObjBytes(r.datum)
}

// appendDatum reads the data of a record; "data" is the shipper's name of it.
func (r *record) appendDatum(d *jx.Decoder, key []byte) error {
	if string(key) != "rdata" && string(key) != "data" {
		return d.Skip()
	}
	return r.appendElement(d)
}

// appendGroup reads the data of the records of one type.
func (r *record) appendGroup(d *jx.Decoder, _ []byte) error {
	if d.Next() != jx.Array {
		return d.Skip()
	}
	return d.Arr(r.element)
}

// shortAddress writes an address of IPv6 as it is usually written: Suricata writes all
// its zeros.
func shortAddress(s string) string {
	if len(s) != len("2001:0db8:0000:0000:0000:0000:0000:0001") || strings.Count(s, ":") != 7 {
		return s
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return a.String()
	}
	return s
}
