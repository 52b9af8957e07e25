package ndb_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"dwell/evidence/pst/ndb"
	"dwell/evidence/pst/psttest"
)

// filled is a store of many nodes, each with its own number as data.
func filled(b *psttest.Builder) []byte {
	for i := range 500 {
		b.Node(ndb.NID(i)<<5|4, 0x22, b.Data([]byte{byte(i), byte(i >> 8)}), 0)
	}
	return b.Bytes()
}

// complete reports whether all nodes of such a store are there.
func complete(s *ndb.Store) bool {
	x := s.Session(most)
	for i := range 500 {
		n, ok := s.Node(ndb.NID(i)<<5 | 4)
		d, err := x.Data(n.Data, most)
		if !ok || err != nil || !bytes.Equal(d.Bytes, []byte{byte(i), byte(i >> 8)}) {
			return false
		}
	}
	return len(x.Faults) == 0
}

// pages lists where the pages of B-trees stand.
func pages(b *psttest.Builder, file []byte) (offsets []int) {
	size, trailer := 512, 496
	switch b.Variant {
	case ndb.ANSI:
		trailer = 500
	case ndb.Unicode4K:
		size, trailer = 4096, 4072
	}
	for at := 0x5000; at+size <= len(file); at += size {
		if k := file[at+trailer]; k == file[at+trailer+1] && (k == psttest.PageBlocks || k == psttest.PageNodes) {
			offsets = append(offsets, at)
		}
	}
	return offsets
}

// Whichever page of a tree that is no leaf is broken, roots included, all nodes are found;
// the broken page is told with its place.
func TestBrokenBranches(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		file := filled(b)
		branches := 0
		for _, at := range pages(b, file) {
			level := file[at+491]
			switch b.Variant {
			case ndb.ANSI:
				level = file[at+499]
			case ndb.Unicode4K:
				level = file[at+4061]
			}
			if level == 0 {
				continue
			}
			branches++
			broken := slices.Clone(file)
			broken[at+3] ^= 0x40
			s := open(t, broken)
			if !s.Rebuilt || !complete(s) {
				t.Errorf("page at %d: rebuilt %v", at, s.Rebuilt)
			}
			if !slices.ContainsFunc(s.Faults, func(f ndb.Fault) bool { return f.Offset == int64(at) }) {
				t.Errorf("page at %d: faults %v", at, s.Faults)
			}
		}
		if branches < 2 {
			t.Fatalf("%d branches", branches)
		}
	})
}

// A leaf with a broken byte costs the entry that it stands in; one that was written over
// costs what stood on it. Nothing else is lost.
func TestBrokenLeaf(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	file := filled(b)
	at := pages(b, file)[0]
	flipped, gone := slices.Clone(file), slices.Clone(file)
	flipped[at+32] ^= 1 // in the number of a node
	copy(gone[at:], bytes.Repeat([]byte{0xaa}, 512))
	const onOnePage = 15
	for _, c := range []struct {
		file []byte
		want int
	}{{flipped, 499}, {gone, 500 - onOnePage}} {
		s := open(t, c.file)
		right := 0
		for _, n := range s.Nodes() {
			if n.ID%32 == 4 {
				right++
			}
		}
		if right != c.want || len(s.Faults) != 1 || s.Faults[0].Offset != int64(at) || !s.Rebuilt {
			t.Errorf("%d nodes, want %d, faults %v", right, c.want, s.Faults)
		}
	}
}

// Roots that lead nowhere make the file be searched.
func TestRootsLeadNowhere(t *testing.T) {
	for _, offset := range []int{0, 7, 1 << 40, -1} {
		b := psttest.NewBuilder(ndb.Unicode, ndb.CryptCyclic)
		filled(b)
		s := open(t, b.Close(psttest.Ref{ID: 1, Offset: offset}, psttest.Ref{ID: 1, Offset: offset}))
		if !s.Rebuilt || !complete(s) {
			t.Errorf("roots at %d: not rebuilt", offset)
		}
	}
}

