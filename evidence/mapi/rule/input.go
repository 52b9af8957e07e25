package rule

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"dwell/evidence/mapi"
)

// input is bytes that are read from the front. Once they are short, everything read is
// zero.
type input struct {
	data  []byte
	short bool
}

func (in *input) take(n int) []byte {
	if n < 0 || n > len(in.data) {
		in.short, in.data = true, nil
		return nil
	}
	b := in.data[:n]
	in.data = in.data[n:]
	return b
}

func (in *input) byte() byte {
	if b := in.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (in *input) u16() int {
	if b := in.take(2); b != nil {
		return int(binary.LittleEndian.Uint16(b))
	}
	return 0
}

func (in *input) u32() uint32 {
	if b := in.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// count reads a count of four bytes, or of two.
func (in *input) count(wide bool) int {
	if !wide {
		return in.u16()
	}
	n := in.u32()
	if uint64(n) > uint64(len(in.data)) { // everything counted takes a byte and more
		in.short, in.data = true, nil
		return 0
	}
	return int(n)
}

// sized reads bytes that have their count before them.
func (in *input) sized(wide bool) []byte { return in.take(in.count(wide)) }

// value reads a value that stands behind its tag ([MS-OXCDATA] 2.11.2). Texts end with
// NUL, which is left out.
func (in *input) value(t mapi.Type, wide bool) []byte {
	switch {
	case t == mapi.TypeBool:
		return in.take(1)
	case t.Size() > 0:
		return in.take(t.Size())
	case t == mapi.TypeBinary:
		return in.sized(wide)
	case t == mapi.TypeString8:
		return in.until(bytes.IndexByte(in.data, 0), 1)
	case t == mapi.TypeUnicode:
		at := 0
		for at+1 < len(in.data) && (in.data[at] != 0 || in.data[at+1] != 0) {
			at += 2
		}
		return in.until(at, 2)
	}
	in.short, in.data = true, nil // lists and others do not occur in rules
	return nil
}

func (in *input) until(at, end int) []byte {
	b := in.take(at)
	in.take(end)
	return b
}

// tagged reads a property with its value.
func (in *input) tagged(wide bool) (mapi.Tag, []byte) {
	tag := mapi.Tag(in.u32())
	return tag, in.value(tag.Type(), wide)
}

// text16 reads a text of the stream: its length in characters, then UTF-16.
func (in *input) text16() string { return clip(mapi.UTF16(in.take(2 * in.length()))) }

// text8 reads a text in bytes.
func (in *input) text8() string { return clip(string(in.take(in.length()))) }

// length reads a length: one byte, or three of which the first is 255.
func (in *input) length() int {
	n := int(in.byte())
	if n == 0xff {
		n = in.u16()
	}
	return n
}

// clip bounds a text that is kept, at a rune.
func clip(s string) string {
	const longest = 300 // bytes
	if len(s) > longest {
		s = s[:longest]
		for len(s) > 0 && !utf8.ValidString(s) {
			s = s[:len(s)-1]
		}
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
