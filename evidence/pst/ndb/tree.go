package ndb

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// trees loads the entries of both B-trees.
type trees struct {
	store   *Store
	seen    map[int64]bool // pages that were read, by offset
	broken  bool           // a page is missing
	nodes   entries[Node]
	blocks  entries[block]
	tooMany bool
	wanted  func(kind byte, key uint64) bool // nil: every entry is
}

// entries are those of one tree.
type entries[E any] struct {
	live  []E       // on sound pages to which the tree leads
	other []aged[E] // on others
}

// aged is an entry with the number of the page that it stands on: later pages have higher
// numbers, and one that is not sound has none.
type aged[E any] struct {
	entry E
	page  BID
}

// live is the age of entries on sound pages to which a tree leads.
const live = ^BID(0)

func (e *entries[E]) add(entry E, page BID) {
	if page == live {
		e.live = append(e.live, entry)
	} else {
		e.other = append(e.other, aged[E]{entry, page})
	}
}

func (e *entries[E]) len() int { return len(e.live) + len(e.other) }

// errTooMany says that the index would not fit the memory that it may have.
var errTooMany = fmt.Errorf("a store of more than %d blocks or nodes", maxEntries)

// load reads the trees from their roots, and searches for their pages where that fails.
func (t *trees) load() error {
	s := t.store
	t.seen = make(map[int64]bool)
	t.page(s.Header.nodes, pageNodes, -1)
	t.page(s.Header.blocks, pageBlocks, -1)
	t.seen = nil
	if t.broken && !t.tooMany {
		s.Rebuilt = true
		t.find()
	}
	if t.tooMany {
		return errTooMany
	}
	s.nodes = settled(&t.nodes, nodeKey)
	s.blocks = settled(&t.blocks, blockKey)
	if t.broken && (len(s.nodes) == 0 || len(s.blocks) == 0) {
		return errors.New("a store in which no tree of nodes and blocks can be found")
	}
	return nil
}

// settled sorts entries by their key; of several the latest stands.
func settled[E any, K cmp.Ordered](e *entries[E], key func(E) K) []E {
	order := func(a, b E) int { return cmp.Compare(key(a), key(b)) }
	out := e.live
	if len(e.other) > 0 {
		out = slices.Grow(out, len(e.other))
		slices.SortStableFunc(e.other, func(a, b aged[E]) int { return -cmp.Compare(a.page, b.page) })
		for i := range e.other {
			out = append(out, e.other[i].entry)
		}
	}
	if !slices.IsSortedFunc(out, order) {
		slices.SortStableFunc(out, order)
	}
	return slices.CompactFunc(out, func(a, b E) bool { return key(a) == key(b) })
}

// page reads a page and what is below it; level is that which it must have, -1 for a root.
func (t *trees) page(ref pageRef, kind byte, level int) {
	p, ok := t.get(ref, kind, level)
	if !ok {
		t.broken = true
		return
	}
	l := &t.store.layout
	for i := 0; i < p.count && !t.tooMany; i++ {
		e := p.entry(i)
		if p.level > 0 {
			w := l.width()
			t.page(pageRef{BID(l.word(e[w:])), int64(l.word(e[2*w:]))}, kind, p.level-1)
			continue
		}
		age := live
		if p.unsound {
			age = 0
		}
		t.leaf(kind, e, age)
	}
}

// get reads one page that a tree leads to.
func (t *trees) get(ref pageRef, kind byte, level int) (treePage, bool) {
	s := t.store
	if ref.offset <= 0 || ref.offset > s.size-int64(s.layout.page) {
		s.fault(max(0, min(ref.offset, s.size)), "a page of a B-tree would lie outside of the file")
		return treePage{}, false
	}
	if t.seen[ref.offset] {
		s.fault(ref.offset, "a B-tree leads to the same page twice")
		return treePage{}, false
	}
	t.seen[ref.offset] = true
	b := make([]byte, s.layout.page)
	if _, err := s.r.ReadAt(b, ref.offset); err != nil && !errors.Is(err, io.EOF) {
		s.fault(ref.offset, "a page cannot be read: "+err.Error())
		return treePage{}, false
	}
	p, why := s.layout.parse(b, ref.offset)
	usable := p.kind == kind && p.id == ref.id && (level < 0 || p.level == level)
	switch {
	case why != "":
		// A page that is what it should be but for its checksum is read nevertheless; what is
		// found on a sound page goes before.
		p.unsound, t.broken = true, true
	case !usable:
		why = "a page of a B-tree that is not the one which should stand there"
	}
	if why != "" {
		s.fault(ref.offset, why)
	}
	return p, usable
}

// leaf takes one entry of a leaf that stands on a page of the given age.
func (t *trees) leaf(kind byte, e []byte, page BID) {
	if t.nodes.len() >= maxEntries || t.blocks.len() >= maxEntries {
		t.tooMany = true
		return
	}
	l := &t.store.layout
	w := l.width()
	if t.wanted != nil && !t.wanted(kind, l.word(e)) {
		return
	}
	if kind == pageNodes {
		t.nodes.add(Node{ID: NID(l.word(e)), Data: BID(l.word(e[w:])), Sub: BID(l.word(e[2*w:])),
			Parent: NID(binary.LittleEndian.Uint32(e[3*w:]))}, page)
		return
	}
	const maxOffset = 1 << 47
	offset := l.word(e[w:])
	if offset >= maxOffset {
		return // reading such a block says that it is not there
	}
	t.blocks.add(block{BID(l.word(e)).key(), offset<<16 | uint64(binary.LittleEndian.Uint16(e[2*w:]))}, page)
}
