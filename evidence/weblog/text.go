package weblog

import (
	"unicode/utf8"

	"dwell/evidence/escape"
)

// Text in events is valid UTF-8 without control characters. nginx writes what is no
// printable ASCII as \xHH, Apache httpd too or as \n, \", \\ and the like; JSON has
// escapes of its own. What makes text is decoded; every other byte gets the form
// \xhh, so that the same request reads the same whatever the format.

// escapes says how the writer of a text escaped.
type escapes bool

const (
	escaped escapes = true  // \xHH and the escapes of C
	raw     escapes = false // not at all, or already decoded
)

// decode returns the text that b stands for. The result is b itself or lies in the
// parser's scratch, where it lasts until the next call.
func (p *parser) decode(b []byte, how escapes) []byte {
	if escape.IsPlain(b) {
		return b
	}
	p.text = appendText(p.text[:0], b, how)
	return p.text
}

func appendText(dst, src []byte, how escapes) []byte {
	for i := 0; i < len(src); {
		c, n := unit(src[i:], how)
		switch {
		case c >= ' ' && c <= '~':
			dst = append(dst, c)
			i += n
		case c < utf8.RuneSelf:
			dst = escape.Append(dst, c)
			i += n
		default:
			var size int
			dst, size = appendRune(dst, src[i:], how)
			i += size
		}
	}
	return dst
}

// unit returns the byte that src starts with, written as it is or escaped, and the
// length of its writing.
func unit(src []byte, how escapes) (c byte, n int) {
	if how == raw || src[0] != '\\' || len(src) < 2 {
		return src[0], 1
	}
	switch src[1] {
	case '"', '\\':
		return src[1], 2
	case 'x':
		if len(src) >= 4 {
			if v, ok := escape.Byte(src[2], src[3]); ok {
				return v, 4
			}
		}
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'v':
		return '\v', 2
	}
	return '\\', 1
}

// appendRune appends the character that src starts with, of which the first byte is
// not ASCII, or that byte's escape. It returns the length of what it took.
func appendRune(dst, src []byte, how escapes) ([]byte, int) {
	var char [utf8.UTFMax]byte
	var ends [utf8.UTFMax]int
	count, at := 0, 0
	for count < len(char) && at < len(src) {
		c, n := unit(src[at:], how)
		if c < utf8.RuneSelf {
			break
		}
		at += n
		char[count], ends[count] = c, at
		count++
	}
	r, size := utf8.DecodeRune(char[:count])
	if r == utf8.RuneError && size <= 1 || r >= 0x80 && r < 0xA0 { // C1 controls
		return escape.Append(dst, char[0]), ends[0]
	}
	return append(dst, char[:size]...), ends[size-1]
}
