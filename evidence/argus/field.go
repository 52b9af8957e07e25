package argus

import (
	"bytes"

	"dwell/evidence/flowlog"
)

// field is a column that the reader uses.
type field uint8

const (
	fieldNone field = iota
	fieldStart
	fieldEnd
	fieldDuration
	fieldProtocol
	fieldSrc
	fieldDst
	fieldSrcPort
	fieldDstPort
	fieldDir
	fieldState
	fieldPackets
	fieldSrcPackets
	fieldDstPackets
	fieldBytes
	fieldSrcBytes
	fieldDstBytes
	fieldSrcPayload
	fieldDstPayload
	fieldSensor
	fieldCount
)

// fieldOf returns the field of a column by the title that ra prints or the name that it
// takes.
func fieldOf(name []byte) field {
	switch string(bytes.ToLower(name)) {
	case "starttime", "stime":
		return fieldStart
	case "lasttime", "ltime":
		return fieldEnd
	case "dur":
		return fieldDuration
	case "proto":
		return fieldProtocol
	case "srcaddr", "saddr":
		return fieldSrc
	case "dstaddr", "daddr":
		return fieldDst
	case "sport":
		return fieldSrcPort
	case "dport":
		return fieldDstPort
	case "dir":
		return fieldDir
	case "state":
		return fieldState
	case "totpkts", "pkts":
		return fieldPackets
	case "srcpkts", "spkts":
		return fieldSrcPackets
	case "dstpkts", "dpkts":
		return fieldDstPackets
	case "totbytes", "bytes":
		return fieldBytes
	case "srcbytes", "sbytes":
		return fieldSrcBytes
	case "dstbytes", "dbytes":
		return fieldDstBytes
	case "sappbytes":
		return fieldSrcPayload
	case "dappbytes":
		return fieldDstPayload
	case "srcid":
		return fieldSensor
	}
	return fieldNone
}

// layout is the order of the columns.
type layout struct {
	fields    []field
	separator byte
	sensors   *flowlog.Names
}

// header returns the layout of the lines under a header, nil when it is none.
func header(line []byte, sensors *flowlog.Names) flowlog.Layout {
	for _, separator := range []byte(",;\t") {
		if l := headerOf(line, separator); l != nil {
			l.sensors = sensors
			return l
		}
	}
	return nil
}

func headerOf(line []byte, separator byte) *layout {
	var cells flowlog.Cells
	n := cells.Split(line, separator)
	if n > flowlog.MaxCells {
		return nil
	}
	l := &layout{separator: separator}
	var has [fieldCount]bool
	for _, name := range cells[:n] {
		f := fieldOf(name)
		if f != fieldNone && has[f] {
			f = fieldNone
		}
		l.fields = append(l.fields, f)
		has[f] = true
	}
	for _, f := range []field{fieldStart, fieldProtocol, fieldSrc, fieldDst, fieldDstPort} {
		if !has[f] {
			return nil
		}
	}
	// Others name addresses alike; that bytes go with a direction or with the source's
	// own count is Argus's way.
	if !has[fieldDir] && !has[fieldSrcBytes] || !has[fieldBytes] && !has[fieldSrcBytes] {
		return nil
	}
	return l
}
