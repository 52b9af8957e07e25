package ndb

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
)

// Store is an open store. It may be read from several goroutines, each with sessions of
// its own.
type Store struct {
	Header Header
	// Faults are those met while the store was opened, in the order of their places.
	Faults []Fault
	// Rebuilt says that a tree was broken and that the file was searched for its pages.
	Rebuilt bool

	r      io.ReaderAt
	size   int64
	layout layout
	nodes  []Node
	blocks []block
	read   atomic.Int64 // bytes of blocks, counted as often as they were read
}

// Node is an entry of the tree of nodes.
type Node struct {
	ID     NID
	Parent NID
	Data   BID
	Sub    BID // 0: no subnodes
}

// block is an entry of the tree of blocks.
type block struct {
	id    BID
	place uint64 // offset, and in the low 16 bits the size
}

func nodeKey(n Node) NID   { return n.ID }
func blockKey(b block) BID { return b.id }

func (b block) offset() int64 { return int64(b.place >> 16) }
func (b block) size() int     { return int(b.place & 0xffff) }

// Open reads the header and the trees of a store of the given size. It fails only when
// nothing can be read of it.
func Open(r io.ReaderAt, size int64) (*Store, error) {
	h, fault, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	s := &Store{Header: h, r: r, size: size, layout: layoutOf(h.Variant)}
	if fault != nil {
		s.Faults = append(s.Faults, *fault)
	}
	if h.End > size {
		s.Faults = append(s.Faults, Fault{size, fmt.Sprintf("the file ends here, %d bytes before its end as its header has it", h.End-size)})
	}
	t := &trees{store: s}
	if err := t.load(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(s.Faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Why, b.Why))
	})
	return s, nil
}

// Nodes returns all nodes in the order of their numbers. They must not be changed.
func (s *Store) Nodes() []Node { return s.nodes }

// Node finds a node.
func (s *Store) Node(id NID) (Node, bool) {
	i, ok := slices.BinarySearchFunc(s.nodes, id, func(n Node, id NID) int { return cmp.Compare(n.ID, id) })
	if !ok {
		return Node{}, false
	}
	return s.nodes[i], true
}

// Place returns where the block with the given number stands, without its trailer; of
// none when there is no such block.
func (s *Store) Place(id BID) (offset int64, length int) {
	b, ok := s.find(id)
	if !ok {
		return 0, 0
	}
	return b.offset(), b.size()
}

func (s *Store) find(id BID) (block, bool) {
	i, ok := slices.BinarySearchFunc(s.blocks, id.key(), func(b block, id BID) int { return cmp.Compare(b.id, id) })
	if !ok {
		return block{}, false
	}
	return s.blocks[i], true
}

func (s *Store) fault(offset int64, why string) {
	if len(s.Faults) < maxFaults {
		s.Faults = append(s.Faults, Fault{offset, why})
	}
}
