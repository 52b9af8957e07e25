package suricata

import "dwell/event"

// The ends of most records are those of the flow, client first. Those of alerts, of
// krb5 and rdp, and of dns in versions 1 and 3, are sender and receiver of the packet
// that led to the record (CreateEveHeader with LOG_DIR_PACKET).

// serverPorts are the ports below which no system lets a client's program begin by
// itself (RFC 6335, section 6).
const serverPorts = 1024

func turned(e event.Endpoints) event.Endpoints {
	return event.Endpoints{Src: e.Dst, Dst: e.Src, SrcPort: e.DstPort, DstPort: e.SrcPort}
}

// fromServer reports whether the ends are a packet's from a server on the port.
func (p *parser) fromServer(port uint16) bool {
	return p.ends.SrcPort == port && p.ends.DstPort != port
}

// packetEnds returns the ends of the flow that a packet belongs to, client first.
// Suricata 7 writes them or the direction. Before, a packet came from the server for
// certain only when a server's port sent it and answers had been seen.
func (p *parser) packetEnds() event.Endpoints {
	r := p.record
	switch {
	case r.has(fieldFlowSrcIP) && r.has(fieldFlowDstIP):
		return event.Endpoints{Src: r.address(fieldFlowSrcIP), Dst: r.address(fieldFlowDstIP), SrcPort: r.port(fieldFlowSrcPort), DstPort: r.port(fieldFlowDstPort)}
	case string(r.bytes(fieldDirection)) == "to_client":
		return turned(p.ends)
	case r.has(fieldDirection):
		return p.ends
	case p.ends.SrcPort < serverPorts && p.ends.DstPort >= serverPorts && r.count(fieldPacketsToClient) > 0:
		return turned(p.ends)
	}
	return p.ends
}
