package archive

import (
	"archive/tar"
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"

	"github.com/therootcompany/xz"

	"dwell/detect/attachment/filetype"
)

// The methods that ZIP and the Korean formats number alike or nearly.
const (
	methodStored, methodDeflate, methodBzip2, methodLZMA = 0, 8, 12, 14
)

// method unpacks a member packed by one of the methods of ZIP.
func (l *lister) method(name string, method int, packed []byte) (head, content []byte) {
	switch method {
	case methodStored:
		return show(name, packed)
	case methodDeflate:
		return l.take(name, flate.NewReader(bytes.NewReader(packed)))
	case methodBzip2:
		return l.take(name, bzip2.NewReader(bytes.NewReader(packed)))
	case methodLZMA:
		return l.take(name, bytes.NewReader(zipLZMA(packed, max(0, min(headBytes+maxContent, l.limits.Bytes)))))
	}
	return nil, nil
}

// packed lists the one file in gzip, bzip2 or xz.
func (l *lister) packed(kind filetype.Kind, data []byte) {
	in := &counter{r: bytes.NewReader(data)}
	var r io.Reader
	name := ""
	switch kind {
	case filetype.Gzip:
		z, err := gzip.NewReader(in)
		if err != nil {
			l.out.Damaged = true
			return
		}
		r, name = z, text([]byte(z.Name))
	case filetype.Bzip2:
		r = bzip2.NewReader(in)
	default:
		const dictionary = 8 << 20 // bytes; xz -6 and below
		z, err := xz.NewReader(in, dictionary)
		if err != nil {
			l.out.Damaged = true
			return
		}
		r = z
	}
	limit := max(0, min(maxContent, l.limits.Bytes))
	content, _ := io.ReadAll(io.LimitReader(r, int64(limit)))
	l.limits.Bytes -= len(content)
	l.out.Bomb = len(content) == limit && len(content)/max(1, in.n) >= bombRatio
	if filetype.Identify(content) == filetype.Tar {
		l.tar(content)
		return
	}
	head, whole := show(name, content)
	l.add(Member{Name: name, Size: -1, Head: head, Content: whole})
}

// counter counts the bytes that were read.
type counter struct {
	r *bytes.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

func (l *lister) tar(data []byte) {
	r := tar.NewReader(bytes.NewReader(data))
	for range maxSeen {
		h, err := r.Next()
		if err != nil {
			l.out.Damaged = l.out.Damaged || !errors.Is(err, io.EOF)
			return
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		m := Member{Name: text([]byte(h.Name)), Size: h.Size}
		m.Head, m.Content = l.take(m.Name, r)
		if !l.add(m) {
			return
		}
	}
}
