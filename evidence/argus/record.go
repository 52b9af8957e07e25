package argus

import (
	"bytes"
	"math"
	"time"

	"dwell/event"
	"dwell/evidence/flowlog"
	"dwell/evidence/value"
)

type values [fieldCount][]byte

// notIP is the reason for what has no IP addresses.
const notIP = "records of protocols without IP addresses (ARP, LLC, management) were left out"

// Line reads one record.
func (l *layout) Line(line []byte, r *flowlog.Record) (flowlog.Outcome, string) {
	var cells flowlog.Cells
	n := cells.Split(line, l.separator)
	if n != len(l.fields) {
		return flowlog.Damaged, "not as many columns as the header has"
	}
	var v values
	for i, f := range l.fields {
		v[f] = cells[i]
	}
	if why := v.times(r); why != "" {
		return flowlog.Damaged, why
	}
	var ok bool
	if r.Protocol, ok = flowlog.Protocol(v[fieldProtocol]); !ok {
		if !isName(v[fieldProtocol]) {
			return flowlog.Damaged, "a protocol that is none"
		}
		return flowlog.Skipped, notIP
	}
	if why := v.ends(r); why != "" {
		return flowlog.Damaged, why
	}
	if why := v.counts(r); why != "" {
		return flowlog.Damaged, why
	}
	v.direct(r)
	r.Sensor = l.sensors.Get(v[fieldSensor])
	return flowlog.Read, ""
}

// isName reports whether a protocol may have this name.
func isName(b []byte) bool {
	for _, c := range b {
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return len(b) > 0 && len(b) <= 16
}

func (v *values) times(r *flowlog.Record) (why string) {
	at, zone, ok := instant(v[fieldStart])
	if !ok {
		return "a start that is no date and time"
	}
	r.Start, r.End, r.Zone, r.Precision = at, at, zone, event.PrecisionSecond
	if bytes.IndexByte(v[fieldStart], '.') >= 0 {
		r.Precision = event.PrecisionMicro
	}
	switch {
	case len(v[fieldDuration]) > 0:
		d, ok := flowlog.Seconds(v[fieldDuration])
		if !ok || d > math.MaxInt64-max(0, r.Start) {
			return "a duration that is none"
		}
		r.End += d
	case len(v[fieldEnd]) > 0:
		if r.End, _, ok = instant(v[fieldEnd]); !ok {
			return "an end that is no date and time"
		}
	}
	if r.End-r.Start > int64(maxLength) {
		return "a duration of more than a year"
	}
	return ""
}

// maxLength is longer than any record lasts.
const maxLength = 366 * 24 * time.Hour

func instant(b []byte) (nanos int64, zone event.Zone, ok bool) {
	if nanos, ok = flowlog.Civil(b); ok {
		return nanos, event.ZoneAssumed, true
	}
	nanos, ok = flowlog.Seconds(b)
	return nanos, event.ZoneUTC, ok
}

func (v *values) ends(r *flowlog.Record) (why string) {
	var ok bool
	if r.Src, ok = value.Address(v[fieldSrc]); !ok {
		return "a source address that is none"
	}
	if r.Dst, ok = value.Address(v[fieldDst]); !ok {
		return "a destination address that is none"
	}
	for _, p := range []struct {
		field field
		into  *uint16
	}{{fieldSrcPort, &r.SrcPort}, {fieldDstPort, &r.DstPort}} {
		if b := v[p.field]; len(b) > 0 {
			if *p.into, ok = flowlog.Port(b); !ok {
				return "a port that is no number"
			}
		}
	}
	return ""
}

// counts shares packets and bytes out between both ends: of totals and those of the
// source the rest is the destination's.
func (v *values) counts(r *flowlog.Record) (why string) {
	all := flowlog.Flow{Packets: event.Unknown, Bytes: event.Unknown}
	var ok bool
	for _, n := range []struct {
		field field
		into  *int64
	}{
		{fieldPackets, &all.Packets}, {fieldSrcPackets, &r.Sent.Packets}, {fieldDstPackets, &r.Back.Packets},
		{fieldBytes, &all.Bytes}, {fieldSrcBytes, &r.Sent.Bytes}, {fieldDstBytes, &r.Back.Bytes},
		{fieldSrcPayload, &r.Sent.Payload}, {fieldDstPayload, &r.Back.Payload},
	} {
		if b := v[n.field]; len(b) > 0 {
			if *n.into, ok = flowlog.Count(b); !ok {
				return "packets or bytes that are no number"
			}
		}
	}
	share(&r.Sent.Bytes, &r.Back.Bytes, all.Bytes)
	share(&r.Sent.Packets, &r.Back.Packets, all.Packets)
	if r.Sent.Packets < 0 && all.Packets >= 0 { // nothing says whose they are
		r.Back.Packets = all.Packets / 2
		if r.Back.Bytes == 0 {
			r.Back.Packets = 0
		}
		r.Sent.Packets = all.Packets - r.Back.Packets
	}
	r.Both = true
	return ""
}

// share fills in the one of two parts that is missing.
func share(src, dst *int64, all int64) {
	switch {
	case *src >= 0 && *dst < 0 && all >= *src:
		*dst = all - *src
	case *dst >= 0 && *src < 0 && all >= *dst:
		*src = all - *dst
	}
}

// direct follows the arrow. Where it does not tell the client, the state does not tell
// whose flags are whose.
func (v *values) direct(r *flowlog.Record) {
	switch string(v[fieldDir]) {
	case "->", "<->", "o>", "|>", "", "who":
		r.Directed = true
		v.state(r, false)
	case "<-", "<o", "<|":
		r.Directed = true
		r.Src, r.Dst, r.SrcPort, r.DstPort = r.Dst, r.Src, r.DstPort, r.SrcPort
		r.Sent, r.Back = r.Back, r.Sent
		v.state(r, true)
	}
}
