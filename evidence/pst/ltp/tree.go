package ltp

import (
	"encoding/binary"
	"errors"
)

// tree is a B-tree on a heap ([MS-PST] 2.3.2).
type tree struct {
	heap       *Heap
	key, value int // sizes
	left       int // bytes of items that may still be visited
	yield      func(key, value []byte) bool
}

var errTree = errors.New("a B-tree of a heap that cannot be")

// each calls yield with the records of the tree whose header is the given item, in the
// order of their keys, until it returns false. least is the size that values must have.
func (h *Heap) each(header HID, key, least int, yield func(key, value []byte) bool) error {
	b, err := h.item(header)
	if err != nil {
		return err
	}
	const size = 8
	if len(b) < size || b[0] != treeSignature || int(b[1]) != key || int(b[2]) < least || int(b[3]) > maxDepth {
		return errTree
	}
	// No item belongs to two places of a tree: together they are no larger than the heap.
	t := tree{heap: h, key: key, value: int(b[2]), left: len(h.data.Bytes), yield: yield}
	_, err = t.walk(HID(binary.LittleEndian.Uint32(b[4:])), int(b[3]))
	return err
}

// walk visits an item of the tree and what is below it. Branches that cannot be read
// are an error behind those that can.
func (t *tree) walk(id HID, level int) (more bool, err error) {
	b, err := t.heap.item(id)
	if err != nil {
		return true, err
	}
	if t.left -= len(b); t.left < 0 {
		return false, errTree
	}
	const link = 4
	size := t.key + t.value
	if level > 0 {
		size = t.key + link
	}
	var first error
	for ; len(b) >= size; b = b[size:] {
		if level == 0 {
			if !t.yield(b[:t.key], b[t.key:size]) {
				return false, first
			}
			continue
		}
		more, err := t.walk(HID(binary.LittleEndian.Uint32(b[t.key:])), level-1)
		if first == nil {
			first = err
		}
		if !more {
			return false, first
		}
	}
	return true, first
}
