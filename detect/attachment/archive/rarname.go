package archive

import (
	"bytes"
	"strings"
	"unicode/utf16"
)

// name4 reads the name of a member of RAR 4, whose folders are written as on Windows. With
// the flag of Unicode it is UTF-8, or the name in the charset of the machine, a zero, and
// the difference to UTF-16, packed.
func name4(raw []byte, flags uint64) string {
	plain, packed, both := bytes.Cut(raw, []byte{0})
	name := text(plain)
	if both && flags&rar4Unicode != 0 && len(packed) > 1 {
		name = text([]byte(string(utf16.Decode(unpackName(plain, packed)))))
	}
	return strings.ReplaceAll(name, "\\", "/")
}

// unpackName unpacks UTF-16: a common upper byte, then two bits for each step that say
// whether a byte follows, a byte with that upper one, two bytes, or how many letters are
// those of the plain name.
func unpackName(plain, packed []byte) []uint16 {
	upper := uint16(packed[0]) << 8
	in := packed[1:]
	next := func() uint16 {
		if len(in) == 0 {
			return 0
		}
		b := in[0]
		in = in[1:]
		return uint16(b)
	}
	var out []uint16
	var steps uint16
	for left := 0; len(in) > 0 && len(out) < maxName; left-- {
		if left == 0 {
			steps, left = next(), 4
		}
		switch steps >> 6 & 3 {
		case 0:
			out = append(out, next())
		case 1:
			out = append(out, next()|upper)
		case 2:
			low := next()
			out = append(out, low|next()<<8)
		default:
			out = alike(out, plain, upper, next(), next)
		}
		steps <<= 2
	}
	return out
}

// alike adds letters of the plain name: as they are, or each moved by as much and with the
// common upper byte.
func alike(out []uint16, plain []byte, upper, count uint16, next func() uint16) []uint16 {
	const moved, least = 0x80, 2
	by := uint16(0)
	if count&moved != 0 {
		by = next()
	} else {
		upper = 0
	}
	for range count&^moved + least {
		if len(out) >= len(plain) {
			break
		}
		out = append(out, (uint16(plain[len(out)])+by)&0xff|upper)
	}
	return out
}
