// Package container opens what evidence is packed in: compressed streams (gzip,
// zstd, bzip2, xz) and archives (tar, ZIP). It recognises them by content, never
// by name, and names every member that it refuses with the reason. It knows
// nothing of evidence formats and sets no limits on expansion; package evidence
// does both.
package container

import (
	"bytes"
	"encoding/binary"
)

// Kind is a way to pack files.
type Kind string

// The kinds.
const (
	None  Kind = ""
	Gzip  Kind = "gzip"
	Zstd  Kind = "zstd"
	Bzip2 Kind = "bzip2"
	XZ    Kind = "xz"
	Tar   Kind = "tar"
	ZIP   Kind = "zip"
)

// Archive reports whether the kind holds named members.
func (k Kind) Archive() bool { return k == Tar || k == ZIP }

// suffixes are what the kinds append to the name of what they compress.
var suffixes = map[Kind][]string{
	Gzip:  {".gz", ".gzip"},
	Zstd:  {".zst", ".zstd"},
	Bzip2: {".bz2"},
	XZ:    {".xz"},
}

// Identify tells the kind from the first bytes; 512 are enough.
func Identify(head []byte) Kind {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b, 8}): // RFC 1952; deflate is the only method
		return Gzip
	case zstdFrame(head):
		return Zstd
	case len(head) > 9 && bytes.HasPrefix(head, []byte("BZh")) && head[3] >= '1' && head[3] <= '9' &&
		(bytes.Equal(head[4:10], []byte{0x31, 0x41, 0x59, 0x26, 0x53, 0x59}) || bytes.Equal(head[4:10], []byte{0x17, 0x72, 0x45, 0x38, 0x50, 0x90})):
		return Bzip2
	case bytes.HasPrefix(head, []byte{0xfd, '7', 'z', 'X', 'Z', 0}):
		return XZ
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return ZIP
	case tarHeader(head):
		return Tar
	}
	return None
}

// zstdFrame reports whether a Zstandard frame, perhaps a skippable one, begins
// here (RFC 8878, sections 3.1.1 and 3.1.2).
func zstdFrame(head []byte) bool {
	if len(head) < 4 {
		return false
	}
	magic := binary.LittleEndian.Uint32(head)
	return magic == 0xfd2fb528 || magic&^0xf == 0x184d2a50
}

// tarHeader reports whether a tar header stands here. Its checksum (POSIX.1-1988
// ustar, also in the older form without magic) is what tells it from text.
func tarHeader(head []byte) bool {
	const size, at, width = 512, 148, 8
	if len(head) < size || head[0] == 0 {
		return false
	}
	var stated int64
	digits := false
	for _, c := range head[at : at+width] {
		switch {
		case c >= '0' && c <= '7':
			stated = stated<<3 | int64(c-'0')
			digits = true
		case c != ' ' && c != 0:
			return false
		}
	}
	var sum int64
	for i, c := range head[:size] {
		if i >= at && i < at+width {
			c = ' '
		}
		sum += int64(c)
	}
	return digits && sum == stated
}
