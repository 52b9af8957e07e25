package ltp_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"testing"

	"dwell/evidence/pst/ltp"
	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

var variants = []ndb.Variant{ndb.ANSI, ndb.Unicode, ndb.Unicode4K}

const most = 1 << 30

// node opens the node that was written with the given data and subnodes.
func node(t testing.TB, b *psttest.Builder, data, sub psttest.BID) (*ltp.Node, error) {
	t.Helper()
	b.Node(0x24, 0, data, sub)
	file := b.Bytes()
	s, err := ndb.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return ltp.Open(s.Session(most), b.Variant, data, sub)
}

func each(t *testing.T, test func(t *testing.T, b *psttest.Builder)) {
	t.Helper()
	for _, v := range variants {
		t.Run(v.String(), func(t *testing.T) { test(t, psttest.NewBuilder(v, ndb.CryptPermute)) })
	}
}

// Values of every type and size come back: in their slot, in the heap, in a subnode.
func TestProperties(t *testing.T) {
	each(t, func(t *testing.T, b *psttest.Builder) {
		written := []psttest.Property{
			psttest.Int(0x0017, 7),
			{ID: 0x0e1b, Type: psttest.TypeBool, Data: []byte{1}},
			{ID: 0x0039, Type: psttest.TypeTime, Data: []byte{1, 2, 3, 4, 5, 6, 7, 8}},
			psttest.Text(0x0037, "제목"),
			psttest.Text8(0x1000, "body"),
			psttest.Binary(0x3701, bytes.Repeat([]byte("0123456789"), 30_000)),
			psttest.Binary(0x3702, bytes.Repeat([]byte("x"), 3580)),
			psttest.Binary(0x3703, nil),
		}
		for i := range 3000 { // more than one item, block and level of the tree
			written = append(written, psttest.Binary(uint16(0x4000+i), fmt.Appendf(nil, "value %d", i)))
		}
		n, err := node2(t, b, written)
		if err != nil {
			t.Fatal(err)
		}
		values, err := n.Properties(most)
		if err != nil || len(values) != len(written) {
			t.Fatalf("%d values, want %d: %v", len(values), len(written), err)
		}
		byID := make(map[uint16]ltp.Value)
		for _, v := range values {
			byID[v.ID] = v
		}
		for _, w := range written {
			v := byID[w.ID]
			if v.Type != w.Type || !bytes.Equal(v.Data, w.Data) || v.Cut {
				t.Fatalf("%#x: type %#x, %d bytes, want %#x, %d bytes", w.ID, v.Type, len(v.Data), w.Type, len(w.Data))
			}
		}
		values, _ = n.Properties(100)
		for _, v := range values {
			if v.Cut != (v.ID == 0x3701) {
				t.Errorf("%#x: cut %v", v.ID, v.Cut)
			}
		}
	})
}

func node2(t testing.TB, b *psttest.Builder, properties []psttest.Property) (*ltp.Node, error) {
	t.Helper()
	data, sub := b.NewHeap().Context(properties)
	return node(t, b, data, sub)
}

// A list of values is split where they begin.
func TestMany(t *testing.T) {
	list := binary.LittleEndian.AppendUint32(nil, 3)
	for _, at := range []uint32{16, 18, 18} {
		list = binary.LittleEndian.AppendUint32(list, at)
	}
	list = append(list, "abcde"...)
	text := ltp.Value{Type: 0x1000 | psttest.TypeText8, Data: list}
	if got := text.Many(); len(got) != 3 || string(got[0]) != "ab" || string(got[1]) != "" || string(got[2]) != "cde" {
		t.Errorf("%q", got)
	}
	numbers := ltp.Value{Type: 0x1000 | psttest.TypeInt32, Data: []byte{1, 0, 0, 0, 2, 0, 0, 0, 9}}
	if got := numbers.Many(); len(got) != 2 || got[1][0] != 2 {
		t.Errorf("%v", got)
	}
	for _, bad := range [][]byte{nil, {1}, {0xff, 0xff, 0xff, 0xff}, {1, 0, 0, 0, 0xff, 0, 0, 0}, {2, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0}} {
		v := ltp.Value{Type: 0x1000 | psttest.TypeBinary, Data: bad}
		if got := v.Many(); len(got) > 0 {
			t.Errorf("%v gives %v", bad, got)
		}
	}
	if single := (&ltp.Value{Type: psttest.TypeBinary, Data: list}).Many(); single != nil {
		t.Errorf("a single value gives %v", single)
	}
}

