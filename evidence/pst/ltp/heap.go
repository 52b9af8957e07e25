package ltp

import (
	"encoding/binary"
	"errors"
	"fmt"

	"dwell/evidence/pst/ndb"
)

// HID is the number of an item of a heap.
type HID uint32

// The kinds of heaps, as their first block says ([MS-PST] 2.3.1.2).
const (
	heapSignature     = 0xec
	clientTable       = 0x7c
	clientProperties  = 0xbc
	treeSignature     = 0xb5
	smallHeapHeader   = 12 // of the first block
	usualIndexBits    = 11 // of a HID: which item of a block
	largeIndexBits    = 14 // the same in stores with large pages
	hidTypeBits       = 5
	allocationEntries = 4 // where the offsets of the items begin in a map of them
)

// Heap is the data of a node as a heap of items.
type Heap struct {
	data      *ndb.Data
	indexBits uint
	client    byte
	root      HID
}

// newHeap reads the beginning of a heap.
func newHeap(d *ndb.Data, v ndb.Variant) (*Heap, error) {
	first := d.Block(0)
	if len(first) < smallHeapHeader || first[2] != heapSignature {
		return nil, errors.New("data that is no heap")
	}
	h := &Heap{data: d, indexBits: usualIndexBits, client: first[3], root: HID(binary.LittleEndian.Uint32(first[4:]))}
	if v == ndb.Unicode4K {
		h.indexBits = largeIndexBits
	}
	return h, nil
}

// item returns an item; the zero number stands for none.
func (h *Heap) item(id HID) ([]byte, error) {
	if id == 0 {
		return nil, nil
	}
	wrong := func() ([]byte, error) { return nil, fmt.Errorf("item %#x of a heap is not there", uint32(id)) }
	index := int(id>>hidTypeBits) & (1<<h.indexBits - 1)
	block := h.data.Block(int(id >> (hidTypeBits + h.indexBits)))
	if id&(1<<hidTypeBits-1) != 0 || index == 0 || len(block) < 2 {
		return wrong()
	}
	at := int(binary.LittleEndian.Uint16(block)) // the map of the items of this block
	if at+allocationEntries > len(block) {
		return wrong()
	}
	count := int(binary.LittleEndian.Uint16(block[at:]))
	offsets := block[at+allocationEntries:]
	if index > count || len(offsets) < 2*(index+1) {
		return wrong()
	}
	from, to := int(binary.LittleEndian.Uint16(offsets[2*(index-1):])), int(binary.LittleEndian.Uint16(offsets[2*index:]))
	if from > to || to > len(block) {
		return wrong()
	}
	return block[from:to], nil
}
