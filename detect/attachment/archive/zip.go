package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"dwell/detect/attachment/filetype"
)

// The flag and the method that mark an encrypted member (APPNOTE 4.4.4, AE-x).
const (
	zipEncrypted = 1
	zipAES       = 99
)

func (l *lister) zip(data []byte, prefix string, depth int) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		l.out.Damaged = true
		l.localHeaders(data, prefix)
		return
	}
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		m := Member{Name: prefix + text([]byte(f.Name)), Encrypted: f.Flags&zipEncrypted != 0 || f.Method == zipAES, Size: int64(min(f.UncompressedSize64, 1<<62))}
		var content []byte
		if !m.Encrypted {
			if rc, err := f.Open(); err == nil {
				m.Head, content = l.head(rc, m.Size)
			}
		}
		if !l.add(m) {
			return
		}
		l.inner(m.Name, content, depth)
	}
}

// head unpacks the beginning of a member, and all of it when it is a small archive.
func (l *lister) head(r io.Reader, size int64) (head, content []byte) {
	if l.heads >= maxHeads || l.budget <= 0 {
		return nil, nil
	}
	l.heads++
	// A broken member still shows its beginning, so errors do not matter here.
	head, _ = io.ReadAll(io.LimitReader(r, int64(min(headBytes, l.budget))))
	l.budget -= len(head)
	kind := filetype.Identify(head)
	if !kind.Archive() && kind != filetype.ISO || size > maxNested || l.budget <= 0 {
		return head, nil
	}
	rest, _ := io.ReadAll(io.LimitReader(r, int64(min(maxNested, l.budget))))
	l.budget -= len(rest)
	return head, append(head[:len(head):len(head)], rest...)
}

// localHeaders lists the members of a zip archive whose directory is lost: one cut
// off, or damaged on purpose.
func (l *lister) localHeaders(data []byte, prefix string) {
	const size = 30
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("PK\x03\x04"))
		if i < 0 || at+i+size > len(data) {
			return
		}
		at += i
		h := data[at : at+size]
		flags, method := binary.LittleEndian.Uint16(h[6:]), binary.LittleEndian.Uint16(h[8:])
		name := int(binary.LittleEndian.Uint16(h[26:]))
		at += size
		if name == 0 || name > maxName || at+name > len(data) {
			continue
		}
		if n := text(data[at : at+name]); !strings.HasSuffix(n, "/") {
			if !l.add(Member{Name: prefix + n, Encrypted: flags&zipEncrypted != 0 || method == zipAES, Size: -1}) {
				return
			}
		}
		at += name
	}
}

func (l *lister) gzip(data []byte, prefix string, depth int) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		l.out.Damaged = true
		return
	}
	limit := min(maxNested, l.budget)
	content, _ := io.ReadAll(io.LimitReader(r, int64(max(limit, 0))))
	l.budget -= len(content)
	if filetype.Identify(content) == filetype.Tar {
		l.tar(content, prefix, depth)
		return
	}
	m := Member{Name: prefix + text([]byte(r.Name)), Size: -1, Head: content[:min(len(content), headBytes)]}
	if l.add(m) {
		l.inner(m.Name, content, depth)
	}
}

func (l *lister) tar(data []byte, prefix string, depth int) {
	r := tar.NewReader(bytes.NewReader(data))
	for range maxMembers {
		h, err := r.Next()
		if err != nil {
			l.out.Damaged = l.out.Damaged || !errors.Is(err, io.EOF)
			return
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		m := Member{Name: prefix + text([]byte(h.Name)), Size: h.Size}
		var content []byte
		m.Head, content = l.head(r, h.Size)
		if !l.add(m) {
			return
		}
		l.inner(m.Name, content, depth)
	}
}
