package suricata

import "dwell/event"

// Suricata adds up the length of every packet as it came off the wire (flow.c,
// FlowHandlePacketUpdate: GET_PKT_LEN), with the header of the link. The bytes of IP
// are those less the header of Ethernet per packet. What was carried is computed less
// the least headers of IP and transport, too: options of TCP and frames that were
// filled up to 60 bytes make the estimate a few bytes per packet too high. Where the
// flags of TCP prove that nothing was sent, it is 0.
const (
	ethernetHeader = 14
	ip4Header      = 20
	ip6Header      = 40
	tcpHeader      = 20
	shortHeader    = 8 // of UDP and ICMP
)

// way is one direction of a flow.
type way struct {
	packets, bytes int64 // or event.Unknown
	silent         bool  // the side of a session over TCP that sent nothing
}

// carry computes what both ways carried.
func carry(c *event.Connection, toServer, toClient way) {
	c.SrcIP, c.DstIP = toServer.without(ethernetHeader), toClient.without(ethernetHeader)
	if nothingCarried(c) {
		c.SrcBytes, c.DstBytes = min(c.SrcIP, 0), min(c.DstIP, 0)
		return
	}
	headers := headersOf(c)
	c.SrcBytes, c.DstBytes = toServer.without(headers), toClient.without(headers)
	if c.Transport == event.TransportTCP {
		c.SrcBytes, c.DstBytes = toServer.pushed(c.SrcBytes), toClient.pushed(c.DstBytes)
	}
}

// silent reports whether a side of a session that was followed never set PSH, which
// every system does with the end of what it sends (RFC 9293, section 3.9.1.2).
func silent(flags uint8, known bool) bool { return known && flags != 0 && flags&flagPSH == 0 }

// maxOptions is how many bytes of options the header of TCP has room for.
const maxOptions = 40

// pushed returns the payload of one way of TCP: none, when what the least headers leave
// over may be options and the side sent nothing. An open port that somebody only
// looked at is no session.
func (w way) pushed(payload int64) int64 {
	if w.silent && payload > 0 && payload <= w.packets*maxOptions {
		return 0
	}
	return payload
}

// headersOf returns the least bytes of headers that a packet of the connection has.
func headersOf(c *event.Connection) int64 {
	headers := int64(ethernetHeader + ip4Header)
	if c.Src.Is6() {
		headers = ethernetHeader + ip6Header
	}
	switch c.Transport {
	case event.TransportTCP:
		headers += tcpHeader
	case event.TransportUDP, event.TransportICMP:
		headers += shortHeader
	}
	return headers
}

// without returns the bytes less so many of each packet.
func (w way) without(headers int64) int64 {
	switch {
	case w.bytes < 0 || w.packets < 0:
		return event.Unknown
	case w.packets > w.bytes/headers:
		return 0
	}
	return w.bytes - w.packets*headers
}
