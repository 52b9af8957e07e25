package evidence

import (
	"io"
	"sync/atomic"
)

// meteredFile reads what a traversal unpacks: a file on disk or a ZIP archive in
// memory. It knows what the bytes read so far cost on disk, and stops when the run
// is cancelled.
type meteredFile struct {
	file  io.ReaderAt
	read  func(n int64) // progress
	alive func() error
	at    int64
	spent int64
	// Of an archive in memory: its size, and the bytes on disk that it came from.
	size, worth int64
}

// cost returns the bytes on disk that were read so far, in proportion for an
// archive in memory.
func (m *meteredFile) cost() int64 {
	if m.size == 0 {
		return m.spent
	}
	return int64(float64(m.worth) * min(1, float64(m.spent)/float64(m.size)))
}

func (m *meteredFile) Read(p []byte) (int, error) {
	n, err := m.ReadAt(p, m.at)
	m.at += int64(n)
	if n > 0 {
		err = nil // the end is told by the next call
	}
	return n, err
}

// ReadAt serves archives that are read out of order.
func (m *meteredFile) ReadAt(p []byte, offset int64) (int, error) {
	if err := m.alive(); err != nil {
		return 0, err
	}
	n, err := m.file.ReadAt(p, offset)
	m.spent += int64(n)
	m.read(int64(n))
	return n, err
}

// unordered reads a file on disk out of order, for readers whose workers share it. The
// file is still hashed from its beginning to its end: what is read here is half of the
// progress.
type unordered struct {
	file  io.ReaderAt
	alive func() error
	tell  func(n int64)
	taken atomic.Int64
	told  int64
}

func (u *unordered) ReadAt(p []byte, offset int64) (int, error) {
	if err := u.alive(); err != nil {
		return 0, err
	}
	n, err := u.file.ReadAt(p, offset)
	u.taken.Add(int64(n))
	return n, err
}

// progress tells what was read since it was last called, from the goroutine that examines.
func (u *unordered) progress() {
	if n := u.taken.Load()/2 - u.told; n > 0 {
		u.told += n
		u.tell(n)
	}
}

// gauge passes progress on and sees to it that a file counts with its size,
// neither less when it is refused nor more when it is read twice.
type gauge struct {
	tell func(bytes int64)
	left int64
}

func (g *gauge) add(n int64) {
	if n = min(n, g.left); n > 0 {
		g.left -= n
		g.tell(n)
	}
}

func (g *gauge) finish() { g.add(g.left) }

// expansion guards one stream that comes out of a container: it fails, and stays
// failed, when far more comes out than was read from disk for it since it began,
// or when the containers of the file expand too far together.
type expansion struct {
	r      io.Reader
	t      *traversal
	disk   *meteredFile
	before int64 // cost on disk when the stream began
	out    int64
	err    error
}

func (e *expansion) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	n, err := e.r.Read(p)
	e.out += int64(n)
	e.t.expanded += int64(n)
	switch {
	case e.t.expanded > e.t.mayExpand:
		e.err = &expandedError{e.t.mayExpand}
	case e.out > e.t.limits.RatioFrom:
		// Readers fetch from disk in pieces ahead of what they decode, and a small
		// stream may have been fetched before it began.
		if in := e.disk.cost() - e.before + diskBuffer; e.out > e.t.limits.Ratio*in {
			e.err = &bombError{e.out, in, e.t.limits.Ratio}
		}
	}
	if e.err != nil {
		return n, e.err
	}
	return n, err
}