// Rows come back with the cells that they have, from tables of every size.
func TestTable(t *testing.T) {
	for _, count := range []int{0, 1, 20, 3000} {
		each(t, func(t *testing.T, b *psttest.Builder) {
			var rows []psttest.Row
			for i := range count {
				cells := []psttest.Property{psttest.Text(0x3001, fmt.Sprintf("row %d", i)), psttest.Int(0x0c15, uint32(i)),
					{ID: 0x3900, Type: 0x0002, Data: []byte{byte(i), 1}}, {ID: 0x0039, Type: psttest.TypeTime, Data: []byte{1, 2, 3, 4, 5, 6, 7, byte(i)}}}
				if i%2 == 0 {
					cells = append(cells, psttest.Property{ID: 0x3a40, Type: psttest.TypeBool, Data: []byte{1}})
				}
				rows = append(rows, psttest.Row{ID: uint32(i)<<5 | 4, Cells: cells})
			}
			data, sub := b.NewHeap().Table(rows)
			n, err := node(t, b, data, sub)
			if err != nil {
				t.Fatal(err)
			}
			table, err := n.Table()
			if err != nil {
				t.Fatal(err)
			}
			seen := 0
			err = table.Rows(most, func(id uint32, cells []ltp.Value) bool {
				want := rows[seen]
				for _, w := range want.Cells {
					i := slices.IndexFunc(cells, func(v ltp.Value) bool { return v.ID == w.ID })
					if i < 0 || cells[i].Type != w.Type || !bytes.Equal(cells[i].Data, w.Data) {
						t.Fatalf("row %d, %#x: %+v", seen, w.ID, cells)
					}
				}
				if id != want.ID || len(cells) != len(want.Cells)+2 {
					t.Fatalf("row %d is %#x with %d cells", seen, id, len(cells))
				}
				seen++
				return true
			})
			if err != nil || seen != count {
				t.Errorf("%d rows, want %d: %v", seen, count, err)
			}
			ids := 0
			if err := table.Each(func(uint32, int) bool { ids++; return ids < 10 }); err != nil || ids != min(count, 10) {
				t.Errorf("%d numbers, %v", ids, err)
			}
		})
	}
}

// Names are found by their set and number or text.
func TestNames(t *testing.T) {
	set := [16]byte{1, 2, 3}
	text := psttest.Text(0, "x-mailer").Data
	texts := append(binary.LittleEndian.AppendUint32(nil, uint32(len(text))), text...)
	entry := func(number uint32, set, index uint16) []byte {
		e := binary.LittleEndian.AppendUint32(nil, number)
		return binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(e, set), index)
	}
	values := []ltp.Value{{ID: 2, Data: set[:]}, {ID: 4, Data: texts},
		{ID: 3, Data: slices.Concat(entry(0, 3<<1|1, 5), entry(0x8503, 3<<1, 6), entry(7, 1<<1, 7), entry(7, 2<<1, 8), entry(9999, 3<<1|1, 9), entry(1, 99<<1, 10))}}
	names := ltp.Names(values)
	if len(names) != 5 || names[0].Property != 0x8005 || names[0].Set != set || !bytes.Equal(names[0].Text, text) ||
		names[1].Number != 0x8503 || names[1].Set != set || names[2].Set[0] != 0x28 || names[3].Set[0] != 0x29 || names[4].Set != [16]byte{} {
		t.Errorf("%+v", names)
	}
}

