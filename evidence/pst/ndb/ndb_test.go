package ndb_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

// kinds are all layouts with all ciphers.
func kinds(t *testing.T, test func(t *testing.T, b *psttest.Builder)) {
	t.Helper()
	for _, v := range []ndb.Variant{ndb.ANSI, ndb.Unicode, ndb.Unicode4K} {
		for crypt := range byte(3) {
			t.Run(fmt.Sprintf("%s/cipher %d", v, crypt), func(t *testing.T) { test(t, psttest.NewBuilder(v, crypt)) })
		}
	}
}

func open(t testing.TB, file []byte) *ndb.Store {
	t.Helper()
	s, err := ndb.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sound opens a store in which nothing is wrong.
func sound(t testing.TB, file []byte) *ndb.Store {
	t.Helper()
	s := open(t, file)
	if len(s.Faults) > 0 || s.Rebuilt {
		t.Fatalf("faults %v, rebuilt %v", s.Faults, s.Rebuilt)
	}
	return s
}

// pattern is data in which no two pieces are the same.
func pattern(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i ^ i>>8*31 ^ i>>16*17)
	}
	return data
}

const most = 1 << 30

// Data of every size comes back as it was written: in one block, in a list of blocks, in
// a list of lists.
func TestDataComesBack(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		sizes := []int{1, 63, 64, 4000, b.MaxBlock(), b.MaxBlock() + 1, 5*b.MaxBlock() + 7}
		for i, size := range sizes {
			b.Node(ndb.NID(i+1)<<5, 0, b.Data(pattern(size)), 0)
		}
		var lists []psttest.BID
		for i := range 3 {
			ids := []psttest.BID{b.Block([]byte{byte(2 * i)}, false), b.Block([]byte{byte(2*i + 1)}, false)}
			lists = append(lists, b.List(1, 1, 2, ids))
		}
		b.Node(0x1001, 0, b.List(1, 2, 6, lists), 0)
		s := sound(t, b.Bytes())
		x := s.Session(most)
		for i, size := range sizes {
			n, ok := s.Node(ndb.NID(i+1) << 5)
			d, err := x.Data(n.Data, most)
			if !ok || err != nil || !bytes.Equal(d.Bytes, pattern(size)) || d.Cut || d.Lost > 0 {
				t.Errorf("%d bytes: %d came back, %v", size, len(d.Bytes), err)
			}
			if want := (size + b.MaxBlock() - 1) / b.MaxBlock(); d.Blocks() != want {
				t.Errorf("%d bytes in %d blocks, want %d", size, d.Blocks(), want)
			}
		}
		n, _ := s.Node(0x1001)
		if d, err := x.Data(n.Data, most); err != nil || !bytes.Equal(d.Bytes, []byte{0, 1, 2, 3, 4, 5}) || d.Blocks() != 6 || d.Block(4)[0] != 4 {
			t.Errorf("a list of lists gives %v, %v", d, err)
		}
		if len(x.Faults) > 0 {
			t.Error(x.Faults)
		}
	})
}

// Trees of several levels are read whole, and every node is found by its number.
func TestManyNodes(t *testing.T) {
	const count = 2000
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		for i := range count {
			b.Node(ndb.NID(i)<<5|4, ndb.NID(i%7)<<5|2, b.Block([]byte{byte(i), byte(i >> 8)}, false), 0)
		}
		s := sound(t, b.Bytes())
		if len(s.Nodes()) != count {
			t.Fatalf("%d nodes", len(s.Nodes()))
		}
		x := s.Session(most)
		for i := range count {
			n, ok := s.Node(ndb.NID(i)<<5 | 4)
			d, err := x.Data(n.Data, most)
			if !ok || err != nil || n.Parent != ndb.NID(i%7)<<5|2 || !bytes.Equal(d.Bytes, []byte{byte(i), byte(i >> 8)}) {
				t.Fatalf("node %d: %v %v %v", i, n, d.Bytes, err)
			}
		}
		if _, ok := s.Node(3); ok {
			t.Error("a node that is not there was found")
		}
	})
}

