package ltp

import (
	"dwell/evidence/pst/ndb"
)

// Node is a node whose data is a heap, with its subnodes.
type Node struct {
	Subnodes ndb.Subnodes
	// Lost counts the blocks of the heap that could not be read.
	Lost int

	session *ndb.Session
	heap    *Heap
}

// maxHeap bounds the bytes of a heap. The tables of the largest folders, with a million
// messages, take some 20 MB.
const maxHeap = 128 << 20

// Open reads the heap that stands under data, and the list of subnodes under sub. The
// session is used for as long as the node is.
func Open(x *ndb.Session, v ndb.Variant, data, sub ndb.BID) (*Node, error) {
	d, err := x.Data(data, maxHeap)
	if err != nil {
		return nil, err
	}
	h, err := newHeap(&d, v)
	if err != nil {
		return nil, err
	}
	n := &Node{session: x, heap: h, Lost: d.Lost}
	n.Subnodes, err = x.Subnodes(sub)
	return n, err
}

// isHeap reports whether a number of a value is one of an item, and not of a subnode
// ([MS-PST] 2.3.3.2).
func isHeap(hnid uint32) bool { return hnid&(1<<hidTypeBits-1) == 0 }

// lookup returns the bytes that a number stands for: an item of the heap, which may not
// be changed, or the data of a subnode up to a limit.
func (n *Node) lookup(hnid uint32, limit int) (d ndb.Data, err error) {
	if isHeap(hnid) {
		b, err := n.heap.item(HID(hnid))
		if err != nil {
			return d, err
		}
		return ndb.Data{Bytes: b, Ends: []int{len(b)}}, nil
	}
	s, ok := n.Subnodes.Find(ndb.NID(hnid))
	if !ok {
		return d, errSubnode
	}
	return n.session.Data(s.Data, limit)
}
