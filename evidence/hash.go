package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// diskBuffer is the size of one read from disk.
const diskBuffer = 256 << 10

// digest hashes and counts the bytes that pass through it, and notes whether any
// of them was not zero. It hashes on the goroutine that reads: SHA-256 of the
// processor's own instructions runs at more than 1 GB/s, and a single file is
// parsed at less than half of that by all cores of a small machine together.
type digest struct {
	r       io.Reader
	hash    hash.Hash // nil: the sum is not wanted
	size    int64
	nonZero bool
	err     error // that ended the stream, io.EOF excepted
}

func (d *digest) Read(p []byte) (int, error) {
	if d.err != nil {
		return 0, d.err
	}
	n, err := d.r.Read(p)
	if d.hash != nil {
		d.hash.Write(p[:n])
	}
	d.size += int64(n)
	if !d.nonZero {
		d.nonZero = leadingZeros(p[:n]) < n
	}
	if err != nil && err != io.EOF { //nolint:errorlint // io.Reader returns io.EOF itself
		d.err = err
	}
	return n, err
}

func (d *digest) sum() string {
	if d.hash == nil {
		return ""
	}
	return hex.EncodeToString(d.hash.Sum(nil))
}

func newHash(wanted bool) hash.Hash {
	if !wanted {
		return nil
	}
	return sha256.New()
}

var zeros [4 << 10]byte

// leadingZeros returns how many zero bytes p begins with.
func leadingZeros(p []byte) int {
	at := 0
	for len(p)-at >= len(zeros) && bytes.Equal(p[at:at+len(zeros)], zeros[:]) {
		at += len(zeros)
	}
	for at < len(p) && p[at] == 0 {
		at++
	}
	return at
}