// Of two pages with the same node the later one counts when the trees are gone.
func TestLaterPageCounts(t *testing.T) {
	b := psttest.NewBuilder(ndb.Unicode, ndb.CryptNone)
	old, later := b.Data([]byte("old")), b.Data([]byte("new"))
	b.Node(0x24, 0, old, 0)
	b.Bytes()
	b.Forget()
	b.Node(0x24, 0, later, 0)
	b.Bytes()
	s := open(t, b.Close(psttest.Ref{}, psttest.Ref{}))
	n, _ := s.Node(0x24)
	if d, err := s.Session(most).Data(n.Data, most); err != nil || string(d.Bytes) != "new" {
		t.Errorf("%q %v", d.Bytes, err)
	}
}

// A block with a wrong checksum is read and told; one that was written over is lost, and
// what stands around it is not.
func TestBrokenBlocks(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		data := pattern(4 * b.MaxBlock())
		id := b.Data(data)
		b.Node(1, 0, id, 0)
		file := b.Bytes()
		s := sound(t, file)
		offset, length := s.Session(most).First(id)

		flipped := slices.Clone(file)
		flipped[int(offset)+length-1] ^= 1 // the last byte: what is packed still unpacks or is lost whole
		x := open(t, flipped).Session(most)
		d, err := x.Data(id, most)
		if err != nil || len(x.Faults) == 0 || x.Faults[0].Offset != offset {
			t.Errorf("flipped: %v, faults %v", err, x.Faults)
		}
		if d.Lost == 0 && len(d.Bytes) != len(data) {
			t.Errorf("flipped: %d bytes", len(d.Bytes))
		}

		gone := slices.Clone(file)
		copy(gone[offset:], make([]byte, (length+24+511)/512*512))
		x = open(t, gone).Session(most)
		d, err = x.Data(id, most)
		if err != nil || d.Lost == 0 || d.Blocks() != 4 || len(d.Block(0)) != 0 || !bytes.Equal(d.Block(3), data[3*b.MaxBlock():]) {
			t.Errorf("overwritten: %v, %d lost, %d blocks", err, d.Lost, d.Blocks())
		}
	})
}

// A file that was cut off says so, and gives what it has.
func TestCutOff(t *testing.T) {
	kinds(t, func(t *testing.T, b *psttest.Builder) {
		file := filled(b)
		leaves := pages(b, file)
		cut := file[:leaves[len(leaves)-1]]
		s, err := ndb.Open(bytes.NewReader(cut), int64(len(cut)))
		if err != nil {
			if b.Variant == ndb.Unicode4K {
				return // its tree of blocks has one page
			}
			t.Fatal(err)
		}
		if !s.Rebuilt || len(s.Nodes()) == 0 || !slices.ContainsFunc(s.Faults, func(f ndb.Fault) bool { return f.Offset == int64(len(cut)) }) {
			t.Errorf("rebuilt %v, %d nodes, faults %v", s.Rebuilt, len(s.Nodes()), s.Faults)
		}
	})
}

// A disk that fails is an error or a fault, never a panic.
func TestReadErrors(t *testing.T) {
	file := small()
	for fail := range int64(len(file)) / 512 {
		r := failing{bytes.NewReader(file), fail * 512}
		s, err := ndb.Open(r, int64(len(file)))
		if err != nil {
			continue
		}
		x := s.Session(most)
		for _, n := range s.Nodes() {
			if _, err := x.Data(n.Data, most); err != nil {
				t.Errorf("failure at %d: %v", fail*512, err)
			}
		}
	}
}

// failing fails where a byte is read.
type failing struct {
	r  *bytes.Reader
	at int64
}

func (f failing) ReadAt(p []byte, offset int64) (int, error) {
	if f.at >= offset && f.at < offset+int64(len(p)) {
		n, _ := f.r.ReadAt(p[:f.at-offset], offset)
		return n, errors.New("a broken disk")
	}
	return f.r.ReadAt(p, offset)
}
