package psttest

import (
	"encoding/binary"
	"slices"

	"dwell/evidence/pst/ndb"
)

// The types of pages of B-trees.
const (
	PageBlocks = 0x80
	PageNodes  = 0x81
)

// pageSize, where the counts of a page stand, and where its trailer does.
func (b *Builder) page() (size, meta, trailer int) {
	switch b.Variant {
	case ndb.ANSI:
		return 512, 496, 500
	case ndb.Unicode:
		return 512, 488, 496
	}
	return 4096, 4056, 4072
}

// Ref is where a page stands, and its number.
type Ref struct {
	ID     BID
	Offset int
}

// Page writes a page of a B-tree.
func (b *Builder) Page(kind, level byte, entries [][]byte) Ref {
	size, meta, trailer := b.page()
	b.align(size)
	ref := Ref{b.nextPage, len(b.file)}
	b.nextPage++
	p := make([]byte, size)
	at := 0
	for _, e := range entries {
		at += copy(p[at:], e)
	}
	each := 0
	if len(entries) > 0 {
		each = len(entries[0])
	}
	if b.Variant == ndb.Unicode4K {
		binary.LittleEndian.PutUint16(p[meta:], uint16(len(entries)))
		binary.LittleEndian.PutUint16(p[meta+2:], uint16(meta/max(each, 1)))
		p[meta+4], p[meta+5] = byte(each), level
	} else {
		p[meta], p[meta+1], p[meta+2], p[meta+3] = byte(len(entries)), byte(meta/max(each, 1)), byte(each), level
	}
	p[trailer], p[trailer+1] = kind, kind
	binary.LittleEndian.PutUint16(p[trailer+2:], sign(ref.Offset, ref.ID))
	if b.wide() {
		binary.LittleEndian.PutUint32(p[trailer+4:], Sum(p[:trailer]))
		binary.LittleEndian.PutUint64(p[trailer+8:], uint64(ref.ID))
	} else {
		binary.LittleEndian.PutUint32(p[trailer+4:], uint32(ref.ID))
		binary.LittleEndian.PutUint32(p[trailer+8:], Sum(p[:trailer]))
	}
	b.file = append(b.file, p...)
	return ref
}

// entry is one of a leaf, with its key.
type entry struct {
	key  uint64
	data []byte
}

// tree writes a B-tree.
func (b *Builder) tree(kind byte, entries []entry) Ref {
	slices.SortStableFunc(entries, func(x, y entry) int {
		if x.key < y.key {
			return -1
		}
		return min(1, int(x.key-y.key))
	})
	for level := byte(0); ; level++ {
		_, meta, _ := b.page()
		per := 1
		if len(entries) > 0 {
			per = meta / len(entries[0].data)
		}
		var above []entry
		var last Ref
		for part := range slices.Chunk(entries, per) {
			var raw [][]byte
			for _, e := range part {
				raw = append(raw, e.data)
			}
			last = b.Page(kind, level, raw)
			above = append(above, entry{part[0].key, b.Link(part[0].key, last)})
		}
		if len(above) == 0 {
			return b.Page(kind, 0, nil)
		}
		if len(above) == 1 {
			return last
		}
		entries = above
	}
}

// Link is an entry of a page that is no leaf.
func (b *Builder) Link(key uint64, to Ref) []byte {
	return b.word(b.word(b.word(nil, key), uint64(to.ID)), uint64(to.Offset))
}

// Bytes writes both trees and the header, and returns the file.
func (b *Builder) Bytes() []byte {
	var nodes, blocks []entry
	for _, n := range b.nodes {
		e := b.word(b.word(b.word(nil, uint64(n.ID)), uint64(n.Data)), uint64(n.Sub))
		e = binary.LittleEndian.AppendUint32(e, uint32(n.Parent))
		if b.wide() {
			e = append(e, 0, 0, 0, 0)
		}
		nodes = append(nodes, entry{uint64(n.ID), e})
	}
	for _, p := range b.blocks {
		e := b.word(b.word(nil, uint64(p.id)), uint64(p.offset))
		e = binary.LittleEndian.AppendUint16(e, uint16(p.stored))
		if b.Variant == ndb.Unicode4K {
			e = binary.LittleEndian.AppendUint16(e, uint16(p.plain))
		}
		e = binary.LittleEndian.AppendUint16(e, 2)
		for b.wide() && len(e) < 24 {
			e = append(e, 0)
		}
		blocks = append(blocks, entry{uint64(p.id), e})
	}
	return b.Close(b.tree(PageNodes, nodes), b.tree(PageBlocks, blocks))
}

// Close writes the header with the given roots, and returns the file.
func (b *Builder) Close(nodes, blocks Ref) []byte {
	h := b.file
	copy(h, ndb.Magic)
	client, version := b.Client, map[ndb.Variant]uint16{ndb.ANSI: 14, ndb.Unicode: 23, ndb.Unicode4K: 36}[b.Variant]
	if client == "" {
		client = "SM"
	}
	copy(h[8:], client)
	binary.LittleEndian.PutUint16(h[10:], version)
	binary.LittleEndian.PutUint16(h[12:], 19)
	h[14], h[15] = 1, 1
	if b.wide() {
		binary.LittleEndian.PutUint64(h[184:], uint64(len(h)))
		for i, n := range []int{int(nodes.ID), nodes.Offset, int(blocks.ID), blocks.Offset} {
			binary.LittleEndian.PutUint64(h[216+8*i:], uint64(n))
		}
		h[248], h[512], h[513] = 2, 0x80, b.Crypt
		binary.LittleEndian.PutUint64(h[516:], uint64(b.nextData))
	} else {
		binary.LittleEndian.PutUint32(h[168:], uint32(len(h)))
		for i, n := range []int{int(nodes.ID), nodes.Offset, int(blocks.ID), blocks.Offset} {
			binary.LittleEndian.PutUint32(h[184+4*i:], uint32(n))
		}
		h[200], h[460], h[461] = 2, 0x80, b.Crypt
	}
	binary.LittleEndian.PutUint32(h[4:], Sum(h[8:8+471]))
	if b.wide() {
		binary.LittleEndian.PutUint32(h[524:], Sum(h[8:8+516]))
	}
	return h
}