// Subnodes come back in order, also from a list of lists.
func TestSubnodes(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		for i, count := range []int{1, 5, 3000} {
			var subs []ndb.Subnode
			for j := range count {
				subs = append(subs, ndb.Subnode{ID: ndb.NID(j)<<5 | 5, Data: psttest.BID(4 * j), Sub: psttest.BID(8 * j)})
			}
			slices.Reverse(subs)
			b.Node(ndb.NID(i), 0, 0, b.Subnodes(subs))
		}
		b.Block([]byte{1}, false)
		s := sound(t, b.Bytes())
		x := s.Session(most)
		for i, count := range []int{1, 5, 3000} {
			n, _ := s.Node(ndb.NID(i))
			subs, err := x.Subnodes(n.Sub)
			if err != nil || len(subs) != count {
				t.Fatalf("%d subnodes, want %d: %v %v", len(subs), count, err, x.Faults)
			}
			last := ndb.NID(count-1)<<5 | 5
			if sub, ok := subs.Find(last); !ok || sub.Data != psttest.BID(4*(count-1)) || sub.Sub != psttest.BID(8*(count-1)) {
				t.Errorf("subnode %#x: %v %v", last, sub, ok)
			}
		}
	})
}

// The place of data is that of its first block in the file.
func TestFirst(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		one := b.Block(pattern(100), false)
		many := b.Data(pattern(3 * b.MaxBlock()))
		b.Node(1, 0, one, 0)
		s := sound(t, b.Bytes())
		x := s.Session(most)
		offset, length := x.First(one)
		if offset < 0x4600 || length == 0 || b.Variant != ndb.Unicode4K && length != 100 {
			t.Errorf("%d bytes at %d", length, offset)
		}
		if later, length := x.First(many); later <= offset || length == 0 {
			t.Errorf("%d bytes at %d", length, later)
		}
		if offset, length := x.First(0x7770); offset != 0 || length != 0 {
			t.Errorf("a block that is not there is %d bytes at %d", length, offset)
		}
	})
}

// Reading up to a limit says that there was more.
func TestLimit(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptPermute)
	id := b.Data(pattern(10 * b.MaxBlock()))
	b.Node(1, 0, id, 0)
	x := sound(t, b.Bytes()).Session(most)
	d, err := x.Data(id, b.MaxBlock()+1)
	if err != nil || !d.Cut || d.Blocks() != 2 {
		t.Errorf("%d blocks, cut %v, %v", d.Blocks(), d.Cut, err)
	}
	if _, err := (x.Data(id, 1)); err != nil {
		t.Error(err)
	}
}

// The header tells what kind of store it is; anything else is refused.
func TestHeader(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		b.Client = "SO"
		b.Node(1, 0, b.Block([]byte{1}, false), 0)
		h := sound(t, b.Bytes()).Header
		if h.Variant != b.Variant || h.Crypt != b.Crypt || h.Client != "SO" || h.End == 0 {
			t.Errorf("%+v", h)
		}
	})
	file := small()
	for name, change := range map[string]func(f []byte) []byte{
		"an empty file":        func([]byte) []byte { return nil },
		"no header":            func(f []byte) []byte { return f[:100] },
		"another magic":        func(f []byte) []byte { f[0] = 'X'; return f },
		"another client":       func(f []byte) []byte { f[8] = 'X'; return f },
		"a version of nothing": func(f []byte) []byte { f[10] = 1; return f },
		"an unknown cipher":    func(f []byte) []byte { f[513] = 0x10; return f },
		"a header only":        func(f []byte) []byte { return f[:1024] },
	} {
		f := change(slices.Clone(file))
		if _, err := ndb.Open(bytes.NewReader(f), int64(len(f))); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
	for version, want := range map[uint16]bool{13: false, 14: true, 15: true, 16: false, 20: true, 21: true, 23: true, 36: true, 37: false} {
		head := slices.Clone(file[:64])
		binary.LittleEndian.PutUint16(head[10:], version)
		if ndb.Identify(head) != want {
			t.Errorf("version %d: %v", version, !want)
		}
	}
}

// small is a store of two nodes.
func small() []byte {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptPermute)
	b.Node(0x24, 0x22, b.Data([]byte("one")), 0)
	b.Node(0x44, 0x22, b.Data([]byte("two")), 0)
	return b.Bytes()
}

func BenchmarkData(b *testing.B) {
	for _, v := range []ndb.Variant{ndb.ANSI, ndb.Unicode, ndb.Unicode4K} {
		for crypt := range byte(3) {
			b.Run(fmt.Sprintf("%s/cipher %d", v, crypt), func(b *testing.B) {
				const size = 8 << 20
				w := psttest.NewBuilder(v, crypt)
				id := w.Data(pattern(size))
				w.Node(1, 0, id, 0)
				s := sound(b, w.Bytes())
				b.SetBytes(size)
				for b.Loop() {
					s.Again()
					if d, err := s.Session(most).Data(id, most); err != nil || len(d.Bytes) != size {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
