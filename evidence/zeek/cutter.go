package zeek

import (
	"bytes"
	"fmt"
	"strings"

	"dwell/evidence"
)

// segment is a run of rows of a block under one header.
type segment struct {
	start, end int
	schema     *schema // nil: no header was met, only JSON can be read
}

// cutter is the sequential part of the reader: it looks for header lines, and
// for nothing else once it has met one.
type cutter struct {
	out    *evidence.Output
	header header
	schema *schema // of the rows that follow; nil when none is known
	first  bool    // nothing was read yet
	torn   bool    // the block begins inside an overlong line
}

func newCutter(out *evidence.Output) *cutter {
	return &cutter{out: out, header: newHeader(), first: true}
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// cut returns the segments of the block.
func (c *cutter) cut(b *evidence.Block) []segment {
	pos := c.skipOverlong(b)
	data := b.Data
	if c.first && pos == 0 {
		if bytes.HasPrefix(data, byteOrderMark) {
			pos = len(byteOrderMark)
		}
		c.first = false
	}
	var segments []segment
	for pos < len(data) {
		if data[pos] == '#' {
			pos = c.headerLine(data, pos)
			continue
		}
		end := len(data)
		if at := bytes.Index(data[pos:], []byte("\n#")); at >= 0 {
			end = pos + at + 1
		}
		if c.schema == nil {
			if at, ok := c.disguised(data[:end], pos); ok {
				segments = appendSegment(segments, pos, at, nil)
				pos = c.headerLine(data, at)
				continue
			}
			c.recognise(data[pos:end])
		}
		segments = appendSegment(segments, pos, end, c.schema)
		pos = end
	}
	return segments
}

func appendSegment(segments []segment, start, end int, s *schema) []segment {
	if start == end {
		return segments
	}
	return append(segments, segment{start, end, s})
}

// skipOverlong returns where the block begins that follows an overlong line, and
// reports that line once.
func (c *cutter) skipOverlong(b *evidence.Block) int {
	pos := 0
	if c.torn {
		pos = bytes.IndexByte(b.Data, '\n') + 1
		if pos == 0 {
			pos = len(b.Data)
		}
	}
	if b.Overlong {
		if !c.torn {
			c.out.Damage(b.Offset, fmt.Sprintf("line longer than %d MiB", evidence.MaxRecord>>20))
		}
		pos = len(b.Data)
	}
	c.torn = b.Overlong || c.torn && pos == len(b.Data) && !bytes.HasSuffix(b.Data, []byte{'\n'})
	return pos
}

// headerLine takes the header line at pos in and returns the start of the next line.
func (c *cutter) headerLine(data []byte, pos int) int {
	end, next := lineEnd(data, pos)
	line := bytes.TrimSpace(data[pos:end])
	if len(line) > 0 && line[0] != '#' { // the row of names that tsv=T writes
		line = append([]byte("#fields\t"), line...)
	}
	if !c.header.line(line) {
		c.out.Note("lines that begin with # and are no header of Zeek were ignored")
		return next
	}
	c.schema = nil
	if len(c.header.names) > 0 {
		var unknown []string
		c.schema, unknown = c.header.schema()
		for _, name := range unknown {
			c.out.Note(unknownColumnNote(c.schema.name, name))
		}
	}
	return next
}

// disguised looks among lines without a header for the first that is not JSON,
// and says whether it is a header after all: behind white space, or a bare row of
// names.
func (c *cutter) disguised(data []byte, pos int) (int, bool) {
	for pos < len(data) {
		end, next := lineEnd(data, pos)
		line := data[pos:end]
		if !isJSONLine(line) && len(line) > 0 {
			trimmed := bytes.TrimLeft(line, " \t")
			return pos, len(trimmed) > 0 && trimmed[0] == '#' || isHeaderRow(line)
		}
		pos = next
	}
	return 0, false
}

// recognise looks for the shape of rows that have no header, and says what it
// takes them for.
func (c *cutter) recognise(data []byte) {
	var rows [][]byte
	for pos := 0; pos < len(data) && len(rows) < shapeLines; {
		end, next := lineEnd(data, pos)
		if line := data[pos:end]; len(line) > 0 && !isJSONLine(line) {
			rows = append(rows, line)
		}
		pos = next
	}
	l, agreeing := recognise(rows)
	if l == nil {
		return
	}
	c.schema = l.schema()
	c.out.Note(fmt.Sprintf("rows without a header were taken for the %d columns of stream %s, which %d of the first %d have: %s",
		len(l.columns), l.stream, agreeing, len(rows), strings.Join(l.columns, " ")))
}

// lineEnd returns the end of the line at pos, without its CR and LF, and the
// start of the next.
func lineEnd(data []byte, pos int) (end, next int) {
	at := bytes.IndexByte(data[pos:], '\n')
	if at < 0 {
		end, next = len(data), len(data)
	} else {
		end, next = pos+at, pos+at+1
	}
	for end > pos && data[end-1] == '\r' {
		end--
	}
	return end, next
}

// isJSONLine says whether the line is to be read as JSON.
func isJSONLine(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' {
			return c == '{'
		}
	}
	return false
}
