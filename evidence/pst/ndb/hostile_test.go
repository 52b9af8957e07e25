package ndb_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

// Trees that lead back into themselves, or to the same page many times, end.
func TestTreesInCircles(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		leaf := b.Page(psttest.PageNodes, 0, nil)
		// The page that comes next, of the same number and place, on its own level and below.
		self := psttest.Ref{ID: leaf.ID + 1, Offset: 2*leaf.Offset - 0}
		size := 512
		if b.Variant == ndb.Unicode4K {
			size = 4096
		}
		self.Offset = leaf.Offset + size
		entries := [][]byte{b.Link(1, self), b.Link(2, leaf), b.Link(3, leaf), b.Link(4, leaf)}
		root := b.Page(psttest.PageNodes, 1, entries)
		if root != self {
			t.Fatalf("%v is not %v", root, self)
		}
		file := b.Close(root, root)
		if _, err := ndb.Open(bytes.NewReader(file), int64(len(file))); err == nil {
			t.Error("a store without a leaf was opened")
		}
	})
}

// A tall tree of pages each of which leads twice to the next would have 2^n leaves.
func TestTreeThatDoubles(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	b.Node(0x24, 0, b.Data([]byte("x")), 0)
	b.Bytes()
	below := b.Page(psttest.PageNodes, 0, nil)
	for level := byte(1); level < 16; level++ {
		entries := slices.Repeat([][]byte{b.Link(1, below)}, 20)
		below = b.Page(psttest.PageNodes, level, entries)
	}
	s := open(t, b.Close(below, below))
	if len(s.Faults) == 0 || !s.Rebuilt {
		t.Errorf("faults %v", s.Faults)
	}
}

// Lists of blocks that hold themselves, other lists or what is not there end as faults.
func TestListsInCircles(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		data := b.Block([]byte("x"), false)
		next := data + 4 + 2
		self := b.List(1, 1, 1, []psttest.BID{next, next})
		if self != next {
			t.Fatalf("%v is not %v", self, next)
		}
		selfTwo := b.List(1, 2, 1, []psttest.BID{next + 4, data, self})
		high := b.List(1, 200, 1, []psttest.BID{data})
		low := b.List(1, 0, 1, []psttest.BID{data})
		missing := b.List(1, 1, 1<<31, []psttest.BID{0x7770, data})
		other := b.List(2, 0, 1, []psttest.BID{data})
		b.Node(1, 0, data, 0)
		s := sound(t, b.Bytes())
		for _, id := range []psttest.BID{self, selfTwo, high, low, missing, other, 0x7772} {
			x := s.Session(most)
			d, err := x.Data(id, most)
			if err != nil || len(x.Faults) == 0 || d.Lost == 0 || len(d.Bytes) > 2 {
				t.Errorf("block %#x: %d bytes, %v, faults %v", id, len(d.Bytes), err, x.Faults)
			}
			if _, err := x.Subnodes(id); err != nil {
				t.Errorf("block %#x as a list of subnodes: %v", id, err)
			}
		}
	})
}

// A list that names one block many times, and lists of such lists, are read up to the
// budget, and not all night.
func TestBomb(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		block := b.Block(make([]byte, b.MaxBlock()), false)
		list := b.List(1, 1, 1<<30, slices.Repeat([]psttest.BID{block}, 1000))
		lists := b.List(1, 2, 1<<31, slices.Repeat([]psttest.BID{list}, 1000))
		b.Node(1, 0, lists, 0)
		s := sound(t, b.Bytes())
		const budget = 1 << 20
		x := s.Session(budget)
		d, err := x.Data(lists, 1<<40)
		if !errors.Is(err, ndb.ErrBudget) || len(d.Bytes) > budget {
			t.Errorf("%d bytes, %v", len(d.Bytes), err)
		}
		if b.Variant != ndb.Unicode || b.Crypt != ndb.CryptNone {
			return // what comes takes a second
		}
		again := 0
		for ; again < 1000; again++ {
			x.Renew(16 * budget)
			if _, err = x.Data(lists, 1<<40); errors.Is(err, ndb.ErrAgain) {
				break
			}
		}
		if again == 1000 {
			t.Error("the same blocks were read for ever")
		}
	})
}

// Lists of subnodes that hold themselves end.
func TestSubnodesInCircles(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	entry := func(words ...uint64) (e []byte) {
		for _, w := range words {
			e = binary.LittleEndian.AppendUint64(e, w)
		}
		return e
	}
	const id = 4 + 2
	list := append([]byte{2, 1, 2, 0, 0, 0, 0, 0}, entry(1, id, 2, id)...)
	if got := b.Block(list, true); got != id {
		t.Fatal(got)
	}
	long := b.Block([]byte{2, 0, 0xff, 0xff, 0, 0, 0, 0, 1, 2, 3}, true)
	b.Node(1, 0, b.Block([]byte{1}, false), id)
	s := sound(t, b.Bytes())
	for _, id := range []psttest.BID{id, long, 4} {
		x := s.Session(most)
		subs, err := x.Subnodes(id)
		if err != nil || len(subs) != 0 || len(x.Faults) == 0 {
			t.Errorf("block %#x: %v %v %v", id, subs, err, x.Faults)
		}
	}
}

