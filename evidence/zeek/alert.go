package zeek

import "dwell/event"

func (p *parser) addAlert(a event.Alert) string {
	ends, ok := p.endpoints()
	if !ok {
		return errAddress
	}
	r := &p.row
	if !ends.Src.IsValid() && !ends.Dst.IsValid() {
		// A notice without a connection names its addresses in columns of their own.
		ends = event.Endpoints{Src: r.address(fieldSrc), Dst: r.address(fieldDst), DstPort: r.port(fieldP)}
	}
	a.Time, a.Ref, a.Sensor, a.Product, a.UID, a.Endpoints = p.at, p.ref, r.text(fieldSystem), "zeek", r.unique(fieldUID), ends
	p.all.Alerts = append(p.all.Alerts, a)
	p.flushSmall()
	return ""
}

// notice reads notice.log.
func (p *parser) notice() string {
	return p.addAlert(event.Alert{Name: p.row.text(fieldNote), Message: p.row.unique(fieldMsg)})
}

// weird reads weird.log.
func (p *parser) weird() string {
	return p.addAlert(event.Alert{Anomaly: true, Name: p.row.text(fieldName), Message: p.row.unique(fieldAddl)})
}

// violation reads dpd.log and analyzer.log, its successor: what went over a
// connection was not, or no longer, the protocol that it had been taken for.
func (p *parser) violation() string {
	return p.addAlert(event.Alert{
		Anomaly: true, Name: "DPD::" + p.row.text(fieldAnalyzer), Message: p.row.unique(fieldReason),
	})
}
