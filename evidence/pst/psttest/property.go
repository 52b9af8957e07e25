package psttest

import (
	"encoding/binary"
	"slices"
	"time"
	"unicode/utf16"
)

// Property is a property with its value as stored.
type Property struct {
	ID, Type uint16
	Data     []byte
}

// The types that Property makes.
const (
	TypeInt32  = 0x0003
	TypeBool   = 0x000b
	TypeObject = 0x000d
	TypeText8  = 0x001e
	TypeText   = 0x001f
	TypeTime   = 0x0040
	TypeBinary = 0x0102
)

// Text is a text in Unicode.
func Text(id uint16, s string) Property {
	var data []byte
	for _, c := range utf16.Encode([]rune(s)) {
		data = binary.LittleEndian.AppendUint16(data, c)
	}
	return Property{id, TypeText, data}
}

// Text8 is a text in bytes.
func Text8(id uint16, s string) Property { return Property{id, TypeText8, []byte(s)} }

// Int is a number.
func Int(id uint16, n uint32) Property {
	return Property{id, TypeInt32, binary.LittleEndian.AppendUint32(nil, n)}
}

// Binary is a run of bytes.
func Binary(id uint16, data []byte) Property { return Property{id, TypeBinary, data} }

// Time is a moment.
func Time(id uint16, t time.Time) Property {
	const between = 116_444_736_000_000_000
	return Property{id, TypeTime, binary.LittleEndian.AppendUint64(nil, uint64(t.UnixNano()/100+between))}
}

// width is the size of the values of a type that is fixed, 0 for others.
func width(kind uint16) int {
	return map[uint16]int{0x0002: 2, 0x0003: 4, 0x0004: 4, 0x000a: 4, 0x000b: 1, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8}[kind]
}

// slot is the four bytes that stand for a value in a property context.
func (h *Heap) slot(p Property) []byte {
	if w := width(p.Type); w > 0 && w <= 4 {
		return append(slices.Clone(p.Data), make([]byte, 4-len(p.Data))...)
	}
	if p.Type == TypeObject {
		return binary.LittleEndian.AppendUint32(nil, h.Item(p.Data))
	}
	return binary.LittleEndian.AppendUint32(nil, h.Value(p.Data))
}

// Context writes a property context into the heap and returns its data and subnodes.
func (h *Heap) Context(properties []Property) (data, sub BID) {
	var records [][]byte
	for _, p := range properties {
		r := binary.LittleEndian.AppendUint16(nil, p.ID)
		r = binary.LittleEndian.AppendUint16(r, p.Type)
		records = append(records, append(r, h.slot(p)...))
	}
	return h.Close(0xbc, h.Tree(2, 6, records))
}

// Row is a row of a table.
type Row struct {
	ID    uint32
	Cells []Property
}

// Table writes a table into the heap and returns its data and subnodes.
func (h *Heap) Table(rows []Row) (data, sub BID) {
	columns := columnsOf(rows)
	var groups [4]int // ends of the cells of four and eight bytes, of two, of one, of the marks
	at := make([]int, len(columns))
	end := 0
	for i, size := range []int{8, 2, 1} {
		for j, c := range columns {
			if w := c.cell(); w == size || size == 8 && w == 4 {
				at[j] = end
				end += w
			}
		}
		groups[i] = end
	}
	groups[3] = end + (len(columns)+7)/8
	number := 4 // size of the number of a row
	if !h.b.wide() {
		number = 2
	}
	var matrix, index [][]byte
	for n, r := range rows {
		row := make([]byte, groups[3])
		for j, c := range columns {
			if h.cell(row[at[j]:at[j]+c.cell()], c, r) {
				row[groups[2]+j/8] |= 0x80 >> (j % 8)
			}
		}
		matrix = append(matrix, row)
		k := binary.LittleEndian.AppendUint32(nil, r.ID)
		k = binary.LittleEndian.AppendUint32(k, uint32(n))
		index = append(index, k[:4+number])
	}
	info := []byte{0x7c, byte(len(columns))}
	for _, g := range groups {
		info = binary.LittleEndian.AppendUint16(info, uint16(g))
	}
	info = binary.LittleEndian.AppendUint32(info, h.Tree(4, number, index))
	info = binary.LittleEndian.AppendUint32(info, h.matrix(matrix))
	info = binary.LittleEndian.AppendUint32(info, 0)
	for j, c := range columns {
		info = binary.LittleEndian.AppendUint16(info, c.Type)
		info = binary.LittleEndian.AppendUint16(info, c.ID)
		info = binary.LittleEndian.AppendUint16(info, uint16(at[j]))
		info = append(info, byte(c.cell()), byte(j))
	}
	return h.Close(0x7c, h.Item(info))
}

// matrix writes the rows and returns their number.
func (h *Heap) matrix(rows [][]byte) uint32 {
	all := slices.Concat(rows...)
	if len(all) <= maxItem {
		return h.Value(all)
	}
	per := h.b.MaxBlock() / len(rows[0])
	var blocks [][]byte
	for part := range slices.Chunk(rows, per) {
		block := make([]byte, h.b.MaxBlock())
		n := copy(block, slices.Concat(part...))
		if len(part) < per {
			block = block[:n]
		}
		blocks = append(blocks, block)
	}
	return h.subnode(h.b.Tree(blocks))
}

// rowID is the column that every table has first: the number of the row.
const rowID = 0x67f2

func (c Property) cell() int {
	if w := width(c.Type); w > 0 {
		return w
	}
	return 4
}

func columnsOf(rows []Row) []Property {
	columns := []Property{{ID: rowID, Type: TypeInt32}, {ID: rowID + 1, Type: TypeInt32}}
	for _, r := range rows {
		for _, p := range r.Cells {
			if !slices.ContainsFunc(columns, func(c Property) bool { return c.ID == p.ID && c.Type == p.Type }) {
				columns = append(columns, Property{ID: p.ID, Type: p.Type})
			}
		}
	}
	return columns
}

// cell fills a cell of a row, and reports whether the row has it.
func (h *Heap) cell(to []byte, c Property, r Row) bool {
	if c.ID == rowID || c.ID == rowID+1 {
		binary.LittleEndian.PutUint32(to, r.ID)
		return true
	}
	for _, p := range r.Cells {
		if p.ID != c.ID || p.Type != c.Type {
			continue
		}
		if width(p.Type) > 0 {
			copy(to, p.Data)
		} else {
			binary.LittleEndian.PutUint32(to, h.Value(p.Data))
		}
		return true
	}
	return false
}
