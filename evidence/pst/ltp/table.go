package ltp

import (
	"encoding/binary"
	"errors"

	"dwell/evidence/pst/ndb"
)

// Table is a node that is a table ([MS-PST] 2.3.4).
type Table struct {
	node    *Node
	columns []column
	size    int // of a row
	bitmap  int // where the marks of the cells that are there begin in a row
	index   HID
	rows    uint32 // where the rows are
}

type column struct {
	id, kind uint16
	at       int // in the row
	size     int
	bit      int
}

var errTable = errors.New("a table that cannot be")

// Table reads the description of the table that the node is.
func (n *Node) Table() (*Table, error) {
	if n.heap.client != clientTable {
		return nil, errors.New("a node that is no table")
	}
	b, err := n.heap.item(n.heap.root)
	if err != nil {
		return nil, err
	}
	const head, each = 22, 8
	if len(b) < head || b[0] != clientTable || len(b) < head+each*int(b[1]) || int(b[1]) > maxColumns {
		return nil, errTable
	}
	t := &Table{node: n, bitmap: int(binary.LittleEndian.Uint16(b[6:])), size: int(binary.LittleEndian.Uint16(b[8:])),
		index: HID(binary.LittleEndian.Uint32(b[10:])), rows: binary.LittleEndian.Uint32(b[14:])}
	const rowID = 4
	if t.size < rowID || t.bitmap > t.size {
		return nil, errTable
	}
	for i := range int(b[1]) {
		c := b[head+each*i:]
		col := column{kind: binary.LittleEndian.Uint16(c), id: binary.LittleEndian.Uint16(c[2:]),
			at: int(binary.LittleEndian.Uint16(c[4:])), size: int(c[6]), bit: int(c[7])}
		if col.at+col.size > t.size || t.bitmap+col.bit/8 >= t.size {
			return nil, errTable
		}
		t.columns = append(t.columns, col)
	}
	return t, nil
}

// Each calls yield with the number of each row, which is that of a node, and its place
// among the rows, until it returns false.
func (t *Table) Each(yield func(id uint32, row int) bool) error {
	if t.index == 0 {
		return nil
	}
	const key, least = 4, 2
	return t.node.heap.each(t.index, key, least, func(k, v []byte) bool {
		row := int(binary.LittleEndian.Uint16(v))
		if len(v) >= 4 {
			row = int(binary.LittleEndian.Uint32(v))
		}
		return yield(binary.LittleEndian.Uint32(k), row)
	})
}

// Rows calls yield with the cells of each row that can be read, until it returns false.
// The slice is good until the next call.
func (t *Table) Rows(limit int, yield func(id uint32, cells []Value) bool) error {
	if t.rows == 0 {
		return nil
	}
	matrix, err := t.node.lookup(t.rows, maxHeap)
	if err != nil {
		return err
	}
	var cells []Value
	var first error
	note := func(err error) bool {
		if first == nil {
			first = err
		}
		return !ends(err)
	}
	err = t.Each(func(id uint32, row int) bool {
		b := t.row(&matrix, row)
		if b == nil {
			return note(errTable)
		}
		cells, err = t.cells(cells[:0], b, limit)
		return note(err) && yield(id, cells)
	})
	note(err)
	return first
}

// row returns the bytes of a row. Rows do not go over the ends of blocks, of which all
// but the last are full.
func (t *Table) row(matrix *ndb.Data, row int) []byte {
	full := len(matrix.Block(0)) / t.size
	if full == 0 || row < 0 {
		return nil
	}
	block := matrix.Block(row / full)
	from := row % full * t.size
	if from+t.size > len(block) {
		return nil
	}
	return block[from : from+t.size]
}

// cells reads the cells that a row has.
func (t *Table) cells(cells []Value, row []byte, limit int) ([]Value, error) {
	var first error
	for _, c := range t.columns {
		const bits = 8
		if row[t.bitmap+c.bit/bits]>>(bits-1-c.bit%bits)&1 == 0 {
			continue
		}
		v := Value{ID: c.id, Type: c.kind}
		slot := row[c.at : c.at+c.size]
		size := fixed(c.kind)
		switch {
		case size > 0 && size <= len(slot):
			v.Data = slot[:size]
		case len(slot) >= 4:
			if err := t.node.value(&v, slot[:4], limit); err != nil {
				if ends(err) {
					return cells, err
				}
				if first == nil {
					first = err
				}
				continue
			}
		default:
			continue
		}
		cells = append(cells, v)
	}
	return cells, first
}
