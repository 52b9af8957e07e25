package ndb

import (
	"encoding/binary"
	"errors"
)

// Data is what a node or subnode holds: one block, or many one after the other. Where
// the blocks end matters to those who number them.
type Data struct {
	Bytes []byte
	Ends  []int // where each block ends in Bytes
	// Lost counts the blocks that could not be read, which are empty here; Cut says that
	// there was more than was asked for.
	Lost int
	Cut  bool
}

// Blocks returns the number of blocks.
func (d *Data) Blocks() int { return len(d.Ends) }

// Block returns one block, nil when there is no such block.
func (d *Data) Block(i int) []byte {
	if i < 0 || i >= len(d.Ends) {
		return nil
	}
	from := 0
	if i > 0 {
		from = d.Ends[i-1]
	}
	return d.Bytes[from:d.Ends[i]]
}

// The types of blocks of numbers ([MS-PST] 2.2.2.8.3).
const (
	typeData     = 1 // XBLOCK and XXBLOCK
	typeSubnodes = 2 // SLBLOCK and SIBLOCK
)

// Data reads the data that a number stands for, up to about a limit of bytes. Blocks that
// cannot be read are faults of the session; the error is about everything else, and
// comes with what could be read before it.
func (x *Session) Data(id BID, limit int) (Data, error) {
	var d Data
	if id == 0 {
		return d, nil
	}
	const levels = 2 // an XXBLOCK leads to XBLOCKs, and they to data
	err := x.tree(&d, id, levels, limit)
	return d, err
}

// First returns where the first block of data stands that a number stands for, without
// its trailer; nowhere when there is none.
func (x *Session) First(id BID) (offset int64, length int) {
	for range 2 {
		if !id.Internal() {
			break
		}
		l, err := x.list(id, typeData, x.store.layout.width())
		if err != nil || l.count == 0 {
			break
		}
		id = BID(x.store.layout.word(l.entry(0)))
	}
	return x.store.Place(id)
}

// tree appends the data below a block; level is the highest that it may have.
func (x *Session) tree(d *Data, id BID, level, limit int) error {
	if len(d.Bytes) >= limit {
		d.Cut = true
		return nil
	}
	if !id.Internal() {
		return x.leaf(d, id)
	}
	list, err := x.list(id, typeData, x.store.layout.width())
	if err != nil {
		return x.lose(d, err)
	}
	offset, _ := x.store.Place(id)
	if list.level < 1 || list.level > level {
		return x.lose(d, &Fault{offset, "a block of blocks on a level where it cannot be"})
	}
	if d.Bytes == nil {
		d.Bytes = make([]byte, 0, min(list.total, list.count*x.store.layout.maxBlock, limit+x.store.layout.maxBlock))
		d.Ends = make([]int, 0, list.count)
	}
	for i := range list.count {
		child := BID(x.store.layout.word(list.entry(i)))
		if list.level == 1 && child.Internal() {
			if err := x.lose(d, &Fault{offset, "a block of blocks where data should be"}); err != nil {
				return err
			}
			continue
		}
		if err := x.tree(d, child, list.level-1, limit); err != nil {
			return err
		}
		if d.Cut {
			return nil
		}
	}
	return nil
}

// leaf appends one block of data.
func (x *Session) leaf(d *Data, id BID) error {
	bytes, err := x.block(d.Bytes, id)
	d.Bytes = bytes
	if err != nil {
		return x.lose(d, err)
	}
	d.Ends = append(d.Ends, len(d.Bytes))
	return nil
}

// lose notes a block that could not be read, and gives back what is no fault of a block.
func (x *Session) lose(d *Data, err error) error {
	var f *Fault
	if !errors.As(err, &f) {
		return err
	}
	x.fault(f.Offset, f.Why)
	d.Lost++
	d.Ends = append(d.Ends, len(d.Bytes))
	return nil
}

// list is a block of numbers.
type list struct {
	level int
	count int
	total int // bytes of data below, as it says
	size  int // of an entry
	body  []byte
}

func (l *list) entry(i int) []byte { return l.body[i*l.size : (i+1)*l.size] }

// list reads a block of numbers of the given type. The size is that of an entry, that of
// lists of subnodes being found here.
func (x *Session) list(id BID, kind byte, size int) (list, error) {
	offset, _ := x.store.Place(id)
	wrong := &Fault{offset, "a block of numbers that is none"}
	if !id.Internal() {
		return list{}, wrong
	}
	b, err := x.block(nil, id)
	if err != nil {
		return list{}, err
	}
	const head = 8
	if len(b) < head || b[0] != kind {
		return list{}, wrong
	}
	l := list{level: int(b[1]), count: int(binary.LittleEndian.Uint16(b[2:])), size: size}
	l.body = b[head:]
	if kind == typeData {
		l.total = int(binary.LittleEndian.Uint32(b[4:]))
	} else if !x.store.layout.wide {
		l.body = b[head/2:] // no padding
	}
	if kind == typeSubnodes {
		words := 3 // node, data, subnodes
		if l.level > 0 {
			words = 2 // node, list
		}
		l.size = words * x.store.layout.width()
	}
	if l.count*l.size > len(l.body) {
		x.fault(offset, "a block of numbers is shorter than it says")
		l.count = len(l.body) / l.size
	}
	return l, nil
}
