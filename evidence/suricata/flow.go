package suricata

import (
	"math"
	"slices"
	"strings"
	"time"

	"dwell/event"
)

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

// flow reads an event of type flow: a conversation, both ways.
func (p *parser) flow() outcome {
	r := p.record
	if !p.ends.Src.IsValid() || !p.ends.Dst.IsValid() {
		return damaged(errAddress)
	}
	p.begun()
	c := p.connection()
	toServer := way{r.count(fieldPacketsToServer), r.count(fieldBytesToServer), silent(p.flags(fieldFlagsToServer))}
	toClient := way{r.count(fieldPacketsToClient), r.count(fieldBytesToClient), silent(p.flags(fieldFlagsToClient))}
	c.State = p.state(&c, toServer.packets, toClient.packets)
	carry(&c, toServer, toClient)
	p.all.Connections = append(p.all.Connections, c)
	p.flows.add(p.uid)
	return read
}

// begun sets the time of the record to the start of its flow; the record itself was
// written when the flow had been over for a while.
func (p *parser) begun() {
	if start := p.record.time(fieldStart); !start.IsZero() {
		p.at = start
	}
}

// connection makes a connection of what flow and netflow have in common.
func (p *parser) connection() event.Connection {
	r := p.record
	c := event.Connection{
		Time: p.at, Ref: p.ref, Sensor: p.sensor, UID: p.uid, Endpoints: p.ends,
		Transport: transport(r.bytes(fieldProto)), Service: p.service(), Duration: p.duration(),
		SrcBytes: event.Unknown, DstBytes: event.Unknown, SrcIP: event.Unknown, DstIP: event.Unknown,
		Estimated: true,
	}
	if c.Transport == event.TransportICMP { // as Zeek puts them
		c.SrcPort, c.DstPort = r.port(fieldICMPType), r.port(fieldICMPCode)
	}
	return c
}

// transport knows the names of Suricata and of the Elastic Common Schema.
func transport(proto []byte) event.Transport {
	switch string(proto) {
	case "TCP", "tcp":
		return event.TransportTCP
	case "UDP", "udp":
		return event.TransportUDP
	case "ICMP", "IPv6-ICMP", "icmp", "ipv6-icmp", "ICMPv6":
		return event.TransportICMP
	}
	return event.TransportOther
}

// services are Zeek's names of what Suricata names otherwise.
var services = map[string]string{
	"failed": "", "unknown": "", "tls": "ssl", "dcerpc": "dce_rpc", "krb5": "krb", "http1": "http", "http2": "http",
	"ike": "ipsec", "ikev2": "ipsec",
}

// service returns the application protocols. Of a protocol that began as another, as
// TLS behind STARTTLS or in a proxy's tunnel, both.
func (p *parser) service() string {
	now, before := p.protocol(fieldAppProto), p.protocol(fieldAppProtoOrig)
	if before == "" || before == now {
		return now
	}
	if now == "" {
		return before
	}
	names := []string{now, before}
	slices.Sort(names)
	return p.record.names.get([]byte(strings.Join(names, ",")))
}

func (p *parser) protocol(f field) string {
	name := p.record.text(f)
	if known, ok := services[name]; ok {
		return known
	}
	return name
}

// duration is from the first packet to the last.
func (p *parser) duration() time.Duration {
	r := p.record
	start, end := r.time(fieldStart), r.time(fieldEnd)
	if !start.IsZero() && !end.IsZero() && end.Nanos >= start.Nanos {
		return end.Sub(start)
	}
	if age := r.count(fieldAge); age >= 0 && age < math.MaxInt64/int64(time.Second) {
		return time.Duration(age) * time.Second
	}
	return event.Unknown
}

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
