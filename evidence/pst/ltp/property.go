package ltp

import (
	"encoding/binary"
	"errors"

	"dwell/evidence/pst/ndb"
)

// Value is a property with its value as it is stored, little endian.
type Value struct {
	ID, Type uint16
	Data     []byte
	Cut      bool    // the value is longer, or parts of it could not be read
	Object   ndb.NID // of type object: the subnode that it is
}

var errSubnode = errors.New("a value lies in a subnode that is not there")

// The types whose size or place matters here ([MS-OXCDATA] 2.11.1).
const (
	typeInt16  = 0x0002
	typeInt32  = 0x0003
	typeFloat  = 0x0004
	typeDouble = 0x0005
	typeMoney  = 0x0006
	typeDate   = 0x0007
	typeError  = 0x000a
	typeBool   = 0x000b
	typeObject = 0x000d
	typeInt64  = 0x0014
	typeTime   = 0x0040
	typeGUID   = 0x0048
	typeMany   = 0x1000
)

// fixed returns the size of the values of a type, 0 when it varies.
func fixed(kind uint16) int {
	switch kind {
	case typeBool:
		return 1
	case typeInt16:
		return 2
	case typeInt32, typeFloat, typeError:
		return 4
	case typeDouble, typeMoney, typeDate, typeInt64, typeTime:
		return 8
	case typeGUID:
		return 16
	}
	return 0
}

// Properties returns the bag of properties that the node is, each value up to a limit of
// bytes. The error tells what of it could not be read; what could be comes with it.
func (n *Node) Properties(limit int) ([]Value, error) {
	if n.heap.client != clientProperties {
		return nil, errors.New("a node that is no bag of properties")
	}
	const key, record, usual = 2, 6, 64
	values := make([]Value, 0, usual)
	var first error
	err := n.heap.each(n.heap.root, key, record, func(id, b []byte) bool {
		v := Value{ID: binary.LittleEndian.Uint16(id), Type: binary.LittleEndian.Uint16(b)}
		err := n.value(&v, b[2:record], limit)
		if err == nil {
			values = append(values, v)
		} else if first == nil {
			first = err
		}
		return !ends(err)
	})
	if first == nil {
		first = err
	}
	return values, first
}

// ends reports whether nothing more may be read after an error.
func ends(err error) bool {
	return errors.Is(err, ndb.ErrBudget) || errors.Is(err, ndb.ErrAgain)
}

// value reads a value out of the four bytes that hold it or say where it is.
func (n *Node) value(v *Value, slot []byte, limit int) error {
	if size := fixed(v.Type); size > 0 && size <= len(slot) {
		v.Data = slot[:size]
		return nil
	}
	hnid := binary.LittleEndian.Uint32(slot)
	if v.Type == typeObject && isHeap(hnid) {
		b, err := n.heap.item(HID(hnid))
		if err != nil || len(b) < 4 {
			return errors.Join(errSubnode, err)
		}
		v.Object = ndb.NID(binary.LittleEndian.Uint32(b))
		return nil
	}
	if v.Type == typeObject {
		v.Object = ndb.NID(hnid)
		return nil
	}
	d, err := n.lookup(hnid, limit)
	v.Data, v.Cut = d.Bytes, d.Cut || d.Lost > 0
	return err
}

// Many splits the value of a property of several values ([MS-PST] 2.3.3.4).
func (v *Value) Many() [][]byte {
	if v.Type&typeMany == 0 {
		return nil
	}
	if size := fixed(v.Type &^ typeMany); size > 0 {
		if v.Type&^typeMany == typeBool {
			size = 2
		}
		list := make([][]byte, 0, len(v.Data)/size)
		for b := v.Data; len(b) >= size; b = b[size:] {
			list = append(list, b[:size])
		}
		return list
	}
	return split(v.Data)
}

// split reads a list of values of varying size: their number, where each begins, and
// the values.
func split(b []byte) [][]byte {
	const width = 4
	if len(b) < width {
		return nil
	}
	count := int(binary.LittleEndian.Uint32(b))
	if count > len(b)/width-1 {
		return nil
	}
	list := make([][]byte, 0, count)
	for i := range count {
		from, to := int(binary.LittleEndian.Uint32(b[width*(i+1):])), len(b)
		if i+1 < count {
			to = int(binary.LittleEndian.Uint32(b[width*(i+2):]))
		}
		if from > to || to > len(b) {
			return list
		}
		list = append(list, b[from:to])
	}
	return list
}
