package mime

import (
	"bytes"

	"dwell/evidence/message/header"
)

// inferBoundary guesses the boundary of a body whose header does not tell it: the
// first line that starts with two hyphens, ends without a blank in it, and is
// followed by a Content- field. With strict the line must be the first of the body
// that is not blank, and must occur again.
func inferBoundary(body []byte, strict bool) string {
	for pos := 0; pos < len(body); {
		i := bytes.Index(body[pos:], []byte("--"))
		if i < 0 {
			return ""
		}
		start := pos + i
		if strict && len(bytes.TrimSpace(body[:start])) > 0 {
			return ""
		}
		if start > 0 && body[start-1] != '\n' && body[start-1] != '\r' {
			pos = start + dashes(body[start:])
			continue
		}
		end, next := header.Line(body, start)
		if boundary := bytes.TrimRight(body[start+2:end], " \t"); plausible(boundary) && contentField(body[next:]) {
			if !strict || bytes.Contains(body[next:], body[start:start+2+len(boundary)]) {
				return string(boundary)
			}
			return ""
		}
		pos = next
	}
	return ""
}

// closedBoundary finds a boundary that stands behind text and that a line closes: a
// whole multipart that nothing declares. It returns where its first line begins.
func closedBoundary(body []byte) (boundary string, first int) {
	boundary = inferBoundary(body, false)
	line := []byte("--" + boundary)
	if boundary == "" || !bytes.Contains(body, append([]byte("\n"), append(line, "--"...)...)) {
		return "", 0
	}
	return boundary, max(0, bytes.Index(body, line))
}

// plausible reports whether b may be a boundary; RFC 2046 allows 70 characters.
func plausible(b []byte) bool {
	const longest = 200
	if len(b) == 0 || len(b) > longest {
		return false
	}
	for _, c := range b {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return len(bytes.Trim(b, "-_=*")) > 0
}

// contentField reports whether a Content- field is among the first lines of b.
func contentField(b []byte) bool {
	const lines = 3
	prefix := []byte("content-")
	for range lines {
		end, next := header.Line(b, 0)
		line := b[:end]
		if len(line) > len(prefix) && bytes.EqualFold(line[:len(prefix)], prefix) && header.Colon(line) > 0 {
			return true
		}
		if header.Colon(line) <= 0 {
			return false
		}
		b = b[next:]
	}
	return false
}
