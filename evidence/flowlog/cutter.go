package flowlog

import (
	"bytes"

	"dwell/evidence"
)

// segment is a run of lines of a block under one header.
type segment struct {
	start, end int
	layout     Layout // nil: no header was met
}

// cutter looks for header lines, which concatenated files have in their middle too.
type cutter struct {
	dialect *Dialect
	layout  Layout // of the lines that follow
	begun   bool
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// cut returns the segments of the block, without the header lines.
func (c *cutter) cut(b *evidence.Block) []segment {
	data, start := b.Data, 0
	if !c.begun && bytes.HasPrefix(data, byteOrderMark) {
		start = len(byteOrderMark)
	}
	c.begun = true
	if b.Overlong {
		return nil
	}
	var segments []segment
	for pos := start; pos < len(data); {
		at := c.mark(data[pos:])
		if at < 0 {
			break
		}
		at += pos
		from := max(start, bytes.LastIndexByte(data[:at], '\n')+1)
		end, next := evidence.LineEnd(data, from)
		pos = next
		if end-from > maxLine {
			continue
		}
		layout := c.dialect.Header(data[from:end])
		if layout == nil {
			continue
		}
		segments = appendSegment(segments, start, from, c.layout)
		c.layout, start = layout, next
	}
	return appendSegment(segments, start, len(data), c.layout)
}

// mark returns where the first mark stands, -1 when there is none.
func (c *cutter) mark(data []byte) int {
	first := -1
	for _, m := range c.dialect.Marks {
		if at := bytes.Index(data, []byte(m)); at >= 0 && (first < 0 || at < first) {
			first = at
			data = data[:at+len(m)-1]
		}
	}
	return first
}

func appendSegment(all []segment, start, end int, l Layout) []segment {
	if start >= end {
		return all
	}
	return append(all, segment{start, end, l})
}
