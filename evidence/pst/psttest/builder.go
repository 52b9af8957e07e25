package psttest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"slices"

	"dwell/evidence/pst/ndb"
)

// BID is the number of a block.
type BID = ndb.BID

// Builder writes the lowest layer of a store.
type Builder struct {
	Variant ndb.Variant
	Crypt   byte
	Client  string // "SM" when empty

	file     []byte
	nextData BID
	nextPage BID
	blocks   []place
	nodes    []ndb.Node
	packer   *zlib.Writer // kept, because making one takes long
}

// place is a block that was written.
type place struct {
	id     BID
	offset int
	stored int
	plain  int
}

// firstData is where blocks begin: behind the header and what Outlook keeps there.
const firstData = 0x4600

// NewBuilder returns a builder of an empty store.
func NewBuilder(v ndb.Variant, crypt byte) *Builder {
	return &Builder{Variant: v, Crypt: crypt, file: make([]byte, firstData), nextData: 4, nextPage: 4}
}

func (b *Builder) wide() bool { return b.Variant != ndb.ANSI }

// MaxBlock is the most data that a block holds.
func (b *Builder) MaxBlock() int {
	return map[ndb.Variant]int{ndb.ANSI: 8192 - 12, ndb.Unicode: 8192 - 16, ndb.Unicode4K: 65512}[b.Variant]
}

func (b *Builder) align(n int) {
	for len(b.file)%n != 0 {
		b.file = append(b.file, 0)
	}
}

// word appends a number of the layout's width.
func (b *Builder) word(to []byte, n uint64) []byte {
	if b.wide() {
		return binary.LittleEndian.AppendUint64(to, n)
	}
	return binary.LittleEndian.AppendUint32(to, uint32(n))
}

// Sum is the checksum that stores use.
func Sum(data []byte) uint32 { return ^crc32.Update(^uint32(0), crc32.IEEETable, data) }

func sign(offset int, id BID) uint16 {
	x := uint32(offset) ^ uint32(id)
	return uint16(x>>16) ^ uint16(x)
}

// cipher does what ndb.Decipher undoes. The cyclic cipher is its own inverse, that of the
// substitution is found by trying all bytes.
func cipher(method byte, id BID, data []byte) {
	if method != ndb.CryptPermute {
		ndb.Decipher(method, id, data)
		return
	}
	var forth [256]byte
	for i := range forth {
		plain := []byte{byte(i)}
		ndb.Decipher(method, id, plain)
		forth[plain[0]] = byte(i)
	}
	for i, c := range data {
		data[i] = forth[c]
	}
}

// Block writes one block and returns its number.
func (b *Builder) Block(data []byte, internal bool) BID {
	id := b.nextData
	b.nextData += 4
	if internal {
		id |= 2
	}
	stored := slices.Clone(data)
	if !internal {
		cipher(b.Crypt, id, stored)
	}
	if b.Variant == ndb.Unicode4K {
		var packed bytes.Buffer
		if b.packer == nil {
			b.packer = zlib.NewWriter(nil)
		}
		b.packer.Reset(&packed)
		_, _ = b.packer.Write(stored) // a buffer takes everything
		_ = b.packer.Close()
		if packed.Len() < len(stored) {
			stored = packed.Bytes()
		}
	}
	align, trailer := 64, 16
	switch b.Variant {
	case ndb.ANSI:
		trailer = 12
	case ndb.Unicode4K:
		align, trailer = 512, 24
	}
	b.align(align)
	offset := len(b.file)
	total := (len(stored) + trailer + align - 1) / align * align
	b.file = append(b.file, stored...)
	b.file = append(b.file, make([]byte, total-len(stored)-trailer)...)
	t := binary.LittleEndian.AppendUint16(nil, uint16(len(stored)))
	t = binary.LittleEndian.AppendUint16(t, sign(offset, id))
	if b.wide() {
		t = binary.LittleEndian.AppendUint32(t, Sum(stored))
		t = binary.LittleEndian.AppendUint64(t, uint64(id))
	} else {
		t = binary.LittleEndian.AppendUint32(t, uint32(id))
		t = binary.LittleEndian.AppendUint32(t, Sum(stored))
	}
	if b.Variant == ndb.Unicode4K {
		t = binary.LittleEndian.AppendUint16(t, 0)
		t = binary.LittleEndian.AppendUint16(t, uint16(len(data)))
		t = binary.LittleEndian.AppendUint32(t, 0)
	}
	b.file = append(b.file, t...)
	b.blocks = append(b.blocks, place{id, offset, len(stored), len(data)})
	return id
}

