package psttest

import (
	"encoding/binary"
	"slices"

	"dwell/evidence/pst/ndb"
)

// Heap collects the items of a heap-on-node and what is too large for it.
type Heap struct {
	b      *Builder
	blocks [][][]byte // items of each block
	sizes  []int
	subs   []ndb.Subnode
	nextID ndb.NID
}

// NewHeap returns an empty heap.
func (b *Builder) NewHeap() *Heap { return &Heap{b: b, nextID: 0x1f + 1<<5} }

// maxItem is the size of the largest item of a heap.
const maxItem = 3580

func heapHeader(block int) int {
	switch {
	case block == 0:
		return 12
	case block >= 8 && (block-8)%128 == 0:
		return 66
	}
	return 2
}

// indexBits are those of a HID that number an item within its block.
func (h *Heap) indexBits() uint {
	if h.b.Variant == ndb.Unicode4K {
		return 14
	}
	return 11
}

// Item adds an item and returns its number.
func (h *Heap) Item(data []byte) uint32 {
	last := len(h.blocks) - 1
	if last < 0 || h.sizes[last]+len(data)+2 > h.b.MaxBlock() || len(h.blocks[last]) == 1<<h.indexBits()-2 {
		last++
		h.blocks = append(h.blocks, nil)
		h.sizes = append(h.sizes, heapHeader(last)+8)
	}
	h.blocks[last] = append(h.blocks[last], data)
	h.sizes[last] += len(data) + 2
	return uint32(len(h.blocks[last]))<<5 | uint32(last)<<(5+h.indexBits())
}

// Value adds a value, in the heap or in a subnode, and returns its number.
func (h *Heap) Value(data []byte) uint32 {
	if len(data) == 0 {
		return 0
	}
	if len(data) <= maxItem {
		return h.Item(data)
	}
	return h.subnode(h.b.Data(data))
}

func (h *Heap) subnode(data BID) uint32 {
	id := h.nextID
	h.nextID += 1 << 5
	h.subs = append(h.subs, ndb.Subnode{ID: id, Data: data})
	return uint32(id)
}

// Sub adds a subnode.
func (h *Heap) Sub(s ndb.Subnode) { h.subs = append(h.subs, s) }

// Tree adds a B-tree with records of the given sizes, key first, and returns its header's
// item.
func (h *Heap) Tree(key, size int, records [][]byte) uint32 {
	slices.SortFunc(records, func(x, y []byte) int { return compareKeys(x[:key], y[:key]) })
	levels := byte(0)
	var root uint32
	for len(records) > 0 {
		each := len(records[0])
		var above [][]byte
		for part := range slices.Chunk(records, maxItem/each) {
			root = h.Item(slices.Concat(part...))
			above = append(above, binary.LittleEndian.AppendUint32(slices.Clone(part[0][:key]), root))
		}
		if len(above) == 1 {
			break
		}
		levels++
		records = above
	}
	return h.Item(binary.LittleEndian.AppendUint32([]byte{0xb5, byte(key), byte(size), levels}, root))
}

func compareKeys(x, y []byte) int {
	for i := len(x) - 1; i >= 0; i-- {
		if x[i] != y[i] {
			return int(x[i]) - int(y[i])
		}
	}
	return 0
}

// Close writes the heap and returns the numbers of its data and its subnodes.
func (h *Heap) Close(client byte, root uint32) (data, sub BID) {
	var blocks [][]byte
	for i, items := range h.blocks {
		block := make([]byte, heapHeader(i))
		offsets := binary.LittleEndian.AppendUint16(nil, uint16(len(items)))
		offsets = binary.LittleEndian.AppendUint16(offsets, 0)
		offsets = binary.LittleEndian.AppendUint16(offsets, uint16(len(block)))
		for _, item := range items {
			block = append(block, item...)
			offsets = binary.LittleEndian.AppendUint16(offsets, uint16(len(block)))
		}
		if len(block)%2 != 0 {
			block = append(block, 0)
		}
		binary.LittleEndian.PutUint16(block, uint16(len(block)))
		if i == 0 {
			block[2], block[3] = 0xec, client
			binary.LittleEndian.PutUint32(block[4:], root)
		}
		blocks = append(blocks, append(block, offsets...))
	}
	return h.b.Tree(blocks), h.b.Subnodes(h.subs)
}
