// Package archive lists what archives and disk images hold, in memory, without
// writing a file: names, whether they are encrypted, the first bytes of members, and
// the whole of those that hold or do something themselves.
//
// Formats and their sources: ZIP (PKWARE APPNOTE 6.3), RAR 4 and 5 (the technical
// notes of rarlab.com; unpacking by rardecode), 7z (7zFormat.txt, Methods.txt, the
// public-domain LZMA SDK for its filters; PPMd and Zstandard by libraries), CAB (MS-CAB),
// gzip, bzip2, xz and tar (RFC 1952, POSIX ustar), ISO 9660 with Joliet (ECMA-119),
// UDF (ECMA-167), FAT and NTFS (Microsoft's and the Linux-NTFS project's
// documentation), ALZ and EGG (ESTsoft, "EGG format specification", and the
// descriptions of the unalz project).
//
// Open lists archives of RAR, 7z, ALZ and EGG that are encrypted, when somebody has the password.
// What is encrypted in RAR is decrypted here and put together to an archive in the open,
// so that no library derives a key, and the work for keys is counted before it is done.
//
// Archives are hostile: every count, size and depth is bounded, offsets are checked,
// and what is damaged is listed as far as it goes. The package imports filetype, lzma and unlock only.
package archive

import (
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"

	"dwell/detect/attachment/filetype"
)

// The bounds of one listing.
const (
	maxMembers = 256
	maxSeen    = 20_000  // members that are gone through
	maxHeads   = 64      // members of which the first bytes are unpacked
	headBytes  = 4 << 10 // unpacked of one member
	maxContent = 4 << 20 // of one that is unpacked whole
	maxName    = 512     // bytes

	// MaxUnpacked is what is worth unpacking of one attachment, archives within archives
	// included. The detector hands the budget down.
	MaxUnpacked = 16 << 20
)

// What makes an archive a bomb: it says, or shows, that it grows to so many times its
// size, which text and logs (5 to 50 times) do not, and to so many bytes in all.
const (
	bombRatio = 200
	bombBytes = 1 << 30
)

// Member is one file in an archive.
type Member struct {
	Name      string // "" where only the content was found
	Encrypted bool
	Head      []byte // first bytes, unpacked; nil when that was not possible
	Content   []byte // all of it, when it holds or does something itself
	Size      int64  // unpacked, as the archive says; -1 unknown
}

// Listing is what an archive holds.
type Listing struct {
	Members   []Member
	Encrypted bool // a member, or the list of names itself, needs a password
	Hidden    bool // the names themselves are encrypted
	Damaged   bool // the list is not complete
	Bomb      bool // it grows beyond all measure when it is unpacked
}

// Limits bound the work. What is used is taken off them.
type Limits struct {
	Bytes  int // that may still be unpacked
	Rounds int // of a hash, that may still be run to make keys of passwords
	Hung   int // archives that stalled what unpacks them
}

// List lists data, which filetype.Identify said to be of that kind.
func List(kind filetype.Kind, data []byte, limits *Limits) Listing {
	l := lister{limits: limits}
	switch kind {
	case filetype.Zip:
		l.zip(data)
	case filetype.RAR:
		l.rar(data)
	case filetype.SevenZip:
		l.sevenZip(data)
	case filetype.Cab:
		l.cab(data)
	case filetype.Gzip, filetype.Bzip2, filetype.XZ:
		l.packed(kind, data)
	case filetype.Tar:
		l.tar(data)
	case filetype.ISO:
		l.iso(data)
	case filetype.ALZ:
		l.alz(data)
	case filetype.EGG:
		l.egg(data)
	case filetype.VHD, filetype.VHDX, filetype.RawDisk:
		l.disk(data)
	}
	return l.out
}

type lister struct {
	out    Listing
	limits *Limits
	lock   *szLock     // of 7z; nil: no password is known
	korean *koreanLock // likewise of ALZ and EGG
	heads  int
	seen   int // members, also those that are not listed
	// directories read of disk images, which may lead to one another
	directories int
}

// add lists a member; it returns false when there are too many. Beyond maxMembers only
// names that may run are listed, so that nothing hides behind a crowd of harmless ones.
func (l *lister) add(m Member) bool {
	if l.seen++; l.seen > maxSeen {
		l.out.Damaged = true
		return false
	}
	if n := len(l.out.Members); n >= 2*maxMembers || n >= maxMembers && !filetype.ParseName(m.Name).Class.Acts() {
		l.out.Damaged = true
		return true
	}
	l.out.Encrypted = l.out.Encrypted || m.Encrypted
	l.out.Members = append(l.out.Members, m)
	return true
}

// take unpacks the beginning of a member, and all of it when it holds or does
// something.
func (l *lister) take(name string, r io.Reader) (head, content []byte) {
	if l.heads >= maxHeads || l.limits.Bytes <= 0 {
		return nil, nil
	}
	l.heads++
	// A broken member still shows its beginning, so errors do not matter here.
	head, _ = io.ReadAll(io.LimitReader(r, int64(min(headBytes, l.limits.Bytes))))
	l.limits.Bytes -= len(head)
	if !opens(name, head) {
		return head, nil
	}
	rest, _ := io.ReadAll(io.LimitReader(r, int64(max(0, min(maxContent, l.limits.Bytes)))))
	l.limits.Bytes -= len(rest)
	return head, append(head[:len(head):len(head)], rest...)
}

// show is take for a member that lies unpacked in data.
func show(name string, data []byte) (head, content []byte) {
	head = data[:min(len(data), headBytes)]
	if opens(name, head) {
		content = data[:min(len(data), maxContent)]
	}
	return head, content
}

// opens reports whether a member is worth unpacking whole: its kind, or its name where
// the kind shows further behind only, says that it holds or does something.
func opens(name string, head []byte) bool {
	if filetype.Identify(head).Opens() {
		return true
	}
	class := filetype.ParseName(name).Class
	return class == filetype.DiskImage || class == filetype.ArchiveFile
}

// Name makes text of the bytes of a name as text does for listings.
func Name(raw string) string { return text([]byte(raw)) }

// text makes a name of bytes: UTF-8, or else the Korean charset that archivers on
// Korean Windows write.
func text(b []byte) string {
	b = b[:min(len(b), maxName)]
	if utf8.Valid(b) {
		return string(b)
	}
	if s, err := korean.EUCKR.NewDecoder().Bytes(b); err == nil {
		return string(s)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// number reads n little-endian bytes.
func number(data []byte, at, n int) (v uint64, ok bool) {
	if at < 0 || n > 8 || at > len(data)-n {
		return 0, false
	}
	for i := n - 1; i >= 0; i-- {
		v = v<<8 | uint64(data[at+i])
	}
	return v, true
}

// field is number with 0 for what is missing.
func field(data []byte, at uint64, n int) uint64 {
	if at >= uint64(len(data)) {
		return 0
	}
	v, _ := number(data, int(at), n)
	return v
}

// part gives n bytes at a place, fewer where the data ends.
func part(data []byte, at, n uint64) []byte {
	if at >= uint64(len(data)) {
		return nil
	}
	return data[at:min(at+min(n, uint64(len(data))), uint64(len(data)))]
}