// Data writes data of any size and returns the number that stands for it; 0 for none.
func (b *Builder) Data(data []byte) BID {
	if len(data) == 0 {
		return 0
	}
	return b.Tree(slices.Collect(slices.Chunk(data, b.MaxBlock())))
}

// Tree writes data that is cut into blocks already.
func (b *Builder) Tree(blocks [][]byte) BID {
	ids := make([]BID, len(blocks))
	total := 0
	for i, data := range blocks {
		ids[i] = b.Block(data, false)
		total += len(data)
	}
	level := byte(0)
	for len(ids) > 1 {
		level++
		var above []BID
		for part := range slices.Chunk(ids, b.perList()) {
			below := total
			if len(ids) > b.perList() {
				below = len(part) * b.MaxBlock()
			}
			above = append(above, b.List(1, level, below, part))
		}
		ids = above
	}
	return ids[0]
}

// perList is how many numbers a block of numbers holds.
func (b *Builder) perList() int { return (b.MaxBlock() - 8) / len(b.word(nil, 0)) }

// List writes a block of numbers of blocks.
func (b *Builder) List(kind, level byte, total int, ids []BID) BID {
	list := []byte{kind, level}
	list = binary.LittleEndian.AppendUint16(list, uint16(len(ids)))
	list = binary.LittleEndian.AppendUint32(list, uint32(total))
	for _, id := range ids {
		list = b.word(list, uint64(id))
	}
	return b.Block(list, true)
}

// Subnodes writes a list of subnodes, with a list of lists when there are many.
func (b *Builder) Subnodes(subs []ndb.Subnode) BID {
	if len(subs) == 0 {
		return 0
	}
	slices.SortFunc(subs, func(x, y ndb.Subnode) int { return int(x.ID) - int(y.ID) })
	per := (b.MaxBlock() - 8) / (3 * len(b.word(nil, 0)))
	var lists []ndb.Subnode
	for part := range slices.Chunk(subs, per) {
		lists = append(lists, ndb.Subnode{ID: part[0].ID, Data: b.subnodeList(0, part)})
	}
	if len(lists) == 1 {
		return lists[0].Data
	}
	return b.subnodeList(1, lists)
}

func (b *Builder) subnodeList(level byte, subs []ndb.Subnode) BID {
	list := []byte{2, level}
	list = binary.LittleEndian.AppendUint16(list, uint16(len(subs)))
	if b.wide() {
		list = append(list, 0, 0, 0, 0)
	}
	for _, s := range subs {
		list = b.word(b.word(list, uint64(s.ID)), uint64(s.Data))
		if level == 0 {
			list = b.word(list, uint64(s.Sub))
		}
	}
	return b.Block(list, true)
}

// Node adds a node.
func (b *Builder) Node(id, parent ndb.NID, data, sub BID) {
	b.nodes = append(b.nodes, ndb.Node{ID: id, Parent: parent, Data: data, Sub: sub})
}

// purge takes a node and the blocks from the given one on out of the trees, behind pages
// that tell of them.
func (b *Builder) purge(id ndb.NID, from int) {
	b.Bytes()
	b.nodes = slices.DeleteFunc(b.nodes, func(n ndb.Node) bool { return n.ID == id })
	b.blocks = b.blocks[:from]
}

// Forget forgets the nodes that were added, so that others may be in the next tree.
func (b *Builder) Forget() { b.nodes = nil }
