package windows

import "encoding/binary"

// GUID is a GUID with its bytes in the order of its written form.
type GUID [16]byte

// String is the GUID in braces with lower-case digits.
func (g GUID) String() string {
	return string(append(g.appendDigits([]byte{'{'}), '}'))
}

// appendDigits writes 8-4-4-4-12 lower-case digits without braces.
func (g GUID) appendDigits(dst []byte) []byte {
	for i, b := range g {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, lowerDigits[b>>4], lowerDigits[b&15])
	}
	return dst
}

// guidValue keeps the GUID in the two numbers of a Value, so that no string is made of it.
func guidValue(g GUID, f form) Value {
	return Value{number: binary.BigEndian.Uint64(g[:8]), low: binary.BigEndian.Uint64(g[8:]), form: f}
}

func (v Value) guid() GUID {
	var g GUID
	binary.BigEndian.PutUint64(g[:8], v.number)
	binary.BigEndian.PutUint64(g[8:], v.low)
	return g
}
