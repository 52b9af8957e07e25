package dkim

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // signatures of before 2018 use it
	"crypto/sha256"
	"hash"
)

// Verdict is what the hash of a body says.
type Verdict uint8

// The verdicts.
const (
	NotKnown  Verdict = iota // the method is unknown, or what is signed is not there
	Agrees                   // the body is the one that was signed
	Disagrees                // it is another body
)

// Hasher computes hashes of bodies. It keeps memory between calls and belongs to one
// goroutine.
type Hasher struct {
	sha256 hash.Hash
	sha1   hash.Hash
	out    stream
	sum    []byte
}

// Check compares the body of a mail with what a signature says of it. Whoever has
// several signatures should call it for each: the hash is computed anew only where they
// differ in form, method or length.
func (h *Hasher) Check(s *Signature, body []byte) Verdict {
	if s.Hash == Unknown {
		return NotKnown
	}
	h.sum = h.Sum(s, body, h.sum[:0])
	if h.out.left > 0 || !bytes.Equal(h.sum, s.Body) { // more was signed than is there, or something else
		return Disagrees
	}
	return Agrees
}

// Sum appends the hash that a signature of that form and method, which must be known,
// has of a body.
func (h *Hasher) Sum(s *Signature, body, dst []byte) []byte {
	h.out.start(h.method(s.Hash), s.Length)
	canonical(&h.out, body, s.Relaxed)
	return h.out.end(dst)
}

func (h *Hasher) method(m Hash) hash.Hash {
	if m == SHA1 {
		if h.sha1 == nil {
			h.sha1 = sha1.New() //nolint:gosec // see above
		}
		return h.sha1
	}
	if h.sha256 == nil {
		h.sha256 = sha256.New()
	}
	return h.sha256
}

// canonical writes a body in one of the two forms.
func canonical(out *stream, body []byte, relaxed bool) {
	c := canonicalizer{out: out, relaxed: relaxed}
	c.lines(body)
	if !relaxed && !c.some {
		out.write(lineEnd) // a body without any line is one empty line (RFC 6376, 3.4.3)
	}
}

var lineEnd = []byte("\r\n")

// canonicalizer holds empty lines back until another line follows: those at the end of
// a body do not count.
type canonicalizer struct {
	out     *stream
	relaxed bool
	empty   int
	some    bool
}

// lines writes lines; a last one without an end gets one.
func (c *canonicalizer) lines(text []byte) {
	for len(text) > 0 {
		line := text
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			line, text = text[:end], text[end+1:]
		} else {
			text = nil
		}
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		if c.relaxed {
			line = trimRight(line)
		}
		if len(line) == 0 {
			c.empty++
			continue
		}
		for ; c.empty > 0; c.empty-- {
			c.out.write(lineEnd)
		}
		c.some = true
		if c.relaxed {
			c.out.squeezed(line)
		} else {
			c.out.write(line)
		}
		c.out.write(lineEnd)
	}
}

// trimRight takes white space off the end of a line.
func trimRight(line []byte) []byte {
	for n := len(line); n > 0 && (line[n-1] == ' ' || line[n-1] == '\t'); n = len(line) {
		line = line[:n-1]
	}
	return line
}

// stream feeds a hash through a small buffer, up to a number of bytes.
type stream struct {
	hash   hash.Hash
	left   int64 // -1 for no bound
	buffer [4 << 10]byte
	n      int
}

func (s *stream) start(h hash.Hash, length int64) {
	h.Reset()
	s.hash, s.left, s.n = h, length, 0
}

func (s *stream) write(p []byte) {
	if s.left >= 0 {
		p = p[:min(int64(len(p)), s.left)]
		s.left -= int64(len(p))
	}
	for len(p) > 0 {
		if s.n == len(s.buffer) {
			s.flush()
		}
		n := copy(s.buffer[s.n:], p)
		s.n += n
		p = p[n:]
	}
}

// squeezed writes a line with each run of white space as one blank.
func (s *stream) squeezed(line []byte) {
	for len(line) > 0 {
		end := run(line)
		if end < 0 {
			s.write(line)
			return
		}
		s.write(line[:end])
		s.write(blank)
		for end < len(line) && (line[end] == ' ' || line[end] == '\t') {
			end++
		}
		line = line[end:]
	}
}

var blank = []byte(" ")

// run is where white space begins that is not one blank, -1 for nowhere.
func run(line []byte) int {
	for i, b := range line {
		if b == '\t' || b == ' ' && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t') {
			return i
		}
	}
	return -1
}

func (s *stream) flush() {
	_, _ = s.hash.Write(s.buffer[:s.n]) // a hash takes everything
	s.n = 0
}

// end appends the hash of what was written.
func (s *stream) end(dst []byte) []byte {
	s.flush()
	return s.hash.Sum(dst)
}
