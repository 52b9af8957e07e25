package parquet

import "errors"

// value is one value of the Thrift compact protocol: a number, bytes, a list or a
// struct.
type value struct {
	number int64
	bytes  []byte
	list   []value
	fields []fieldValue
}

type fieldValue struct {
	id int16
	value
}

// field returns the field of a struct, a zero value when it is not there.
func (v *value) field(id int16) *value {
	for i := range v.fields {
		if v.fields[i].id == id {
			return &v.fields[i].value
		}
	}
	return &value{}
}

// has reports whether the struct has the field.
func (v *value) has(id int16) bool {
	for i := range v.fields {
		if v.fields[i].id == id {
			return true
		}
	}
	return false
}

// The types of the compact protocol.
const (
	typeTrue   = 1
	typeFalse  = 2
	typeByte   = 3
	typeInt16  = 4
	typeInt32  = 5
	typeInt64  = 6
	typeDouble = 7
	typeBinary = 8
	typeList   = 9
	typeSet    = 10
	typeMap    = 11
	typeStruct = 12
)

// maxDepth is deeper than the format nests anything.
const maxDepth = 16

var errThrift = errors.New("its description is damaged")

// decoder reads values from bytes. The values it makes are at most as many as the bytes.
type decoder struct {
	data []byte
	pos  int
	bad  bool
}

func (d *decoder) byte() byte {
	if d.pos >= len(d.data) {
		d.bad = true
		return 0
	}
	d.pos++
	return d.data[d.pos-1]
}

func (d *decoder) varint() uint64 {
	var n uint64
	for shift := 0; shift < 64 && !d.bad; shift += 7 {
		c := d.byte()
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return n
		}
	}
	d.bad = true
	return 0
}

func (d *decoder) zigzag() int64 {
	n := d.varint()
	return int64(n>>1) ^ -int64(n&1)
}

func (d *decoder) take(n uint64) []byte {
	if n > uint64(len(d.data)-d.pos) {
		d.bad = true
		return nil
	}
	d.pos += int(n)
	return d.data[d.pos-int(n) : d.pos]
}

// structure reads one struct.
func (d *decoder) structure() (value, error) {
	v := d.value(typeStruct, 0)
	if d.bad {
		return value{}, errThrift
	}
	return v, nil
}

func (d *decoder) value(kind byte, depth int) (v value) {
	if depth > maxDepth {
		d.bad = true
	}
	if d.bad {
		return v
	}
	switch kind {
	case typeTrue, typeFalse:
		v.number = int64(kind & 1)
	case typeByte:
		v.number = int64(int8(d.byte()))
	case typeInt16, typeInt32, typeInt64:
		v.number = d.zigzag()
	case typeDouble:
		d.take(8)
	case typeBinary:
		v.bytes = d.take(d.varint())
	case typeList, typeSet:
		v.list = d.values(depth)
	case typeMap:
		d.pairs(depth)
	case typeStruct:
		v.fields = d.structFields(depth)
	default:
		d.bad = true
	}
	return v
}

// values reads a list; each takes a byte at least, so that there cannot be more.
func (d *decoder) values(depth int) []value {
	head := d.byte()
	n := uint64(head >> 4)
	if n == 15 {
		n = d.varint()
	}
	if n > uint64(len(d.data)-d.pos) {
		d.bad = true
		return nil
	}
	var list []value
	for range n {
		if kind := head & 15; kind == typeTrue || kind == typeFalse {
			list = append(list, value{number: int64(d.byte() & 1)})
		} else {
			list = append(list, d.value(kind, depth+1))
		}
		if d.bad {
			return nil
		}
	}
	return list
}

// pairs passes over a map; the format keeps nothing in them.
func (d *decoder) pairs(depth int) {
	n := d.varint()
	if n == 0 {
		return
	}
	kinds := d.byte()
	for range n {
		before := d.pos
		d.value(kinds>>4, depth+1)
		d.value(kinds&15, depth+1)
		if d.bad || d.pos == before {
			d.bad = true
			return
		}
	}
}

func (d *decoder) structFields(depth int) []fieldValue {
	var fields []fieldValue
	var id int16
	for !d.bad {
		head := d.byte()
		if head == 0 {
			return fields
		}
		if delta := head >> 4; delta > 0 {
			id += int16(delta)
		} else {
			id = int16(d.zigzag())
		}
		fields = append(fields, fieldValue{id, d.value(head&15, depth+1)})
	}
	return nil
}
