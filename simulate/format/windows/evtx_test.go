package windows_test

import (
	"encoding/binary"
	"strconv"
	"unicode/utf16"
)

// A reader of EVTX files, as small as the comparison with real records needs: it gives the names of the fields in
// the order of the template, the binary type of each value, and the text of strings. Format: libyal/libevtx,
// "Windows XML Event Log (EVTX)"; [MS-EVEN6] 2.2.12. It trusts its input, which lies beside the checkout.

// binaryType is the type of a value in BinXML.
type binaryType uint8

const (
	typeNull   binaryType = 0x00
	typeString binaryType = 0x01
	typeUint16 binaryType = 0x06
	typeBool   binaryType = 0x0d
	typeGUID   binaryType = 0x0f
	typeSize   binaryType = 0x10
	typeSID    binaryType = 0x13
	typeHex32  binaryType = 0x14
	typeHex64  binaryType = 0x15
	typeBinXML binaryType = 0x21
)

// node is an element with its attributes and its content.
type node struct {
	name string
	attr map[string]string
	kids []*node
	kind binaryType
	raw  []byte
}

// child gives the first element of the name, or an empty one.
func (n *node) child(name string) *node {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return &node{attr: map[string]string{}}
}

// text is the content of a string; other values have none.
func (n *node) text() string {
	if n.kind == typeString {
		return fromUTF16(n.raw)
	}
	return ""
}

// number is the content of an integer.
func (n *node) number() uint64 {
	var wide [8]byte
	copy(wide[:], n.raw)
	return binary.LittleEndian.Uint64(wide[:])
}

// readEVTX gives the root element of every record.
func readEVTX(file []byte, each func(*node)) {
	for at := 4096; at+65536 <= len(file); at += 65536 {
		chunk := file[at : at+65536]
		if string(chunk[:8]) != "ElfChnk\x00" {
			continue
		}
		free := int(binary.LittleEndian.Uint32(chunk[48:]))
		for pos := 512; pos+24 < free && pos+24 < len(chunk) && string(chunk[pos:pos+4]) == "**\x00\x00"; {
			size := int(binary.LittleEndian.Uint32(chunk[pos+4:]))
			if root := readRecord(chunk, pos+24); root != nil {
				each(root)
			}
			pos += size
		}
	}
}

// readRecord gives nil for records that the small reader does not understand.
func readRecord(chunk []byte, pos int) (root *node) {
	defer func() {
		if recover() != nil {
			root = nil
		}
	}()
	top := &node{attr: map[string]string{}}
	(&binXML{chunk: chunk, pos: pos}).content(top)
	return top.kids[0]
}

// value is a substitution of a template.
type value struct {
	kind binaryType
	pos  int
	size int
}

type binXML struct {
	chunk    []byte
	pos      int
	template bool // elements of a template have a dependency identifier
	values   []value
}

func (x *binXML) u8() uint8   { x.pos++; return x.chunk[x.pos-1] }
func (x *binXML) u16() uint16 { x.pos += 2; return binary.LittleEndian.Uint16(x.chunk[x.pos-2:]) }
func (x *binXML) u32() int    { x.pos += 4; return int(binary.LittleEndian.Uint32(x.chunk[x.pos-4:])) }

// name reads the offset of a name and skips the name where it stands inline.
func (x *binXML) name() string {
	at := x.u32()
	count := int(binary.LittleEndian.Uint16(x.chunk[at+6:]))
	if at == x.pos {
		x.pos += 8 + 2*count + 2
	}
	return fromUTF16(x.chunk[at+8 : at+8+2*count])
}

// content reads tokens into the node until its end.
func (x *binXML) content(into *node) {
	for {
		token := x.u8()
		switch token &^ 0x40 {
		case 0x00, 0x04: // end of fragment, end of element
			return
		case 0x0f: // fragment header
			x.pos += 3
		case 0x0c:
			x.templateInstance(into)
			return
		case 0x01:
			x.element(into, token&0x40 != 0)
		case 0x05:
			x.pos++ // type, always a string
			into.kind, into.raw = typeString, x.counted()
		case 0x0d, 0x0e:
			x.substitution(into)
		case 0x09:
			x.name()
		default:
			panic("unexpected token")
		}
	}
}

func (x *binXML) counted() []byte {
	size := 2 * int(x.u16())
	x.pos += size
	return x.chunk[x.pos-size : x.pos]
}

func (x *binXML) element(parent *node, attributes bool) {
	if x.template {
		x.pos += 2
	}
	x.pos += 4 // size
	n := &node{attr: map[string]string{}}
	n.name = x.name()
	if attributes {
		x.pos += 4 // size of the list
	}
	parent.kids = append(parent.kids, n)
	for {
		switch token := x.u8(); token &^ 0x40 {
		case 0x06:
			x.attribute(n)
		case 0x02:
			x.content(n)
			return
		case 0x03:
			return
		default:
			panic("unexpected token in a start tag")
		}
	}
}

func (x *binXML) attribute(n *node) {
	name := x.name()
	holder := &node{}
	switch x.u8() &^ 0x40 {
	case 0x05:
		x.pos++
		holder.kind, holder.raw = typeString, x.counted()
	case 0x0d, 0x0e:
		x.substitution(holder)
	}
	n.attr[name] = holder.text()
	if holder.kind == typeUint16 {
		n.attr[name] = strconv.FormatUint(holder.number(), 10)
	}
}

func (x *binXML) substitution(into *node) {
	index := int(x.u16())
	x.pos++ // the type the template expects
	v := x.values[index]
	into.kind, into.raw = v.kind, x.chunk[v.pos:v.pos+v.size]
	if v.kind == typeBinXML {
		(&binXML{chunk: x.chunk, pos: v.pos}).content(into)
	}
}

func (x *binXML) templateInstance(into *node) {
	x.pos += 5 // version and identifier
	definition := x.u32()
	if definition == x.pos {
		x.pos += 24 + int(binary.LittleEndian.Uint32(x.chunk[x.pos+20:]))
	}
	values := make([]value, x.u32())
	for i := range values {
		values[i].size, values[i].kind = int(x.u16()), binaryType(x.u8())
		x.pos++
	}
	for i := range values {
		values[i].pos = x.pos
		x.pos += values[i].size
	}
	(&binXML{chunk: x.chunk, pos: definition + 24, template: true, values: values}).content(into)
}

func fromUTF16(raw []byte) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	for len(units) > 0 && units[len(units)-1] == 0 {
		units = units[:len(units)-1]
	}
	return string(utf16.Decode(units))
}
