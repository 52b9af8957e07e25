package suricata

import "dwell/event"

// dhcp reads an event of type dhcp: which machine got which address, or has one that
// it asks to keep.
func (p *parser) dhcp() outcome {
	r := p.record
	host := r.address(fieldDHCPClient)
	switch message := string(r.bytes(fieldDHCPMessage)); {
	case message == "ack", message == "" && string(r.bytes(fieldDHCPType)) == "reply":
		if a := r.address(fieldDHCPAssigned); a.IsValid() && !a.IsUnspecified() {
			host = a
		}
	case message == "request", message == "inform":
	default:
		return skipped("dhcp: messages that give no address")
	}
	if !host.IsValid() || host.IsUnspecified() {
		return skipped("dhcp: messages that give no address")
	}
	p.all.Assets = append(p.all.Assets, event.Asset{
		Time: p.at, Ref: p.ref, Sensor: p.sensor, Host: host,
		HostName: withoutEnd(r.lower(fieldDHCPHost)), MAC: r.lower(fieldDHCPMAC),
	})
	return read
}