// What is no heap, no bag and no table says so.
func TestOtherThings(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	for _, data := range [][]byte{nil, []byte("short"), bytes.Repeat([]byte("no heap"), 10)} {
		if _, err := node(t, b, b.Data(data), 0); err == nil {
			t.Errorf("%q is a heap", data)
		}
	}
	n, err := node2(t, b, []psttest.Property{psttest.Int(1, 1)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Table(); err == nil {
		t.Error("a bag is a table")
	}
	data, sub := b.NewHeap().Table(nil)
	if n, err = node(t, b, data, sub); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Properties(most); err == nil {
		t.Error("a table is a bag")
	}
}

// A tree whose branches lead to one item many times would have 450^8 records.
func TestTreeThatMultiplies(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	h := b.NewHeap()
	below := h.Item(make([]byte, 8*440))
	for range 8 {
		var links []byte
		for range 500 {
			links = binary.LittleEndian.AppendUint32(append(links, 0, 0), below)
		}
		below = h.Item(links)
	}
	root := h.Item(binary.LittleEndian.AppendUint32([]byte{0xb5, 2, 6, 8}, below))
	data, sub := h.Close(0xbc, root)
	n, err := node(t, b, data, sub)
	if err != nil {
		t.Fatal(err)
	}
	if values, err := n.Properties(most); err == nil || len(values) > 100_000 {
		t.Errorf("%d values, %v", len(values), err)
	}
}

// A value that stands in the heap a thousand times is not held a thousand times, and
// values in subnodes end with the budget.
func TestBudget(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	h := b.NewHeap()
	large := h.Value(make([]byte, 1<<20))
	var records [][]byte
	for i := range 400 {
		r := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, uint16(i)), psttest.TypeBinary)
		records = append(records, binary.LittleEndian.AppendUint32(r, large))
	}
	data, sub := h.Close(0xbc, h.Tree(2, 6, records))
	b.Node(0x24, 0, data, sub)
	file := b.Bytes()
	s, err := ndb.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	n, err := ltp.Open(s.Session(10<<20), ndb.Unicode, data, sub)
	if err != nil {
		t.Fatal(err)
	}
	values, err := n.Properties(most)
	if !errors.Is(err, ndb.ErrBudget) || len(values) > 10 {
		t.Errorf("%d values, %v", len(values), err)
	}
}

// fuzzed opens bytes as a heap with some subnodes.
func fuzzed(t *testing.T, heap []byte, kind byte) *ltp.Node {
	t.Helper()
	b := psttest.NewBuilder(variants[kind%3], ndb.CryptNone)
	sub := b.Subnodes([]ndb.Subnode{{ID: 0x3f, Data: b.Data([]byte("subnode"))}, {ID: 0x5f, Data: b.Tree([][]byte{make([]byte, 100), make([]byte, 10)})}})
	cut := min(len(heap), int(kind>>2)*16)
	blocks := [][]byte{heap}
	if cut > 0 && cut < len(heap) {
		blocks = [][]byte{heap[:cut], heap[cut:]}
	}
	n, err := node(t, b, b.Tree(blocks), sub)
	if err != nil {
		return nil
	}
	return n
}

// FuzzProperties reads anything as a bag of properties.
func FuzzProperties(f *testing.F) {
	f.Add(heapOf(func(h *psttest.Heap) {
		h.Context([]psttest.Property{psttest.Int(1, 2), psttest.Text(0x37, "text"), psttest.Binary(2, []byte("x")), {ID: 0x3701, Type: psttest.TypeObject, Data: make([]byte, 8)}})
	}), byte(1))
	f.Fuzz(func(t *testing.T, heap []byte, kind byte) {
		if len(heap) > 8000 {
			return
		}
		n := fuzzed(t, heap, kind)
		if n == nil {
			return
		}
		values, _ := n.Properties(1 << 16)
		for i := range values {
			values[i].Many()
		}
		ltp.Names(values)
	})
}

// FuzzTable reads anything as a table.
func FuzzTable(f *testing.F) {
	f.Add(heapOf(func(h *psttest.Heap) {
		h.Table([]psttest.Row{{ID: 4, Cells: []psttest.Property{psttest.Text(0x3001, "x"), psttest.Int(0x0c15, 1)}}, {ID: 36}})
	}), byte(1))
	f.Fuzz(func(t *testing.T, heap []byte, kind byte) {
		if len(heap) > 8000 {
			return
		}
		n := fuzzed(t, heap, kind)
		if n == nil {
			return
		}
		table, err := n.Table()
		if err != nil {
			return
		}
		_ = table.Rows(1<<16, func(_ uint32, cells []ltp.Value) bool {
			for i := range cells {
				cells[i].Many()
			}
			return true
		})
	})
}

// heapOf returns the bytes of a heap that fits one block.
func heapOf(write func(h *psttest.Heap)) []byte {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	write(b.NewHeap())
	b.Node(1, 0, 4, 0)
	file := b.Bytes()
	s, err := ndb.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil
	}
	d, _ := s.Session(most).Data(4, most)
	return d.Bytes
}
