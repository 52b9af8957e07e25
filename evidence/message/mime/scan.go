package mime

import (
	"bytes"
	"strings"

	"dwell/evidence/message/header"
	"dwell/evidence/message/transfer"
)

// scan is the pass over one run of bytes: the body of the mail, or a forwarded
// mail that was itself encoded.
type scan struct {
	w    *Walker
	data []byte
	pos  int
	base int // boundaries of the walker below this index belong to outer scans
}

// delimiter is a line that opens or closes a part.
type delimiter struct {
	start, next int // of the line; start lies before the line end that belongs to it
	level       int // index of its boundary, -1 at the end of the data
	closing     bool
}

// entity reads the part whose body starts at s.pos and leaves s.pos at the start
// of the delimiter line that ended it, which it returns.
func (s *scan) entity(e entity, f frame) delimiter {
	switch {
	case f.depth >= MaxDepth:
		s.w.defect(DefectDepth)
	case strings.HasPrefix(e.kind, "multipart/"):
		return s.multipart(e, f)
	case e.kind == "message/rfc822" || e.kind == "message/global" || e.kind == "message/news":
		return s.message(e, f)
	case e.untyped && f.top && s.w.inferences < maxInferences:
		s.w.inferences++
		if boundary := inferBoundary(s.data[s.pos:], true); boundary != "" {
			s.w.defect(DefectUndeclared)
			return s.parts(boundary, "multipart/mixed", f)
		}
		if e.versioned {
			if boundary, first := closedBoundary(s.data[s.pos:]); boundary != "" {
				return s.behindText(boundary, first, f)
			}
		}
	}
	start := s.pos
	d := s.delimiter()
	s.w.leaf(e, f, s.data[start:max(start, d.start)])
	return d
}

// multipart reads a part made of parts.
func (s *scan) multipart(e entity, f frame) delimiter {
	if e.kind == "multipart/alternative" {
		s.w.alternatives++
		f.alternative = s.w.alternatives
	}
	start := s.pos
	declared := header.Get(e.params, "boundary")
	if declared != "" {
		if d, found := s.tryParts(declared, e.kind, f); found {
			return d
		}
	}
	// Without its boundary the body ends at the next delimiter of an outer part.
	end := s.delimiter()
	body := s.data[start:max(start, end.start)]
	boundary := inferBoundary(body, false)
	if boundary == "" {
		s.w.defect(DefectNoParts)
		s.w.leaf(entity{kind: "text/plain", encoding: e.encoding}, f, body)
		return end
	}
	if declared == "" {
		s.w.defect(DefectUndeclared)
	} else {
		s.w.defect(DefectUnused)
	}
	s.pos = start
	return s.parts(boundary, e.kind, f)
}

// tryParts reads the parts when the boundary occurs before an outer one does.
func (s *scan) tryParts(boundary, kind string, f frame) (delimiter, bool) {
	start := s.pos
	level := s.push(boundary)
	first := s.delimiter()
	s.pop()
	s.pos = start
	if first.level != level {
		return first, false
	}
	return s.parts(boundary, kind, f), true
}

// parts reads the parts between the lines of a boundary.
func (s *scan) parts(boundary, kind string, f frame) delimiter {
	level := s.push(boundary)
	defer s.pop()
	start, closed := s.pos, false
	d := s.delimiter() // what stands before the first part is for programs without MIME
	n := 1
	for d.level == level {
		if d.closing {
			closed = true
			d = s.delimiter()
			continue
		}
		if closed {
			s.w.defect(DefectAfterClose)
		}
		if len(s.w.Leaves) >= MaxParts {
			s.w.defect(DefectParts)
			d = s.delimiter()
			continue
		}
		child := f.child(n)
		n++
		d = s.entity(s.header(child.depth, kind), child)
	}
	switch {
	case n == 1:
		s.w.defect(DefectNoParts)
		s.w.leaf(entity{kind: "text/plain"}, f, s.data[start:max(start, d.start)])
	case !closed:
		s.w.defect(DefectUnclosed)
	}
	return d
}

// behindText reads parts whose boundary nothing declares and that stand behind text:
// the header of the mail was torn apart. The text is a part too.
func (s *scan) behindText(boundary string, first int, f frame) delimiter {
	s.w.defect(DefectUndeclared)
	at := len(s.w.Leaves)
	s.w.leaf(entity{kind: "text/plain"}, f.child(0), s.data[s.pos:s.pos+first])
	if at < len(s.w.Leaves) && len(bytes.TrimSpace(s.w.Leaves[at].Data)) == 0 {
		s.w.Leaves = s.w.Leaves[:at]
	}
	return s.parts(boundary, "multipart/mixed", f)
}

