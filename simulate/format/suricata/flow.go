package suricata

import (
	"strconv"
	"time"
)

// Counts are the packets and bytes of a flow in both directions.
type Counts struct {
	PktsToServer, PktsToClient   uint64
	BytesToServer, BytesToClient uint64
	Start                        time.Time // of the flow
}

const ethernetHeader = 14

// FrameBytes returns the bytes that Suricata counts for packets of so many bytes of IP
// in all: it takes frames of Ethernet, without their checksum. A network card may have
// filled up frames of less than 60 bytes; that is not in it.
func FrameBytes(ipBytes, packets uint64) uint64 { return ipBytes + packets*ethernetHeader }

func (c *Counts) append(dst []byte) []byte {
	dst = append(dst, `,"flow":{`...)
	dst = appendNumber(dst, "pkts_toserver", c.PktsToServer)
	dst = appendNumber(dst, "pkts_toclient", c.PktsToClient)
	dst = appendNumber(dst, "bytes_toserver", c.BytesToServer)
	dst = appendNumber(dst, "bytes_toclient", c.BytesToClient)
	return appendTime(appendKey(dst, "start"), c.Start)
}

// The flags of TCP.
const (
	FIN = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECN
	CWR
)

// TCP is what a flow over TCP says of its session.
type TCP struct {
	FlagsToServer, FlagsToClient uint8  // all flags that were seen
	State                        string // established, close_wait, closed; "" for a session that was not followed
}

// Flow is an event of type flow: a connection that ended or timed out.
type Flow struct {
	Event
	AppProto   string // http, tls, dns, smtp; failed when it was none that is known
	AppProtoTS string // to the server and to the client, where they differ from AppProto
	AppProtoTC string
	Counts
	End     time.Time // of the last packet
	State   string    // new, established, closed
	Reason  string    // timeout, forced, shutdown
	Alerted bool
	TCP     TCP // written for Proto TCP

	// The answer of ICMP, written when there was one.
	ResponseICMPType, ResponseICMPCode uint8
}

// AppendFlow appends an event of type flow.
func (w *Writer) AppendFlow(dst []byte, f *Flow) []byte {
	dst = w.begin(dst, &f.Event, "flow")
	if f.icmp() && f.PktsToClient > 0 {
		dst = appendNumber(dst, "response_icmp_type", uint64(f.ResponseICMPType))
		dst = appendNumber(dst, "response_icmp_code", uint64(f.ResponseICMPCode))
	}
	dst = appendText(dst, "app_proto", f.AppProto)
	dst = appendText(dst, "app_proto_ts", f.AppProtoTS)
	dst = appendText(dst, "app_proto_tc", f.AppProtoTC)
	dst = f.Counts.append(dst)
	dst = appendTime(appendKey(dst, "end"), f.End)
	// The age counts the steps of the clock's seconds, not whole seconds between.
	dst = strconv.AppendInt(appendKey(dst, "age"), f.End.Unix()-f.Start.Unix(), 10)
	dst = appendText(dst, "state", f.State)
	dst = appendText(dst, "reason", f.Reason)
	dst = appendBool(dst, "alerted", f.Alerted)
	dst = append(dst, '}')
	dst = f.appendCommon(dst)
	if f.Proto == "TCP" {
		dst = f.TCP.append(dst)
	}
	return w.end(dst)
}

func (t *TCP) append(dst []byte) []byte {
	all := t.FlagsToServer | t.FlagsToClient
	dst = append(dst, `,"tcp":{`...)
	dst = appendFlags(dst, "tcp_flags", all)
	dst = appendFlags(dst, "tcp_flags_ts", t.FlagsToServer)
	dst = appendFlags(dst, "tcp_flags_tc", t.FlagsToClient)
	dst = appendTrue(dst, "syn", all&SYN != 0)
	dst = appendTrue(dst, "fin", all&FIN != 0)
	dst = appendTrue(dst, "rst", all&RST != 0)
	dst = appendTrue(dst, "psh", all&PSH != 0)
	dst = appendTrue(dst, "ack", all&ACK != 0)
	dst = appendTrue(dst, "urg", all&URG != 0)
	dst = appendTrue(dst, "ecn", all&ECN != 0)
	dst = appendTrue(dst, "cwr", all&CWR != 0)
	dst = appendText(dst, "state", t.State)
	return append(dst, '}')
}

func appendFlags(dst []byte, key string, flags uint8) []byte {
	return append(appendKey(dst, key), '"', hexDigits[flags>>4], hexDigits[flags&15], '"')
}
