// Package archive lists what archives and disk images hold, in memory, without
// writing a file: names, whether they are encrypted, and the first bytes of members
// that can be unpacked at little cost.
//
// Formats and their sources: ZIP (PKWARE APPNOTE 6.3), RAR 4 and 5 (the technical
// notes of rarlab.com), 7z (7zFormat.txt; only whether it is encrypted, its names
// are compressed), CAB (MS-CAB), gzip and tar (RFC 1952, POSIX ustar), ISO 9660 with
// Joliet (ECMA-119), ALZ (as described by the unalz project).
//
// Archives are hostile: every count, size and depth is bounded, offsets are checked,
// and what is damaged is listed as far as it goes. The package imports filetype only.
package archive

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"

	"dwell/detect/attachment/filetype"
)

// The bounds of one listing.
const (
	maxMembers  = 256
	maxHeads    = 32      // members of which the first bytes are unpacked
	headBytes   = 4 << 10 // unpacked of one member
	maxNested   = 1 << 20 // bytes of an archive within an archive
	maxUnpacked = 4 << 20 // bytes unpacked for one listing
	maxName     = 512     // bytes
	maxDepth    = 3       // archives within archives
)

// Member is one file in an archive.
type Member struct {
	Name      string
	Encrypted bool
	Head      []byte // first bytes, unpacked; nil when that was not possible
	Size      int64  // unpacked, as the archive says; -1 unknown
}

// Listing is what an archive holds. Members of inner archives follow those of the
// outer one; their names are joined with "!".
type Listing struct {
	Members   []Member
	Encrypted bool // a member, or the list of names itself, needs a password
	Hidden    bool // the names themselves are encrypted
	Damaged   bool // the list ends early
}

// List lists data, which filetype.Identify said to be of that kind.
func List(kind filetype.Kind, data []byte) Listing {
	l := lister{budget: maxUnpacked}
	l.list(kind, data, "", 1)
	return l.out
}

type lister struct {
	out    Listing
	budget int // bytes that may still be unpacked
	heads  int
	// directories read of disk images, which may lead to one another
	directories int
}

func (l *lister) list(kind filetype.Kind, data []byte, prefix string, depth int) {
	switch kind {
	case filetype.Zip:
		l.zip(data, prefix, depth)
	case filetype.RAR:
		l.rar(data, prefix)
	case filetype.SevenZip:
		l.sevenZip(data)
	case filetype.Cab:
		l.cab(data, prefix)
	case filetype.Gzip:
		l.gzip(data, prefix, depth)
	case filetype.Tar:
		l.tar(data, prefix, depth)
	case filetype.ISO:
		l.iso(data, prefix)
	case filetype.ALZ:
		l.alz(data, prefix)
	}
}

// add lists a member; it returns false when there are too many.
func (l *lister) add(m Member) bool {
	if len(l.out.Members) >= maxMembers {
		l.out.Damaged = true
		return false
	}
	l.out.Encrypted = l.out.Encrypted || m.Encrypted
	l.out.Members = append(l.out.Members, m)
	return true
}

// inner lists a member that is an archive itself.
func (l *lister) inner(name string, content []byte, depth int) {
	if depth >= maxDepth {
		return
	}
	if kind := filetype.Identify(content); kind.Archive() || kind == filetype.ISO {
		l.list(kind, content, name+"!", depth+1)
	}
}

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
