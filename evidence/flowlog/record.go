package flowlog

import (
	"net/netip"

	"dwell/event"
)

// Role is what TCP flags say of the sender of a record.
type Role uint8

// The roles.
const (
	RoleUnknown Role = iota
	RoleClient       // it sent a SYN and never acknowledged anything
	RoleServer       // it sent a SYN with ACK, or refused
)

// Own says which end of a record is the sensor's own interface.
type Own uint8

// The ends.
const (
	OwnUnknown Own = iota
	OwnSrc
	OwnDst
)

// Flow is what one end sent.
type Flow struct {
	Packets, Bytes int64 // with IP headers, or event.Unknown
	Payload        int64 // where the source counts it, else event.Unknown
}

// unknownFlow is what nothing is known of.
var unknownFlow = Flow{event.Unknown, event.Unknown, event.Unknown}

// Record is one line of a flow log: what Src sent to Dst, and the reverse where the
// source joins both directions (Both).
type Record struct {
	Ref        event.Ref
	Start, End int64 // nanoseconds since 1970
	Zone       event.Zone
	Precision  event.Precision
	Src, Dst   netip.Addr
	SrcPort    uint16
	DstPort    uint16
	Protocol   uint8 // IANA number
	Own        Own
	Role       Role // of Src
	Both       bool
	Directed   bool // the source says that Src is the client
	Refused    bool // a firewall let nothing through
	Flags      Flags
	Sent, Back Flow   // Back only where Both is set
	State      string // where the source says it (Zeek conn_state)
	Sensor     string
}

// Flags are the facts about TCP flags that a record gives.
type Flags struct {
	Known         bool
	Syn, Fin, Rst bool
}

// The numbers of protocols (IANA).
const (
	protocolICMP   = 1
	protocolTCP    = 6
	protocolUDP    = 17
	protocolICMPv6 = 58
	protocolSCTP   = 132
)

// ported reports whether the protocol has ports.
func ported(protocol uint8) bool {
	return protocol == protocolTCP || protocol == protocolUDP || protocol == protocolSCTP
}

func transport(protocol uint8) event.Transport {
	switch protocol {
	case protocolTCP:
		return event.TransportTCP
	case protocolUDP:
		return event.TransportUDP
	case protocolICMP, protocolICMPv6:
		return event.TransportICMP
	}
	return event.TransportOther
}

// Clear empties the record for the next line.
func (r *Record) Clear() { *r = Record{Sent: unknownFlow, Back: unknownFlow} }

// normalise drops what ports of protocols without ports stand for, and orders times.
func (r *Record) normalise() {
	if !ported(r.Protocol) {
		r.SrcPort, r.DstPort = 0, 0
	}
	r.End = max(r.End, r.Start)
}

// low reports whether the source is the lower of both ends: the two directions of one
// conversation differ in it.
func (r *Record) low() bool {
	if c := r.Src.Compare(r.Dst); c != 0 {
		return c < 0
	}
	return r.SrcPort <= r.DstPort
}

// The constants of FNV-1a with 64 bits (RFC 9923).
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// id hashes what makes the records of one conversation one: sensor, protocol and both
// ends in an order of their own.
func (r *Record) id() uint64 {
	a, b, p, q := r.Src, r.Dst, r.SrcPort, r.DstPort
	if !r.low() {
		a, b, p, q = b, a, q, p
	}
	h := uint64(fnvOffset)
	step := func(c byte) { h = (h ^ uint64(c)) * fnvPrime }
	for _, x := range [2]netip.Addr{a, b} {
		bytes := x.As16()
		for _, c := range bytes {
			step(c)
		}
	}
	for _, x := range [2]uint16{p, q} {
		step(byte(x >> 8))
		step(byte(x))
	}
	step(r.Protocol)
	for i := range len(r.Sensor) {
		step(r.Sensor[i])
	}
	return h
}

// uid writes a conversation's id as other logs write theirs: a letter of its own, then
// the hash.
func uid(id uint64) string {
	const digits = "0123456789abcdef"
	var b [17]byte
	b[0] = 'N'
	for i := 16; i > 0; i-- {
		b[i] = digits[id&15]
		id >>= 4
	}
	return string(b[:])
}
