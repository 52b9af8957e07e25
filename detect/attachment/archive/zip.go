package archive

import (
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/therootcompany/xz"

	"dwell/detect/attachment/archive/lzma"
)

// The flag and the method that mark an encrypted member (APPNOTE 4.4.4, AE-x).
const (
	zipEncrypted = 1
	zipAES       = 99
)

func (l *lister) zip(data []byte) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		l.out.Damaged = true
		l.localHeaders(data)
		return
	}
	l.out.Bomb = explodes(r, len(data))
	register(r)
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		m := Member{Name: text([]byte(f.Name)), Encrypted: f.Flags&zipEncrypted != 0 || f.Method == zipAES, Size: int64(min(f.UncompressedSize64, 1<<62))}
		if !m.Encrypted && l.heads < maxHeads {
			if rc, err := f.Open(); err == nil {
				m.Head, m.Content = l.take(m.Name, rc)
			}
		}
		if !l.add(m) {
			return
		}
	}
}

// register adds the methods that 7-Zip and WinZip write beside the two of the library
// (APPNOTE 4.4.5). Deflate64 and the PPMd of zip stay closed.
func register(r *zip.Reader) {
	const zstandardMethod, xzMethod = 93, 95
	r.RegisterDecompressor(methodBzip2, func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) })
	r.RegisterDecompressor(methodLZMA, func(r io.Reader) io.ReadCloser {
		packed, _ := io.ReadAll(r)
		return io.NopCloser(bytes.NewReader(zipLZMA(packed, headBytes+maxContent)))
	})
	r.RegisterDecompressor(zstandardMethod, func(r io.Reader) io.ReadCloser {
		packed, _ := io.ReadAll(r)
		return io.NopCloser(bytes.NewReader(zstandard(packed, headBytes+maxContent)))
	})
	r.RegisterDecompressor(xzMethod, func(r io.Reader) io.ReadCloser {
		z, err := xz.NewReader(r, maxDictionary)
		if err != nil {
			return io.NopCloser(bytes.NewReader(nil))
		}
		return io.NopCloser(z)
	})
}

// zipLZMA unpacks LZMA: two bytes of version, two of the length of the properties, these,
// and the stream (APPNOTE 5.8.8).
func zipLZMA(packed []byte, limit int) []byte {
	const head = 4
	properties := part(packed, head, field(packed, 2, 2))
	return lzma.Decode(properties, part(packed, head+uint64(len(properties)), uint64(len(packed))), limit)
}

// explodes reports whether the directory is that of a bomb: members that overlap, or
// sizes far beyond what data can hold (D. Fifield, "A better zip bomb", 2019).
func explodes(r *zip.Reader, size int) bool {
	var packed, plain uint64
	for _, f := range r.File {
		packed += min(f.CompressedSize64, 1<<40)
		plain += min(f.UncompressedSize64, 1<<40)
	}
	return packed > 2*uint64(size) || plain >= bombBytes && plain/uint64(max(1, size)) >= bombRatio
}

// localHeaders lists the members of a zip archive whose directory is lost: one cut
// off, or damaged on purpose.
func (l *lister) localHeaders(data []byte) {
	const size = 30
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("PK\x03\x04"))
		if i < 0 || at+i+size > len(data) {
			return
		}
		at += i
		h := data[at : at+size]
		flags, method := binary.LittleEndian.Uint16(h[6:]), binary.LittleEndian.Uint16(h[8:])
		name, extra := int(binary.LittleEndian.Uint16(h[26:])), uint64(binary.LittleEndian.Uint16(h[28:]))
		packed := uint64(binary.LittleEndian.Uint32(h[18:]))
		at += size
		if name == 0 || name > maxName || at+name > len(data) {
			continue
		}
		m := Member{Name: text(data[at : at+name]), Encrypted: flags&zipEncrypted != 0 || method == zipAES, Size: -1}
		at += name
		if strings.HasSuffix(m.Name, "/") {
			continue
		}
		if packed == 0 {
			packed = uint64(len(data)) // the size stands behind the content
		}
		if !m.Encrypted {
			m.Head, m.Content = l.method(m.Name, int(method), part(data, uint64(at)+extra, packed))
		}
		if !l.add(m) {
			return
		}
	}
}
