package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// diskBuffer is the size of one read from disk.
const diskBuffer = 256 << 10

// digest hashes and counts the bytes that pass through it, and notes whether any
// of them was not zero.
type digest struct {
	r       io.Reader
	hash    hash.Hash
	size    int64
	nonZero bool
	err     error // that ended the stream, io.EOF excepted
}

func newDigest(r io.Reader) *digest { return &digest{r: r, hash: sha256.New()} }

func (d *digest) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	d.hash.Write(p[:n])
	d.size += int64(n)
	if !d.nonZero {
		d.nonZero = anyNonZero(p[:n])
	}
	if err != nil && err != io.EOF { //nolint:errorlint // io.Reader returns io.EOF itself
		d.err = err
	}
	return n, err
}

func (d *digest) sum() string { return hex.EncodeToString(d.hash.Sum(nil)) }

func anyNonZero(p []byte) bool {
	for _, b := range p {
		if b != 0 {
			return true
		}
	}
	return false
}

// meteredFile reads a file on disk, tells how much was read and stops when the run
// is cancelled.
type meteredFile struct {
	file  io.ReaderAt
	read  func(n int64)
	alive func() error
	at    int64
	spent int64
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
