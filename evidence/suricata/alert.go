package suricata

import (
	"strconv"

	"dwell/event"
)

const product = "suricata"

// alert reads an event of type alert: a rule that fitted. The request or handshake in
// it is left alone, see the package comment.
func (p *parser) alert() outcome {
	r := p.record
	if !r.has(fieldSignature) && !r.has(fieldSignatureID) {
		return damaged("an alert without its rule")
	}
	a := p.warning()
	a.Endpoints = p.packetEnds()
	a.Name, a.Class = r.text(fieldSignature), r.text(fieldCategory)
	a.Level = int(r.limited(fieldSeverity, 255)) // classification.config
	a.Message = p.rule()
	if a.Name == "" {
		a.Name = a.Message
	}
	a.Blocked = p.blocked()
	p.all.Alerts = append(p.all.Alerts, a)
	return read
}

// warning makes an alert of what alert and anomaly have in common.
func (p *parser) warning() event.Alert {
	return event.Alert{Time: p.at, Ref: p.ref, Sensor: p.sensor, UID: p.uid, Product: product, Endpoints: p.ends}
}

// rule is the number by which a rule is looked up: "rule 1:2013028".
func (p *parser) rule() string {
	r := p.record
	id := r.count(fieldSignatureID)
	if id < 0 {
		return ""
	}
	b := append(p.id[:0], "rule "...)
	b = strconv.AppendInt(b, max(r.count(fieldGroupID), 1), 10)
	b = strconv.AppendInt(append(b, ':'), id, 10)
	p.id = b
	return r.names.Get(b)
}

// blocked reports whether an inline sensor let nothing pass.
func (p *parser) blocked() bool {
	switch string(p.record.bytes(fieldAction)) {
	case "blocked", "drop", "reject":
		return true
	}
	switch string(p.record.bytes(fieldVerdict)) {
	case "drop", "reject":
		return true
	}
	return false
}

// anomaly reads an event of type anomaly: what a decoder, the reassembly or a parser
// could not follow.
func (p *parser) anomaly() outcome {
	r := p.record
	a := p.warning()
	a.Endpoints = p.packetEnds()
	a.Anomaly = true
	a.Class, a.Message = r.text(fieldAnomalyType), r.text(fieldAnomalyLayer)
	if a.Name = r.text(fieldAnomalyEvent); a.Name == "" {
		if !r.has(fieldAnomalyCode) {
			return damaged("an anomaly without its name")
		}
		a.Name = r.names.Get(append([]byte("code "), r.bytes(fieldAnomalyCode)...))
	}
	p.all.Alerts = append(p.all.Alerts, a)
	return read
}