// Blocks that would lie outside of the file, or be nothing, are told.
func TestBlocksOutside(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	b.Node(1, 0, b.Block([]byte{1}, false), 0)
	b.Bytes()
	leaf := func(id, offset uint64, size uint16) []byte {
		e := binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, id), offset)
		return append(binary.LittleEndian.AppendUint16(e, size), 1, 0, 0, 0, 0, 0)
	}
	blocks := b.Page(psttest.PageBlocks, 0, [][]byte{leaf(4, 1<<62, 10), leaf(8, 1<<40, 10), leaf(12, 0, 0), leaf(16, 0, 65535), leaf(20, 100, 50)})
	node := make([]byte, 32)
	node[0] = 1
	nodes := b.Page(psttest.PageNodes, 0, [][]byte{node})
	s := sound(t, b.Close(nodes, blocks))
	for id := psttest.BID(4); id <= 20; id += 4 {
		x := s.Session(most)
		if d, err := x.Data(id, most); err != nil || d.Lost != 1 || len(x.Faults) != 1 {
			t.Errorf("block %d: %+v %v %v", id, d, err, x.Faults)
		}
	}
}

// A packed block that unpacks to less than it says, or is no packed block, is lost.
func TestPackedBlocks(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode4K, ndb.CryptNone)
	id := b.Block(bytes.Repeat([]byte("a"), 5000), false)
	b.Node(1, 0, id, 0)
	file := b.Bytes()
	offset, _ := sound(t, file).Place(id)
	trailer := int(offset) + 512 - 24
	for what, change := range map[string]func(f []byte){
		"a larger size": func(f []byte) { binary.LittleEndian.PutUint16(f[trailer+18:], 6000) },
		"no zlib":       func(f []byte) { f[offset] = 0 },
	} {
		f := slices.Clone(file)
		change(f)
		x := open(t, f).Session(most)
		d, err := x.Data(id, most)
		if err != nil || d.Lost != 1 || len(x.Faults) == 0 || !strings.Contains(x.Faults[len(x.Faults)-1].Why, "unpacked") {
			t.Errorf("%s: %d bytes, %v %v", what, len(d.Bytes), err, x.Faults)
		}
	}
}

// The cyclic cipher undoes itself, and differs with the number of the block.
func TestCyclicCipher(t *testing.T) {
	plain := pattern(70000)
	a, b := slices.Clone(plain), slices.Clone(plain)
	ndb.Cyclic(0x12345678, a)
	ndb.Cyclic(0x12345679, b)
	if bytes.Equal(a, plain) || bytes.Equal(a, b) {
		t.Error("nothing was ciphered")
	}
	if ndb.Cyclic(0x12345678, a); !bytes.Equal(a, plain) {
		t.Error("it does not undo itself")
	}
}

// FuzzStore opens anything and reads all of it.
func FuzzStore(f *testing.F) {
	for _, v := range []ndb.Variant{ndb.ANSI, ndb.Unicode, ndb.Unicode4K} {
		b := psttest.NewBuilder(v, ndb.CryptCyclic)
		subs := b.Subnodes([]ndb.Subnode{{ID: 1, Data: b.Data([]byte("sub"))}})
		b.Node(0x24, 0, b.List(1, 1, 2, []psttest.BID{b.Block([]byte("a"), false), b.Block([]byte("b"), false)}), subs)
		f.Add(b.Bytes()[0x4400:], byte(v))
	}
	f.Fuzz(func(t *testing.T, tail []byte, kind byte) {
		// The header stays right, so that what lies behind it is reached.
		v := ndb.Variant(kind%3) + ndb.ANSI
		b := psttest.NewBuilder(v, kind>>2%3)
		b.Node(0x24, 0, b.Data([]byte("x")), 0)
		file := b.Bytes()
		file = append(file[:0x4400], tail...)
		s, err := ndb.Open(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		x := s.Session(1 << 20)
		for _, n := range s.Nodes() {
			d, _ := x.Data(n.Data, 1<<20)
			for i := range d.Blocks() {
				d.Block(i)
			}
			subs, _ := x.Subnodes(n.Sub)
			for _, sub := range subs {
				_, _ = x.Data(sub.Data, 1<<20)
			}
			x.First(n.Data)
		}
	})
}
