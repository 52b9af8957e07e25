package ndb

import (
	"encoding/binary"
	"fmt"
)

// NID is the number of a node; its low five bits say of what type it is.
type NID uint32

// Type returns the type of a node ([MS-PST] 2.2.2.1).
func (n NID) Type() uint8 { return uint8(n & 0x1f) }

// With returns the node of another type with the same index.
func (n NID) With(kind uint8) NID { return n&^0x1f | NID(kind) }

// BID is the number of a block or page.
type BID uint64

// Internal reports whether a block holds numbers of others, and no data.
func (b BID) Internal() bool { return b&2 != 0 }

// key is the number under which a block is found: its lowest bit has no meaning.
func (b BID) key() BID { return b &^ 1 }

// Fault is damage at a place of the file.
type Fault struct {
	Offset int64
	Why    string
}

// Error words the fault.
func (f *Fault) Error() string { return fmt.Sprintf("%s (at byte %d)", f.Why, f.Offset) }

// The types of pages that are read ([MS-PST] 2.2.2.7.1).
const (
	pageBlocks = 0x80
	pageNodes  = 0x81
)

// layout is where things stand in a variant.
type layout struct {
	wide         bool // numbers and offsets have 64 bits
	large        bool // pages have 4,096 bytes
	page         int  // size of a page
	meta         int  // where the counts of a B-tree page stand
	pageTrailer  int  // where the trailer of a page stands: the checksum covers what is before
	blockTrailer int  // size
	blockAlign   int
	maxBlock     int // bytes of data in one block, at most
}

func layoutOf(v Variant) layout {
	switch v {
	case ANSI:
		return layout{page: 512, meta: 496, pageTrailer: 500, blockTrailer: 12, blockAlign: 64, maxBlock: 8192 - 12}
	case Unicode:
		return layout{wide: true, page: 512, meta: 488, pageTrailer: 496, blockTrailer: 16, blockAlign: 64, maxBlock: 8192 - 16}
	}
	return layout{wide: true, large: true, page: 4096, meta: 4056, pageTrailer: 4072, blockTrailer: 24, blockAlign: 512, maxBlock: 65536 - 24}
}

// word reads a number of the width that the layout has.
func (l *layout) word(b []byte) uint64 {
	if l.wide {
		return binary.LittleEndian.Uint64(b)
	}
	return uint64(binary.LittleEndian.Uint32(b))
}

// width is the size of such a number.
func (l *layout) width() int {
	if l.wide {
		return 8
	}
	return 4
}

// treePage is a page of a B-tree.
type treePage struct {
	kind    byte
	id      BID
	level   int
	count   int
	size    int // of an entry
	entries []byte
	unsound bool // it does not fit its checksum
}

// entry returns one entry.
func (p *treePage) entry(i int) []byte { return p.entries[i*p.size : (i+1)*p.size] }

// leastEntry is the size of the entries of a page, which may be larger.
func (l *layout) leastEntry(kind byte, level int) int {
	words := 3 // key, number and offset of a child; the same, with two counts, of a block
	if level == 0 {
		if kind == pageNodes {
			words = 4 // node, data, subnodes, parent
		} else if !l.wide {
			return 12
		}
	}
	return words * l.width()
}

// parse reads a page of a B-tree. What is wrong with it is said; a page whose checksum
// alone is wrong is given nevertheless.
func (l *layout) parse(b []byte, offset int64) (p treePage, why string) {
	t := b[l.pageTrailer:]
	if t[0] != t[1] || t[0] != pageBlocks && t[0] != pageNodes {
		return p, "no page of a B-tree"
	}
	p.kind = t[0]
	var sum uint32
	if l.wide {
		sum, p.id = binary.LittleEndian.Uint32(t[4:]), BID(binary.LittleEndian.Uint64(t[8:]))
	} else {
		p.id, sum = BID(binary.LittleEndian.Uint32(t[4:])), binary.LittleEndian.Uint32(t[8:])
	}
	m := b[l.meta:]
	if l.large {
		p.count, p.size, p.level = int(binary.LittleEndian.Uint16(m)), int(m[4]), int(m[5])
	} else {
		p.count, p.size, p.level = int(m[0]), int(m[2]), int(m[3])
	}
	if p.count > 0 && p.size < l.leastEntry(p.kind, p.level) || p.count*p.size > l.meta || p.level >= maxLevels {
		return treePage{}, "a page of a B-tree with counts that cannot be"
	}
	p.entries = b[:p.count*p.size]
	switch {
	case checksum(b[:l.pageTrailer]) != sum:
		return p, "a page of a B-tree does not fit its checksum"
	case !l.large && binary.LittleEndian.Uint16(t[2:]) != signature(offset, p.id):
		return p, "a page of a B-tree does not fit its signature"
	}
	return p, ""
}