// header reads the header of the part at s.pos. It ends at the part's own end when
// there is no blank line.
func (s *scan) header(depth int, within string) entity {
	p := &s.w.headers[min(depth, MaxDepth+1)]
	if end, next := header.Line(s.data, s.pos); end == s.pos { // a blank line: no header
		s.pos = next
		return s.w.entity(nil, within)
	}
	body := p.Parse(s.data[s.pos:])
	for _, d := range p.Defects {
		s.w.defect("in a part: " + d)
	}
	s.pos += body
	return s.w.entity(p.Fields, within)
}

// message reads a forwarded mail: it is a leaf, and its own leaves follow.
func (s *scan) message(e entity, f frame) delimiter {
	if encoding, _ := transfer.Named(e.encoding); encoding != transfer.Identity {
		start := s.pos
		d := s.delimiter()
		s.encodedMessage(e, f, s.data[start:max(start, d.start)])
		return d
	}
	at := len(s.w.Leaves)
	s.w.leaf(e, f, nil)
	start := s.pos
	inner := s.header(f.depth+1, "")
	d := s.entity(inner, frame{path: f.leafPath(), depth: f.depth + 1, top: true})
	if at < len(s.w.Leaves) {
		s.w.Leaves[at].Data = s.data[start:max(start, d.start)]
	}
	return d
}

// encodedMessage reads a forwarded mail that stands in base64 or the like, which
// RFC 2046 forbids and programs do.
func (s *scan) encodedMessage(e entity, f frame, coded []byte) {
	at := len(s.w.Leaves)
	s.w.leaf(e, f, coded)
	if at >= len(s.w.Leaves) {
		return
	}
	inner := scan{w: s.w, data: s.w.Leaves[at].Data, base: len(s.w.boundaries)}
	part := inner.header(f.depth+1, "")
	inner.entity(part, frame{path: f.leafPath(), depth: f.depth + 1, top: true})
}

func (s *scan) push(boundary string) int {
	s.w.boundaries = append(s.w.boundaries, boundary)
	return len(s.w.boundaries) - 1
}

func (s *scan) pop() { s.w.boundaries = s.w.boundaries[:len(s.w.boundaries)-1] }

// delimiter moves to the next line that is a delimiter of any open boundary, past
// it, and returns it. The innermost boundary wins.
func (s *scan) delimiter() delimiter {
	if len(s.w.boundaries) == s.base {
		s.pos = len(s.data)
		return delimiter{start: len(s.data), next: len(s.data), level: -1}
	}
	for at := s.pos; at < len(s.data); {
		i := bytes.Index(s.data[at:], []byte("--"))
		if i < 0 {
			break
		}
		start := at + i
		if start > 0 && s.data[start-1] != '\n' && s.data[start-1] != '\r' {
			at = start + dashes(s.data[start:])
			continue
		}
		end, next := header.Line(s.data, start)
		if level, closing := s.match(s.data[start:end]); level >= 0 {
			s.pos = next
			return delimiter{start: lineEndBefore(s.data, start), next: next, level: level, closing: closing}
		}
		at = next
	}
	s.pos = len(s.data)
	return delimiter{start: len(s.data), next: len(s.data), level: -1}
}

// dashes returns the length of the run of hyphens at the start of b.
func dashes(b []byte) int {
	n := 0
	for n < len(b) && b[n] == '-' {
		n++
	}
	return n
}

// match finds the boundary of which the line is a delimiter.
func (s *scan) match(line []byte) (level int, closing bool) {
	line = bytes.TrimRight(line[2:], " \t")
	for i := len(s.w.boundaries) - 1; i >= s.base; i-- {
		b := s.w.boundaries[i]
		if len(line) < len(b) || string(line[:len(b)]) != b {
			continue
		}
		switch string(line[len(b):]) {
		case "":
			return i, false
		case "--":
			return i, true
		}
	}
	return -1, false
}

// lineEndBefore returns the place of the line end before start, which belongs to the
// delimiter. It may lie before the part that the delimiter ends, when that is empty.
func lineEndBefore(data []byte, start int) int {
	end := start
	if end > 0 && data[end-1] == '\n' {
		end--
	}
	for end > 0 && data[end-1] == '\r' {
		end--
	}
	return end
}
