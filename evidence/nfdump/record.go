package nfdump

import (
	"bytes"
	"time"

	"dwell/event"
	"dwell/evidence/flowlog"
	"dwell/evidence/value"
)

type values [fieldCount][]byte

// sums are the beginnings of the lines that nfdump writes behind the records.
var sums = [][]byte{[]byte("Summary"), []byte("flows,bytes,packets"), []byte("Time window"), []byte("Total flows"), []byte("Sys:")}

// sumCells is how many numbers the line of the sums has.
const sumCells = 6

// Line reads one record.
func (l *layout) Line(line []byte, r *flowlog.Record) (flowlog.Outcome, string) {
	for _, s := range sums {
		if bytes.HasPrefix(line, s) {
			return flowlog.Nothing, ""
		}
	}
	if string(line) == "No matching flows" || string(line) == "No matched flows" {
		return flowlog.Nothing, ""
	}
	var cells flowlog.Cells
	n := cells.Split(line, ',')
	if n != len(l.fields) {
		if n == sumCells && allNumbers(cells[:n]) {
			return flowlog.Nothing, ""
		}
		if n != len(l.fields)+1 || len(cells[n-1]) > 0 { // a comma at the end
			return flowlog.Damaged, "not as many columns as the header has"
		}
	}
	var v values
	for i, f := range l.fields {
		v[f] = cells[i]
	}
	if why := v.record(r); why != "" {
		return flowlog.Damaged, why
	}
	if router := v[fieldRouter]; len(router) > 0 && string(router) != "0.0.0.0" && string(router) != "::" {
		r.Sensor = l.routers.Get(router)
	}
	if r.Sent.Packets == 0 && r.Back.Packets <= 0 {
		return flowlog.Skipped, "records of no packet: events of a firewall or of address translation"
	}
	return flowlog.Read, ""
}

func allNumbers(cells [][]byte) bool {
	for _, c := range cells {
		if _, ok := flowlog.Count(c); !ok {
			return false
		}
	}
	return true
}

// record fills in the record; why says what cannot be read.
func (v *values) record(r *flowlog.Record) (why string) {
	var ok bool
	if r.Src, ok = value.Address(v[fieldSrc]); !ok {
		return "a source address that is none"
	}
	if r.Dst, ok = value.Address(v[fieldDst]); !ok {
		return "a destination address that is none"
	}
	if r.Protocol, ok = flowlog.Protocol(v[fieldProtocol]); !ok {
		return "a protocol that is not known"
	}
	if r.SrcPort, ok = port(v[fieldSrcPort]); !ok {
		return "a source port that is none"
	}
	if r.DstPort, ok = port(v[fieldDstPort]); !ok {
		return "a destination port that is none"
	}
	if why := v.times(r); why != "" {
		return why
	}
	v.flags(r)
	return v.counts(r)
}

// port reads a port, or type and code of ICMP ("8.0"), which are no ports.
func port(b []byte) (uint16, bool) {
	if kind, code, ok := bytes.Cut(b, []byte{'.'}); ok {
		_, first := flowlog.Port(kind)
		_, second := flowlog.Port(code)
		return 0, first && second
	}
	return flowlog.Port(b)
}

func (v *values) times(r *flowlog.Record) (why string) {
	var ok bool
	r.Zone, r.Precision = event.ZoneAssumed, event.PrecisionSecond
	if r.Start, ok = flowlog.Civil(v[fieldStart]); !ok {
		if r.Start, ok = flowlog.Seconds(v[fieldStart]); !ok {
			return "a start that is no time"
		}
		r.Zone = event.ZoneUTC
	}
	if bytes.IndexByte(v[fieldStart], '.') >= 0 {
		r.Precision = event.PrecisionMilli
	}
	r.End = r.Start
	switch {
	case len(v[fieldDuration]) > 0:
		d, ok := length(v[fieldDuration])
		if !ok || r.Start > maxStart {
			return "a duration that is none"
		}
		r.End += d
	case len(v[fieldEnd]) > 0:
		if r.End, ok = flowlog.Civil(v[fieldEnd]); !ok {
			if r.End, ok = flowlog.Seconds(v[fieldEnd]); !ok {
				return "an end that is no time"
			}
		}
	}
	return ""
}

const (
	// maxLength is longer than any record lasts.
	maxLength = int64(366 * 24 * time.Hour)
	maxStart  = int64(1)<<62 - maxLength
)

// length reads seconds, or hours, minutes and seconds with colons, days in front.
func length(b []byte) (nanos int64, ok bool) {
	var total int64
	if days, rest, found := bytes.Cut(b, []byte{'d'}); found {
		n, ok := flowlog.Count(days)
		if !ok || n > 366 {
			return 0, false
		}
		total, b = n*24, bytes.TrimSpace(rest)
	}
	parts := bytes.Split(b, []byte{':'})
	if len(parts) > 3 {
		return 0, false
	}
	for len(parts) > 1 {
		n, ok := flowlog.Count(parts[0])
		if !ok || n > 1<<20 {
			return 0, false
		}
		total = total*60 + n
		if len(parts) == 3 {
			parts = parts[1:]
			continue
		}
		parts = parts[1:]
	}
	seconds, ok := flowlog.Seconds(parts[0])
	if !ok || total > maxLength/int64(time.Minute) || seconds > maxLength {
		return 0, false
	}
	return total*int64(time.Minute) + seconds, true
}

// flags reads "...AP.SF", where a letter stands for each flag that was seen.
func (v *values) flags(r *flowlog.Record) {
	b := v[fieldFlags]
	seen := func(c byte) bool { return bytes.IndexByte(b, c) >= 0 }
	if len(b) == 0 || !seen('A') && !seen('S') && !seen('R') && !seen('F') {
		return // all dots is what exporters write that know none
	}
	r.Flags = flowlog.Flags{Known: true, Syn: seen('S'), Fin: seen('F'), Rst: seen('R')}
	switch {
	case seen('S') && !seen('A'):
		r.Role = flowlog.RoleClient
	case seen('R') && !seen('S') && !seen('P') && !seen('F'):
		r.Role = flowlog.RoleServer // refused: a reset alone answers a SYN
	}
}

func (v *values) counts(r *flowlog.Record) (why string) {
	var ok bool
	for _, n := range []struct {
		field field
		into  *int64
	}{{fieldPackets, &r.Sent.Packets}, {fieldBytes, &r.Sent.Bytes}, {fieldBackPackets, &r.Back.Packets}, {fieldBackBytes, &r.Back.Bytes}} {
		if b := v[n.field]; len(b) > 0 {
			if *n.into, ok = flowlog.Count(b); !ok {
				return "packets or bytes that are no number"
			}
		}
	}
	r.Both = r.Back.Packets > 0
	return ""
}
