package vpcflow

import (
	"bytes"
	"net/netip"

	"dwell/event"
	"dwell/evidence/flowlog"
	"dwell/evidence/value"
)

// values are the fields of one record as they were written; nil what it does not have.
type values [fieldCount][]byte

// The TCP flags of these logs.
const (
	flagFin    = 1
	flagSyn    = 2
	flagRst    = 4
	flagAck    = 16 // given together with SYN only
	flagSynAck = flagSyn | flagAck
)

// record makes a record of the values.
func (v *values) record(r *flowlog.Record, sensors *flowlog.Names) (o flowlog.Outcome, why string) {
	switch status := string(v[fieldLogStatus]); status {
	case "NODATA":
		return flowlog.Skipped, "records that say NODATA: the interface had no traffic"
	case "SKIPDATA":
		return flowlog.Skipped, "records that say SKIPDATA: AWS lost records here, so traffic is missing"
	}
	if v.empty() {
		return flowlog.Skipped, "records without addresses and bytes: the interface had no traffic, or AWS lost records (log-status would tell)"
	}
	var ok bool
	if r.Src, ok = v.address(fieldSrcAddr, fieldPacketSrc); !ok {
		return flowlog.Damaged, "no source address"
	}
	if r.Dst, ok = v.address(fieldDstAddr, fieldPacketDst); !ok {
		return flowlog.Damaged, "no destination address"
	}
	if why = v.times(r); why != "" {
		return flowlog.Damaged, why
	}
	if why = v.numbers(r); why != "" {
		return flowlog.Damaged, why
	}
	if why = v.flags(r); why != "" {
		return flowlog.Damaged, why
	}
	r.Sensor = sensors.Get(v.text(fieldInterface))
	r.Own = v.own()
	r.Refused = string(v[fieldAction]) == "REJECT"
	return flowlog.Read, ""
}

// empty reports whether a record says of no traffic, as those of status NODATA and
// SKIPDATA do.
func (v *values) empty() bool {
	for _, f := range []field{fieldSrcAddr, fieldDstAddr, fieldPacketSrc, fieldPacketDst, fieldBytes, fieldPackets} {
		if v.text(f) != nil {
			return false
		}
	}
	return true
}

// text returns a value; nil for "-", which stands for none.
func (v *values) text(f field) []byte {
	if len(v[f]) == 1 && v[f][0] == '-' {
		return nil
	}
	return v[f]
}

// address returns that of the packet where it is given, else that of the interface.
func (v *values) address(outer, inner field) (netip.Addr, bool) {
	if b := v.text(inner); b != nil {
		return value.Address(b)
	}
	return value.Address(v.text(outer))
}

func (v *values) times(r *flowlog.Record) (why string) {
	var ok bool
	if r.Start, ok = flowlog.Seconds(v[fieldStart]); !ok {
		return "no start, or one that is no number of seconds"
	}
	r.End = r.Start
	if b := v.text(fieldEnd); b != nil {
		if r.End, ok = flowlog.Seconds(b); !ok || r.End < r.Start {
			return "an end that is no time, or before the start"
		}
	}
	r.Zone, r.Precision = event.ZoneUTC, event.PrecisionSecond
	return ""
}

func (v *values) numbers(r *flowlog.Record) (why string) {
	var ok bool
	for _, n := range []struct {
		field field
		into  *int64
		why   string
	}{
		{fieldPackets, &r.Sent.Packets, "packets that are no number"},
		{fieldBytes, &r.Sent.Bytes, "bytes that are no number"},
	} {
		if b := v.text(n.field); b != nil {
			if *n.into, ok = flowlog.Count(b); !ok {
				return n.why
			}
		}
	}
	if b := v.text(fieldProtocol); b != nil {
		n, ok := flowlog.Count(b)
		if !ok || n > 255 {
			return "a protocol that is no number"
		}
		r.Protocol = uint8(n)
	}
	for _, p := range []struct {
		field field
		into  *uint16
	}{{fieldSrcPort, &r.SrcPort}, {fieldDstPort, &r.DstPort}} {
		if b := v.text(p.field); b != nil {
			if *p.into, ok = flowlog.Port(b); !ok {
				return "a port that is no number"
			}
		}
	}
	return ""
}

func (v *values) flags(r *flowlog.Record) (why string) {
	b := v.text(fieldFlags)
	if b == nil {
		return ""
	}
	n, ok := flowlog.Count(b)
	if !ok || n > 0xff {
		return "TCP flags that are no number"
	}
	r.Flags = flowlog.Flags{Known: true, Syn: n&flagSyn != 0, Fin: n&flagFin != 0, Rst: n&flagRst != 0}
	switch n & flagSynAck {
	case flagSyn:
		r.Role = flowlog.RoleClient
	case flagSynAck:
		r.Role = flowlog.RoleServer
	}
	return ""
}

// own tells the interface's end; where addresses of the packet differ from those of the
// interface, neither end is its own.
func (v *values) own() flowlog.Own {
	same := func(outer, inner field) bool { return v.text(inner) == nil || bytes.Equal(v[outer], v[inner]) }
	switch {
	case string(v[fieldDirection]) == "egress" && same(fieldSrcAddr, fieldPacketSrc):
		return flowlog.OwnSrc
	case string(v[fieldDirection]) == "ingress" && same(fieldDstAddr, fieldPacketDst):
		return flowlog.OwnDst
	}
	return flowlog.OwnUnknown
}
