package nfdump

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
	fieldSrc
	fieldDst
	fieldSrcPort
	fieldDstPort
	fieldProtocol
	fieldFlags
	fieldPackets
	fieldBytes
	fieldBackPackets
	fieldBackBytes
	fieldRouter
	fieldCount
)

// fieldOf returns the field of a column's name.
func fieldOf(name []byte) field {
	switch string(name) {
	case "ts", "firstSeen":
		return fieldStart
	case "te", "lastSeen":
		return fieldEnd
	case "td", "duration":
		return fieldDuration
	case "sa", "srcAddr":
		return fieldSrc
	case "da", "dstAddr":
		return fieldDst
	case "sp", "srcPort":
		return fieldSrcPort
	case "dp", "dstPort":
		return fieldDstPort
	case "pr", "proto":
		return fieldProtocol
	case "flg", "flags":
		return fieldFlags
	case "ipkt", "pkt", "packets", "inPackets":
		return fieldPackets
	case "ibyt", "byt", "bytes", "inBytes":
		return fieldBytes
	case "opkt", "outPackets":
		return fieldBackPackets
	case "obyt", "outBytes":
		return fieldBackBytes
	case "ra", "routerIP":
		return fieldRouter
	}
	return fieldNone
}

// layout is the order of the columns.
type layout struct {
	fields  []field
	routers *flowlog.Names
}

// header returns the layout of the lines under a header, nil when it is none of
// conversations.
func header(line []byte, routers *flowlog.Names) flowlog.Layout {
	var cells flowlog.Cells
	n := cells.Split(bytes.TrimSuffix(line, []byte{','}), ',')
	if n > flowlog.MaxCells {
		return nil
	}
	l := &layout{routers: routers}
	var has [fieldCount]bool
	for _, name := range cells[:n] {
		f := fieldOf(name)
		if f != fieldNone && has[f] {
			f = fieldNone // of two columns alike the first counts
		}
		l.fields = append(l.fields, f)
		has[f] = true
	}
	for _, f := range []field{fieldStart, fieldSrc, fieldDst, fieldSrcPort, fieldDstPort, fieldProtocol, fieldBytes} {
		if !has[f] {
			return nil
		}
	}
	return l
}
