package zeek

import (
	"net/netip"
	"time"
)

// ID is the record conn_id, the two ends of a connection. The ports of ICMP are the
// type and the code of its message.
type ID struct {
	OrigH netip.Addr
	OrigP uint16
	RespH netip.Addr
	RespP uint16
}

// Conn is a line of conn.log: a connection that ended, or that was given up.
type Conn struct {
	TS  time.Time // of the first packet
	UID string
	ID
	Proto                string // tcp, udp, icmp or unknown_transport
	Service              string // lower case, with commas between several
	Duration             Interval
	OrigBytes, RespBytes Count  // payload; set together with Duration, which one packet alone has not
	ConnState            string // see StateSF and its kin
	LocalOrig, LocalResp Bool
	MissedBytes          uint64
	History              string // see TCPHistory; ICMP has none
	OrigPkts, OrigIPBytes,
	RespPkts, RespIPBytes uint64 // see TCPBytes
	TunnelParents []string
	CommunityID   string // written when Options.CommunityID asks for it

	WriteTS time.Time // when the sensor wrote it, for StreamingJSON
}

// ConnWriter writes conn.log.
type ConnWriter struct{ stream }

// NewConnWriter returns a writer of conn.log.
func NewConnWriter(o Options) *ConnWriter {
	columns := connectionColumns + "proto enum, service string, duration interval, orig_bytes count, resp_bytes count, " +
		"conn_state string, local_orig bool, local_resp bool, missed_bytes count, history string, " +
		"orig_pkts count, orig_ip_bytes count, resp_pkts count, resp_ip_bytes count, tunnel_parents set[string]"
	if o.CommunityID {
		columns += ", community_id string"
	}
	return &ConnWriter{newStream("conn", columns, o)}
}

// Append appends the line of a record.
func (w *ConnWriter) Append(dst []byte, c *Conn) []byte {
	r := w.begin(dst, c.TS, c.WriteTS)
	r.text(c.UID)
	r.id(&c.ID)
	r.text(c.Proto)
	r.text(c.Service)
	r.interval(c.Duration)
	r.count(c.OrigBytes)
	r.count(c.RespBytes)
	r.text(c.ConnState)
	r.truth(c.LocalOrig)
	r.truth(c.LocalResp)
	r.number(c.MissedBytes)
	r.text(c.History)
	r.number(c.OrigPkts)
	r.number(c.OrigIPBytes)
	r.number(c.RespPkts)
	r.number(c.RespIPBytes)
	r.texts(c.TunnelParents)
	if w.options.CommunityID {
		r.text(c.CommunityID)
	}
	return r.end()
}
