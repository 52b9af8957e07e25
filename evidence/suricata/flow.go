package suricata

import (
	"math"
	"slices"
	"strings"
	"time"

	"dwell/event"
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
	return p.record.names.Get([]byte(strings.Join(names, ",")))
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
