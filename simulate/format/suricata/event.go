package suricata

import (
	"net/netip"
	"strconv"
	"time"
)

// Writer appends events as lines. Its fields are settings of the sensor.
type Writer struct {
	Interface  string // in_iface, the interface that was listened on
	SensorName string // host, the name of the sensor, the last key of every line
}

// Event is what the events have in common.
type Event struct {
	// Timestamp is when the packet came that led to the event; of a flow, when the
	// flow was written. It is written in its own zone: 2016-05-03T16:38:01.123456+0900.
	Timestamp time.Time
	FlowID    uint64 // joins the events of a flow, see FlowID

	// The ends are client and server, but sender and receiver of the packet in an alert
	// and of the file in a fileinfo. ICMP has no ports.
	SrcIP    netip.Addr
	SrcPort  uint16
	DestIP   netip.Addr
	DestPort uint16
	Proto    string // TCP, UDP, ICMP, IPv6-ICMP

	ICMPType, ICMPCode uint8 // always written for ICMP

	FlowBits    []string // names that rules gave the flow
	CommunityID string   // if the sensor is set to write it
}

// FlowID makes the identifier of a flow out of 64 bits: Suricata keeps 51 of its own,
// because more than 53 are lost on many a program that reads JSON.
func FlowID(bits uint64) uint64 { return bits & (1<<51 - 1) }

// begin appends the keys that every event begins with.
func (w *Writer) begin(dst []byte, e *Event, kind string) []byte {
	dst = append(dst, `{"timestamp":`...)
	dst = appendTime(dst, e.Timestamp)
	dst = appendNumber(dst, "flow_id", e.FlowID)
	dst = appendText(dst, "in_iface", w.Interface)
	dst = appendText(dst, "event_type", kind)
	dst = appendAddress(dst, "src_ip", e.SrcIP)
	if !e.icmp() {
		dst = appendNumber(dst, "src_port", uint64(e.SrcPort))
	}
	dst = appendAddress(dst, "dest_ip", e.DestIP)
	if !e.icmp() {
		dst = appendNumber(dst, "dest_port", uint64(e.DestPort))
	}
	dst = appendText(dst, "proto", e.Proto)
	if e.icmp() {
		dst = appendNumber(dst, "icmp_type", uint64(e.ICMPType))
		dst = appendNumber(dst, "icmp_code", uint64(e.ICMPCode))
	}
	return dst
}

func (e *Event) icmp() bool { return e.Proto == "ICMP" || e.Proto == "IPv6-ICMP" }

// appendCommon appends what the settings of all outputs ask for.
func (e *Event) appendCommon(dst []byte) []byte {
	if len(e.FlowBits) > 0 {
		dst = append(dst, `,"metadata":{`...)
		dst = appendTexts(dst, "flowbits", e.FlowBits)
		dst = append(dst, '}')
	}
	return appendText(dst, "community_id", e.CommunityID)
}

// end finishes the line.
func (w *Writer) end(dst []byte) []byte {
	dst = appendText(dst, "host", w.SensorName)
	return append(dst, '}', '\n')
}

// appendKey appends a key, with a comma unless it is the first of its object.
func appendKey(dst []byte, key string) []byte {
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	dst = append(dst, '"')
	dst = append(dst, key...)
	return append(dst, '"', ':')
}

func appendNumber(dst []byte, key string, n uint64) []byte {
	return strconv.AppendUint(appendKey(dst, key), n, 10)
}

func appendBool(dst []byte, key string, b bool) []byte {
	return strconv.AppendBool(appendKey(dst, key), b)
}

// appendTrue appends a key that is there only when it is true.
func appendTrue(dst []byte, key string, b bool) []byte {
	if b {
		dst = appendBool(dst, key, true)
	}
	return dst
}

// appendText appends a text, unless it is empty.
func appendText(dst []byte, key, s string) []byte {
	if s == "" {
		return dst
	}
	return appendString(appendKey(dst, key), s)
}

// appendTexts appends a list, unless it is empty.
func appendTexts(dst []byte, key string, list []string) []byte {
	if len(list) == 0 {
		return dst
	}
	dst = append(appendKey(dst, key), '[')
	for i, s := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, s)
	}
	return append(dst, ']')
}

func appendAddress(dst []byte, key string, a netip.Addr) []byte {
	if !a.IsValid() {
		return dst
	}
	dst = append(appendKey(dst, key), '"')
	return append(appendIP(dst, a), '"')
}
