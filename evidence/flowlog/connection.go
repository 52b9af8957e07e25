package flowlog

import (
	"time"

	"dwell/event"
)

// Bytes of the headers that come with each packet.
const (
	headerIPv4 = 20
	headerIPv6 = 40
	headerTCP  = 20
	headerUDP  = 8
	headerICMP = 8
)

// maxAttempts is how many SYN packets a client sends before it gives up: Linux repeats
// the first one six times.
const maxAttempts = 7

// longestSYN is the TCP header of a SYN with all options that systems send.
const longestSYN = 44

// payload estimates what a flow carried; Unknown stays Unknown.
func (r *Record) payload(f Flow) int64 {
	switch {
	case f.Payload >= 0:
		return f.Payload
	case f.Bytes < 0 || f.Packets < 0:
		return event.Unknown
	}
	per := int64(headerIPv4)
	if r.Src.Is6() {
		per = headerIPv6
	}
	switch r.Protocol {
	case protocolTCP:
		per += headerTCP
	case protocolUDP:
		per += headerUDP
	case protocolICMP, protocolICMPv6:
		per += headerICMP
	}
	if f.Packets > f.Bytes/per { // also keeps the product small
		return 0
	}
	return f.Bytes - f.Packets*per
}

// side is what one end did in a conversation.
type side struct {
	seen bool // its direction was recorded
	flow Flow
	data int64 // payload
	own  bool  // it is the sensor's own interface
	syn  bool
	fin  bool
	rst  bool
}

// connect makes the event of one or two records; client says that the source of a is
// the client. b may be nil.
func connect(id uint64, a, b *Record, client bool, slice time.Duration) event.Connection {
	first, last := a.Start, a.End // of both
	if b != nil {
		first, last = min(first, b.Start), max(last, b.End)
	}
	src, dst := sides(a, b)
	c := event.Connection{
		Time:      event.Time{Nanos: first, Zone: a.Zone, Precision: a.Precision},
		Ref:       a.Ref,
		Sensor:    a.Sensor,
		UID:       uid(id),
		Endpoints: event.Endpoints{Src: a.Src, Dst: a.Dst, SrcPort: a.SrcPort, DstPort: a.DstPort},
		Transport: transport(a.Protocol),
		Duration:  time.Duration(last - first),
		Estimated: a.Sent.Payload < 0 && a.Back.Payload < 0,
		Slice:     slice,
	}
	if !client {
		c.Src, c.Dst, c.SrcPort, c.DstPort = c.Dst, c.Src, c.DstPort, c.SrcPort
		src, dst = dst, src
		if b != nil {
			c.Ref = b.Ref
		}
	}
	c.State = stateOf(a, b, &src, &dst)
	if c.State != "" { // begun and ended: nothing was cut, and the ports may serve again
		c.UID, c.Slice = uid(id^uint64(first)*fnvPrime), 0
	}
	if !dst.seen && (c.State == "S0" || c.State == "REJ") {
		dst.flow.Bytes, dst.data = 0, 0
	}
	if a.Refused || a.Protocol == protocolTCP && (c.State == "S0" || c.State == "REJ") {
		src.data = min(src.data, 0) // options of SYN packets, or what did not get through
	}
	c.SrcBytes, c.DstBytes, c.SrcIP, c.DstIP = src.data, dst.data, src.flow.Bytes, dst.flow.Bytes
	c.SrcLocal, c.DstLocal = local(src.own), local(dst.own)
	return c
}

func local(own bool) event.Truth {
	if own {
		return event.TruthYes
	}
	return event.TruthUnknown
}

// sides returns what the source and the destination of a did.
func sides(a, b *Record) (src, dst side) {
	src = side{seen: true, flow: a.Sent, data: a.payload(a.Sent), own: a.Own == OwnSrc, syn: a.Flags.Syn, fin: a.Flags.Fin, rst: a.Flags.Rst}
	dst = side{flow: unknownFlow, data: event.Unknown, own: a.Own == OwnDst}
	switch {
	case b != nil:
		dst = side{seen: true, flow: b.Sent, data: b.payload(b.Sent), own: dst.own, syn: b.Flags.Syn, fin: b.Flags.Fin, rst: b.Flags.Rst}
	case a.Both:
		dst = side{seen: true, flow: a.Back, data: a.payload(a.Back), own: dst.own}
	}
	return src, dst
}

// stateOf returns how the conversation began and ended in the words of Zeek's
// conn_state; "" where a record shows a part of it only.
func stateOf(a, b *Record, client, server *side) string {
	if a.State != "" {
		return a.State
	}
	if a.Protocol != protocolTCP {
		if a.Refused && a.Protocol == protocolUDP {
			return "S0"
		}
		return ""
	}
	tried := client.seen && attempts(a, client.flow)
	switch {
	case a.Refused:
		return "REJ"
	case !server.seen:
		if tried && (!a.Flags.Known || a.Role == RoleClient && !client.fin) {
			return "S0"
		}
		return ""
	case !client.seen:
		return ""
	case a.Flags.Known && b != nil && b.Flags.Known:
		return stateOfFlags(client, server, tried)
	case tried && bare(a, server.flow):
		return "REJ"
	}
	return ""
}

func stateOfFlags(client, server *side, tried bool) string {
	switch {
	case tried && client.syn && server.rst && !server.syn:
		return "REJ"
	case !client.syn || !server.syn:
		return ""
	case client.rst && !server.rst:
		return "RSTO"
	case server.rst:
		return "RSTR"
	case client.fin && server.fin:
		return "SF"
	}
	return ""
}

// attempts reports whether the packets may all be a SYN, sent again and again.
func attempts(r *Record, f Flow) bool {
	longest := int64(headerIPv4 + longestSYN)
	if r.Src.Is6() {
		longest = headerIPv6 + longestSYN
	}
	return f.Packets > 0 && f.Packets <= maxAttempts && f.Bytes <= f.Packets*longest
}

// bare reports whether all packets are headers without options, as a reset is and a SYN
// with ACK of no system in use.
func bare(r *Record, f Flow) bool {
	header := int64(headerIPv4 + headerTCP)
	if r.Src.Is6() {
		header = headerIPv6 + headerTCP
	}
	return f.Packets > 0 && f.Packets <= maxAttempts && f.Bytes == f.Packets*header
}
